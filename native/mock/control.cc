#include "control.h"

#include <cstdlib>
#include <functional>
#include <sstream>
#include <utility>

#include "device.h"
#include "device_load.h"
#include "failure.h"

namespace openvino_mock {

namespace {

Device& Find(const World& world, const std::string& name) {
  const auto device = world.Find(name);
  if (device == nullptr) throw Failure("The mock has no device " + name);
  return *device;
}

/** Does something as an event, so that what it ends is told of as any other end. */
void DoNow(World& world, World::Guard& guard, std::function<void()> action) {
  world.At(world.Now(), std::move(action));
  if (!world.scenario().real_time) world.Advance(guard, 0);
}

/** A whole number of nanoseconds from 0. */
Nanoseconds ParseTime(const std::string& key, const std::string& text) {
  const bool is_number =
      !text.empty() && text.size() <= 18 && text.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number) throw Failure("MOCK takes " + key + " as a whole number from 0 of at most 18 digits, not " + text);
  return std::strtoll(text.c_str(), nullptr, 10);
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
    world.Advance(guard, ParseTime(key, value));
  } else if (key == "ALARM_NS") {
    world.Alarm(ParseTime(key, value));
  } else if (key == "LOSE") {
    Device& device = Find(world, value);
    DoNow(world, guard, [&device] { device.Lose(""); });
  } else if (key == "SLOW") {
    std::istringstream words(value);
    std::string name;
    double factor = 0;
    words >> name >> factor;
    if (!(factor >= 1e-9 && factor <= 1e9)) {
      throw Failure("MOCK takes SLOW as a device and a factor from 1e-9 to 1e9, such as \"GPU 2\"");
    }
    Find(world, name).SlowDown(factor);
  } else if (key == "RELEASE" && (value == "LOADS" || value == "ALWAYS")) {
    if (value == "ALWAYS") world.releases_loads = true;
    DoNow(world, guard, [&world] { ReleaseLoads(world, nullptr, ""); });
  } else {
    throw Failure("MOCK takes no property " + key + " with the value " + value);
  }
}

}  // namespace openvino_mock
