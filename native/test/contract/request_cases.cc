// Infer requests: running them one at a time.
#include <array>
#include <cstring>

#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

/** Bytes of the first output after an inference whose first input holds `value`. */
std::string OutputFor(ov_infer_request_t* request, float value) {
  const Tensor input = Input(request);
  auto* data = static_cast<float*>(Data(input.get()));
  for (size_t i = 0; i < ByteSize(input.get()) / sizeof(float); i++) data[i] = value + static_cast<float>(i);
  Must(api.ov_infer_request_infer(request), "infer");
  const Tensor output = Output(request);
  return {static_cast<const char*>(Data(output.get())), ByteSize(output.get())};
}

}  // namespace

CASE("request: is made") {
  const Compiled compiled = Compile("relu");
  Request request;
  Observe(Said(api.ov_compiled_model_create_infer_request(compiled.get(), request.out())));
  Observe("of NULL", Said(api.ov_compiled_model_create_infer_request(nullptr, request.out())));
  Observe("into NULL", Said(api.ov_compiled_model_create_infer_request(compiled.get(), nullptr)));
}

CASE("request: infers") {
  const Request request = RequestFor("relu");
  Observe("once", Said(api.ov_infer_request_infer(request.get())));
  Observe("again", Said(api.ov_infer_request_infer(request.get())));
  Observe("NULL", Said(api.ov_infer_request_infer(nullptr)));
}

CASE("request: infers every model") {
  for (const char* name : {"add", "two-outputs", "weights", "many-names", "nameless", "convolution", "identity-u8",
                           "identity-i64", "identity-f16", "identity-boolean"}) {
    Observe(name, Said(api.ov_infer_request_infer(RequestFor(name).get())));
  }
}

CASE("request: its own tensors") {
  const Request request = RequestFor("two-outputs");
  Observe("input", Describe(Input(request.get()).get()));
  Observe("first", Describe(Output(request.get(), 0).get()));
  Observe("second", Describe(Output(request.get(), 1).get()));
}

CASE("request: its own tensors of each element type") {
  for (const char* type : {"boolean", "f16", "f32", "f64", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"}) {
    const Request request = RequestFor(std::string("identity-") + type);
    Observe(Describe(Input(request.get()).get()) + " -> " + Describe(Output(request.get()).get()));
  }
}

CASE("request: tensors stay the same from call to call") {
  const Request request = RequestFor("relu");
  void* input = Data(Input(request.get()).get());
  void* output = Data(Output(request.get()).get());
  Observe("input", Data(Input(request.get()).get()) == input);
  Observe("output", Data(Output(request.get()).get()) == output);
  Must(api.ov_infer_request_infer(request.get()), "infer");
  Observe("input after an inference", Data(Input(request.get()).get()) == input);
  Observe("output after an inference", Data(Output(request.get()).get()) == output);
  Observe("input and output are one", input == output);
}

CASE("request: outputs follow from inputs") {
  const Request request = RequestFor("relu");
  const std::string first = OutputFor(request.get(), 1);
  const std::string second = OutputFor(request.get(), 2);
  Observe("other inputs, other outputs", first != second);
  Observe("the same inputs again", OutputFor(request.get(), 1) == first);
  Observe("another request", OutputFor(RequestFor("relu").get(), 1) == first);
}

CASE("request: outputs of two inputs") {
  const Request request = RequestFor("add");
  std::memset(Data(Input(request.get(), 1).get()), 0, 64);
  const std::string first = OutputFor(request.get(), 1);
  static_cast<float*>(Data(Input(request.get(), 1).get()))[0] = 5;
  Observe("the second input counts", OutputFor(request.get(), 1) != first);
}

CASE("request: waiting before anything was started") {
  const Request request = RequestFor("relu");
  Observe("wait", Said(api.ov_infer_request_wait(request.get())));
  Observe("wait_for 0", Said(api.ov_infer_request_wait_for(request.get(), 0)));
  Observe("wait_for 10", Said(api.ov_infer_request_wait_for(request.get(), 10)));
}

CASE("request: waiting after a synchronous inference") {
  const Request request = RequestFor("relu");
  Must(api.ov_infer_request_infer(request.get()), "infer");
  Observe("wait", Said(api.ov_infer_request_wait(request.get())));
  Observe("wait_for 0", Said(api.ov_infer_request_wait_for(request.get(), 0)));
}

CASE("request: NULL") {
  Observe("start", Said(api.ov_infer_request_start_async(nullptr)));
  Observe("wait", Said(api.ov_infer_request_wait(nullptr)));
  Observe("wait_for", Said(api.ov_infer_request_wait_for(nullptr, 0)));
  Observe("cancel", Said(api.ov_infer_request_cancel(nullptr)));
}

CASE("request: many of one compiled model") {
  const Compiled compiled = Compile("relu");
  std::vector<Request> requests;
  for (int i = 0; i < 40; i++) requests.push_back(NewRequest(compiled.get()));
  int good = 0;
  for (const Request& request : requests) good += api.ov_infer_request_start_async(request.get()) == OK ? 1 : 0;
  Observe("started", good);
  good = 0;
  for (const Request& request : requests) good += api.ov_infer_request_wait(request.get()) == OK ? 1 : 0;
  Observe("ended", good);
}

CASE("request: requests do not share tensors") {
  const Compiled compiled = Compile("relu");
  const Request one = NewRequest(compiled.get());
  const Request two = NewRequest(compiled.get());
  Observe("input", Data(Input(one.get()).get()) == Data(Input(two.get()).get()));
  Observe("output", Data(Output(one.get()).get()) == Data(Output(two.get()).get()));
}

CASE("request: on each virtual device") {
  const std::pair<const char*, Properties> kinds[] = {
      {"AUTO:CPU", {}}, {"MULTI:CPU", {}}, {"HETERO:CPU", {}}, {"BATCH:CPU(2)", {{"AUTO_BATCH_TIMEOUT", "1"}}}};
  for (const auto& [device, properties] : kinds) {
    const Request request = NewRequest(Compile("relu", device, properties).get());
    std::array<float, 16> input = {};
    const Tensor tensor = HostTensor("f32", {1, 16}, input.data());
    Observe(device, Said(api.ov_infer_request_set_input_tensor_by_index(request.get(), 0, tensor.get())));
    Observe("infer", Said(api.ov_infer_request_infer(request.get())));
    Observe("start", Said(api.ov_infer_request_start_async(request.get())));
    Observe("wait", Said(api.ov_infer_request_wait(request.get())));
    Observe("output", Describe(Output(request.get()).get()));
  }
}

}  // namespace contract
