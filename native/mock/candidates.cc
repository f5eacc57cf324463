#include "candidates.h"

#include <algorithm>

#include "device.h"
#include "device_load.h"
#include "failure.h"
#include "version.h"

namespace openvino_mock {

namespace {

/**
 * AUTO's own order: discrete GPUs, integrated ones, MYRIAD, the CPU. Others (an NPU) only where they are named. 2022.3's
 * documentation has it so; later releases have no MYRIAD.
 */
int DefaultRank(const DeviceSpec& device) {
  if (device.base() == "GPU") return device.type == "discrete" ? 0 : 1;
  if (device.base() == "MYRIAD") return 2;
  if (device.base() == "CPU") return 3;
  return -1;
}

Devices DefaultCandidates(const World& world, const std::vector<std::string>& excluded) {
  Devices devices;
  for (const auto& device : world.devices()) {
    const bool is_out = std::any_of(excluded.begin(), excluded.end(), [&](const std::string& name) {
      return name == device->name() || name == device->spec().base();
    });
    // AUTO by itself chooses among the listed devices, and one whose plugin can't be loaded is not listed
    const bool is_listed = device->spec().Fault(FaultSpec::Kind::kNotLoadable) == nullptr;
    if (!is_out && is_listed && DefaultRank(device->spec()) >= 0) devices.push_back(device);
  }
  std::stable_sort(devices.begin(), devices.end(),
                   [](const auto& a, const auto& b) { return DefaultRank(a->spec()) < DefaultRank(b->spec()); });
  return devices;
}

/** `GPU` stands for all GPUs under a scheduler, and `GPU.1` for that one. */
Devices Named(const World& world, const std::string& name) {
  Devices devices;
  for (const auto& device : world.devices()) {
    if (device->spec().base() == name) devices.push_back(device);
  }
  if (devices.empty()) {
    if (const auto device = world.Find(name)) devices.push_back(device);
  }
  return devices;
}

}  // namespace

std::shared_ptr<Device> LoneDevice(const World& world, const std::string& name) {
  const auto device = world.Find(name);
  const std::string base = name.substr(0, name.find('.'));
  // the CPU takes no number, not even 0
  if (base == "CPU" && name != base && world.Find(base) != nullptr) {
    throw Failure("CPU plugin supports only '' as device id");
  }
  if (device == nullptr) {
    if (base == name || world.Find(base) == nullptr) throw Failure(NotRegistered(base));
    throw Failure("[" + base + "] There is no device " + name + " among the mocked ones");
  }
  CheckLoadable(*device);
  return device;
}

Devices Candidates(World& world, const DeviceString& requested, uint64_t compiled) {
  Devices devices;
  if (requested.list.empty()) {
    devices = DefaultCandidates(world, requested.excluded);
    if (devices.empty()) throw Failure("Please, check environment due to no supported devices can be used");
  }
  for (const DeviceString::Entry& entry : requested.list) {
    const Devices named = Named(world, entry.name);
    if (named.empty()) {
      if (!IsAtLeast(world.scenario().version, 2023, 0)) throw Failure(NotRegistered(entry.name));
      world.log.Add(world.Now(), "dropped", entry.name, 0, compiled);
    }
    for (const auto& device : named) {
      if (std::find(devices.begin(), devices.end(), device) == devices.end()) devices.push_back(device);
    }
  }
  if (devices.empty()) throw Failure("No available device to filter " + requested.scheduler + " plugin");
  for (const auto& device : devices) CheckLoadable(*device);
  return devices;
}

}  // namespace openvino_mock
