#include "batch_executor.h"

namespace openvino_mock {

void BatchExecutor::Submit(const JobPtr& job) {
  if (size_ == 1) {
    hardware_->Submit(job);
    return;
  }
  waiting_.PushBack(job);
  if (waiting_.size() == size_) {
    RunBatch();
  } else if (waiting_.size() == 1) {
    // an older timer is of others, which have run or were cancelled
    world_.At(Later(world_.Now(), FromMs(timeout_ms_)), [self = shared_from_this(), batch = ++batch_] {
      if (self->batch_ == batch) self->RunSingly();
    });
  }
}

void BatchExecutor::RunBatch() {
  batch_++;
  const auto jobs = std::make_shared<std::vector<JobPtr>>();
  while (!waiting_.empty()) jobs->push_back(waiting_.Pop());
  const auto whole = std::make_shared<Job>();
  whole->request = jobs->front()->request;
  whole->compiled = jobs->front()->compiled;
  whole->batch = size_;
  whole->finish = [jobs](const Result& result) {
    for (const JobPtr& job : *jobs) Finish(job, result);
  };
  // one that is cancelled now leaves the others alone: it ends, and its place in the batch runs empty
  for (const JobPtr& job : *jobs) {
    job->cancel = [weak = std::weak_ptr<Job>(job)] {
      if (const JobPtr kept = weak.lock()) Finish(kept, {Result::Kind::kCancelled, ""});
    };
  }
  hardware_->Submit(whole);
}

void BatchExecutor::RunSingly() {
  batch_++;
  while (!waiting_.empty()) hardware_->Submit(waiting_.Pop());
}

}  // namespace openvino_mock
