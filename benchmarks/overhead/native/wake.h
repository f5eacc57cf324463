// Several requests in flight that JavaScript starts again: the least that an asynchronous binding does. Their callbacks
// wake its thread by one thread-safe function; what ends before it is awake is told by the same wake-up.
#pragma once

#include <node_api.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "openvino.h"

namespace overhead {

inline void CheckNode(napi_status status) {
  if (status != napi_ok) Fail("Node-API failed with " + std::to_string(status));
}

class WokenFlights {
 public:
  /** @param told Where numbers of ended requests are written, before the listener is called with how many. */
  WokenFlights(napi_env env, const Model& model, size_t requests, int32_t* told, napi_value listener)
      : requests_(requests), flights_(requests), told_(told) {
    for (Request& request : requests_) request = MakeRequest(model);
    Prepare();
    napi_value name;
    CheckNode(napi_create_string_utf8(env, "floor", NAPI_AUTO_LENGTH, &name));
    CheckNode(
        napi_create_threadsafe_function(env, listener, nullptr, name, 0, 1, nullptr, nullptr, this, Wake, &wake_));
    // the process may end when nobody asks it for anything
    CheckNode(napi_unref_threadsafe_function(env, wake_));
  }

  void Start(int32_t number) { OVERHEAD_CALL(ov_infer_request_start_async, requests_[number].handle); }

 private:
  struct Flight {
    WokenFlights* all;
    int32_t number;
    ov_callback_t callback;
  };

  /** As in C: all have the same input, which is set once. */
  void Prepare() {
    const InputForm form = FormOfInput(requests_.front());
    memory_.resize(form.bytes / sizeof(float), 0.5f);
    ov_tensor_t* input = Wrap(form, memory_.data());
    for (size_t i = 0; i < requests_.size(); i++) {
      flights_[i] = {this, static_cast<int32_t>(i), {OnDone, &flights_[i]}};
      OVERHEAD_CALL(ov_infer_request_set_input_tensor_by_index, requests_[i].handle, 0, input);
      OVERHEAD_CALL(ov_infer_request_set_callback, requests_[i].handle, &flights_[i].callback);
    }
  }

  /** On a thread of the library. */
  static void OnDone(void* argument) {
    const Flight& flight = *static_cast<Flight*>(argument);
    WokenFlights& all = *flight.all;
    bool first;
    {
      std::lock_guard<std::mutex> lock(all.mutex_);
      all.ended_.push_back(flight.number);
      first = all.ended_.size() == 1;
    }
    if (first) CheckNode(napi_call_threadsafe_function(all.wake_, nullptr, napi_tsfn_nonblocking));
  }

  /** On JavaScript's thread. */
  static void Wake(napi_env env, napi_value listener, void* context, void*) {
    if (env == nullptr) return;
    WokenFlights& all = *static_cast<WokenFlights*>(context);
    all.woken_.clear();
    {
      std::lock_guard<std::mutex> lock(all.mutex_);
      all.woken_.swap(all.ended_);
    }
    int32_t* told = all.told_;
    for (const int32_t number : all.woken_) {
      // a callback brings no status; and before it has returned, the request has none for another inference
      OVERHEAD_CALL(ov_infer_request_wait, all.requests_[number].handle);
      *told++ = number;
    }
    napi_value count, receiver;
    CheckNode(napi_create_uint32(env, static_cast<uint32_t>(all.woken_.size()), &count));
    CheckNode(napi_get_undefined(env, &receiver));
    CheckNode(napi_call_function(env, receiver, listener, 1, &count, nullptr));
  }

  std::vector<Request> requests_;
  std::vector<Flight> flights_;
  std::vector<float> memory_;
  int32_t* told_;
  napi_threadsafe_function wake_ = nullptr;
  std::mutex mutex_;
  std::vector<int32_t> ended_;
  // JavaScript's thread alone
  std::vector<int32_t> woken_;
};

}  // namespace overhead
