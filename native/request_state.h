// An infer request apart from its JavaScript object: what the library's callback, the mailbox and the environment's end use.
#pragma once

#include <chrono>
#include <limits>
#include <memory>
#include <vector>

#include "environment.h"
#include "handle.h"
#include "memory.h"

namespace openvino_node {

/** Memory that the library uses without owning it: a model's weights. */
using SharedMemory = std::shared_ptr<const MemoryBlock>;

class RequestState {
 public:
  /** @param owner JavaScript's object that completions go to; kept from start to settling, with all that it holds. */
  RequestState(InferRequestHandle handle, std::shared_ptr<Mailbox> mailbox, SharedMemory memory, Napi::Object owner)
      : memory_(std::move(memory)),
        handle_(std::move(handle)),
        mailbox_(std::move(mailbox)),
        owner_(Napi::Weak(owner)) {}
  RequestState(const RequestState&) = delete;
  RequestState& operator=(const RequestState&) = delete;

  bool running() const { return running_; }
  const InferRequestHandle& handle() const { return handle_; }
  const Runtime& runtime() const { return *handle_.runtime(); }

  /** Runs an inference on this thread. */
  Outcome Infer();

  /** Starts one; the mailbox gets this when it has ended. */
  Outcome Start();

  /** Asks the inference to stop. */
  void Cancel() { handle_.api().ov_infer_request_cancel(handle_.get()); }

  /** Waits for the end; safe on the JavaScript thread after the callback (measured: 1 us). */
  Outcome Wait() { return runtime().After(handle_.api().ov_infer_request_wait(handle_.get())); }

  /** After the mailbox brought it back: its outcome; it is idle again. */
  Outcome Finish();

  Napi::ObjectReference& owner() { return owner_; }

  /** Milliseconds of the last inference; NaN before the first. */
  double latency_ms() const { return latency_ms_; }

 private:
  using Clock = std::chrono::steady_clock;
  static void OnDone(void* self);

  // freed after the handle
  SharedMemory memory_;
  InferRequestHandle handle_;
  std::shared_ptr<Mailbox> mailbox_;
  // the library keeps the address of this struct, not a copy: it must live as long as the request
  ov_callback_t callback_ = {nullptr, nullptr};
  bool running_ = false;
  Napi::ObjectReference owner_;
  Clock::time_point started_;
  Clock::time_point ended_;
  double latency_ms_ = std::numeric_limits<double>::quiet_NaN();
};

/** JavaScript thread: tells JavaScript of the requests that have ended, all in one call. */
void SettleRequests(Napi::Env env, Environment& environment, const std::vector<RequestState*>& ended);

}  // namespace openvino_node
