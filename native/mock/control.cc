#include "control.h"

#include <cstdlib>
#include <sstream>
#include <utility>

#include "device.h"
#include "failure.h"

namespace openvino_mock {

namespace {

Device& Find(const World& world, const std::string& name) {
  const auto device = world.Find(name);
  if (device == nullptr) throw Failure("The mock has no device " + name);
  return *device;
}

void Release(World& world) {
  for (const auto& end : std::exchange(world.hung_loads, {})) end("The mocked load hung, and was cancelled");
}

}  // namespace

std::string ReadControl(World& world, World::Guard& guard, const std::string& key) {
  if (key == "CLOCK_NS") return std::to_string(world.Now());
  if (key == "STEP") {
    world.Step(guard);
    return std::to_string(world.Now()) + " " + std::to_string(world.under_way());
  }
  if (key == "WAITING") return std::to_string(world.waiting());
  if (key == "SCENARIO_ID") return world.scenario().id;
  if (key == "VERSION") return world.scenario().version;
  if (key == "EVENTS") return world.log.From(0);
  if (key.rfind("EVENTS:", 0) == 0) return world.log.From(std::strtoull(key.c_str() + 7, nullptr, 10));
  throw Failure("MOCK has no property " + key);
}

void WriteControl(World& world, World::Guard& guard, const std::string& key, const std::string& value) {
  if (key == "PUMP" && value == "ATTACH") {
    world.AttachPump();
  } else if (key == "PUMP" && value == "DETACH") {
    world.DetachPump();
  } else if (key == "ADVANCE_NS") {
    world.Advance(guard, std::strtoll(value.c_str(), nullptr, 10));
  } else if (key == "LOSE") {
    // as an event: what it ends is told of as any other end
    Find(world, value);
    world.At(world.Now(), [&world, value] { Find(world, value).Lose(""); });
    if (!world.scenario().real_time) world.Advance(guard, 0);
  } else if (key == "SLOW") {
    std::istringstream words(value);
    std::string name;
    double factor = 0;
    words >> name >> factor;
    if (factor <= 0) throw Failure("MOCK takes SLOW as a device and a factor above 0, such as \"GPU 2\"");
    Find(world, name).SlowDown(factor);
  } else if (key == "RELEASE" && value == "LOADS") {
    Release(world);
  } else {
    throw Failure("MOCK takes no property " + key + " with the value " + value);
  }
}

}  // namespace openvino_mock
