// What runs the inferences of a compiled model: a device, or several of them under one of OpenVINO's schedulers.
#pragma once

#include <string>
#include <vector>

#include "job.h"

namespace openvino_mock {

class HardwareExecutor;

/** All of it is to be called with the world's lock. */
class Executor {
 public:
  Executor() = default;
  virtual ~Executor() = default;
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /** Takes an inference; its `finish` is called when it has ended, never before Submit returns. */
  virtual void Submit(const JobPtr& job) = 0;

  /** Requests that keep all of it busy. */
  virtual unsigned OptimalRequests() const = 0;

  /** EXECUTION_DEVICES, in their order. */
  virtual std::vector<std::string> ExecutionDevices() const = 0;

  /** The devices that the model is compiled on, for DEVICE_PROPERTIES. */
  virtual std::vector<const HardwareExecutor*> Hardware() const = 0;
};

}  // namespace openvino_mock
