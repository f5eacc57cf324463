#include "device_string.h"

#include <cstdlib>
#include <sstream>

namespace openvino_mock {

bool IsScheduler(const std::string& name) {
  return name == "AUTO" || name == "MULTI" || name == "HETERO" || name == "BATCH";
}

std::string NotRegistered(const std::string& name) {
  return "Device with \"" + name + "\" name is not registered in the OpenVINO Runtime";
}

DeviceString ParseDeviceString(const std::string& text) {
  DeviceString parsed;
  parsed.text = text;
  const size_t colon = text.find(':');
  const std::string base = text.empty() ? "AUTO" : text.substr(0, colon);
  if (!IsScheduler(base)) {
    parsed.list.push_back({text, 0, false});
    return parsed;
  }
  parsed.scheduler = base;
  if (colon == std::string::npos) return parsed;
  std::istringstream list(text.substr(colon + 1));
  for (std::string part; std::getline(list, part, ',');) {
    if (part.empty()) continue;
    if (part[0] == '-') {
      parsed.excluded.push_back(part.substr(1));
      continue;
    }
    const size_t open = part.find('(');
    const unsigned count =
        open == std::string::npos ? 0 : static_cast<unsigned>(std::strtoul(part.c_str() + open + 1, nullptr, 10));
    parsed.list.push_back({part.substr(0, open), count, open != std::string::npos});
  }
  return parsed;
}

}  // namespace openvino_mock
