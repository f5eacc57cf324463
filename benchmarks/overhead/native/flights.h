// Several requests in flight, each started again by its own callback: nothing keeps a device busier.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "openvino.h"

namespace overhead {

class Flights {
 public:
  Flights(std::vector<Request>& requests, long long count) : count_(count) {
    for (Request& request : requests) flights_.push_back({this, &request, {}, 0});
  }

  /** Runs them all; returns the sum of what was read from outputs. */
  double Run() {
    for (Flight& flight : flights_) {
      flight.callback = {OnDone, &flight};
      OVERHEAD_CALL(ov_infer_request_set_callback, flight.request->handle, &flight.callback);
    }
    for (Flight& flight : flights_) flight.Start();
    std::unique_lock<std::mutex> lock(mutex_);
    all_done_.wait(lock, [this] { return done_ == count_; });
    lock.unlock();
    // the last callbacks have been called, but may not have returned
    double sum = 0;
    for (Flight& flight : flights_) {
      OVERHEAD_CALL(ov_infer_request_wait, flight.request->handle);
      sum += flight.sum;
    }
    return sum;
  }

 private:
  struct Flight {
    Flights* all;
    Request* request;
    ov_callback_t callback;
    double sum;

    void Start() {
      if (all->started_.fetch_add(1) < all->count_) OVERHEAD_CALL(ov_infer_request_start_async, request->handle);
    }
  };

  /** On a thread of the library. */
  static void OnDone(void* argument) {
    Flight& flight = *static_cast<Flight*>(argument);
    Flights& all = *flight.all;
    flight.sum += flight.request->values[0];
    flight.Start();
    if (all.done_.fetch_add(1) + 1 == all.count_) {
      std::lock_guard<std::mutex> lock(all.mutex_);
      all.all_done_.notify_one();
    }
  }

  const long long count_;
  std::vector<Flight> flights_;
  std::atomic<long long> started_{0};
  std::atomic<long long> done_{0};
  std::mutex mutex_;
  std::condition_variable all_done_;
};

inline double RunFlights(std::vector<Request>& requests, long long count) { return Flights(requests, count).Run(); }

}  // namespace overhead
