// Inferences that are under way for long enough to look at them.
#pragma once

#include <atomic>
#include <thread>
#include <vector>

#include "fixture.h"

namespace contract {

/**
 * Requests of the slow model, started one after the other on its one stream: the last of them is busy until all before it have
 * ended, however fast a single inference is.
 */
class Busy {
 public:
  explicit Busy(size_t count = 4);
  /** Waits for all of them. */
  ~Busy();
  ov_infer_request_t* first() const { return requests_.front().get(); }
  ov_infer_request_t* last_but_one() const { return requests_[requests_.size() - 2].get(); }
  ov_infer_request_t* last() const { return requests_.back().get(); }

 private:
  std::vector<Request> requests_;
};

/**
 * Starts and cancels a request until the cancellation came in time: the mock's inferences take 10 ms only, and a busy machine may
 * keep this thread from going on for longer.
 *
 * @param starts Counts the inferences.
 * @return What the last wait said.
 */
ov_status_e StartAndCancel(ov_infer_request_t* request, int* starts);

/** A callback that counts; it has to outlive the request that it is given to, for the library keeps the struct's address. */
class Counter {
 public:
  Counter();
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;
  ov_callback_t* callback() { return &callback_; }
  int count() const { return count_; }
  /** Whether the last call came from this thread. */
  bool HereLast() const { return thread_ == std::this_thread::get_id(); }

 private:
  static void Count(void* self);

  ov_callback_t callback_ = {nullptr, nullptr};
  std::atomic<int> count_{0};
  std::atomic<std::thread::id> thread_{};
};

}  // namespace contract
