// A mocked device: how long its inferences take, and what goes wrong with it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "random.h"
#include "scenario.h"
#include "world.h"

namespace openvino_mock {

class Device {
 public:
  Device(World& world, const DeviceSpec& spec);

  const DeviceSpec& spec() const { return spec_; }
  const std::string& name() const { return spec_.name; }
  World& world() const { return world_; }

  /** Puts losses and slow-downs that have a time into the world's queue. */
  void PlanFaults();

  bool is_lost() const { return lost_; }
  const std::string& lost_message() const { return lost_message_; }
  void Lose(const std::string& message);
  void SlowDown(double factor) { slow_factor_ *= factor; }

  /** An inference (or a batch of them) begins: its number on this device, and how long it will take. */
  struct Service {
    uint64_t number = 0;
    Nanoseconds duration = 0;
    /** Empty where it will succeed. */
    std::string failure;
  };
  Service Start(bool is_first, unsigned batch);
  void Stop() { running_--; }

  /** Is told when the device is lost; by number, which takes it off again. */
  uint64_t WatchLoss(std::function<void()> callback);
  void UnwatchLoss(uint64_t number) { watchers_.erase(number); }

 private:
  double DrawMs();
  std::string FailureOf(uint64_t number);

  World& world_;
  const DeviceSpec& spec_;
  Random latencies_;
  Random failures_;
  unsigned running_ = 0;
  uint64_t started_ = 0;
  double slow_factor_ = 1;
  bool lost_ = false;
  std::string lost_message_;
  std::map<uint64_t, std::function<void()>> watchers_;
  uint64_t last_watcher_ = 0;
};

}  // namespace openvino_mock
