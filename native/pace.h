// How fast the inferences of a compiled model end, one after the other.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace openvino_node {

/**
 * To wake a sleeping thread costs about as much as a tiny model's inference. Where inferences of one model end faster than
 * that, JavaScript is woken for several at once; the wait is that of one such inference.
 */
class Pace {
 public:
  using Clock = std::chrono::steady_clock;

  /** JavaScript thread: an inference is about to start. */
  void Started() { in_flight_++; }

  /** JavaScript thread: it did not. */
  void NotStarted() { in_flight_--; }

  /** Any thread: one has ended. Whether enough others are in flight, and end so fast, that it can wait for them. */
  bool Ended(Clock::time_point now) {
    const int remaining = --in_flight_;
    const int64_t now_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
    const int64_t interval = std::clamp<int64_t>(now_ns - last_ns_.exchange(now_ns), 0, kLongestNs);
    const int64_t mean = (7 * mean_ns_ + interval) / 8;
    mean_ns_ = mean;
    return mean < kFastNs && remaining >= kFewest;
  }

 private:
  static constexpr int64_t kFastNs = 25'000;
  /** A pause counts as so much: the mean is above kFastNs at once. */
  static constexpr int64_t kLongestNs = 1'000'000;
  static constexpr int kFewest = 3;

  std::atomic<int> in_flight_{0};
  std::atomic<int64_t> last_ns_{0};
  std::atomic<int64_t> mean_ns_{kLongestNs};
};

}  // namespace openvino_node
