// Inferences under way: waiting for them, and what a busy request refuses.
#include "busy.h"
#include "contract.h"
#include "words.h"

namespace contract {

CASE("async: start and wait") {
  const Request request = RequestFor("relu");
  Observe("start", Said(api.ov_infer_request_start_async(request.get())));
  Observe("wait", Said(api.ov_infer_request_wait(request.get())));
  Observe("wait again", Said(api.ov_infer_request_wait(request.get())));
  Observe("start again", Said(api.ov_infer_request_start_async(request.get())));
  Observe("wait", Said(api.ov_infer_request_wait(request.get())));
}

CASE("async: wait_for") {
  const Busy busy(6);
  Observe("0", Said(api.ov_infer_request_wait_for(busy.last(), 0)));
  Observe("1 ms", Said(api.ov_infer_request_wait_for(busy.last(), 1)));
  Observe("a minute", Said(api.ov_infer_request_wait_for(busy.last(), 60'000)));
  Observe("0 after the end", Said(api.ov_infer_request_wait_for(busy.last(), 0)));
}

CASE("async: wait_for with a negative time") {
  const Busy busy;
  Observe("busy", Said(api.ov_infer_request_wait_for(busy.last(), -1)));
  Must(api.ov_infer_request_wait(busy.last()), "wait");
  Observe("idle", Said(api.ov_infer_request_wait_for(busy.last(), -1)));
}

CASE("async: a busy request refuses another inference") {
  const Busy busy;
  Observe("start", Said(api.ov_infer_request_start_async(busy.last())));
  Observe("infer", Said(api.ov_infer_request_infer(busy.last())));
  Observe("wait", Said(api.ov_infer_request_wait(busy.last())));
  Observe("start", Said(api.ov_infer_request_start_async(busy.last())));
}

CASE("async: a busy request refuses tensors") {
  const Tensor tensor = NewTensor("f32", {1, 64, 128, 128});
  const Busy busy;
  Observe("set input", Said(api.ov_infer_request_set_input_tensor_by_index(busy.last(), 0, tensor.get())));
  Observe("set output", Said(api.ov_infer_request_set_output_tensor_by_index(busy.last(), 0, tensor.get())));
  Observe("by name", Said(api.ov_infer_request_set_tensor(busy.last(), "x", tensor.get())));
}

CASE("async: a busy request refuses to show its tensors") {
  const Busy busy;
  Tensor tensor;
  Observe("input", Said(api.ov_infer_request_get_input_tensor_by_index(busy.last(), 0, tensor.out())));
  Observe("output", Said(api.ov_infer_request_get_output_tensor_by_index(busy.last(), 0, tensor.out())));
  Observe("by name", Said(api.ov_infer_request_get_tensor(busy.last(), "y", tensor.out())));
}

CASE("async: a busy request refuses a wrong tensor as well") {
  const Tensor tensor = NewTensor("i32", {3});
  const Busy busy;
  Observe("wrong", Said(api.ov_infer_request_set_input_tensor_by_index(busy.last(), 0, tensor.get())));
  Observe("no such input", Said(api.ov_infer_request_set_input_tensor_by_index(busy.last(), 9, tensor.get())));
}

CASE("async: a busy request refuses a callback and profiling") {
  Counter counter;
  const Busy busy;
  ov_profiling_info_list_t list = {nullptr, 0};
  Observe("callback", Said(api.ov_infer_request_set_callback(busy.last(), counter.callback())));
  Observe("profiling", Said(api.ov_infer_request_get_profiling_info(busy.last(), &list)));
}

CASE("async: a tensor that was got before is the output after") {
  const Request request = NewRequest(SharedHeavy());
  const Tensor before = Output(request.get());
  Must(api.ov_infer_request_start_async(request.get()), "start");
  Must(api.ov_infer_request_wait(request.get()), "wait");
  Observe("same memory", Data(Output(request.get()).get()) == Data(before.get()));
}

CASE("async: two requests at once") {
  const Busy busy;
  Observe("one", Said(api.ov_infer_request_wait_for(busy.last_but_one(), 0)));
  Observe("the other", Said(api.ov_infer_request_wait_for(busy.last(), 0)));
  Observe("end of the later one", Said(api.ov_infer_request_wait(busy.last())));
  Observe("the other by then", Said(api.ov_infer_request_wait_for(busy.last_but_one(), 0)));
}

CASE("async: another request infers meanwhile") {
  const Busy busy(2);
  const Request other = NewRequest(SharedHeavy());
  Observe("infer", Said(api.ov_infer_request_infer(other.get())));
}

CASE("async: waiting on another thread") {
  const Busy busy(2);
  ov_status_e status = GENERAL_ERROR;
  std::thread([&] { status = api.ov_infer_request_wait(busy.last()); }).join();
  Observe(Said(status));
}

CASE("async: two threads wait for one request") {
  const Busy busy(2);
  ov_status_e status = GENERAL_ERROR;
  std::thread other([&] { status = api.ov_infer_request_wait(busy.last()); });
  Observe("here", Said(api.ov_infer_request_wait(busy.last())));
  other.join();
  Observe("there", Said(status));
}

}  // namespace contract
