#include "hetero_executor.h"

#include <algorithm>

namespace openvino_mock {

unsigned HeteroExecutor::OptimalRequests() const {
  unsigned most = 1;
  for (const auto& part : parts_) most = std::max(most, part->OptimalRequests());
  return most;
}

std::vector<std::string> HeteroExecutor::ExecutionDevices() const {
  std::vector<std::string> names;
  for (const auto& part : parts_) names.push_back(part->device().name());
  return names;
}

std::vector<const HardwareExecutor*> HeteroExecutor::Hardware() const {
  std::vector<const HardwareExecutor*> hardware;
  for (const auto& part : parts_) hardware.push_back(part.get());
  return hardware;
}

void HeteroExecutor::RunPart(const JobPtr& job, size_t index) {
  parts_[index]->Submit(SubJob(job, [self = shared_from_this(), job, index](const Result& result) {
    const bool was_last = index + 1 == self->parts_.size();
    if (result.kind != Result::Kind::kDone || was_last) {
      Finish(job, result);
    } else {
      self->RunPart(job, index + 1);
    }
  }));
}

}  // namespace openvino_mock
