#include "load.h"

#include <algorithm>
#include <cctype>

#include "failure.h"

namespace openvino_mock {

namespace {

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
  std::string plugin = device.spec().base();
  std::transform(plugin.begin(), plugin.end(), plugin.begin(), [](unsigned char c) { return std::tolower(c); });
  throw Failure("Cannot load library \"libopenvino_mock_" + plugin +
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
  if (device->spec().Fault(FaultSpec::Kind::kLoadHangs) != nullptr) {
    world.hung_loads.push_back(end);
    return;
  }
  world.At(world.Now() + FromMs(device->spec().load_ms),
           [device, unsupported, end] { end(FailureOf(*device, unsupported)); });
}

}  // namespace openvino_mock
