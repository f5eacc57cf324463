// Callbacks.
#include <mutex>
#include <string>

#include "busy.h"
#include "contract.h"
#include "words.h"

namespace contract {

namespace {

/** What a callback saw, written by the library's thread and read after a wait. */
struct Seen {
  ov_infer_request_t* request = nullptr;
  std::mutex mutex;
  std::string text;

  void Add(const std::string& more) {
    const std::lock_guard<std::mutex> lock(mutex);
    text += (text.empty() ? "" : " ") + more;
  }
};

std::string StartAndWait(ov_infer_request_t* request) {
  const ov_status_e started = api.ov_infer_request_start_async(request);
  return started == OK ? Said(api.ov_infer_request_wait(request)) : "start " + Said(started);
}

}  // namespace

CASE("callback: comes once for each inference") {
  Counter counter;
  const Request request = RequestFor("relu");
  Observe("set", Said(api.ov_infer_request_set_callback(request.get(), counter.callback())));
  Observe("wait", StartAndWait(request.get()));
  Observe("calls", counter.count());
  Observe("wait", StartAndWait(request.get()));
  Observe("wait", StartAndWait(request.get()));
  Observe("calls", counter.count());
}

CASE("callback: comes before wait returns") {
  int early = 0;
  for (int i = 0; i < 20; i++) {
    Counter counter;
    const Request request = RequestFor("relu");
    Must(api.ov_infer_request_set_callback(request.get(), counter.callback()), "set_callback");
    StartAndWait(request.get());
    early += counter.count();
  }
  Observe("of 20", early);
}

CASE("callback: not from the calling thread") {
  Counter counter;
  const Request request = RequestFor("relu");
  Must(api.ov_infer_request_set_callback(request.get(), counter.callback()), "set_callback");
  StartAndWait(request.get());
  Observe("here", counter.HereLast());
}

CASE("callback: none for a synchronous inference") {
  Counter counter;
  const Request request = RequestFor("relu");
  Must(api.ov_infer_request_set_callback(request.get(), counter.callback()), "set_callback");
  Observe("infer", Said(api.ov_infer_request_infer(request.get())));
  Observe("calls", counter.count());
}

CASE("callback: NULL") {
  Counter counter;
  const Request request = RequestFor("relu");
  Observe("callback", Said(api.ov_infer_request_set_callback(request.get(), nullptr)));
  Observe("request", Said(api.ov_infer_request_set_callback(nullptr, counter.callback())));
}

CASE("callback: a NULL does not take the old one away") {
  Counter counter;
  const Request request = RequestFor("relu");
  Must(api.ov_infer_request_set_callback(request.get(), counter.callback()), "set_callback");
  Observe("NULL", Said(api.ov_infer_request_set_callback(request.get(), nullptr)));
  StartAndWait(request.get());
  Observe("calls", counter.count());
}

CASE("callback: another one takes the place") {
  Counter one;
  Counter two;
  const Request request = RequestFor("relu");
  Must(api.ov_infer_request_set_callback(request.get(), one.callback()), "set_callback");
  StartAndWait(request.get());
  Must(api.ov_infer_request_set_callback(request.get(), two.callback()), "set_callback");
  StartAndWait(request.get());
  Observe("first", one.count());
  Observe("second", two.count());
}

CASE("callback: the library keeps the struct's address, not its content") {
  Counter one;
  Counter two;
  ov_callback_t callback = *one.callback();
  const Request request = RequestFor("relu");
  Must(api.ov_infer_request_set_callback(request.get(), &callback), "set_callback");
  callback = *two.callback();
  StartAndWait(request.get());
  Observe("as it was", one.count());
  Observe("as it became", two.count());
}

CASE("callback: comes for a cancelled inference as well") {
  Counter counter;
  int starts = 0;
  const Request request = NewRequest(SharedHeavy());
  Must(api.ov_infer_request_set_callback(request.get(), counter.callback()), "set_callback");
  Observe("wait", Said(StartAndCancel(request.get(), &starts)));
  Observe("a call for each start", counter.count() == starts);
}

CASE("callback: comes for one that was cancelled before its turn") {
  Counter counter;
  const Request request = NewRequest(SharedHeavy());
  const Busy busy;
  Must(api.ov_infer_request_set_callback(request.get(), counter.callback()), "set_callback");
  Must(api.ov_infer_request_start_async(request.get()), "start");
  Must(api.ov_infer_request_cancel(request.get()), "cancel");
  Observe("wait", Said(api.ov_infer_request_wait(request.get())));
  Observe("calls", counter.count());
}

CASE("callback: in order on one stream") {
  Seen seen;
  struct Numbered {
    Seen* seen;
    int number;
    ov_callback_t callback;
  };
  std::vector<Numbered> numbered(5);
  std::vector<Request> requests;
  for (int i = 0; i < 5; i++) {
    Numbered& one = numbered[static_cast<size_t>(i)];
    one = {&seen, i + 1, {}};
    one.callback = {[](void* self) {
                      auto* numbered = static_cast<Numbered*>(self);
                      numbered->seen->Add(std::to_string(numbered->number));
                    },
                    &one};
    requests.push_back(NewRequest(SharedHeavy()));
    Must(api.ov_infer_request_set_callback(requests.back().get(), &one.callback), "set_callback");
  }
  for (const Request& request : requests) Must(api.ov_infer_request_start_async(request.get()), "start");
  for (const Request& request : requests) api.ov_infer_request_wait(request.get());
  Observe(seen.text);
}

CASE("callback: what its request says meanwhile") {
  Seen seen;
  const Request request = RequestFor("relu");
  seen.request = request.get();
  // waiting for the request in its own callback never ends
  ov_callback_t callback = {
      [](void* self) {
        auto* seen = static_cast<Seen*>(self);
        ov_tensor_t* tensor = nullptr;
        seen->Add("wait_for 0: " + Said(api.ov_infer_request_wait_for(seen->request, 0)));
        seen->Add("output: " + Said(api.ov_infer_request_get_output_tensor_by_index(seen->request, 0, &tensor)));
        if (tensor != nullptr) api.ov_tensor_free(tensor);
      },
      &seen};
  Must(api.ov_infer_request_set_callback(request.get(), &callback), "set_callback");
  Must(api.ov_infer_request_start_async(request.get()), "start");
  Observe("wait", Said(api.ov_infer_request_wait(request.get())));
  Observe(seen.text);
}

CASE("callback: starts another request") {
  Counter counter;
  Seen seen;
  const Compiled compiled = Compile("relu");
  const Request first = NewRequest(compiled.get());
  const Request second = NewRequest(compiled.get());
  seen.request = second.get();
  ov_callback_t callback = {[](void* self) {
                              auto* seen = static_cast<Seen*>(self);
                              seen->Add("start: " + Said(api.ov_infer_request_start_async(seen->request)));
                            },
                            &seen};
  Must(api.ov_infer_request_set_callback(first.get(), &callback), "set_callback");
  Must(api.ov_infer_request_set_callback(second.get(), counter.callback()), "set_callback");
  Observe("first", StartAndWait(first.get()));
  Observe(seen.text);
  Observe("second", Said(api.ov_infer_request_wait(second.get())));
  Observe("calls", counter.count());
}

CASE("callback: starts its own request again") {
  struct Repeat {
    ov_infer_request_t* request;
    std::atomic<int> count{0};
    std::atomic<int> refused{0};
  };
  const Request request = RequestFor("relu");
  Repeat repeat;
  repeat.request = request.get();
  ov_callback_t callback = {[](void* self) {
                              auto* repeat = static_cast<Repeat*>(self);
                              const bool again = repeat->count < 4;
                              if (again && api.ov_infer_request_start_async(repeat->request) != OK) repeat->refused++;
                              repeat->count++;
                            },
                            &repeat};
  Must(api.ov_infer_request_set_callback(request.get(), &callback), "set_callback");
  Must(api.ov_infer_request_start_async(request.get()), "start");
  while (repeat.count < 5 && repeat.refused == 0) std::this_thread::yield();
  Observe("wait", Said(api.ov_infer_request_wait(request.get())));
  Observe("calls", repeat.count);
  Observe("refused", repeat.refused);
}

CASE("callback: each request has its own") {
  Counter one;
  Counter two;
  const Compiled compiled = Compile("relu");
  const Request first = NewRequest(compiled.get());
  const Request second = NewRequest(compiled.get());
  Must(api.ov_infer_request_set_callback(first.get(), one.callback()), "set_callback");
  Must(api.ov_infer_request_set_callback(second.get(), two.callback()), "set_callback");
  StartAndWait(first.get());
  StartAndWait(first.get());
  StartAndWait(second.get());
  Observe("first", one.count());
  Observe("second", two.count());
}

}  // namespace contract
