#include "auto_executor.h"

#include <utility>

namespace openvino_mock {

void AutoExecutor::FindTarget() {
  is_searching_ = true;
  candidates_->FindNext([self = shared_from_this()](HardwarePtr found) { self->SetTarget(std::move(found)); });
}

void AutoExecutor::SetHelper(HardwarePtr helper) {
  helper_ = std::move(helper);
  RunWaiting();
}

void AutoExecutor::SetTarget(HardwarePtr target) {
  const HardwarePtr before = Current();
  is_searching_ = false;
  target_ = std::move(target);
  if (target_ != nullptr && target_ == helper_) helper_ = nullptr;
  if (before != nullptr && target_ != nullptr && before != target_) {
    world_.log.Add(world_.Now(), "switched", target_->device().name(), 0, settings_.compiled,
                   "from " + before->device().name());
  }
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
  // the real one takes a cancellation, and goes on to the end
  job->cancel = nullptr;
  if (Current() == nullptr && !is_searching_) {
    // no device is left: it must not end before this returns
    world_.At(world_.Now(), [self = shared_from_this()] { self->RunWaiting(); });
  } else {
    RunWaiting();
  }
}

void AutoExecutor::RunWaiting() {
  while (!waiting_.empty()) {
    if (Current() != nullptr) {
      Run(waiting_.Pop());
    } else if (is_searching_) {
      return;
    } else {
      Finish(waiting_.Pop(), {Result::Kind::kFailed, last_failure_});
    }
  }
}

void AutoExecutor::Run(const JobPtr& job) {
  const HardwarePtr on = Current();
  on->Submit(SubJob(job, [self = shared_from_this(), on, job](const Result& result) { self->Ended(on, job, result); }));
  job->cancel = nullptr;
}

void AutoExecutor::Ended(const HardwarePtr& on, const JobPtr& job, const Result& result) {
  // the last device is not given up: its next inference may work
  const bool is_last = on == Current() && !is_searching_ && !candidates_->HasNext();
  if (result.kind != Result::Kind::kFailed || !settings_.runtime_fallback || is_last) {
    Finish(job, result);
    return;
  }
  waiting_.PushBack(job);
  job->cancel = nullptr;
  // another inference may have found out before
  if (on == Current()) LeaveCurrent(job, result);
  RunWaiting();
}

void AutoExecutor::LeaveCurrent(const JobPtr& job, const Result& result) {
  world_.log.Add(world_.Now(), "fallback", Current()->device().name(), job->request, job->compiled, result.message);
  last_failure_ = result.message;
  if (target_ == nullptr) {
    // the helper, while its target is on its way
    helper_ = nullptr;
    return;
  }
  target_ = nullptr;
  FindTarget();
}

}  // namespace openvino_mock
