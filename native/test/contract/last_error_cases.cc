// The text of the last error: one for the whole process, with rules of its own.
#include <thread>

#include "busy.h"
#include "contract.h"
#include "words.h"

namespace contract {

namespace {

/** Leaves an error that names `key`. */
void FailWith(const char* key) {
  char* value = nullptr;
  if (api.ov_core_get_property(SharedCore(), "CPU", key, &value) == OK) throw CannotRun("it did not fail");
}

/** Which of the keys the last error names. */
std::string Names() {
  const std::string text = LastError();
  if (text == "(null)") return "NULL";
  std::vector<std::string> found;
  for (const char* key : {"FIRST_KEY", "SECOND_KEY"}) {
    if (text.find(key) != std::string::npos) found.push_back(key);
  }
  return found.empty() ? "another" : Join(found);
}

}  // namespace

CASE("last error: is the failure's") {
  FailWith("FIRST_KEY");
  Observe(Names());
}

CASE("last error: stays after a success") {
  FailWith("FIRST_KEY");
  const Model model = Read("relu");
  size_t size = 0;
  Observe("success", Said(api.ov_model_inputs_size(model.get(), &size)));
  Observe(Names());
}

CASE("last error: stays after an argument was refused") {
  FailWith("FIRST_KEY");
  Observe("refused", Said(api.ov_model_inputs_size(nullptr, nullptr)));
  Observe(Names());
}

CASE("last error: a later failure takes its place") {
  FailWith("FIRST_KEY");
  FailWith("SECOND_KEY");
  Observe(Names());
}

CASE("last error: freeing a core clears it, whichever core failed") {
  Core other = NewCore();
  FailWith("FIRST_KEY");
  other.Reset();
  Observe(Names());
}

CASE("last error: freeing other objects leaves it") {
  FailWith("FIRST_KEY");
  Read("relu").Reset();
  Compile("relu").Reset();
  RequestFor("relu").Reset();
  NewTensor("f32", {1}).Reset();
  Observe(Names());
}

CASE("last error: making a core leaves it") {
  FailWith("FIRST_KEY");
  const Core core = NewCore();
  Observe(Names());
}

CASE("last error: each call gives a copy of its own") {
  FailWith("FIRST_KEY");
  const char* one = api.ov_get_last_err_msg();
  const char* two = api.ov_get_last_err_msg();
  Observe("same text", std::string(one) == two);
  Observe("same memory", one == two);
  api.ov_free(one);
  Observe("the other one after one is freed", std::string(two).find("FIRST_KEY") != std::string::npos);
  api.ov_free(two);
}

CASE("last error: another thread's failure is seen here") {
  FailWith("FIRST_KEY");
  SharedCore();
  std::thread(FailWith, "SECOND_KEY").join();
  Observe(Names());
}

CASE("last error: another thread sees this one's") {
  FailWith("FIRST_KEY");
  std::string seen;
  std::thread([&seen] { seen = Names(); }).join();
  Observe(seen);
}

CASE("last error: after an index of a model's port that is out of range") {
  const Model model = Read("relu");
  FailWith("FIRST_KEY");
  Port port;
  Observe(Said(api.ov_model_const_input_by_index(model.get(), 7, port.out())));
  Observe(Names());
}

CASE("last error: after a busy request") {
  const Busy busy;
  FailWith("FIRST_KEY");
  Observe(Told(api.ov_infer_request_start_async(busy.last())));
}

CASE("last error: after a wait that was too short") {
  const Busy busy;
  FailWith("FIRST_KEY");
  Observe(Said(api.ov_infer_request_wait_for(busy.last(), 0)));
  Observe(Names());
}

CASE("last error: after a cancelled inference") {
  const Request request = NewRequest(SharedHeavy());
  FailWith("FIRST_KEY");
  int starts = 0;
  Observe(Told(StartAndCancel(request.get(), &starts)));
}

}  // namespace contract
