#include "compile.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "batch_executor.h"
#include "compile_auto.h"
#include "failure.h"
#include "hetero_executor.h"
#include "load.h"
#include "loading.h"
#include "multi_executor.h"
#include "scheduler_properties.h"
#include "version.h"

namespace openvino_mock {

namespace {

std::string ValueOf(const Properties& properties, const std::string& key, const std::string& otherwise) {
  const auto found = properties.find(key);
  return found == properties.end() || found->second.empty() ? otherwise : found->second;
}

bool IsOn(const Properties& properties, const std::string& key, bool otherwise) {
  const auto found = properties.find(key);
  return found == properties.end() ? otherwise : ParseBool(key, found->second);
}

const Properties& Of(const CoreProperties& core, const std::string& name) {
  static const Properties& none = *new Properties;
  const auto found = core.find(name);
  return found == core.end() ? none : found->second;
}

/** A scheduler's compilation: what it was told itself, and what it passes on. */
class Compiler {
 public:
  Compiler(const std::shared_ptr<World>& world, World::Guard& guard, const Model& model, DeviceString device,
           const Properties& properties, const CoreProperties& core)
      : world_(world), guard_(guard), device_(std::move(device)), core_(core), given_(properties) {
    // the core's own, and a model's name that some loaders pass
    given_.erase("CACHE_DIR");
    given_.erase("ENABLE_MMAP");
    if (!device_.scheduler.empty()) {
      for (const auto& [key, value] : Of(core, device_.scheduler)) given_.emplace(key, value);
    }
    by_device_ = ParseDeviceProperties(ValueOf(given_, "DEVICE_PROPERTIES", ""));
    compilation_ = std::make_shared<Compilation>(Compilation{world.get(), model, ++world->last_compiled, {}});
    parts_.number = compilation_->number;
    parts_.scheduler = device_.scheduler;
  }

  CompiledModel::Parts Compile() {
    if (device_.scheduler.empty()) {
      ForDevice();
    } else if (device_.scheduler == "HETERO") {
      ForHetero();
    } else if (device_.scheduler == "BATCH") {
      ForBatch();
    } else {
      ForAutoOrMulti();
    }
    return std::move(parts_);
  }

 private:
  /** For a device by itself: it takes the properties, or refuses them. */
  void PassOnStrictly(const Properties& given) {
    compilation_->settings = [this, given](const DeviceSpec& device) {
      return MakeSettings(device, Of(core_, device.base()), given);
    };
  }

  /** For devices under a scheduler: each gets what it takes, and what DEVICE_PROPERTIES has for it. */
  void PassOn(const Properties& given) {
    compilation_->settings = [core = core_, by_device = by_device_, given](const DeviceSpec& device) {
      Properties meant = MeantFor(device, given);
      for (const std::string& name : {device.base(), device.name}) {
        for (const auto& [key, value] : Of(by_device, name)) meant[key] = value;
      }
      return MakeSettings(device, Of(core, device.base()), meant);
    };
  }

  void ForDevice() {
    PassOnStrictly(given_);
    parts_.kind = CompiledModel::Kind::kDevice;
    parts_.executor = LoadOne(LoneDevice(*world_, device_.list.front().name));
  }

  HardwarePtr LoadOne(const std::shared_ptr<Device>& device) {
    const Loaded loaded = LoadAll(*compilation_, guard_, {device}).front();
    if (loaded.hardware == nullptr) throw Failure(loaded.failure);
    return loaded.hardware;
  }

  void ForAutoOrMulti() {
    const std::string hint = ValueOf(given_, "PERFORMANCE_HINT", "");
    for (const char* key : {"PERFORMANCE_HINT", "PERF_COUNT", "ENABLE_STARTUP_FALLBACK", "ENABLE_RUNTIME_FALLBACK"}) {
      const auto given = given_.find(key);
      if (given != given_.end()) CheckSchedulerProperty("AUTO", key, given->second);
    }
    const auto by_device = given_.find("DEVICE_PROPERTIES");
    if (by_device != given_.end() && by_device->second.find('{') == std::string::npos) {
      throw Failure("Invalid value for property DEVICE_PROPERTIES: " + by_device->second);
    }
    if (device_.list.empty()) {
      device_.list = ParseDeviceString("AUTO:" + ValueOf(given_, "MULTI_DEVICE_PRIORITIES", "")).list;
    }
    const bool is_multi = device_.scheduler == "MULTI";
    if (is_multi && device_.list.empty()) throw Failure("KEY_MULTI_DEVICE_PRIORITIES key is not set for MULTI");
    const Devices candidates = Candidates(*world_, device_, parts_.number);
    const bool uses_all = is_multi || hint == "CUMULATIVE_THROUGHPUT";
    Properties passed = given_;
    passed["PERFORMANCE_HINT"] = uses_all && hint != "LATENCY" ? "THROUGHPUT" : (hint.empty() ? "LATENCY" : hint);
    PassOn(passed);
    parts_.own["PERFORMANCE_HINT"] = is_multi ? "THROUGHPUT" : (hint.empty() ? "LATENCY" : hint);
    parts_.own["MULTI_DEVICE_PRIORITIES"] = Priorities(candidates);
    parts_.own["MODEL_PRIORITY"] = ValueOf(given_, "MODEL_PRIORITY", "MEDIUM");
    parts_.own["PERF_COUNT"] = IsOn(given_, "PERF_COUNT", false) ? "YES" : "NO";
    if (uses_all) {
      ForAll(candidates);
    } else {
      parts_.kind = CompiledModel::Kind::kAuto;
      const AutoOptions options = {IsOn(given_, "ENABLE_STARTUP_FALLBACK", true),
                                   IsOn(given_, "ENABLE_RUNTIME_FALLBACK", true)};
      parts_.executor = CompileAuto(compilation_, guard_, candidates, options);
    }
  }

  void ForAll(const Devices& candidates) {
    parts_.kind = CompiledModel::Kind::kMulti;
    const std::string policy = ValueOf(given_, "SCHEDULE_POLICY", "DEVICE_PRIORITY");
    parts_.own["SCHEDULE_POLICY"] = policy;
    std::vector<HardwarePtr> hardware;
    std::vector<std::string> failures;
    for (Loaded& loaded : LoadAll(*compilation_, guard_, candidates)) {
      if (loaded.hardware != nullptr) hardware.push_back(std::move(loaded.hardware));
      failures.push_back(loaded.failure);
    }
    if (hardware.empty()) throw Failure(AllFailed(device_.scheduler, candidates, failures));
    const MultiExecutor::Settings settings = {IsOn(given_, "ENABLE_RUNTIME_FALLBACK", true), policy == "ROUND_ROBIN"};
    parts_.executor = std::make_shared<MultiExecutor>(*world_, std::move(hardware), settings);
  }

  /** The devices of the list that are there, as they were written; all candidates without a list. */
  std::string Priorities(const Devices& candidates) const {
    std::string text;
    const auto add = [&](const std::string& name) { text += (text.empty() ? "" : ",") + name; };
    if (device_.list.empty()) {
      for (const auto& device : candidates) add(device->name());
    }
    for (const DeviceString::Entry& entry : device_.list) {
      if (world_->Find(entry.name) != nullptr) add(entry.name);
    }
    return text;
  }

  /** Each device of the list gets the operations that it can run and none before it can. */
  void ForHetero() {
    PassOn(given_);
    std::vector<Operation> left = compilation_->model.operations();
    const auto total = static_cast<double>(std::max<size_t>(left.size(), 1));
    std::vector<std::pair<std::shared_ptr<Device>, double>> parts;
    for (const DeviceString::Entry& entry : device_.list) {
      // refused by 2022.3 even where no operation is left for it
      const bool is_needed = !left.empty() || parts.empty();
      if (!is_needed && IsAtLeast(world_->scenario().version, 2023, 0)) break;
      const std::shared_ptr<Device> device = LoneDevice(*world_, entry.name);
      const auto rest = std::stable_partition(left.begin(), left.end(),
                                              [&](const Operation& operation) { return !CanRun(*device, operation); });
      const auto own = static_cast<double>(left.end() - rest);
      left.erase(rest, left.end());
      if (own > 0 || parts.empty()) parts.emplace_back(device, own / total);
    }
    if (parts.empty()) throw Failure("Unexpected node type found in model after query_model_update()");
    if (!left.empty()) {
      throw Failure("Operation " + left.front().name + " of type " + left.front().type +
                    " is not supported by any of the mocked devices " + device_.text);
    }
    parts_.kind = CompiledModel::Kind::kHetero;
    parts_.own["MULTI_DEVICE_PRIORITIES"] = device_.text.substr(device_.text.find(':') + 1);
    parts_.executor = std::make_shared<HeteroExecutor>(LoadParts(parts));
  }

  std::vector<HardwarePtr> LoadParts(const std::vector<std::pair<std::shared_ptr<Device>, double>>& parts) {
    const auto loaded = std::make_shared<std::vector<Loaded>>(parts.size());
    const auto left = std::make_shared<size_t>(parts.size());
    bool hangs = false;
    for (size_t i = 0; i < parts.size(); i++) {
      hangs = hangs || Hangs(*parts[i].first);
      LoadOnto(
          *compilation_, parts[i].first,
          [world = world_.get(), loaded, left, i](const Loaded& each) {
            (*loaded)[i] = each;
            (*left)--;
            world->Changed();
          },
          parts[i].second, false);
    }
    WaitForLoads(*world_, guard_, hangs, [&] { return *left == 0; });
    std::vector<HardwarePtr> hardware;
    for (const Loaded& each : *loaded) {
      if (each.hardware == nullptr) throw Failure(each.failure);
      hardware.push_back(each.hardware);
    }
    return hardware;
  }

  void ForBatch() {
    if (device_.list.empty()) throw Failure("ov::device::priorities key for AUTO BATCH is not set for BATCH device");
    const DeviceString::Entry& entry = device_.list.front();
    if (entry.has_count && entry.count == 0) {
      throw Failure("Batch value for '" + entry.name + "' must be > 0, while 0is passed");
    }
    const std::shared_ptr<Device> device = LoneDevice(*world_, entry.name);
    Properties passed = given_;
    passed.erase("AUTO_BATCH_TIMEOUT");
    for (const auto& [key, value] : passed) {
      if (!DeviceProperties(device->spec()).Takes(key)) throw Failure("Unsupported config key: " + key);
    }
    PassOnStrictly(passed);
    const double timeout_ms = std::strtod(ValueOf(given_, "AUTO_BATCH_TIMEOUT", "1000").c_str(), nullptr);
    parts_.kind = CompiledModel::Kind::kBatch;
    parts_.own["MULTI_DEVICE_PRIORITIES"] = device_.text.substr(device_.text.find(':') + 1);
    parts_.batch = std::make_shared<BatchExecutor>(*world_, LoadOne(device), std::max(entry.count, 1u), timeout_ms);
    parts_.executor = parts_.batch;
  }

  std::shared_ptr<World> world_;
  World::Guard& guard_;
  DeviceString device_;
  const CoreProperties& core_;
  Properties given_;
  std::map<std::string, Properties> by_device_;
  std::shared_ptr<Compilation> compilation_;
  CompiledModel::Parts parts_;
};

}  // namespace

std::shared_ptr<CompiledModel> Compile(const std::shared_ptr<World>& world, World::Guard& guard, const Model& model,
                                       const std::string& device, const Properties& properties,
                                       const CoreProperties& core) {
  Compiler compiler(world, guard, model, ParseDeviceString(device), properties, core);
  return std::make_shared<CompiledModel>(world, model, compiler.Compile());
}

}  // namespace openvino_mock
