// Compiling, in its variadic and its array form.
#include <cstdarg>

#include "exports.h"
#include "handles.h"
#include "log.h"

using namespace openvino_mock;

namespace {

/** A variadic call's properties: `count` arguments, keys and values in turn. */
Properties ReadPairs(size_t count, va_list arguments) {
  if (count % 2 != 0) throw InvalidArgument();
  Properties properties;
  for (size_t i = 0; i < count; i += 2) {
    const char* key = va_arg(arguments, const char*);
    const char* value = va_arg(arguments, const char*);
    RequireAll(key, value);
    properties[key] = value;
  }
  return properties;
}

Properties ReadArray(size_t count, const ov_property_t* array) {
  if (count > 0) RequireAll(array);
  Properties properties;
  for (size_t i = 0; i < count; i++) {
    if (array[i].key == nullptr || array[i].value == nullptr) throw Failure("A property's key or value is NULL");
    properties[array[i].key] = static_cast<const char*>(array[i].value);
  }
  return properties;
}

/** LOG_LEVEL of a compilation, else what the core was told for the device or for all. */
std::string LogLevel(const ov_core_t* core, const std::string& device, const Properties& properties) {
  const auto given = properties.find("LOG_LEVEL");
  if (given != properties.end()) return given->second;
  for (const std::string& name : {device.substr(0, device.find(':')), std::string()}) {
    const auto told = core->properties.find(name);
    if (told == core->properties.end()) continue;
    const auto level = told->second.find("LOG_LEVEL");
    if (level != told->second.end()) return level->second;
  }
  return "";
}

ov_compiled_model_t* CompileFor(const ov_core_t* core, const Model& model, const char* device,
                                const Properties& properties) {
  World::Guard guard = core->world->Lock();
  // an empty string is no device; NULL leaves the choice to AUTO
  if (device != nullptr && *device == '\0')
    throw Failure("Device with \"\" name is not registered in the OpenVINO Runtime");
  const std::string name = device == nullptr ? "" : device;
  const auto compiled = Compile(core->world, guard, model, name, properties, core->properties);
  if (LogsInfo(LogLevel(core, name, properties))) {
    Log("[SIMULATED] compiled " + model.friendly_name() + " for " + (name.empty() ? "AUTO" : name));
  }
  return new ov_compiled_model{core->world, compiled};
}

ov_compiled_model_t* CompileIn(const ov_core_t* core, const Model& model, const std::shared_ptr<RemoteContext>& context,
                               const Properties& properties) {
  const Device& device = context->device();
  if (context->world() != core->world) {
    throw Failure("[" + device.spec().base() + "] Invalid remote context type. It is of another machine");
  }
  World::Guard guard = core->world->Lock();
  auto compiled = Compile(core->world, guard, model, device.name(), properties, core->properties);
  compiled->set_context(context);
  return new ov_compiled_model{core->world, std::move(compiled)};
}

}  // namespace

ov_status_e ov_core_compile_model(const ov_core_t* core, const ov_model_t* model, const char* device_name,
                                  const size_t property_args_size, ov_compiled_model_t** compiled_model, ...) {
  va_list arguments;
  va_start(arguments, compiled_model);
  const ov_status_e status = Guarded([&] {
    RequireAll(core, model, compiled_model);
    *compiled_model = CompileFor(core, *model->model, device_name, ReadPairs(property_args_size, arguments));
  });
  va_end(arguments);
  return status;
}

ov_status_e ov_core_compile_model_props(const ov_core_t* core, const ov_model_t* model, const char* device_name,
                                        const size_t num_properties, const ov_property_t* properties,
                                        ov_compiled_model_t** compiled_model) {
  return Guarded([&] {
    RequireAll(core, model, compiled_model);
    *compiled_model = CompileFor(core, *model->model, device_name, ReadArray(num_properties, properties));
  });
}

ov_status_e ov_core_compile_model_from_file(const ov_core_t* core, const char* model_path, const char* device_name,
                                            const size_t property_args_size, ov_compiled_model_t** compiled_model,
                                            ...) {
  va_list arguments;
  va_start(arguments, compiled_model);
  const ov_status_e status = Guarded([&] {
    RequireAll(core, model_path, compiled_model);
    const Properties properties = ReadPairs(property_args_size, arguments);
    *compiled_model = CompileFor(core, *ReadModelFile(model_path, nullptr), device_name, properties);
  });
  va_end(arguments);
  return status;
}

ov_status_e ov_core_compile_model_from_file_props(const ov_core_t* core, const char* model_path,
                                                  const char* device_name, const size_t num_properties,
                                                  const ov_property_t* properties,
                                                  ov_compiled_model_t** compiled_model) {
  return Guarded([&] {
    RequireAll(core, model_path, compiled_model);
    const Properties given = ReadArray(num_properties, properties);
    *compiled_model = CompileFor(core, *ReadModelFile(model_path, nullptr), device_name, given);
  });
}

ov_status_e ov_core_compile_model_with_context(const ov_core_t* core, const ov_model_t* model,
                                               const ov_remote_context_t* context, const size_t property_args_size,
                                               ov_compiled_model_t** compiled_model, ...) {
  va_list arguments;
  va_start(arguments, compiled_model);
  const ov_status_e status = Guarded([&] {
    RequireAll(core, model, context, compiled_model);
    *compiled_model = CompileIn(core, *model->model, context->context, ReadPairs(property_args_size, arguments));
  });
  va_end(arguments);
  return status;
}

ov_status_e ov_core_compile_model_with_context_props(const ov_core_t* core, const ov_model_t* model,
                                                     const ov_remote_context_t* context, const size_t num_properties,
                                                     const ov_property_t* properties,
                                                     ov_compiled_model_t** compiled_model) {
  return Guarded([&] {
    RequireAll(core, model, context, compiled_model);
    *compiled_model = CompileIn(core, *model->model, context->context, ReadArray(num_properties, properties));
  });
}
