#include "properties.h"

#include <algorithm>
#include <cstdlib>

#include "failure.h"
#include "property_values.h"
#include "version.h"

namespace openvino_mock {

namespace {

/** Where a property can be read: from the core, or from compiled models as well. */
enum class Of { kCore, kBoth, kCompiledModel };

struct Row {
  const char* key;
  const char* value;
  bool writable;
  Of of;
  /** Years of the first release that has it and of the first that does not any more, as far as they were measured. */
  int since = 2022;
  int until = 9999;
};

/** In the order in which OpenVINO 2026.4 lists them, as far as every device has them. */
constexpr Row kCommon[] = {
    {"RANGE_FOR_ASYNC_INFER_REQUESTS", "1 1 1", false, Of::kCore},
    {"EXECUTION_DEVICES", "", false, Of::kBoth},
    {"NUM_STREAMS", "1", true, Of::kBoth},
    {"PERF_COUNT", "NO", true, Of::kBoth},
    {"INFERENCE_PRECISION_HINT", "", true, Of::kBoth},
    {"PERFORMANCE_HINT", "LATENCY", true, Of::kBoth},
    {"EXECUTION_MODE_HINT", "PERFORMANCE", true, Of::kBoth},
    {"PERFORMANCE_HINT_NUM_REQUESTS", "0", true, Of::kBoth},
    {"DEVICE_ID", "", true, Of::kCore},
    {"CACHE_DIR", "", true, Of::kCore},
    {"MODEL_PRIORITY", "MEDIUM", true, Of::kBoth},
};

/** What the CPU has besides, with its defaults: read from 2024.6, 2025.4 and 2026.4. */
constexpr Row kCpu[] = {
    {"AFFINITY", "CORE", true, Of::kBoth, 2022, 2025},
    {"COMPATIBILITY_CHECK", "NOT_APPLICABLE", false, Of::kCore, 2026},
    {"RUNTIME_REQUIREMENTS", "meta=1.0;isa=mock", false, Of::kCompiledModel, 2026},
    {"INFERENCE_NUM_THREADS", "0", true, Of::kBoth},
    {"ENABLE_CPU_PINNING", "YES", true, Of::kBoth},
    {"ENABLE_CPU_RESERVATION", "NO", true, Of::kBoth, 2025},
    {"SCHEDULING_CORE_TYPE", "ANY_CORE", true, Of::kBoth},
    {"MODEL_DISTRIBUTION_POLICY", "", true, Of::kBoth},
    {"ENABLE_HYPER_THREADING", "YES", true, Of::kBoth},
    {"CPU_DENORMALS_OPTIMIZATION", "NO", true, Of::kBoth},
    {"LOG_LEVEL", "LOG_NONE", true, Of::kBoth},
    {"CPU_SPARSE_WEIGHTS_DECOMPRESSION_RATE", "1", true, Of::kBoth},
    {"ENABLE_TENSOR_PARALLEL", "NO", true, Of::kBoth, 2025},
    {"TBB_PARTITIONER", "NONE", true, Of::kBoth, 2026},
    {"DYNAMIC_QUANTIZATION_GROUP_SIZE", "32", true, Of::kBoth},
    {"KV_CACHE_PRECISION", "u8", true, Of::kBoth},
    {"KEY_CACHE_PRECISION", "u8", true, Of::kBoth, 2025},
    {"VALUE_CACHE_PRECISION", "u8", true, Of::kBoth, 2025},
    {"KEY_CACHE_GROUP_SIZE", "0", true, Of::kBoth, 2025},
    {"VALUE_CACHE_GROUP_SIZE", "0", true, Of::kBoth, 2025},
    {"ENABLE_WEIGHTLESS", "NO", true, Of::kCore, 2025},
    {"WEIGHTS_PATH", "", true, Of::kCore, 2025},
};

/** A name that nobody takes for a real device's. */
std::string Marked(const std::string& full_name) { return "MOCK " + full_name + " (SIMULATED)"; }

}  // namespace

DeviceProperties::DeviceProperties(const DeviceSpec& spec) : spec_(spec) {
  Add("SUPPORTED_PROPERTIES", "", false, true, true);
  Add("NETWORK_NAME", "", false, false, true);
  Add("OPTIMAL_NUMBER_OF_INFER_REQUESTS", "", false, false, true);
  Add("AVAILABLE_DEVICES", spec.id(), false, true, false);
  Add("RANGE_FOR_STREAMS", "1 " + std::to_string(spec.streams.throughput), false, true, false);
  Add("FULL_DEVICE_NAME", Marked(spec.full_name), false, true, false);
  Add("OPTIMIZATION_CAPABILITIES", spec.capabilities, false, true, false);
  Add("DEVICE_TYPE", spec.type, false, true, false);
  Add("DEVICE_ARCHITECTURE", spec.architecture, false, true, false);
  const bool is_cpu = spec.base() == "CPU";
  const auto add = [&](const Row& row) {
    if (!IsAtLeast(spec.release, row.since, 0) || IsAtLeast(spec.release, row.until, 0)) return;
    // of the CPU, these two are the core's affair
    const std::string key = row.key;
    if (is_cpu && (key == "MODEL_PRIORITY" || key == "CACHE_DIR")) return;
    Add(key, row.value, row.writable, row.of != Of::kCompiledModel, row.of != Of::kCore);
  };
  for (const Row& row : kCommon) add(row);
  if (is_cpu) {
    for (const Row& row : kCpu) add(row);
  }
  values_["EXECUTION_DEVICES"] = compiled_["EXECUTION_DEVICES"] = spec.name;
  values_["INFERENCE_PRECISION_HINT"] = compiled_["INFERENCE_PRECISION_HINT"] = spec.precision;
  for (const PropertySpec& property : spec.properties) {
    if (property.key == "FULL_DEVICE_NAME") {
      Add(property.key, Marked(property.value), false, true, false);
      continue;
    }
    Add(property.key, property.value, property.writable, true, property.writable);
  }
}

void DeviceProperties::Add(const std::string& key, const std::string& value, bool writable, bool of_core,
                           bool of_compiled_model) {
  if (of_core) {
    if (values_.count(key) == 0) keys_.push_back(key);
    values_[key] = value;
    writable_[key] = writable;
  }
  if (of_compiled_model) {
    if (compiled_.count(key) == 0) compiled_keys_.push_back(key);
    compiled_[key] = value;
  }
}

std::string DeviceProperties::Get(const std::string& key, const Properties& set) const {
  if (key == "SUPPORTED_PROPERTIES") return JoinWords(keys_);
  const auto changed = set.find(key);
  if (changed != set.end()) return changed->second;
  const auto own = values_.find(key);
  if (own != values_.end()) return own->second;
  // not listed, and answered all the same
  if (key == "CACHE_DIR") return "";
  if (key == "OPTIMAL_NUMBER_OF_INFER_REQUESTS") return std::to_string(spec_.optimal_requests.latency);
  throw Failure("Cannot get unsupported property: " + key);
}

bool DeviceProperties::Takes(const std::string& key) const {
  const auto found = writable_.find(key);
  return found != writable_.end() && found->second;
}

void DeviceProperties::Check(const std::string& key, const std::string& value) const {
  if (!Takes(key)) throw Failure("NotFound: Unsupported property " + key + " by " + spec_.base() + " plugin.");
  // later releases take `true` as well
  if (key == "PERF_COUNT" && !IsAtLeast(spec_.release, 2025, 0) && value != "YES" && value != "NO") {
    throw Failure("Wrong value " + value + " for property key " + key + ". Expected only true/false");
  }
  CheckValue(key, value);
}

std::string ValueOf(const Properties& properties, const std::string& key, const std::string& otherwise) {
  const auto found = properties.find(key);
  return found == properties.end() || found->second.empty() ? otherwise : found->second;
}

const Properties& PropertiesOf(const std::map<std::string, Properties>& all, const std::string& name) {
  static const Properties& none = *new Properties;
  const auto found = all.find(name);
  return found == all.end() ? none : found->second;
}

std::string JoinWords(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : " ") + word;
  return joined;
}

}  // namespace openvino_mock
