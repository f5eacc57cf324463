#include "compile.h"

#include <utility>

#include "candidates.h"
#include "failure.h"
#include "settings.h"

namespace openvino_mock {

void CompileRequest::PassOnStrictly(const Properties& properties) const {
  compilation->settings = [core = core, properties](const DeviceSpec& device) {
    return MakeSettings(device, PropertiesOf(core, device.base()), properties);
  };
}

void CompileRequest::PassOn(const Properties& properties) const {
  const auto by_device = ParseDeviceProperties(ValueOf(given, "DEVICE_PROPERTIES", ""));
  compilation->settings = [core = core, by_device, properties](const DeviceSpec& device) {
    Properties meant = MeantFor(device, properties);
    for (const std::string& name : {device.base(), device.name}) {
      for (const auto& [key, value] : PropertiesOf(by_device, name)) meant[key] = value;
    }
    return MakeSettings(device, PropertiesOf(core, device.base()), meant);
  };
}

HardwarePtr LoadOne(const CompileRequest& request, const std::shared_ptr<Device>& device) {
  const Loaded loaded = LoadAll(*request.compilation, request.guard, {{device}}).front();
  if (loaded.hardware == nullptr) throw Failure(loaded.failure);
  return loaded.hardware;
}

CompiledModel::Parts CompileForDevice(const CompileRequest& request) {
  request.PassOnStrictly(request.given);
  CompiledModel::Parts parts;
  parts.kind = CompiledModel::Kind::kDevice;
  parts.executor = LoadOne(request, LoneDevice(request.world, request.device.list.front().name));
  return parts;
}

namespace {

CompiledModel::Parts CompileBy(const std::string& scheduler, const CompileRequest& request) {
  if (scheduler.empty()) return CompileForDevice(request);
  if (scheduler == "HETERO") return CompileForHetero(request);
  if (scheduler == "BATCH") return CompileForBatch(request);
  const bool is_cumulative = ValueOf(request.given, "PERFORMANCE_HINT", "") == "CUMULATIVE_THROUGHPUT";
  return scheduler == "MULTI" || is_cumulative ? CompileForMulti(request) : CompileForAuto(request);
}

}  // namespace

std::shared_ptr<CompiledModel> Compile(const std::shared_ptr<World>& world, World::Guard& guard, const Model& model,
                                       const std::string& device, const Properties& properties,
                                       const CoreProperties& core) {
  CompileRequest request = {*world, guard, ParseDeviceString(device), properties, core, nullptr};
  // the core's own affair
  request.given.erase("CACHE_DIR");
  request.given.erase("ENABLE_MMAP");
  const std::string scheduler = request.device.scheduler;
  if (!scheduler.empty()) {
    for (const auto& [key, value] : PropertiesOf(core, scheduler)) request.given.emplace(key, value);
  }
  request.compilation = std::make_shared<Compilation>(Compilation{world.get(), model, ++world->last_compiled, {}});
  CompiledModel::Parts parts = CompileBy(scheduler, request);
  parts.number = request.compilation->number;
  parts.scheduler = scheduler;
  return std::make_shared<CompiledModel>(world, model, std::move(parts));
}

}  // namespace openvino_mock
