// A compilation under way: the devices it loads the model onto, and waiting for them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "candidates.h"
#include "hardware_executor.h"
#include "model.h"
#include "settings.h"
#include "world.h"

namespace openvino_mock {

/** What all loads of one compilation share. */
struct Compilation {
  World* world;
  Model model;
  uint64_t number;
  /** Settings of a device, by what the compilation and the core were told. */
  std::function<DeviceSettings(const DeviceSpec&)> settings;
};

using HardwarePtr = std::shared_ptr<HardwareExecutor>;

/** The end of a load: what came of it, or why it failed. */
struct Loaded {
  HardwarePtr hardware;
  std::string failure;
};

/** Begins to load onto a device; `ended` is called when the world's clock says so. */
void LoadOnto(const Compilation& compilation, const std::shared_ptr<Device>& device,
              std::function<void(const Loaded&)> ended, double share = 1, bool is_checked = true);

/**
 * Waits until `done`, while virtual time goes on for it. Throws Failure where a load hangs that the thread could only release
 * itself.
 *
 * @param hangs Whether what it waits for hangs: then nobody needs time to go on.
 */
void WaitForLoads(World& world, World::Guard& guard, bool hangs, const std::function<bool()>& done);

/** Loads onto all devices at the same time, and waits for all; in their order. */
std::vector<Loaded> LoadAll(const Compilation& compilation, World::Guard& guard, const Devices& devices);

bool Hangs(const Device& device);

}  // namespace openvino_mock
