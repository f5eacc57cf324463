// Infer requests of MULTI, AUTO and HETERO: the same rules as the CPU's own?
#include <array>

#include "busy.h"
#include "contract.h"
#include "words.h"

namespace contract {

namespace {

constexpr const char* kDevices[] = {"MULTI:CPU", "AUTO:CPU", "HETERO:CPU"};

/** Requests of the slow model, all started: the last one waits for the device, whatever streams it has. */
class BusyOn {
 public:
  explicit BusyOn(const char* device) : compiled_(Compile("heavy", device)) {
    for (int i = 0; i < 10; i++) requests_.push_back(NewRequest(compiled_.get()));
    for (const Request& request : requests_) Must(api.ov_infer_request_start_async(request.get()), "start_async");
  }
  ~BusyOn() {
    for (const Request& request : requests_) api.ov_infer_request_wait(request.get());
  }
  ov_infer_request_t* last() const { return requests_.back().get(); }
  ov_infer_request_t* first() const { return requests_.front().get(); }

 private:
  Compiled compiled_;
  std::vector<Request> requests_;
};

}  // namespace

CASE("virtual requests: what a busy one refuses") {
  for (const char* device : kDevices) {
    Counter counter;
    const Tensor tensor = NewTensor("f32", {1, 64, 128, 128});
    Tensor got;
    const BusyOn busy(device);
    Observe(device, "start " + Said(api.ov_infer_request_start_async(busy.last())));
    Observe("infer", Said(api.ov_infer_request_infer(busy.last())));
    Observe("set", Said(api.ov_infer_request_set_input_tensor_by_index(busy.last(), 0, tensor.get())));
    Observe("get", Said(api.ov_infer_request_get_output_tensor_by_index(busy.last(), 0, got.out())));
    Observe("callback", Said(api.ov_infer_request_set_callback(busy.last(), counter.callback())));
    Observe("wait_for", Said(api.ov_infer_request_wait_for(busy.last(), 0)));
    Observe("wait", Said(api.ov_infer_request_wait(busy.last())));
  }
}

CASE("virtual requests: waiting before anything was started") {
  for (const char* device : kDevices) {
    const Request request = NewRequest(Compile("relu", device).get());
    Observe(device, Said(api.ov_infer_request_wait(request.get())) + " " +
                        Said(api.ov_infer_request_wait_for(request.get(), 0)));
  }
}

// the real MULTI and AUTO take a cancellation, and go on to the end
CASE("virtual requests: cancel one that waits for its turn") {
  for (const char* device : kDevices) {
    const BusyOn busy(device);
    Observe(device, "cancel " + Said(api.ov_infer_request_cancel(busy.last())));
    Observe("wait", Said(api.ov_infer_request_wait(busy.last())));
    Observe("the first one", Said(api.ov_infer_request_wait(busy.first())));
  }
}

CASE("virtual requests: cancel one that runs") {
  for (const char* device : kDevices) {
    const Request request = NewRequest(Compile("heavy", device).get());
    int starts = 0;
    Observe(device, Said(StartAndCancel(request.get(), &starts)));
  }
}

CASE("virtual requests: cancel an idle one") {
  for (const char* device : kDevices) {
    const Request request = NewRequest(Compile("relu", device).get());
    Observe(device, "cancel " + Said(api.ov_infer_request_cancel(request.get())));
    Observe("infer", Said(api.ov_infer_request_infer(request.get())));
  }
}

CASE("virtual requests: callbacks") {
  for (const char* device : kDevices) {
    Counter counter;
    const Request request = NewRequest(Compile("relu", device).get());
    Must(api.ov_infer_request_set_callback(request.get(), counter.callback()), "set_callback");
    Must(api.ov_infer_request_infer(request.get()), "infer");
    Observe(device, "after infer " + std::to_string(counter.count()));
    Must(api.ov_infer_request_start_async(request.get()), "start");
    Observe("wait", Said(api.ov_infer_request_wait(request.get())));
    Observe("after start", counter.count());
    Observe("here", counter.HereLast());
  }
}

CASE("virtual requests: tensors that were set come back") {
  for (const char* device : kDevices) {
    const Request request = NewRequest(Compile("relu", device).get());
    std::array<float, 16> in = {};
    std::array<float, 16> out = {};
    const Tensor input = HostTensor("f32", {1, 16}, in.data());
    const Tensor output = HostTensor("f32", {1, 16}, out.data());
    Observe(device, Said(api.ov_infer_request_set_input_tensor_by_index(request.get(), 0, input.get())));
    Observe("output", Said(api.ov_infer_request_set_output_tensor_by_index(request.get(), 0, output.get())));
    Must(api.ov_infer_request_infer(request.get()), "infer");
    Observe("input", Data(Input(request.get()).get()) == in.data());
    Observe("output", Data(Output(request.get()).get()) == out.data());
  }
}

CASE("virtual requests: wrong tensors") {
  for (const char* device : kDevices) {
    const Request request = NewRequest(Compile("relu", device).get());
    const Tensor shape = NewTensor("f32", {1, 15});
    const Tensor type = NewTensor("i32", {1, 16});
    Tensor got;
    Observe(device, Said(api.ov_infer_request_set_input_tensor_by_index(request.get(), 0, shape.get())) + " " +
                        Said(api.ov_infer_request_set_input_tensor_by_index(request.get(), 0, type.get())) + " " +
                        Said(api.ov_infer_request_get_input_tensor_by_index(request.get(), 3, got.out())) + " " +
                        Said(api.ov_infer_request_get_tensor(request.get(), "nothing", got.out())));
  }
}

CASE("virtual requests: more than there are streams") {
  for (const char* device : kDevices) {
    const Compiled compiled = Compile("relu", device);
    std::vector<Request> requests;
    for (int i = 0; i < 20; i++) requests.push_back(NewRequest(compiled.get()));
    for (const Request& request : requests) Must(api.ov_infer_request_start_async(request.get()), "start");
    int good = 0;
    for (const Request& request : requests) good += api.ov_infer_request_wait(request.get()) == OK ? 1 : 0;
    Observe(device, good);
  }
}

CASE("virtual requests: dynamic shapes") {
  for (const char* device : kDevices) {
    const Request request = NewRequest(Compile("dynamic-batch", device).get());
    const Tensor tensor = NewTensor("f32", {3, 16});
    Must(api.ov_infer_request_set_input_tensor_by_index(request.get(), 0, tensor.get()), "set");
    Observe(device, Said(api.ov_infer_request_infer(request.get())));
    Observe("output", Describe(Output(request.get()).get()));
  }
}

}  // namespace contract
