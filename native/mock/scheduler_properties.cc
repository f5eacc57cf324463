#include "scheduler_properties.h"

#include <algorithm>

#include "failure.h"
#include "property_values.h"
#include "version.h"

namespace openvino_mock {

namespace {

struct Row {
  const char* key;
  const char* value;
  bool writable;
  /** Year of the first release that has it, as far as it was measured. */
  int since = 2022;
};

using Rows = std::vector<Row>;

const Rows& AutoRows() {
  static const Rows& rows = *new Rows{
      {"DEVICES_UTILIZATION_THRESHOLD", "", true, 2026},
      {"DEVICE_BIND_BUFFER", "NO", true},
      {"ENABLE_RUNTIME_FALLBACK", "YES", true},
      {"ENABLE_STARTUP_FALLBACK", "YES", true},
      {"EXECUTION_MODE_HINT", "PERFORMANCE", true},
      {"FULL_DEVICE_NAME", "AUTO", false},
      {"LOG_LEVEL", "LOG_NONE", true},
      {"LOW_POWER_DEVICE", "", true, 2026},
      {"MODEL_PRIORITY", "MEDIUM", true},
      {"MULTI_DEVICE_PRIORITIES", "", true},
      {"OPTIMIZATION_CAPABILITIES", "BF16 BIN FP32 INT8 WINOGRAD", false},
      {"PERFORMANCE_HINT", "LATENCY", true},
      {"PERFORMANCE_HINT_NUM_REQUESTS", "0", true},
      {"PERF_COUNT", "NO", true},
      {"PERF_CURVE_TABLE", "", true, 2026},
      {"SCHEDULE_POLICY", "DEVICE_PRIORITY", true},
      {"SUPPORTED_PROPERTIES", "", false},
  };
  return rows;
}

const Rows& MultiRows() {
  static const Rows& rows = *new Rows{
      {"DEVICE_BIND_BUFFER", "NO", true},
      {"EXECUTION_MODE_HINT", "PERFORMANCE", true},
      {"FULL_DEVICE_NAME", "MULTI", false},
      {"LOG_LEVEL", "LOG_NONE", true},
      {"MODEL_PRIORITY", "MEDIUM", true},
      {"MULTI_DEVICE_PRIORITIES", "", true},
      {"OPTIMIZATION_CAPABILITIES", "BF16 BIN FP32 INT8 WINOGRAD", false},
      {"PERFORMANCE_HINT", "LATENCY", true},
      {"PERFORMANCE_HINT_NUM_REQUESTS", "0", true},
      {"PERF_COUNT", "NO", true},
      {"SCHEDULE_POLICY", "DEVICE_PRIORITY", true},
      {"SUPPORTED_PROPERTIES", "", false},
  };
  return rows;
}

const Rows& HeteroRows() {
  static const Rows& rows = *new Rows{
      {"SUPPORTED_PROPERTIES", "", false},
      {"FULL_DEVICE_NAME", "HETERO", false},
      {"OPTIMIZATION_CAPABILITIES", "EXPORT_IMPORT", false},
      {"MULTI_DEVICE_PRIORITIES", "", true},
      {"MODEL_DISTRIBUTION_POLICY", "", true},
  };
  return rows;
}

const Rows& BatchRows() {
  static const Rows& rows = *new Rows{
      {"SUPPORTED_PROPERTIES", "", false},  {"FULL_DEVICE_NAME", "BATCH", false}, {"MULTI_DEVICE_PRIORITIES", "", true},
      {"AUTO_BATCH_TIMEOUT", "1000", true}, {"PERF_COUNT", "NO", true},
  };
  return rows;
}

const Rows& RowsOf(const std::string& scheduler) {
  if (scheduler == "AUTO") return AutoRows();
  if (scheduler == "MULTI") return MultiRows();
  return scheduler == "HETERO" ? HeteroRows() : BatchRows();
}

/** Each words its own refusal. */
Failure Unknown(const std::string& scheduler, const std::string& key, bool is_set) {
  if (scheduler == "HETERO") return Failure("Property was not found: " + key);
  if (scheduler == "BATCH") return Failure("Unsupported config key: " + key);
  return Failure(is_set ? "property: " + key + ": not supported" : "not supported property " + key);
}

}  // namespace

std::string GetSchedulerProperty(const std::string& scheduler, const std::string& release, const std::string& key,
                                 const Properties& set) {
  const Rows& rows = RowsOf(scheduler);
  if (key == "SUPPORTED_PROPERTIES") {
    std::vector<std::string> keys;
    for (const Row& row : rows) {
      if (IsAtLeast(release, row.since, 0)) keys.emplace_back(row.key);
    }
    return JoinWords(keys);
  }
  const auto changed = set.find(key);
  if (changed != set.end()) return changed->second;
  for (const Row& row : rows) {
    if (key == row.key && IsAtLeast(release, row.since, 0)) return row.value;
  }
  // MULTI answers for AUTO's own, which it does not list
  if (scheduler == "MULTI") return GetSchedulerProperty("AUTO", release, key, set);
  throw Unknown(scheduler, key, false);
}

void CheckSchedulerProperty(const std::string& scheduler, const std::string& key, const std::string& value) {
  const Rows& rows = RowsOf(scheduler);
  const bool is_known =
      std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.writable && key == row.key; });
  if (!is_known) throw Unknown(scheduler, key, true);
  const bool is_hint = key == "PERFORMANCE_HINT";
  const bool is_switch = IsOneOf(key, {"PERF_COUNT", "ENABLE_RUNTIME_FALLBACK", "ENABLE_STARTUP_FALLBACK"});
  if ((is_hint && !IsOneOf(value, {"LATENCY", "THROUGHPUT", "CUMULATIVE_THROUGHPUT"})) ||
      (is_switch && scheduler != "BATCH" &&
       !IsOneOf(value, {"YES", "NO", "true", "false", "True", "False", "TRUE", "FALSE"}))) {
    throw Failure("Invalid value for property " + key + ": " + value);
  }
}

}  // namespace openvino_mock
