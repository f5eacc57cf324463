#include "auto_executor.h"

#include <utility>

namespace openvino_mock {

void AutoExecutor::SetTarget(HardwarePtr target) {
  const HardwarePtr before = Current();
  // without a target the helper stays, now by its own right
  is_exhausted_ = target == nullptr;
  target_ = target == nullptr ? std::exchange(helper_, nullptr) : std::move(target);
  if (before != nullptr && before != target_) {
    world_.log.Add(world_.Now(), "switched", target_->device().name(), 0, settings_.compiled,
                   "from " + before->device().name());
  }
  is_reloading_ = false;
  RunWaiting();
}

unsigned AutoExecutor::OptimalRequests() const { return Current() == nullptr ? 1 : Current()->OptimalRequests(); }

std::vector<std::string> AutoExecutor::ExecutionDevices() const {
  if (target_ != nullptr) return {target_->device().name()};
  if (helper_ != nullptr) return {"(" + helper_->device().name() + ")"};
  return {};
}

std::vector<const HardwareExecutor*> AutoExecutor::Hardware() const {
  if (Current() == nullptr) return {};
  return {Current().get()};
}

void AutoExecutor::Submit(const JobPtr& job) {
  waiting_.PushBack(job);
  // where no device is left it must not end before this returns
  if (!is_reloading_ && Current() == nullptr) {
    world_.At(world_.Now(), [self = shared_from_this()] { self->RunWaiting(); });
  } else {
    RunWaiting();
  }
}

void AutoExecutor::Run(const JobPtr& job) {
  const HardwarePtr on = Current();
  on->Submit(SubJob(job, [self = shared_from_this(), on, job](const Result& result) { self->Ended(on, job, result); }));
  // the real one takes a cancellation, and goes on to the end
  job->cancel = nullptr;
}

void AutoExecutor::Ended(const HardwarePtr& on, const JobPtr& job, const Result& result) {
  const bool gives_up = !settings_.runtime_fallback || (is_exhausted_ && on == target_);
  if (result.kind != Result::Kind::kFailed || gives_up) {
    Finish(job, result);
    return;
  }
  waiting_.PushBack(job);
  // another inference may have found out before, and AUTO is on its way to the next device or there already
  if (on == Current() && !is_reloading_) LeaveCurrent(job, result);
  if (!is_reloading_) RunWaiting();
}

void AutoExecutor::LeaveCurrent(const JobPtr& job, const Result& result) {
  world_.log.Add(world_.Now(), "fallback", Current()->device().name(), job->request, job->compiled, result.message);
  is_reloading_ = true;
  if (target_ == nullptr) {
    // the helper: its target is on its way
    helper_ = nullptr;
    return;
  }
  target_ = nullptr;
  load_next_([self = shared_from_this()](HardwarePtr next) { self->SetTarget(std::move(next)); });
}

void AutoExecutor::RunWaiting() {
  while (!waiting_.empty() && !is_reloading_) {
    const JobPtr job = waiting_.Pop();
    if (Current() == nullptr) {
      Finish(job, {Result::Kind::kFailed, "[AUTO] No device is left that works", ""});
    } else {
      Run(job);
    }
  }
}

}  // namespace openvino_mock
