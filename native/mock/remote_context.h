// Remote contexts: what a GPU or an NPU has of a program's, and makes tensors in. No CPU has any.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "device.h"
#include "tensor.h"
#include "world.h"

namespace openvino_mock {

/**
 * A parameter's value as the library's C wrapper takes it: a pointer for some keys, which it does not look behind; a text for
 * all others, which it copies.
 */
struct RemoteValue {
  bool is_pointer = false;
  uint64_t pointer = 0;
  std::string text;

  /** As a handle: the real library reads one from a text, too, in hexadecimal with or without 0x. */
  uint64_t Handle() const;
  long Integer() const;
};
using RemoteParams = std::map<std::string, RemoteValue>;

/** As the library writes parameters: `{CONTEXT_TYPE:OCL,OCL_CONTEXT:0x56…}`. */
std::string ParamsText(const std::map<std::string, std::string>& params);

/** Whether the wrapper takes a key's value as a pointer. */
bool TakesPointer(const std::string& key);

class RemoteContext : public std::enable_shared_from_this<RemoteContext> {
 public:
  /** `properties`: what the device says of it. `given`: what its tensors take where they are given nothing else (NPU). */
  RemoteContext(std::shared_ptr<World> world, std::shared_ptr<Device> device, std::map<std::string, std::string> told,
                RemoteParams given)
      : world_(std::move(world)), device_(std::move(device)), told_(std::move(told)), given_(std::move(given)) {}

  const std::shared_ptr<World>& world() const { return world_; }
  const Device& device() const { return *device_; }
  /** `GPU.0` also for a lone GPU; `NPU`. */
  std::string DeviceName() const;
  const std::map<std::string, std::string>& params() const { return told_; }

  /** To be called with the world's lock; they throw Failure in the words of the device's plugin. */
  std::shared_ptr<Tensor> CreateTensor(size_t type, const Shape& shape, const RemoteParams& params);
  std::shared_ptr<Tensor> CreateHostTensor(size_t type, const Shape& shape) const;

 private:
  struct Memory;
  Memory ForGpu(RemoteParams params) const;
  Memory ForNpu(RemoteParams params) const;
  std::shared_ptr<DeviceMemory> Find(uint64_t handle, size_t byte_length);

  std::shared_ptr<World> world_;
  std::shared_ptr<Device> device_;
  std::map<std::string, std::string> told_;
  RemoteParams given_;
};

/** To be called with the world's lock. They throw Failure in the real library's words. */
std::shared_ptr<RemoteContext> CreateContext(const std::shared_ptr<World>& world, const std::string& device,
                                             const RemoteParams& params);
std::shared_ptr<RemoteContext> DefaultContext(const std::shared_ptr<World>& world, const std::string& device);

}  // namespace openvino_mock
