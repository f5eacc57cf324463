// Compiling a model for one device, as an event: it takes the device's load time, and may fail or hang.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "device.h"
#include "model.h"

namespace openvino_mock {

/** Called once, under the world's lock, with why it failed; empty where it did not. */
using LoadEnded = std::function<void(const std::string& failure)>;

/** Whether a load for a device hangs. */
bool Hangs(const Device& device);

/** Lets loads that hang fail: those of one device, or all of them. */
void ReleaseLoads(World& world, const Device* device, const std::string& why);

/**
 * Begins to load a model onto a device. To be called with the world's lock; it is never ended before this returns.
 *
 * @param is_checked Whether the device must be able to run all of the model's operations.
 */
void StartLoad(const std::shared_ptr<Device>& device, const Model& model, uint64_t compiled, bool is_checked,
               LoadEnded ended);

/** Throws Failure, in the real library's words, where a device's plugin can't be loaded at all. */
void CheckLoadable(const Device& device);

/** Whether a device can run an operation. */
bool CanRun(const Device& device, const Operation& operation);

}  // namespace openvino_mock
