// Cancelling inferences.
#include <atomic>
#include <chrono>
#include <thread>

#include "busy.h"
#include "contract.h"
#include "words.h"

namespace contract {

CASE("cancel: an idle request") {
  const Request request = RequestFor("relu");
  Observe("cancel", Said(api.ov_infer_request_cancel(request.get())));
  Observe("wait", Said(api.ov_infer_request_wait(request.get())));
  Observe("infer", Said(api.ov_infer_request_infer(request.get())));
  Observe("cancel after it", Said(api.ov_infer_request_cancel(request.get())));
  Observe("wait", Said(api.ov_infer_request_wait(request.get())));
  Observe("start", Said(api.ov_infer_request_start_async(request.get())));
  Observe("wait", Said(api.ov_infer_request_wait(request.get())));
}

CASE("cancel: one that runs") {
  const Request request = NewRequest(SharedHeavy());
  int starts = 0;
  Observe("wait", Said(StartAndCancel(request.get(), &starts)));
  Observe("wait again", Said(api.ov_infer_request_wait(request.get())));
  Observe("wait_for", Said(api.ov_infer_request_wait_for(request.get(), 0)));
}

CASE("cancel: one that waits for its turn") {
  const Busy busy;
  Observe("cancel", Said(api.ov_infer_request_cancel(busy.last())));
  Observe("wait", Said(api.ov_infer_request_wait(busy.last())));
  Observe("the first one", Said(api.ov_infer_request_wait(busy.first())));
}

CASE("cancel: the request serves again") {
  const Request request = NewRequest(SharedHeavy());
  int starts = 0;
  Observe("wait", Said(StartAndCancel(request.get(), &starts)));
  Observe("infer", Said(api.ov_infer_request_infer(request.get())));
  Observe("start", Said(api.ov_infer_request_start_async(request.get())));
  Observe("wait", Said(api.ov_infer_request_wait(request.get())));
}

CASE("cancel: twice") {
  const Busy busy;
  Observe("cancel", Said(api.ov_infer_request_cancel(busy.last())));
  Observe("again", Said(api.ov_infer_request_cancel(busy.last())));
  Observe("wait", Said(api.ov_infer_request_wait(busy.last())));
}

CASE("cancel: others go on") {
  const Busy busy(6);
  Observe("cancel", Said(api.ov_infer_request_cancel(busy.last_but_one())));
  Observe("the one before", Said(api.ov_infer_request_wait(busy.first())));
  Observe("it", Said(api.ov_infer_request_wait(busy.last_but_one())));
  Observe("the one after", Said(api.ov_infer_request_wait(busy.last())));
}

CASE("cancel: a synchronous inference on another thread") {
  const Request request = NewRequest(SharedHeavy());
  const Busy busy(3);
  std::atomic<bool> ended{false};
  ov_status_e status = GENERAL_ERROR;
  std::thread other([&] {
    status = api.ov_infer_request_infer(request.get());
    ended = true;
  });
  // before it has begun a cancellation is lost
  while (!ended) {
    api.ov_infer_request_cancel(request.get());
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  other.join();
  Observe("infer", Said(status));
  Observe("infer again", Said(api.ov_infer_request_infer(request.get())));
}

}  // namespace contract
