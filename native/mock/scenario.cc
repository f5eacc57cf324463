#include "scenario.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "failure.h"
#include "version.h"
#include "xml.h"

namespace openvino_mock {

std::string DeviceSpec::id() const {
  const size_t dot = name.find('.');
  return dot == std::string::npos ? "" : name.substr(dot + 1);
}

const FaultSpec* DeviceSpec::Fault(FaultSpec::Kind kind) const {
  for (const FaultSpec& fault : faults) {
    if (fault.kind == kind) return &fault;
  }
  return nullptr;
}

namespace {

std::string TextOf(const XmlElement& element, const char* name, const std::string& otherwise) {
  const std::string* value = element.Attribute(name);
  return value == nullptr ? otherwise : *value;
}

constexpr double kMostMs = kLongestMs;
constexpr double kMostFactor = 1e9;
constexpr double kMostWhole = 9007199254740991;

double NumberOf(const XmlElement& element, const char* name, double otherwise, double most = kMostMs) {
  const std::string* text = element.Attribute(name);
  if (text == nullptr) return otherwise;
  // the scenario is written with points, whatever the locale: strtod would read a comma's
  std::istringstream stream(*text);
  stream.imbue(std::locale::classic());
  double value = 0;
  if (stream >> value && stream.peek() == std::istringstream::traits_type::eof() && std::isfinite(value) &&
      value >= 0 && value <= most)
    return value;
  throw Failure("The mock's scenario has " + std::string(name) + "=\"" + *text + "\" in <" + element.name +
                ">; it takes a number from 0 to " + std::to_string(static_cast<int64_t>(most)) + ".");
}

unsigned CountOf(const XmlElement& element, const char* name, unsigned otherwise) {
  const double value = NumberOf(element, name, otherwise);
  if (value >= 1 && value <= 4096 && value == std::floor(value)) return static_cast<unsigned>(value);
  throw Failure("The mock's scenario has " + std::string(name) + " in <" + element.name +
                "> that is no whole number from 1 to 4096.");
}

std::vector<std::string> Words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

LatencySpec ReadLatency(const XmlElement& element) {
  LatencySpec latency;
  const std::string kind = TextOf(element, "kind", "constant");
  latency.mean_ms = NumberOf(element, "mean_ms", latency.mean_ms);
  latency.sd_ms = NumberOf(element, "sd_ms", 0);
  if (kind == "constant") return latency;
  latency.kind = kind == "normal"      ? LatencySpec::Kind::kNormal
                 : kind == "lognormal" ? LatencySpec::Kind::kLognormal
                                       : LatencySpec::Kind::kSamples;
  if (latency.kind != LatencySpec::Kind::kSamples) return latency;
  for (const std::string& word : Words(TextOf(element, "samples", ""))) {
    XmlElement sample;
    sample.name = element.name;
    sample.attributes = {{"samples", word}};
    latency.samples.push_back(NumberOf(sample, "samples", 0));
  }
  if (kind != "samples" || latency.samples.empty()) {
    throw Failure("The mock's scenario has a latency of an unknown kind, or without samples: " + kind);
  }
  return latency;
}

FaultSpec ReadFault(const XmlElement& element) {
  FaultSpec fault;
  const std::string kind = TextOf(element, "kind", "");
  fault.message = TextOf(element, "message", "");
  fault.at = static_cast<uint64_t>(NumberOf(element, "at", 0, kMostWhole));
  fault.probability = NumberOf(element, "probability", 0, 1);
  fault.at_ms = NumberOf(element, "at_ms", 0);
  fault.factor = NumberOf(element, "factor", 1, kMostFactor);
  if (kind == "compile_fails") {
    fault.kind = FaultSpec::Kind::kCompileFails;
  } else if (kind == "load_hangs") {
    fault.kind = FaultSpec::Kind::kLoadHangs;
  } else if (kind == "inference_fails") {
    fault.kind = FaultSpec::Kind::kInferenceFails;
  } else if (kind == "lost") {
    fault.kind = FaultSpec::Kind::kLost;
  } else if (kind == "slow") {
    fault.kind = FaultSpec::Kind::kSlow;
  } else if (kind == "not_loadable") {
    fault.kind = FaultSpec::Kind::kNotLoadable;
  } else {
    throw Failure("The mock's scenario has a fault of the unknown kind \"" + kind + "\".");
  }
  return fault;
}

DeviceSpec ReadDevice(const XmlElement& element) {
  DeviceSpec device;
  device.name = TextOf(element, "name", "");
  if (device.name.empty()) throw Failure("The mock's scenario has a device without a name.");
  device.full_name = TextOf(element, "full_name", device.name);
  device.type = TextOf(element, "type", device.type);
  device.architecture = TextOf(element, "architecture", device.architecture);
  device.load_ms = NumberOf(element, "load_ms", device.load_ms);
  device.first_extra_ms = NumberOf(element, "first_extra_ms", device.first_extra_ms);
  device.streams.latency = CountOf(element, "streams_latency", device.streams.latency);
  device.streams.throughput = CountOf(element, "streams_throughput", device.streams.throughput);
  device.optimal_requests.latency = CountOf(element, "optimal_latency", device.streams.latency);
  device.optimal_requests.throughput = CountOf(element, "optimal_throughput", device.streams.throughput);
  device.contention = NumberOf(element, "contention", device.contention, kMostFactor);
  device.precision = TextOf(element, "precision", device.precision);
  device.capabilities = TextOf(element, "capabilities", device.capabilities);
  device.unsupported = Words(TextOf(element, "unsupported", ""));
  if (const XmlElement* latency = element.Child("latency")) device.latency = ReadLatency(*latency);
  for (const XmlElement* property : element.Children("property")) {
    device.properties.push_back(
        {TextOf(*property, "name", ""), TextOf(*property, "value", ""), TextOf(*property, "mode", "RO") == "RW"});
  }
  for (const XmlElement* fault : element.Children("fault")) device.faults.push_back(ReadFault(*fault));
  return device;
}

}  // namespace

Scenario ReadScenario(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) throw Failure("The mock's scenario " + path + " can not be read.");
  const XmlElement root = ParseXml(text.str());
  if (root.name != "mock") {
    throw Failure("A mocked OpenVINO takes a scenario (<mock>) in place of plugins.xml, and " + path + " is none.");
  }
  Scenario scenario;
  scenario.id = TextOf(root, "id", "");
  scenario.version = TextOf(root, "version", LibraryVersion());
  scenario.seed = static_cast<uint64_t>(NumberOf(root, "seed", 1, kMostWhole));
  const std::string clock = TextOf(root, "clock", "virtual");
  if (clock != "virtual" && clock != "real")
    throw Failure("The mock's scenario has the unknown clock \"" + clock + "\".");
  scenario.real_time = clock == "real";
  scenario.speed = NumberOf(root, "speed", 1, 1e6);
  if (scenario.speed < 1e-6) throw Failure("The mock's scenario has a speed below 0.000001.");
  for (const XmlElement* device : root.Children("device")) {
    scenario.devices.push_back(ReadDevice(*device));
    scenario.devices.back().release = scenario.version;
  }
  return scenario;
}

Scenario DefaultScenario() {
  Scenario scenario;
  scenario.version = LibraryVersion();
  DeviceSpec cpu;
  cpu.name = "CPU";
  cpu.release = scenario.version;
  cpu.full_name = "CPU";
  cpu.architecture = "intel64";
  cpu.precision = "bf16";
  cpu.capabilities = "BF16 WINOGRAD FP32 INT8 BIN EXPORT_IMPORT";
  scenario.devices.push_back(cpu);
  return scenario;
}

}  // namespace openvino_mock
