#include "multi_executor.h"

#include <algorithm>
#include <utility>

namespace openvino_mock {

MultiExecutor::MultiExecutor(World& world, std::vector<std::shared_ptr<HardwareExecutor>> devices, Settings settings)
    : world_(world), settings_(settings) {
  for (auto& device : devices) members_.push_back({std::move(device)});
}

unsigned MultiExecutor::OptimalRequests() const {
  unsigned sum = 0;
  for (const Member& member : members_) sum += member.hardware->OptimalRequests();
  return sum;
}

std::vector<std::string> MultiExecutor::ExecutionDevices() const {
  std::vector<std::string> names;
  for (const Member& member : members_) {
    if (!member.has_failed) names.push_back(member.hardware->device().name());
  }
  return names;
}

std::vector<const HardwareExecutor*> MultiExecutor::Hardware() const {
  std::vector<const HardwareExecutor*> hardware;
  for (const Member& member : members_) hardware.push_back(member.hardware.get());
  return hardware;
}

void MultiExecutor::Submit(const JobPtr& job) {
  queue_.PushBack(job);
  Dispatch();
  // the real one takes a cancellation, and goes on to the end
  job->cancel = nullptr;
}

void MultiExecutor::Dispatch() {
  while (!queue_.empty()) {
    Member* member = Free();
    if (member == nullptr) return;
    Run(*member, queue_.Pop());
  }
}

MultiExecutor::Member* MultiExecutor::Free() {
  for (size_t i = 0; i < members_.size(); i++) {
    const size_t index = settings_.round_robin ? (turn_ + i) % members_.size() : i;
    Member& member = members_[index];
    if (member.has_failed || member.in_flight >= member.hardware->OptimalRequests()) continue;
    turn_ = index + 1;
    return &member;
  }
  return nullptr;
}

void MultiExecutor::Run(Member& member, const JobPtr& job) {
  member.in_flight++;
  member.hardware->Submit(SubJob(
      job, [self = shared_from_this(), &member, job](const Result& result) { self->Ended(member, job, result); }));
  job->cancel = nullptr;
}

void MultiExecutor::Ended(Member& member, const JobPtr& job, const Result& result) {
  member.in_flight--;
  const bool others = std::any_of(members_.begin(), members_.end(),
                                  [&](const Member& other) { return &other != &member && !other.has_failed; });
  // another of its inferences may have put the device out of use before
  if (result.kind == Result::Kind::kFailed && settings_.runtime_fallback && others) {
    member.has_failed = true;
    world_.log.Add(world_.Now(), "fallback", member.hardware->device().name(), job->request, job->compiled,
                   result.message);
    queue_.PushFront(job);
    job->cancel = nullptr;
    Dispatch();
    return;
  }
  Dispatch();
  Finish(job, result);
}

}  // namespace openvino_mock
