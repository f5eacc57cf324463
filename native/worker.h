// The addon's own threads, for reading and compiling models: on libuv's pool, four compilations would hold up every file
// operation of the process.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace openvino_node {

class WorkerPool {
 public:
  WorkerPool() = default;
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool() { Stop(); }

  /** JavaScript thread: runs a job on a thread of the pool. */
  void Run(std::function<void()> job);

  /** Waits for the jobs that run (a compilation can't be cancelled) and drops those that don't yet. */
  void Stop();

 private:
  void Work();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::thread> threads_;
  size_t idle_ = 0;
  bool stopped_ = false;
};

}  // namespace openvino_node
