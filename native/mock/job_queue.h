// Inferences that wait for a device.
#pragma once

#include <algorithm>
#include <deque>
#include <memory>

#include "job.h"

namespace openvino_mock {

class JobQueue {
 public:
  bool empty() const { return jobs_->empty(); }
  size_t size() const { return jobs_->size(); }

  void PushBack(const JobPtr& job) { Add(jobs_->end(), job); }
  /** For one that was on its way before. */
  void PushFront(const JobPtr& job) { Add(jobs_->begin(), job); }

  JobPtr Pop() {
    const JobPtr job = jobs_->front();
    jobs_->pop_front();
    job->cancel = nullptr;
    return job;
  }

 private:
  using Jobs = std::deque<JobPtr>;

  void Add(Jobs::const_iterator place, const JobPtr& job) {
    jobs_->insert(place, job);
    job->cancel = [jobs = std::weak_ptr<Jobs>(jobs_), own = job.get()] {
      const auto all = jobs.lock();
      if (all == nullptr) return;
      const auto found =
          std::find_if(all->begin(), all->end(), [own](const JobPtr& other) { return other.get() == own; });
      if (found == all->end()) return;
      const JobPtr kept = *found;
      all->erase(found);
      Finish(kept, {Result::Kind::kCancelled, ""});
    };
  }

  std::shared_ptr<Jobs> jobs_ = std::make_shared<Jobs>();
};

}  // namespace openvino_mock
