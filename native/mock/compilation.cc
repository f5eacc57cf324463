#include "compilation.h"

#include <algorithm>

#include "device_load.h"
#include "failure.h"

namespace openvino_mock {

void LoadOnto(const Compilation& compilation, const Part& part, std::function<void(const Loaded&)> ended) {
  const DeviceSettings settings = compilation.settings(part.device->spec());
  const bool will_end = !Hangs(*part.device);
  if (will_end) compilation.world->Claim(*compilation.claims);
  StartLoad(part.device, compilation.model, compilation.number, part.is_whole,
            [world = compilation.world, claims = compilation.claims, will_end, part, settings,
             ended = std::move(ended)](const std::string& failure) {
              if (will_end) world->Unclaim(*claims);
              Loaded loaded = {part.device, nullptr, failure};
              if (failure.empty()) loaded.hardware = HardwareExecutor::Make(part.device, settings, part.share);
              ended(loaded);
              world->Changed();
            });
}

std::vector<Loaded> LoadAll(const Compilation& compilation, World::Guard& guard, const std::vector<Part>& parts) {
  struct Progress {
    std::vector<Loaded> loaded;
    size_t ended = 0;
  };
  const auto progress = std::make_shared<Progress>();
  progress->loaded.resize(parts.size());
  for (size_t i = 0; i < parts.size(); i++) {
    LoadOnto(compilation, parts[i], [progress, i](const Loaded& loaded) {
      progress->loaded[i] = loaded;
      progress->ended++;
    });
  }
  compilation.world->WaitFor(
      guard, [&] { return progress->ended == parts.size(); }, *compilation.claims);
  return progress->loaded;
}

std::string AllFailed(const std::string& scheduler, const std::vector<Loaded>& failures) {
  std::string text = "[" + scheduler + "] compile model failed,";
  for (const Loaded& failed : failures) text += " " + failed.device->name() + ":" + failed.failure + ";";
  return text;
}

}  // namespace openvino_mock
