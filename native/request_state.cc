#include "request_state.h"

#include "error.h"

namespace openvino_node {

namespace {

double MillisecondsBetween(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

}  // namespace

Outcome RequestState::Infer() {
  const auto started = Clock::now();
  const ov_status_e status = handle_.api().ov_infer_request_infer(handle_.get());
  latency_ms_ = MillisecondsBetween(started, Clock::now());
  return runtime().After(status);
}

Outcome RequestState::Start() {
  const Api& api = handle_.api();
  if (callback_.callback_func == nullptr) {
    callback_ = {OnDone, this};
    const Outcome outcome = runtime().After(api.ov_infer_request_set_callback(handle_.get(), &callback_));
    if (outcome.status != OK) {
      callback_ = {nullptr, nullptr};
      return outcome;
    }
  }
  running_ = true;
  started_ = Clock::now();
  const ov_status_e status = api.ov_infer_request_start_async(handle_.get());
  if (status != OK) running_ = false;
  return runtime().After(status);
}

Outcome RequestState::Finish() {
  const Outcome outcome = Wait();
  running_ = false;
  latency_ms_ = MillisecondsBetween(started_, ended_);
  return outcome;
}

/** On a thread of the library. Anything that waits here deadlocks, so it only stamps and signals. */
void RequestState::OnDone(void* data) {
  auto* self = static_cast<RequestState*>(data);
  self->ended_ = Clock::now();
  self->mailbox_->Complete(self);
}

void SettleRequests(Napi::Env env, Environment& environment, const std::vector<RequestState*>& ended) {
  Napi::HandleScope scope(env);
  Napi::Array completions = Napi::Array::New(env);
  uint32_t position = 0;
  for (RequestState* request : ended) {
    // one whose start failed after its callback, which nothing holds any more
    if (environment.in_flight.erase(request) == 0) continue;
    environment.mailbox().Release();
    completions[position++] = request->owner().Value();
    request->owner().Unref();
    const Outcome outcome = request->Finish();
    completions[position++] =
        outcome.status == OK ? env.Undefined() : LibraryError(env, "ov_infer_request_wait", outcome).Value();
  }
  environment.on_complete.Call({completions});
}

}  // namespace openvino_node
