// One inference on its way through devices.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace openvino_mock {

/** How an inference ended. */
struct Result {
  enum class Kind { kDone, kFailed, kCancelled };
  Kind kind = Kind::kDone;
  std::string message;
  /** The device that it ended on; under HETERO the last one. Empty where none had it. */
  std::string device{};
};

struct Job;
using JobPtr = std::shared_ptr<Job>;

struct Job {
  /** Number of the infer request in its world, and of the compiled model: for the log. */
  uint64_t request = 0;
  uint64_t compiled = 0;
  /** How many inferences it stands for: more than one for a batch. */
  unsigned batch = 1;
  /** Called once, under the world's lock. */
  std::function<void(const Result&)> finish;
  /** Stops it where it is; set by whoever has it at the moment. */
  std::function<void()> cancel;
};

/** Ends a job; what it refers to is let go. */
inline void Finish(const JobPtr& job, const Result& result) {
  const JobPtr kept = job;
  kept->cancel = nullptr;
  const auto finish = std::exchange(kept->finish, nullptr);
  if (finish) finish(result);
}

/** Asks a job to end, wherever it is. It may be gone before this returns. */
inline void Cancel(const JobPtr& job) {
  const auto cancel = job->cancel;
  if (cancel) cancel();
}

/** A job of the same request that another executor does for this one. */
inline JobPtr SubJob(const JobPtr& job, std::function<void(const Result&)> finish) {
  const auto inner = std::make_shared<Job>();
  inner->request = job->request;
  inner->compiled = job->compiled;
  inner->finish = std::move(finish);
  job->cancel = [inner] { Cancel(inner); };
  return inner;
}

}  // namespace openvino_mock
