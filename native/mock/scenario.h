// What is simulated, as data: devices, their times and their faults. Read from the file that stands in for plugins.xml.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace openvino_mock {

/** No load and no inference is longer, 11 days: the clock counts nanoseconds in 64 bits. */
constexpr double kLongestMs = 1e9;

/** How long inferences take on a device that does nothing else. */
struct LatencySpec {
  enum class Kind { kConstant, kNormal, kLognormal, kSamples };
  Kind kind = Kind::kConstant;
  double mean_ms = 10;
  double sd_ms = 0;
  /** Drawn from with equal probability. */
  std::vector<double> samples;
};

/** Something that goes wrong. */
struct FaultSpec {
  enum class Kind { kCompileFails, kLoadHangs, kInferenceFails, kLost, kSlow, kNotLoadable };
  Kind kind = Kind::kCompileFails;
  std::string message;
  /** The number of the inference on the device, from 1; 0 where `probability` decides. */
  uint64_t at = 0;
  double probability = 0;
  double at_ms = 0;
  double factor = 1;
};

struct PropertySpec {
  std::string key;
  std::string value;
  bool writable = false;
};

/** A number for each of the two hints. */
struct ByHint {
  unsigned latency = 1;
  unsigned throughput = 2;
};

struct DeviceSpec {
  /** `CPU`, `GPU.0`. */
  std::string name;
  /** The release whose properties it has: the scenario's version. */
  std::string release;
  std::string full_name;
  /** `integrated` or `discrete`. */
  std::string type = "integrated";
  std::string architecture = "mock";
  double load_ms = 0;
  /** What the first inference of a compiled model takes longer. */
  double first_extra_ms = 0;
  ByHint streams;
  ByHint optimal_requests;
  /** How much longer an inference takes for each other one that runs on the device, as a share of its own time. */
  double contention = 0;
  std::string precision = "f32";
  std::string capabilities = "FP32 FP16 INT8";
  /** Types of operations that it can't run. */
  std::vector<std::string> unsupported;
  LatencySpec latency;
  std::vector<PropertySpec> properties;
  std::vector<FaultSpec> faults;

  /** `GPU` of `GPU.1`. */
  std::string base() const { return name.substr(0, name.find('.')); }
  /** `1` of `GPU.1`; empty for a lone device. */
  std::string id() const;
  const FaultSpec* Fault(FaultSpec::Kind kind) const;
};

struct Scenario {
  /** Cores of one process with the same id share one world; each core has its own where it is empty. */
  std::string id;
  /** The OpenVINO release whose behaviour is mocked. */
  std::string version;
  uint64_t seed = 1;
  bool real_time = true;
  /** How much faster than the wall clock, where time is real. */
  double speed = 1;
  std::vector<DeviceSpec> devices;
};

/** Reads a scenario's file. Throws Failure with a sentence. */
Scenario ReadScenario(const std::string& path);

/** One CPU in real time: what a core has that was made without a file. */
Scenario DefaultScenario();

}  // namespace openvino_mock
