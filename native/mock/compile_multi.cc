#include "candidates.h"
#include "compile_auto.h"
#include "compile_request.h"
#include "failure.h"
#include "multi_executor.h"
#include "scheduler_properties.h"

namespace openvino_mock {

namespace {

bool IsOn(const Properties& properties, const std::string& key) {
  return ParseBool(key, ValueOf(properties, key, "YES"));
}

void CheckGiven(const Properties& given) {
  for (const char* key : {"PERFORMANCE_HINT", "PERF_COUNT", "ENABLE_STARTUP_FALLBACK", "ENABLE_RUNTIME_FALLBACK"}) {
    const auto found = given.find(key);
    if (found != given.end()) CheckSchedulerProperty("AUTO", key, found->second);
  }
  const std::string by_device = ValueOf(given, "DEVICE_PROPERTIES", "");
  if (!by_device.empty() && by_device.find('{') == std::string::npos) {
    throw Failure("Invalid value for property DEVICE_PROPERTIES: " + by_device);
  }
}

/** The device string, its list by MULTI_DEVICE_PRIORITIES where it has none. */
DeviceString WithList(const CompileRequest& request) {
  DeviceString device = request.device;
  if (device.list.empty()) {
    device.list = ParseDeviceString("AUTO:" + ValueOf(request.given, "MULTI_DEVICE_PRIORITIES", "")).list;
  }
  return device;
}

/** The devices of the list that are there, as they were written; all candidates without a list. */
std::string Priorities(const World& world, const DeviceString& device, const Devices& candidates) {
  std::string text;
  const auto add = [&](const std::string& name) { text += (text.empty() ? "" : ",") + name; };
  if (device.list.empty()) {
    for (const auto& candidate : candidates) add(candidate->name());
  }
  for (const DeviceString::Entry& entry : device.list) {
    if (world.Find(entry.name) != nullptr) add(entry.name);
  }
  return text;
}

/** What AUTO and MULTI have in common: `hint` is passed on to the devices, `own_hint` is what they say themselves. */
CompiledModel::Parts Prepare(const CompileRequest& request, const DeviceString& device, const Devices& candidates,
                             const std::string& hint, const std::string& own_hint) {
  Properties passed = request.given;
  passed["PERFORMANCE_HINT"] = hint;
  request.PassOn(passed);
  CompiledModel::Parts parts;
  parts.own["PERFORMANCE_HINT"] = own_hint;
  parts.own["MULTI_DEVICE_PRIORITIES"] = Priorities(request.world, device, candidates);
  parts.own["MODEL_PRIORITY"] = ValueOf(request.given, "MODEL_PRIORITY", "MEDIUM");
  parts.own["PERF_COUNT"] = ParseBool("PERF_COUNT", ValueOf(request.given, "PERF_COUNT", "NO")) ? "YES" : "NO";
  return parts;
}

}  // namespace

CompiledModel::Parts CompileForAuto(const CompileRequest& request) {
  CheckGiven(request.given);
  const DeviceString device = WithList(request);
  const Devices candidates = Candidates(request.world, device, request.compilation->number);
  const std::string hint = ValueOf(request.given, "PERFORMANCE_HINT", "LATENCY");
  CompiledModel::Parts parts = Prepare(request, device, candidates, hint, hint);
  parts.kind = CompiledModel::Kind::kAuto;
  const AutoOptions options = {IsOn(request.given, "ENABLE_STARTUP_FALLBACK"),
                               IsOn(request.given, "ENABLE_RUNTIME_FALLBACK")};
  parts.executor = CompileAuto(request.compilation, request.guard, candidates, options);
  return parts;
}

CompiledModel::Parts CompileForMulti(const CompileRequest& request) {
  CheckGiven(request.given);
  const DeviceString device = WithList(request);
  const bool is_multi = device.scheduler == "MULTI";
  if (is_multi && device.list.empty()) throw Failure("KEY_MULTI_DEVICE_PRIORITIES key is not set for MULTI");
  const Devices candidates = Candidates(request.world, device, request.compilation->number);
  // MULTI says THROUGHPUT of itself even where LATENCY is in effect
  const bool is_latency = ValueOf(request.given, "PERFORMANCE_HINT", "") == "LATENCY";
  CompiledModel::Parts parts = Prepare(request, device, candidates, is_latency ? "LATENCY" : "THROUGHPUT",
                                       is_multi ? "THROUGHPUT" : "CUMULATIVE_THROUGHPUT");
  parts.kind = CompiledModel::Kind::kMulti;
  const std::string policy = ValueOf(request.given, "SCHEDULE_POLICY", "DEVICE_PRIORITY");
  parts.own["SCHEDULE_POLICY"] = policy;
  std::vector<Part> whole;
  for (const auto& candidate : candidates) whole.push_back({candidate});
  std::vector<HardwarePtr> hardware;
  const std::vector<Loaded> all = LoadAll(*request.compilation, request.guard, whole);
  for (const Loaded& loaded : all) {
    if (loaded.hardware != nullptr) hardware.push_back(loaded.hardware);
  }
  if (hardware.empty()) throw Failure(AllFailed(device.scheduler, all));
  const MultiExecutor::Settings settings = {IsOn(request.given, "ENABLE_RUNTIME_FALLBACK"), policy == "ROUND_ROBIN"};
  parts.executor = std::make_shared<MultiExecutor>(request.world, std::move(hardware), settings);
  return parts;
}

}  // namespace openvino_mock
