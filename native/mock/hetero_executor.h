// HETERO: each device runs the operations that it can and that none before it in the list can; one after the other.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hardware_executor.h"

namespace openvino_mock {

class HeteroExecutor : public Executor, public std::enable_shared_from_this<HeteroExecutor> {
 public:
  /** @param parts Devices that have a share of the model, in the order of the list. */
  explicit HeteroExecutor(std::vector<std::shared_ptr<HardwareExecutor>> parts) : parts_(std::move(parts)) {}

  void Submit(const JobPtr& job) override { RunPart(job, 0); }
  unsigned OptimalRequests() const override;
  std::vector<std::string> ExecutionDevices() const override;
  std::vector<const HardwareExecutor*> Hardware() const override;

 private:
  void RunPart(const JobPtr& job, size_t index);

  std::vector<std::shared_ptr<HardwareExecutor>> parts_;
};

}  // namespace openvino_mock
