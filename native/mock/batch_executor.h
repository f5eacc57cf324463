// BATCH: waits for as many inferences as the batch holds and runs them as one; what has waited for the timeout runs by itself.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hardware_executor.h"
#include "job_queue.h"

namespace openvino_mock {

class BatchExecutor : public Executor, public std::enable_shared_from_this<BatchExecutor> {
 public:
  BatchExecutor(World& world, std::shared_ptr<HardwareExecutor> hardware, unsigned size, double timeout_ms)
      : world_(world), hardware_(std::move(hardware)), size_(size), timeout_ms_(timeout_ms) {}

  void Submit(const JobPtr& job) override;
  unsigned OptimalRequests() const override { return size_; }
  std::vector<std::string> ExecutionDevices() const override { return hardware_->ExecutionDevices(); }
  std::vector<const HardwareExecutor*> Hardware() const override { return {hardware_.get()}; }

  double timeout_ms() const { return timeout_ms_; }
  void set_timeout_ms(double timeout_ms) { timeout_ms_ = timeout_ms; }

 private:
  void RunBatch();
  void RunSingly();

  World& world_;
  std::shared_ptr<HardwareExecutor> hardware_;
  unsigned size_;
  double timeout_ms_;
  JobQueue waiting_;
  /** Counts timers and batches, so that an older one's timeout does nothing. */
  uint64_t batch_ = 0;
};

}  // namespace openvino_mock
