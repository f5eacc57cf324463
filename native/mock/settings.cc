#include "settings.h"

#include <algorithm>
#include <cstdlib>

namespace openvino_mock {

namespace {

/** Streams asked for by number; 0 where the hint decides. */
unsigned RequestedStreams(const Properties& properties) {
  const auto found = properties.find("NUM_STREAMS");
  if (found == properties.end()) return 0;
  return static_cast<unsigned>(std::max(0L, std::strtol(found->second.c_str(), nullptr, 10)));
}

}  // namespace

Properties MeantFor(const DeviceSpec& device, const Properties& properties) {
  const DeviceProperties own(device);
  Properties meant;
  for (const auto& [key, value] : properties) {
    if (own.Takes(key)) meant.emplace(key, value);
  }
  return meant;
}

DeviceSettings MakeSettings(const DeviceSpec& device, const Properties& set, const Properties& given) {
  const DeviceProperties own(device);
  Properties asked = set;
  // the core's own settings are not the device's
  for (const char* key : {"CACHE_DIR", "ENABLE_MMAP", "FORCE_TBB_TERMINATE"}) asked.erase(key);
  for (const auto& [key, value] : asked) own.Check(key, value);
  for (const auto& [key, value] : given) {
    own.Check(key, value);
    asked[key] = value;
  }
  DeviceSettings settings;
  settings.properties = own.of_compiled_model();
  for (const auto& [key, value] : asked) {
    if (settings.properties.count(key) > 0 && !value.empty()) settings.properties[key] = value;
  }
  if (settings.properties.count("PERF_COUNT") > 0) {
    const bool counts = ParseBool("PERF_COUNT", settings.properties["PERF_COUNT"]);
    settings.properties["PERF_COUNT"] = counts ? "YES" : "NO";
  }
  const bool is_throughput = settings.properties["PERFORMANCE_HINT"] != "LATENCY";
  const unsigned most = std::max(device.streams.latency, device.streams.throughput);
  settings.streams = is_throughput ? device.streams.throughput : device.streams.latency;
  settings.optimal_requests = is_throughput ? device.optimal_requests.throughput : device.optimal_requests.latency;
  const auto limit = static_cast<unsigned>(
      std::max(0L, std::strtol(ValueOf(asked, "PERFORMANCE_HINT_NUM_REQUESTS", "0").c_str(), nullptr, 10)));
  if (is_throughput && limit > 0) {
    settings.streams = std::min(settings.streams, limit);
    settings.optimal_requests = std::min(settings.optimal_requests, limit);
  }
  if (const unsigned streams = RequestedStreams(asked); streams > 0) {
    settings.streams = std::min(streams, most);
    settings.optimal_requests = settings.streams;
  }
  return settings;
}

}  // namespace openvino_mock
