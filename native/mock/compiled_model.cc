#include "compiled_model.h"

#include "batch_executor.h"
#include "failure.h"
#include "hardware_executor.h"
#include "remote_context.h"

namespace openvino_mock {

namespace {

const char* const kAutoKeys =
    "NETWORK_NAME SUPPORTED_PROPERTIES EXECUTION_DEVICES PERFORMANCE_HINT OPTIMAL_NUMBER_OF_INFER_REQUESTS "
    "MULTI_DEVICE_PRIORITIES DEVICE_PROPERTIES MODEL_PRIORITY LOADED_FROM_CACHE PERF_COUNT";
const char* const kMultiKeys =
    "NETWORK_NAME SUPPORTED_PROPERTIES EXECUTION_DEVICES PERFORMANCE_HINT OPTIMAL_NUMBER_OF_INFER_REQUESTS "
    "DEVICE_PROPERTIES MODEL_PRIORITY LOADED_FROM_CACHE SCHEDULE_POLICY PERF_COUNT MULTI_DEVICE_PRIORITIES";
const char* const kHeteroKeys =
    "NETWORK_NAME OPTIMAL_NUMBER_OF_INFER_REQUESTS EXECUTION_DEVICES LOADED_FROM_CACHE HETERO_NUMBER_OF_SUBMODELS "
    "SUPPORTED_PROPERTIES DEVICE_PROPERTIES MULTI_DEVICE_PRIORITIES";
const char* const kBatchKeys =
    "SUPPORTED_PROPERTIES OPTIMAL_NUMBER_OF_INFER_REQUESTS NETWORK_NAME EXECUTION_DEVICES AUTO_BATCH_TIMEOUT";

const char* const kNotChangeable =
    "Not Implemented: It's not possible to set property of an already compiled model. Set property to "
    "Core::compile_model "
    "during compilation";

}  // namespace

Properties TellDevice(const HardwareExecutor& hardware, const std::string& model_name) {
  Properties told = hardware.settings().properties;
  told["NETWORK_NAME"] = model_name;
  told["NUM_STREAMS"] = std::to_string(hardware.settings().streams);
  told["OPTIMAL_NUMBER_OF_INFER_REQUESTS"] = std::to_string(hardware.OptimalRequests());
  told["EXECUTION_DEVICES"] = hardware.device().name();
  return told;
}

std::string CompiledModel::DevicesText() const { return JoinWords(executor().ExecutionDevices()); }

std::string CompiledModel::DevicePropertiesText() const {
  std::map<std::string, Properties> devices;
  for (const HardwareExecutor* hardware : executor().Hardware()) {
    devices[hardware->device().name()] = TellDevice(*hardware, model_->friendly_name());
  }
  return FormatDeviceProperties(devices);
}

const std::string* CompiledModel::Own(const std::string& key) const {
  const auto found = parts_.own.find(key);
  return found == parts_.own.end() ? nullptr : &found->second;
}

std::string CompiledModel::GetProperty(const std::string& key) const {
  if (const std::string* own = Own(key)) return *own;
  if (key == "NETWORK_NAME") return model_->friendly_name();
  if (key == "EXECUTION_DEVICES") return DevicesText();
  if (key == "OPTIMAL_NUMBER_OF_INFER_REQUESTS") return std::to_string(executor().OptimalRequests());
  if (key == "LOADED_FROM_CACHE") return "NO";
  switch (parts_.kind) {
    case Kind::kDevice:
      return OfDevice(key);
    case Kind::kAuto:
    case Kind::kMulti:
      return OfAuto(key);
    case Kind::kHetero:
      return OfHetero(key);
    case Kind::kBatch:
      return OfBatch(key);
  }
  return "";
}

std::string CompiledModel::OfDevice(const std::string& key) const {
  const HardwareExecutor& hardware = *executor().Hardware().front();
  if (key == "SUPPORTED_PROPERTIES") {
    return JoinWords(DeviceProperties(hardware.device().spec()).compiled_keys());
  }
  const Properties told = TellDevice(hardware, model_->friendly_name());
  const auto found = told.find(key);
  if (found == told.end()) throw Failure("Unsupported property: " + key);
  return found->second;
}

std::string CompiledModel::OfAuto(const std::string& key) const {
  if (key == "SUPPORTED_PROPERTIES") return parts_.kind == Kind::kAuto ? kAutoKeys : kMultiKeys;
  if (key == "DEVICE_PROPERTIES") return DevicePropertiesText();
  throw Failure(parts_.scheduler + ": not supported property " + key);
}

std::string CompiledModel::OfHetero(const std::string& key) const {
  if (key == "SUPPORTED_PROPERTIES") return kHeteroKeys;
  if (key == "HETERO_NUMBER_OF_SUBMODELS") return std::to_string(executor().Hardware().size());
  if (key == "DEVICE_PROPERTIES") return DevicePropertiesText();
  throw Failure("Property was not found: " + key);
}

std::string CompiledModel::OfBatch(const std::string& key) const {
  if (key == "SUPPORTED_PROPERTIES") return kBatchKeys;
  if (key == "AUTO_BATCH_TIMEOUT") return std::to_string(static_cast<long>(parts_.batch->timeout_ms()));
  if (key == "DEVICE_PROPERTIES") return DevicePropertiesText();
  const Properties told = TellDevice(*executor().Hardware().front(), model_->friendly_name());
  const auto found = told.find(key);
  if (found == told.end()) throw Failure("Unsupported Compiled Model Property: " + key);
  return found->second;
}

void CompiledModel::SetProperty(const std::string& key, const std::string& value) {
  if (parts_.kind == Kind::kMulti) throw Failure("Not Implemented");
  if (parts_.kind != Kind::kBatch) throw Failure(kNotChangeable);
  if (key != "AUTO_BATCH_TIMEOUT") {
    throw Failure("AutoBatching Compiled Model dosen't support property" + key +
                  ". The only property that can be changed on the fly is the AUTO_BATCH_TIMEOUT");
  }
  parts_.batch->set_timeout_ms(std::strtod(value.c_str(), nullptr));
}

std::string CompiledModel::ExportDevice() const {
  switch (parts_.kind) {
    case Kind::kDevice:
      return executor().ExecutionDevices().front();
    case Kind::kHetero:
      return "HETERO";
    default:
      throw Failure("Not Implemented");
  }
}

const Device* CompiledModel::LoneDevice() const {
  return parts_.kind == Kind::kDevice ? &executor().Hardware().front()->device() : nullptr;
}

std::shared_ptr<RemoteContext> CompiledModel::GetContext() const {
  if (context_ != nullptr) return context_;
  // the plugin that is asked gets no device from its caller
  if (parts_.kind == Kind::kBatch) throw Failure("Value for ov::device::priorities is not set");
  if (parts_.kind != Kind::kDevice) throw Failure("Not Implemented");
  return DefaultContext(world_, LoneDevice()->name());
}

bool CompiledModel::IsProfiled() const {
  for (const HardwareExecutor* hardware : executor().Hardware()) {
    const auto& properties = hardware->settings().properties;
    const auto found = properties.find("PERF_COUNT");
    if (found != properties.end() && found->second == "YES") return true;
  }
  return false;
}

}  // namespace openvino_mock
