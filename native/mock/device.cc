#include "device.h"

#include "device_load.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace openvino_mock {

namespace {

/** No draw is shorter: time must go on. */
constexpr double kShortestMs = 1e-4;

}  // namespace

Device::Device(World& world, const DeviceSpec& spec)
    : world_(world),
      spec_(spec),
      latencies_(world.scenario().seed, spec.name + " latencies"),
      failures_(world.scenario().seed, spec.name + " failures") {}

void Device::PlanFaults() {
  for (const FaultSpec& fault : spec_.faults) {
    if (fault.kind == FaultSpec::Kind::kLost) {
      world_.At(FromMs(fault.at_ms), [this, message = fault.message] { Lose(message); });
    } else if (fault.kind == FaultSpec::Kind::kSlow) {
      world_.At(FromMs(fault.at_ms), [this, factor = fault.factor] { SlowDown(factor); });
    }
  }
}

void Device::Lose(const std::string& message) {
  if (lost_) return;
  lost_ = true;
  lost_message_ = message.empty() ? "[" + spec_.base() + "] The mocked device " + name() + " was lost" : message;
  world_.log.Add(world_.Now(), "lost", name(), 0, 0, lost_message_);
  ReleaseLoads(world_, this, lost_message_);
  // those told may take themselves off, or others
  const auto watchers = watchers_;
  for (const auto& [number, callback] : watchers) {
    if (watchers_.count(number) > 0) callback();
  }
}

uint64_t Device::WatchLoss(std::function<void()> callback) {
  watchers_.emplace(++last_watcher_, std::move(callback));
  return last_watcher_;
}

Device::Service Device::Start(bool is_first, unsigned batch) {
  Service service;
  service.number = ++started_;
  const double alone = DrawMs() * slow_factor_;
  // those of a batch are in each other's way as much as any
  const double shared = alone * (1 + spec_.contention * (running_ + batch - 1));
  // chance and factors can make it longer than the clock counts
  service.duration = FromMs(std::clamp(shared + (is_first ? spec_.first_extra_ms : 0), kShortestMs, kLongestMs));
  service.failure = FailureOf(service.number);
  running_++;
  return service;
}

double Device::DrawMs() {
  const LatencySpec& latency = spec_.latency;
  switch (latency.kind) {
    case LatencySpec::Kind::kConstant:
      return latency.mean_ms;
    case LatencySpec::Kind::kNormal:
      return latency.mean_ms + latency.sd_ms * latencies_.Normal();
    case LatencySpec::Kind::kLognormal: {
      // of the distribution whose mean and deviation these are
      const double variance = std::log1p(std::pow(latency.sd_ms / latency.mean_ms, 2));
      return latency.mean_ms * std::exp(std::sqrt(variance) * latencies_.Normal() - variance / 2);
    }
    case LatencySpec::Kind::kSamples:
      return latency.samples[latencies_.Next() % latency.samples.size()];
  }
  return latency.mean_ms;
}

std::string Device::FailureOf(uint64_t number) {
  for (const FaultSpec& fault : spec_.faults) {
    if (fault.kind != FaultSpec::Kind::kInferenceFails) continue;
    const bool fails = fault.at > 0 ? number == fault.at : failures_.Uniform() < fault.probability;
    if (!fails) continue;
    if (!fault.message.empty()) return fault.message;
    return "[" + spec_.base() + "] Inference " + std::to_string(number) + " on the mocked device " + name() + " failed";
  }
  return "";
}

}  // namespace openvino_mock
