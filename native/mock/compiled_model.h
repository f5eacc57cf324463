// A compiled model: the model's ports, what runs it, and its properties.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "executor.h"
#include "model.h"
#include "properties.h"
#include "world.h"

namespace openvino_mock {

class BatchExecutor;
class Device;
class RemoteContext;

class CompiledModel {
 public:
  /** How a scheduler's compiled model describes itself. */
  enum class Kind { kDevice, kAuto, kMulti, kHetero, kBatch };

  struct Parts {
    Kind kind = Kind::kDevice;
    uint64_t number = 0;
    std::shared_ptr<Executor> executor;
    /** Properties of its own that differ from what its devices say: PERFORMANCE_HINT, MULTI_DEVICE_PRIORITIES … */
    Properties own;
    /** AUTO or MULTI, for the texts of failures. */
    std::string scheduler;
    std::shared_ptr<BatchExecutor> batch;
  };

  CompiledModel(std::shared_ptr<World> world, const Model& model, Parts parts)
      : world_(std::move(world)), model_(std::make_shared<const Model>(model)), parts_(std::move(parts)) {}

  const std::shared_ptr<World>& world() const { return world_; }
  const Model& model() const { return *model_; }
  const std::shared_ptr<const Model>& shared_model() const { return model_; }
  Executor& executor() const { return *parts_.executor; }
  uint64_t number() const { return parts_.number; }

  /** To be called with the world's lock; they throw Failure as the real library does. */
  std::string GetProperty(const std::string& key) const;
  void SetProperty(const std::string& key, const std::string& value);

  /** The device that could import it: `CPU`, or `HETERO`. Throws Failure where the real library exports nothing. */
  std::string ExportDevice() const;
  /** The context that it was compiled in, or its device's own. To be called with the world's lock; throws Failure. */
  std::shared_ptr<RemoteContext> GetContext() const;
  void set_context(std::shared_ptr<RemoteContext> context) { context_ = std::move(context); }
  /** The device, where it was compiled for one alone; null under a scheduler. */
  const Device* LoneDevice() const;

  /** Whether it was compiled with PERF_COUNT. */
  bool IsProfiled() const;
  /** Whether each device runs a part of the model. */
  bool IsSplit() const { return parts_.kind == Kind::kHetero; }

 private:
  std::string OfDevice(const std::string& key) const;
  std::string OfAuto(const std::string& key) const;
  std::string OfHetero(const std::string& key) const;
  std::string OfBatch(const std::string& key) const;
  /** What every kind answers alike; empty pointer where it is none of these. */
  const std::string* Own(const std::string& key) const;
  std::string DevicesText() const;
  std::string DevicePropertiesText() const;

  std::shared_ptr<World> world_;
  /** As it was when it was compiled. */
  std::shared_ptr<const Model> model_;
  Parts parts_;
  std::shared_ptr<RemoteContext> context_;
};

/** Properties of a model compiled for one device, as the device tells them. */
Properties TellDevice(const class HardwareExecutor& hardware, const std::string& model_name);

}  // namespace openvino_mock
