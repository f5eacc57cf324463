#include "worker.h"

#include <algorithm>
#include <utility>

namespace openvino_node {

namespace {

size_t MaxThreads() { return std::clamp<size_t>(std::thread::hardware_concurrency(), 2, 8); }

}  // namespace

void WorkerPool::Run(std::function<void()> job) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (stopped_) return;
  jobs_.push_back(std::move(job));
  if (idle_ < jobs_.size() && threads_.size() < MaxThreads()) threads_.emplace_back([this] { Work(); });
  wake_.notify_one();
}

void WorkerPool::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
    jobs_.clear();
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void WorkerPool::Work() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    idle_++;
    wake_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
    idle_--;
    if (stopped_) return;
    std::function<void()> job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
  }
}

}  // namespace openvino_node
