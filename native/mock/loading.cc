#include "loading.h"

#include <algorithm>

#include "failure.h"
#include "load.h"

namespace openvino_mock {

bool Hangs(const Device& device) { return device.spec().Fault(FaultSpec::Kind::kLoadHangs) != nullptr; }

void LoadOnto(const Compilation& compilation, const std::shared_ptr<Device>& device,
              std::function<void(const Loaded&)> ended, double share, bool is_checked) {
  const DeviceSettings settings = compilation.settings(device->spec());
  StartLoad(device, compilation.model, compilation.number, is_checked,
            [device, settings, share, ended = std::move(ended)](const std::string& failure) {
              Loaded loaded;
              loaded.failure = failure;
              if (failure.empty()) loaded.hardware = HardwareExecutor::Make(device, settings, share);
              ended(loaded);
            });
}

void WaitForLoads(World& world, World::Guard& guard, bool hangs, const std::function<bool()>& done) {
  if (hangs && world.IsLastThread()) {
    throw Failure(
        "The mocked load hangs, and this thread is the one that would release it: compile asynchronously, or lose the "
        "device first");
  }
  if (hangs) {
    world.Wait(guard, done);
  } else {
    world.WaitUnderWay(guard, done);
  }
}

std::vector<Loaded> LoadAll(const Compilation& compilation, World::Guard& guard, const Devices& devices) {
  struct Progress {
    std::vector<Loaded> loaded;
    size_t ended = 0;
  };
  World& world = *compilation.world;
  const auto progress = std::make_shared<Progress>();
  progress->loaded.resize(devices.size());
  for (size_t i = 0; i < devices.size(); i++) {
    LoadOnto(compilation, devices[i], [&world, progress, i](const Loaded& loaded) {
      progress->loaded[i] = loaded;
      progress->ended++;
      world.Changed();
    });
  }
  const bool hangs = std::any_of(devices.begin(), devices.end(), [](const auto& device) { return Hangs(*device); });
  WaitForLoads(world, guard, hangs, [&] { return progress->ended == devices.size(); });
  return progress->loaded;
}

}  // namespace openvino_mock
