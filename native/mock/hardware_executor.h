// A model compiled for one device: some streams, and a queue before them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "device.h"
#include "executor.h"
#include "job_queue.h"

namespace openvino_mock {

/** What a device was told about a model at its compilation. */
struct DeviceSettings {
  unsigned streams = 1;
  unsigned optimal_requests = 1;
  /** Properties in effect by key, as the compiled model tells them. */
  std::map<std::string, std::string> properties;
};

class HardwareExecutor : public Executor, public std::enable_shared_from_this<HardwareExecutor> {
 public:
  /** @param share How much of the model this device runs: below 1 under HETERO. */
  static std::shared_ptr<HardwareExecutor> Make(std::shared_ptr<Device> device, DeviceSettings settings,
                                                double share = 1);
  ~HardwareExecutor() override;

  void Submit(const JobPtr& job) override;
  unsigned OptimalRequests() const override { return settings_.optimal_requests; }
  std::vector<std::string> ExecutionDevices() const override { return {device_->name()}; }
  std::vector<const HardwareExecutor*> Hardware() const override { return {this}; }

  const Device& device() const { return *device_; }
  const DeviceSettings& settings() const { return settings_; }

 private:
  HardwareExecutor(std::shared_ptr<Device> device, DeviceSettings settings, double share)
      : device_(std::move(device)), settings_(std::move(settings)), share_(share) {}
  void Start(const JobPtr& job);
  void End(const JobPtr& job, const Result& result);
  void EndAll();
  Result Lost() const;

  std::shared_ptr<Device> device_;
  DeviceSettings settings_;
  double share_;
  bool was_used_ = false;
  JobQueue queue_;
  std::vector<JobPtr> running_;
  uint64_t watch_ = 0;
};

}  // namespace openvino_mock
