#include "property_values.h"

#include <cstdlib>

#include "failure.h"
#include "properties.h"

namespace openvino_mock {

bool IsOneOf(const std::string& value, std::initializer_list<const char*> words) {
  for (const char* word : words) {
    if (value == word) return true;
  }
  return false;
}

namespace {

void CheckStreams(const std::string& key, const std::string& value) {
  if (IsOneOf(value, {"AUTO", "NUMA", "-1", "-2"})) return;
  char* end = nullptr;
  const long streams = std::strtol(value.c_str(), &end, 10);
  if (end == value.c_str()) throw Failure("Could not read number of streams from str: " + value + "; stoi");
  if (streams < 0) {
    throw Failure("Wrong value for property key " + key +
                  ". Expected non negative numbers (#streams) or ov::streams::NUMA|ov::streams::AUTO, Got: " + value);
  }
}

}  // namespace

bool ParseBool(const std::string& key, const std::string& value) {
  if (IsOneOf(value, {"YES", "true", "True", "TRUE", "1"})) return true;
  if (IsOneOf(value, {"NO", "false", "False", "FALSE", "0"})) return false;
  throw Failure("Wrong value " + value + " for property key " + key + ". Expected only true/false");
}

void CheckValue(const std::string& key, const std::string& value) {
  if (key == "NUM_STREAMS") CheckStreams(key, value);
  if (key == "PERF_COUNT") ParseBool(key, value);
  if (key == "INFERENCE_NUM_THREADS" && (value.empty() || value.find_first_not_of("0123456789") != std::string::npos)) {
    throw Failure("Wrong value " + value +
                  " for property key INFERENCE_NUM_THREADS. Expected only positive numbers (#threads)");
  }
  if (key == "PERFORMANCE_HINT" && !IsOneOf(value, {"LATENCY", "THROUGHPUT", "CUMULATIVE_THROUGHPUT"})) {
    throw Failure("Wrong value " + value + "for property key " + key +
                  ". Expected only ov::hint::PerformanceMode::LATENCY/THROUGHPUT/CUMULATIVE_THROUGHPUT.");
  }
  if (key == "INFERENCE_PRECISION_HINT" && !IsOneOf(value, {"bf16", "f16", "f32", "undefined", "dynamic", ""})) {
    throw Failure("Wrong value " + value + " for property key " + key +
                  ". Supported values: bf16, f16, f32, undefined");
  }
  if (key == "EXECUTION_MODE_HINT" && !IsOneOf(value, {"PERFORMANCE", "ACCURACY"})) {
    throw Failure("Wrong value " + value + " for property key " + key + ". Supported values: PERFORMANCE, ACCURACY");
  }
}

}  // namespace openvino_mock
