#include "core.h"

#include "blob_job.h"
#include "convert.h"
#include "environment.h"
#include "error.h"
#include "model_job.h"
#include "remote_context.h"
#include "remote_params.h"
#include "runtime_object.h"

namespace openvino_node {

Napi::Function Core::Define(Napi::Env env) {
  return DefineClass(env, "Core",
                     {
                         InstanceMethod<&Core::AvailableDevices>("availableDevices"),
                         InstanceMethod<&Core::Versions>("versions"),
                         InstanceMethod<&Core::GetProperty>("getProperty"),
                         InstanceMethod<&Core::SetProperties>("setProperties"),
                         InstanceMethod<&Core::AddExtension>("addExtension"),
                         InstanceMethod<&Core::ReadModelSync>("readModelSync"),
                         InstanceMethod<&Core::ReadModel>("readModel"),
                         InstanceMethod<&Core::ReadModelFromMemorySync>("readModelFromMemorySync"),
                         InstanceMethod<&Core::ReadModelFromMemory>("readModelFromMemory"),
                         InstanceMethod<&Core::CompileModelSync>("compileModelSync"),
                         InstanceMethod<&Core::CompileModel>("compileModel"),
                         InstanceMethod<&Core::ImportModelSync>("importModelSync"),
                         InstanceMethod<&Core::ImportModel>("importModel"),
                         InstanceMethod<&Core::CreateContext>("createContext"),
                         InstanceMethod<&Core::DefaultContext>("defaultContext"),
                         InstanceMethod<&Core::CompileInContextSync>("compileInContextSync"),
                         InstanceMethod<&Core::CompileInContext>("compileInContext"),
                         InstanceMethod<&Core::Close>("close"),
                     });
}

// ov_core_create(core), ov_core_create_with_config(xml_config_file, core) -> new Core(runtime: Runtime, pluginsXml: string | null)
Core::Core(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Core>(info) {
  const Napi::Env env = info.Env();
  const std::shared_ptr<Runtime> runtime = NativeOf<RuntimeObject>(info[0], "runtime").runtime();
  std::optional<std::string> plugins_xml;
  if (!info[1].IsNull() && !info[1].IsUndefined()) plugins_xml = ToString(info[1], "pluginsXml");
  ov_core_t* core = nullptr;
  Check(env, "ov_core_create", CreateCore(*runtime, plugins_xml, &core));
  core_ = std::make_shared<CoreHandle>(runtime, core);
}

const std::shared_ptr<CoreHandle>& Core::core() const {
  if (core_ == nullptr) throw ClosedError(Env(), "core");
  return core_;
}

// ov_core_get_available_devices(core, devices) -> availableDevices(): string[]
Napi::Value Core::AvailableDevices(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  ov_available_devices_t devices = {nullptr, 0};
  // loads every plugin, which takes long: not under the error text's lock
  Check(env, "ov_core_get_available_devices",
        core()->runtime()->After(core_->api().ov_core_get_available_devices(core_->get(), &devices)));
  Napi::Array names = Napi::Array::New(env, devices.size);
  for (size_t i = 0; i < devices.size; i++) {
    names[static_cast<uint32_t>(i)] = Napi::String::New(env, devices.devices[i]);
  }
  core_->api().ov_available_devices_free(&devices);
  return names;
}

// ov_core_get_versions_by_device_name(core, device_name, versions) -> versions(device: string): string[]
Napi::Value Core::Versions(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::string device = ToString(info[0], "device");
  ov_core_version_list_t list = {nullptr, 0};
  OV_CHECK(env, core()->runtime(), ov_core_get_versions_by_device_name, core_->get(), device.c_str(), &list);
  Napi::Array flat = Napi::Array::New(env);
  uint32_t position = 0;
  for (size_t i = 0; i < list.size; i++) {
    const ov_core_version_t& entry = list.versions[i];
    for (const char* text : {entry.device_name, entry.version.buildNumber, entry.version.description}) {
      flat[position++] = Napi::String::New(env, text == nullptr ? "" : text);
    }
  }
  core_->api().ov_core_versions_free(&list);
  return flat;
}

// ov_core_get_property(core, device_name, property_key, property_value) -> getProperty(device: string, name: string): string
Napi::Value Core::GetProperty(const Napi::CallbackInfo& info) {
  const std::string device = ToString(info[0], "device");
  const std::string name = ToString(info[1], "property");
  char* value = nullptr;
  OV_CHECK(info.Env(), core()->runtime(), ov_core_get_property, core_->get(), device.c_str(), name.c_str(), &value);
  return Napi::String::New(info.Env(), TakeString(core_->api(), value));
}

// ov_core_set_properties(core, device_name, num_properties, properties) -> setProperties(device: string | null, pairs: string[]): void
void Core::SetProperties(const Napi::CallbackInfo& info) {
  const bool all = info[0].IsNull();
  const std::string device = all ? "" : ToString(info[0], "device");
  const PropertyList properties(info[1]);
  const auto& runtime = core()->runtime();
  Check(info.Env(), "ov_core_set_properties", runtime->Call([&] {
    return SetCoreProperties(runtime->api(), core_->get(), all ? nullptr : device.c_str(), properties);
  }));
}

// ov_core_add_extension(core, path) -> addExtension(path: string): void
void Core::AddExtension(const Napi::CallbackInfo& info) {
  const std::string path = ToString(info[0], "path");
  CheckSupported(info.Env(), *core()->runtime(), "ov_core_add_extension",
                 core_->api().ov_core_add_extension != nullptr);
  core_->Extend();
  OV_CHECK(info.Env(), core_->runtime(), ov_core_add_extension, core_->get(), path.c_str());
}

// ov_core_read_model(core, model_path, bin_path, model) -> readModelSync(path: string, weightsPath: string | null): Model
Napi::Value Core::ReadModelSync(const Napi::CallbackInfo& info) {
  return RunSync(info.Env(), ReadJob::FromFile(info, core()));
}

// ov_core_read_model(core, model_path, bin_path, model) -> readModel(path: string, weightsPath: string | null): Promise<Model>
Napi::Value Core::ReadModel(const Napi::CallbackInfo& info) {
  return RunAsync(info.Env(), ReadJob::FromFile(info, core()));
}

// ov_core_read_model_from_memory_buffer(core, model_str, str_len, weights, model) -> readModelFromMemorySync(xml: Uint8Array, weights: Memory | null): Model
Napi::Value Core::ReadModelFromMemorySync(const Napi::CallbackInfo& info) {
  return RunSync(info.Env(), ReadJob::FromMemory(info, core()));
}

// ov_core_read_model_from_memory_buffer(core, model_str, str_len, weights, model) -> readModelFromMemory(xml: Uint8Array, weights: Memory | null): Promise<Model>
Napi::Value Core::ReadModelFromMemory(const Napi::CallbackInfo& info) {
  return RunAsync(info.Env(), ReadJob::FromMemory(info, core()));
}

// ov_core_compile_model[_from_file][_props](core, model, device_name, …) -> compileModelSync(model: Model | string, device: string, pairs: string[]): CompiledModel
Napi::Value Core::CompileModelSync(const Napi::CallbackInfo& info) {
  return RunSync(info.Env(), CompileJob::ForDevice(info, core()));
}

// ov_core_compile_model[_from_file][_props](core, model, device_name, …) -> compileModel(model: Model | string, device: string, pairs: string[]): Promise<CompiledModel>
Napi::Value Core::CompileModel(const Napi::CallbackInfo& info) {
  return RunAsync(info.Env(), CompileJob::ForDevice(info, core()));
}

// ov_core_create_context[_props](core, device_name, num_properties, properties, context) -> createContext(device: string, params: NativeParams): RemoteContext
Napi::Value Core::CreateContext(const Napi::CallbackInfo& info) {
  const std::string device = ToString(info[0], "device");
  const RemoteParams params(info[1]);
  const auto& runtime = core()->runtime();
  ov_remote_context_t* context = nullptr;
  // loads the device's plugin, which takes long: not under the error text's lock
  const ov_status_e status = params.CreateContext(runtime->api(), core_->get(), device.c_str(), &context);
  Check(info.Env(), "ov_core_create_context", runtime->After(status));
  return RemoteContext::Wrap(info.Env(), RemoteContextHandle(runtime, context));
}

// ov_core_get_default_context(core, device_name, context) -> defaultContext(device: string): RemoteContext
Napi::Value Core::DefaultContext(const Napi::CallbackInfo& info) {
  const std::string device = ToString(info[0], "device");
  const auto& runtime = core()->runtime();
  ov_remote_context_t* context = nullptr;
  const ov_status_e status = runtime->api().ov_core_get_default_context(core_->get(), device.c_str(), &context);
  Check(info.Env(), "ov_core_get_default_context", runtime->After(status));
  return RemoteContext::Wrap(info.Env(), RemoteContextHandle(runtime, context));
}

// ov_core_compile_model_with_context[_props](core, model, context, …) -> compileInContextSync(model: Model, context: RemoteContext, pairs: string[]): CompiledModel
Napi::Value Core::CompileInContextSync(const Napi::CallbackInfo& info) {
  return RunSync(info.Env(), CompileJob::InContext(info, core()));
}

// ov_core_compile_model_with_context[_props](core, model, context, …) -> compileInContext(model: Model, context: RemoteContext, pairs: string[]): Promise<CompiledModel>
Napi::Value Core::CompileInContext(const Napi::CallbackInfo& info) {
  return RunAsync(info.Env(), CompileJob::InContext(info, core()));
}

// ov_core_import_model(core, content, content_size, device_name, compiled_model) -> importModelSync(blob: Memory, device: string): CompiledModel
Napi::Value Core::ImportModelSync(const Napi::CallbackInfo& info) {
  return RunSync(info.Env(), std::make_shared<ImportJob>(info, core()));
}

// ov_core_import_model(core, content, content_size, device_name, compiled_model) -> importModel(blob: Memory, device: string): Promise<CompiledModel>
Napi::Value Core::ImportModel(const Napi::CallbackInfo& info) {
  return RunAsync(info.Env(), std::make_shared<ImportJob>(info, core()));
}

void Core::Close(const Napi::CallbackInfo&) { core_.reset(); }

}  // namespace openvino_node
