// Device strings: `GPU.1`, `MULTI:CPU,GPU(2)`, `AUTO:-CPU`.
#pragma once

#include <string>
#include <vector>

namespace openvino_mock {

struct DeviceString {
  struct Entry {
    std::string name;
    /** The number in parentheses. */
    unsigned count = 0;
    bool has_count = false;
  };

  /** As it was given. */
  std::string text;
  /** `MULTI`, `AUTO`, `HETERO`, `BATCH`; empty for a device by itself. */
  std::string scheduler;
  std::vector<Entry> list;
  /** Those with a minus. */
  std::vector<std::string> excluded;
};

/** Takes a device string apart; an empty one is AUTO. */
DeviceString ParseDeviceString(const std::string& text);

/** Whether a name is a scheduler's: AUTO, MULTI, HETERO, BATCH. */
bool IsScheduler(const std::string& name);

/** Text that OpenVINO has for a device that no plugin is registered for. */
std::string NotRegistered(const std::string& name);

}  // namespace openvino_mock
