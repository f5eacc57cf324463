#include "device_load.h"

#include <algorithm>
#include <iterator>

#include "failure.h"
#include "lower_case.h"

namespace openvino_mock {

namespace {

const char* const kReleased = "The mocked load hung, and was cancelled";

std::string Unsupported(const Device& device, const Model& model) {
  for (const Operation& operation : model.operations()) {
    if (!CanRun(device, operation)) {
      return "[" + device.spec().base() + "] Operation " + operation.name + " of type " + operation.type +
             " is not supported by the mocked device " + device.name();
    }
  }
  return "";
}

std::string FailureOf(const Device& device, const std::string& unsupported) {
  if (device.is_lost()) return device.lost_message();
  const FaultSpec* fails = device.spec().Fault(FaultSpec::Kind::kCompileFails);
  if (fails == nullptr) return unsupported;
  if (!fails->message.empty()) return fails->message;
  return "[" + device.spec().base() + "] The mocked device " + device.name() + " can not compile the model";
}

}  // namespace

bool CanRun(const Device& device, const Operation& operation) {
  const auto& unsupported = device.spec().unsupported;
  return std::find(unsupported.begin(), unsupported.end(), operation.type) == unsupported.end();
}

void CheckLoadable(const Device& device) {
  const FaultSpec* fault = device.spec().Fault(FaultSpec::Kind::kNotLoadable);
  if (fault == nullptr) return;
  throw Failure("Cannot load library \"libopenvino_mock_" + LowerCase(device.spec().base()) +
                "_plugin.so\": " + (fault->message.empty() ? "the mocked plugin can not be loaded" : fault->message));
}

void StartLoad(const std::shared_ptr<Device>& device, const Model& model, uint64_t compiled, bool is_checked,
               LoadEnded ended) {
  World& world = device->world();
  world.log.Add(world.Now(), "load", device->name(), 0, compiled);
  const std::string unsupported = is_checked ? Unsupported(*device, model) : "";
  const auto end = [device, compiled, ended = std::move(ended)](const std::string& failure) {
    World& own = device->world();
    own.log.Add(own.Now(), failure.empty() ? "loaded" : "load-failed", device->name(), 0, compiled, failure);
    ended(failure);
  };
  if (Hangs(*device)) {
    world.hung_loads.push_back({device.get(), end});
    return;
  }
  const bool would_hang = device->spec().Fault(FaultSpec::Kind::kLoadHangs) != nullptr && !device->is_lost();
  const Nanoseconds duration = would_hang ? 0 : FromMs(device->spec().load_ms);
  world.At(Later(world.Now(), duration),
           [device, unsupported, would_hang, end] { end(would_hang ? kReleased : FailureOf(*device, unsupported)); });
}

bool Hangs(const Device& device) {
  return device.spec().Fault(FaultSpec::Kind::kLoadHangs) != nullptr && !device.is_lost() &&
         !device.world().releases_loads;
}

void ReleaseLoads(World& world, const Device* device, const std::string& why) {
  std::vector<World::HungLoad> released;
  auto& hung = world.hung_loads;
  const auto stays = [&](const World::HungLoad& load) { return device != nullptr && load.device != device; };
  const auto first = std::stable_partition(hung.begin(), hung.end(), stays);
  std::move(first, hung.end(), std::back_inserter(released));
  hung.erase(first, hung.end());
  for (const World::HungLoad& load : released) load.end(why.empty() ? kReleased : why);
}

}  // namespace openvino_mock
