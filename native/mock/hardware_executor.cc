#include "hardware_executor.h"

#include <algorithm>
#include <utility>

namespace openvino_mock {

std::shared_ptr<HardwareExecutor> HardwareExecutor::Make(std::shared_ptr<Device> device, DeviceSettings settings,
                                                         double share) {
  std::shared_ptr<HardwareExecutor> made(new HardwareExecutor(std::move(device), std::move(settings), share));
  made->watch_ = made->device_->WatchLoss([self = std::weak_ptr<HardwareExecutor>(made)] {
    if (const auto executor = self.lock()) executor->EndAll();
  });
  return made;
}

HardwareExecutor::~HardwareExecutor() { device_->UnwatchLoss(watch_); }

void HardwareExecutor::Submit(const JobPtr& job) {
  World& world = device_->world();
  if (device_->is_lost()) {
    world.At(world.Now(), [job, lost = Lost()] { Finish(job, lost); });
  } else if (running_.size() < settings_.streams) {
    Start(job);
  } else {
    queue_.PushBack(job);
  }
}

void HardwareExecutor::Start(const JobPtr& job) {
  World& world = device_->world();
  const Device::Service service = device_->Start(!std::exchange(was_used_, true), job->batch);
  running_.push_back(job);
  world.log.Add(world.Now(), "start", device_->name(), job->request, job->compiled, std::to_string(service.number));
  const Nanoseconds duration = FromMs(static_cast<double>(service.duration) / 1e6 * share_);
  const Result::Kind kind = service.failure.empty() ? Result::Kind::kDone : Result::Kind::kFailed;
  const Result result = {kind, service.failure};
  job->cancel = [self = weak_from_this(), weak = std::weak_ptr<Job>(job)] {
    const auto executor = self.lock();
    const JobPtr kept = weak.lock();
    if (executor && kept) executor->End(kept, {Result::Kind::kCancelled, ""});
  };
  world.At(Later(world.Now(), duration), [self = shared_from_this(), job, result] { self->End(job, result); });
}

void HardwareExecutor::End(const JobPtr& job, const Result& result) {
  // one that was cancelled or lost has ended before
  const auto found = std::find(running_.begin(), running_.end(), job);
  if (found == running_.end()) return;
  const JobPtr kept = job;
  Result ended = result;
  ended.device = device_->name();
  running_.erase(found);
  device_->Stop();
  World& world = device_->world();
  const char* kind = result.kind == Result::Kind::kDone     ? "done"
                     : result.kind == Result::Kind::kFailed ? "failed"
                                                            : "cancelled";
  world.log.Add(world.Now(), kind, device_->name(), kept->request, kept->compiled, result.message);
  if (!queue_.empty() && !device_->is_lost()) Start(queue_.Pop());
  Finish(kept, ended);
}

void HardwareExecutor::EndAll() {
  const std::vector<JobPtr> running = running_;
  for (const JobPtr& job : running) End(job, Lost());
  while (!queue_.empty()) Finish(queue_.Pop(), Lost());
}

Result HardwareExecutor::Lost() const { return {Result::Kind::kFailed, device_->lost_message()}; }

}  // namespace openvino_mock
