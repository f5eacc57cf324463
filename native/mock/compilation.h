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
  /** Its loads that will end, while it is waited for. */
  std::shared_ptr<World::Claims> claims = std::make_shared<World::Claims>();
};

using HardwarePtr = std::shared_ptr<HardwareExecutor>;

/** The end of a load: what came of it, or why it failed. */
struct Loaded {
  std::shared_ptr<Device> device;
  HardwarePtr hardware;
  std::string failure;
};

/** What a device is to load: the model, or a part of it. */
struct Part {
  std::shared_ptr<Device> device;
  /** How much of the model it runs. */
  double share = 1;
  /** Whether it must be able to run all of the model's operations. */
  bool is_whole = true;
};

/** Begins to load onto a device; `ended` is called when the world's clock says so. */
void LoadOnto(const Compilation& compilation, const Part& part, std::function<void(const Loaded&)> ended);

/** Loads all parts at the same time, and waits for all; in their order. */
std::vector<Loaded> LoadAll(const Compilation& compilation, World::Guard& guard, const std::vector<Part>& parts);

/** Text of a compilation that failed on all devices. */
std::string AllFailed(const std::string& scheduler, const std::vector<Loaded>& failures);

}  // namespace openvino_mock
