#include "request_state.h"

#include <algorithm>

#include "error.h"

namespace openvino_node {

RequestState::~RequestState() {
  if (running_) {
    Stop();
    Finish(Clock::now());
    mailbox_->Abandon(this);
  }
  // the thread that started it in its turn may still have to look whether it was cancelled
  if (relay_ != nullptr) relay_->AwaitStarts();
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
  if (pace_ != nullptr) pace_->Started();
  number_ = number;
  running_ = true;
  cancelled_ = false;
  if (relay_ != nullptr && !relay_->Enter(this)) return {};
  const ov_status_e status = Begin();
  if (status == OK) return {};
  const Outcome outcome = runtime().After(status);
  running_ = false;
  if (pace_ != nullptr) pace_->NotStarted();
  mailbox_->Abandon(this);
  if (relay_ != nullptr) relay_->PassOn();
  return outcome;
}

ov_status_e RequestState::Begin() {
  started_ = Clock::now();
  return handle_.api().ov_infer_request_start_async(handle_.get());
}

bool RequestState::StartInTurn() {
  const ov_status_e status = Begin();
  if (status != OK) {
    EndUnstarted(runtime().After(status));
    return false;
  }
  if (cancelled_) handle_.api().ov_infer_request_cancel(handle_.get());
  return true;
}

void RequestState::EndUnstarted(Outcome outcome) {
  started_ = ended_ = Clock::now();
  unstarted_ = std::move(outcome);
  HandOver();
}

bool RequestState::Withdraw() {
  if (relay_ == nullptr || !relay_->Leave(this)) return false;
  running_ = false;
  if (pace_ != nullptr) pace_->NotStarted();
  mailbox_->Abandon(this);
  return true;
}

void RequestState::Cancel() {
  cancelled_ = true;
  handle_.api().ov_infer_request_cancel(handle_.get());
}

void RequestState::Stop() {
  if (relay_ != nullptr) {
    if (relay_->Leave(this)) EndUnstarted({INFER_CANCELLED, ""});
    relay_->AwaitStarts();
  }
  if (!unstarted_) handle_.api().ov_infer_request_cancel(handle_.get());
}

Outcome RequestState::Finish(Clock::time_point received) {
  // the thread that started it in its turn may be about to cancel it, and would cancel the next one of the request instead
  if (cancelled_ && relay_ != nullptr) relay_->AwaitStarts();
  const Outcome outcome =
      unstarted_ ? std::move(*unstarted_) : runtime().After(handle_.api().ov_infer_request_wait(handle_.get()));
  unstarted_.reset();
  running_ = false;
  stamps_ = {started_, ended_, received};
  return outcome;
}

/** On a thread of the library. Anything that waits here deadlocks, so it only stamps and signals. */
void RequestState::OnDone(void* data) {
  auto* self = static_cast<RequestState*>(data);
  self->ended_ = Clock::now();
  if (self->relay_ != nullptr) self->relay_->PassOn();
  self->HandOver();
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
      double* row = environment.ended + Environment::kEndedRow * i;
      row[0] = request->number();
      row[1] = RequestState::Milliseconds(request->stamps()->started);
      row[2] = RequestState::Milliseconds(request->stamps()->ended);
      if (outcome.status == OK) continue;
      if (errors.IsUndefined()) errors = Napi::Array::New(env, count);
      errors.As<Napi::Array>().Set(static_cast<uint32_t>(i),
                                   LibraryError(env, "ov_infer_request_wait", outcome).Value());
    }
    environment.on_complete.Call({Napi::Number::New(env, static_cast<double>(count)), errors});
    // what it called has ended the environment, and with it those that are left
    if (environment.mailbox().closed()) return;
  }
}

}  // namespace openvino_node
