// Remote contexts and remote tensors, their makers in the variadic and in the array form.
#include <cstdarg>

#include "exports.h"
#include "handles.h"
#include "library_types.h"
#include "partial_shapes.h"

using namespace openvino_mock;

namespace {

/** What the real wrapper makes of a value: by the key alone, and without a look at what it was given. */
RemoteValue ReadValue(const std::string& key, const void* value) {
  if (TakesPointer(key)) return {true, static_cast<uint64_t>(reinterpret_cast<uintptr_t>(value)), ""};
  if (value == nullptr) throw Failure("basic_string: construction from null is not valid", UNKNOW_EXCEPTION);
  return {false, 0, static_cast<const char*>(value)};
}

RemoteParams ReadPairs(size_t count, va_list arguments) {
  if (count % 2 != 0) throw InvalidArgument();
  RemoteParams params;
  for (size_t i = 0; i < count; i += 2) {
    const std::string key = va_arg(arguments, const char*);
    params[key] = ReadValue(key, va_arg(arguments, const void*));
  }
  return params;
}

RemoteParams ReadArray(size_t count, const ov_property_t* array) {
  if (count > 0) RequireAll(array);
  RemoteParams params;
  for (size_t i = 0; i < count; i++) {
    if (array[i].key == nullptr) throw Failure("ov_property_t: key must not be null");
    const std::string key = array[i].key;
    if (array[i].value == nullptr) throw Failure("ov_property_t: value for key '" + key + "' must not be null");
    params[key] = ReadValue(key, array[i].value);
  }
  return params;
}

Shape ReadShape(const ov_shape_t& given, ov_element_type_e type) {
  RequireAll(given.dims);
  Shape shape = FromStruct(given);
  for (const int64_t dimension : shape) {
    if (dimension < 0) throw Failure("std::bad_alloc");
  }
  if (FromLibrary(type) == 0) throw Failure("A tensor of a dynamic type can not be made");
  return shape;
}

ov_remote_context_t* Make(const ov_core_t* core, const char* device, const RemoteParams& params) {
  const World::Guard guard = core->world->Lock();
  return new ov_remote_context{CreateContext(core->world, device, params)};
}

ov_tensor_t* MakeTensor(const ov_remote_context_t* context, ov_element_type_e type, const ov_shape_t& shape,
                        const RemoteParams& params) {
  const Shape dimensions = ReadShape(shape, type);
  const World::Guard guard = context->context->world()->Lock();
  return new ov_tensor{context->context->CreateTensor(FromLibrary(type), dimensions, params)};
}

const RemoteMemory& RemoteOf(const ov_tensor_t* tensor) {
  RequireAll(tensor);
  if (tensor->tensor->remote() == nullptr) throw InvalidArgument();
  return *tensor->tensor->remote();
}

}  // namespace

ov_status_e ov_core_create_context(const ov_core_t* core, const char* device_name, const size_t context_args_size,
                                   ov_remote_context_t** context, ...) {
  va_list arguments;
  va_start(arguments, context);
  const ov_status_e status = Guarded([&] {
    RequireAll(core, device_name, context);
    *context = Make(core, device_name, ReadPairs(context_args_size, arguments));
  });
  va_end(arguments);
  return status;
}

ov_status_e ov_core_create_context_props(const ov_core_t* core, const char* device_name, const size_t num_properties,
                                         const ov_property_t* properties, ov_remote_context_t** context) {
  return Guarded([&] {
    RequireAll(core, device_name, context);
    *context = Make(core, device_name, ReadArray(num_properties, properties));
  });
}

ov_status_e ov_core_get_default_context(const ov_core_t* core, const char* device_name, ov_remote_context_t** context) {
  return Guarded([&] {
    RequireAll(core, device_name, context);
    const World::Guard guard = core->world->Lock();
    *context = new ov_remote_context{DefaultContext(core->world, device_name)};
  });
}

ov_status_e ov_compiled_model_get_context(const ov_compiled_model_t* compiled_model, ov_remote_context_t** context) {
  return Guarded([&] {
    RequireAll(compiled_model, context);
    const World::Guard guard = compiled_model->world->Lock();
    *context = new ov_remote_context{compiled_model->compiled->GetContext()};
  });
}

ov_status_e ov_remote_context_create_tensor(const ov_remote_context_t* context, const ov_element_type_e type,
                                            const ov_shape_t shape, const size_t object_args_size,
                                            ov_tensor_t** remote_tensor, ...) {
  va_list arguments;
  va_start(arguments, remote_tensor);
  const ov_status_e status = Guarded([&] {
    RequireAll(context, remote_tensor);
    *remote_tensor = MakeTensor(context, type, shape, ReadPairs(object_args_size, arguments));
  });
  va_end(arguments);
  return status;
}

ov_status_e ov_remote_context_create_tensor_props(const ov_remote_context_t* context, const ov_element_type_e type,
                                                  const ov_shape_t shape, const size_t num_properties,
                                                  const ov_property_t* properties, ov_tensor_t** remote_tensor) {
  return Guarded([&] {
    RequireAll(context, remote_tensor);
    *remote_tensor = MakeTensor(context, type, shape, ReadArray(num_properties, properties));
  });
}

ov_status_e ov_remote_context_create_host_tensor(const ov_remote_context_t* context, const ov_element_type_e type,
                                                 const ov_shape_t shape, ov_tensor_t** tensor) {
  return Guarded([&] {
    RequireAll(context, tensor);
    const Shape dimensions = ReadShape(shape, type);
    const World::Guard guard = context->context->world()->Lock();
    *tensor = new ov_tensor{context->context->CreateHostTensor(FromLibrary(type), dimensions)};
  });
}

ov_status_e ov_remote_context_get_device_name(const ov_remote_context_t* context, char** device_name) {
  return Guarded([&] {
    RequireAll(context, device_name);
    *device_name = CopyText(context->context->DeviceName());
  });
}

ov_status_e ov_remote_context_get_params(const ov_remote_context_t* context, size_t* size, char** params) {
  return Guarded([&] {
    RequireAll(context, size, params);
    *size = context->context->params().size();
    *params = CopyText(ParamsText(context->context->params()));
  });
}

void ov_remote_context_free(ov_remote_context_t* context) { delete context; }

ov_status_e ov_remote_tensor_get_params(ov_tensor_t* tensor, size_t* size, char** params) {
  return Guarded([&] {
    RequireAll(size, params);
    const RemoteMemory& remote = RemoteOf(tensor);
    *size = remote.params.size();
    *params = CopyText(ParamsText(remote.params));
  });
}

ov_status_e ov_remote_tensor_get_device_name(ov_tensor_t* remote_tensor, char** device_name) {
  return Guarded([&] {
    RequireAll(device_name);
    *device_name = CopyText(RemoteOf(remote_tensor).context->DeviceName());
  });
}
