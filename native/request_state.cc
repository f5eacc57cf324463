#include "request_state.h"

#include <algorithm>

#include "error.h"

namespace openvino_node {

namespace {

double Milliseconds(RequestState::Clock::time_point from, RequestState::Clock::time_point to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

}  // namespace

RequestState::~RequestState() {
  if (!running_) return;
  Cancel();
  Finish(Clock::now());
  mailbox_->Abandon(this);
}

Outcome RequestState::Infer() {
  const Clock::time_point started = Clock::now();
  const ov_status_e status = handle_.api().ov_infer_request_infer(handle_.get());
  const Clock::time_point ended = Clock::now();
  stamps_ = {started, ended, ended};
  return runtime().After(status);
}

Outcome RequestState::Start(uint32_t number) {
  const Api& api = handle_.api();
  if (callback_.callback_func == nullptr) {
    callback_ = {OnDone, this};
    const Outcome outcome = runtime().After(api.ov_infer_request_set_callback(handle_.get(), &callback_));
    if (outcome.status != OK) {
      callback_ = {nullptr, nullptr};
      return outcome;
    }
  }
  mailbox_->Expect(this);
  number_ = number;
  running_ = true;
  started_ = Clock::now();
  const ov_status_e status = api.ov_infer_request_start_async(handle_.get());
  if (status == OK) return {};
  const Outcome outcome = runtime().After(status);
  running_ = false;
  mailbox_->Abandon(this);
  return outcome;
}

Outcome RequestState::Finish(Clock::time_point received) {
  const Outcome outcome = runtime().After(handle_.api().ov_infer_request_wait(handle_.get()));
  running_ = false;
  stamps_ = {started_, ended_, received};
  return outcome;
}

/** On a thread of the library. Anything that waits here deadlocks, so it only stamps and signals. */
void RequestState::OnDone(void* data) {
  auto* self = static_cast<RequestState*>(data);
  self->ended_ = Clock::now();
  self->mailbox_->Complete(self);
}

void SettleRequests(Napi::Env env, Environment& environment, const std::vector<RequestState*>& ended) {
  const RequestState::Clock::time_point now = RequestState::Clock::now();
  for (size_t first = 0; first < ended.size(); first += Environment::kMostEnded) {
    Napi::HandleScope scope(env);
    const size_t count = std::min(ended.size() - first, Environment::kMostEnded);
    Napi::Value errors = env.Undefined();
    for (size_t i = 0; i < count; i++) {
      RequestState* request = ended[first + i];
      environment.mailbox().Received(request);
      const Outcome outcome = request->Finish(now);
      environment.ended[2 * i] = request->number();
      environment.ended[2 * i + 1] = Milliseconds(request->stamps()->started, request->stamps()->ended);
      if (outcome.status == OK) continue;
      if (errors.IsUndefined()) errors = Napi::Array::New(env, count);
      errors.As<Napi::Array>().Set(static_cast<uint32_t>(i),
                                   LibraryError(env, "ov_infer_request_wait", outcome).Value());
    }
    environment.on_complete.Call({Napi::Number::New(env, static_cast<double>(count)), errors});
  }
}

}  // namespace openvino_node
