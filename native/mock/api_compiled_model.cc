// Compiled models.
#include <cstdarg>

#include "exports.h"
#include "handles.h"
#include "ports_api.h"

using namespace openvino_mock;

namespace {

ov_output_const_port_t* PortAt(const ov_compiled_model_t* compiled, bool is_input, size_t index) {
  const std::vector<Port>& ports = PortsOf(compiled->compiled->model(), is_input);
  if (index < ports.size()) return new ov_output_const_port{compiled->compiled->shared_model(), is_input, index};
  const std::string direction = is_input ? "input" : "output";
  throw Failure(std::string("Cannot get ") + direction + " for index: " + std::to_string(index) + " " + direction +
                "s size is " + std::to_string(ports.size()));
}

}  // namespace

ov_status_e ov_compiled_model_inputs_size(const ov_compiled_model_t* compiled_model, size_t* size) {
  return Guarded([&] {
    RequireAll(compiled_model, size);
    *size = compiled_model->compiled->model().inputs().size();
  });
}

ov_status_e ov_compiled_model_outputs_size(const ov_compiled_model_t* compiled_model, size_t* size) {
  return Guarded([&] {
    RequireAll(compiled_model, size);
    *size = compiled_model->compiled->model().outputs().size();
  });
}

ov_status_e ov_compiled_model_input_by_index(const ov_compiled_model_t* compiled_model, const size_t index,
                                             ov_output_const_port_t** input_port) {
  return Guarded([&] {
    RequireAll(compiled_model, input_port);
    *input_port = PortAt(compiled_model, true, index);
  });
}

ov_status_e ov_compiled_model_output_by_index(const ov_compiled_model_t* compiled_model, const size_t index,
                                              ov_output_const_port_t** output_port) {
  return Guarded([&] {
    RequireAll(compiled_model, output_port);
    *output_port = PortAt(compiled_model, false, index);
  });
}

ov_status_e ov_compiled_model_input_by_name(const ov_compiled_model_t* compiled_model, const char* name,
                                            ov_output_const_port_t** input_port) {
  return Guarded([&] {
    RequireAll(compiled_model, name, input_port);
    *input_port = PortByName(compiled_model->compiled->shared_model(), true, name);
  });
}

ov_status_e ov_compiled_model_output_by_name(const ov_compiled_model_t* compiled_model, const char* name,
                                             ov_output_const_port_t** output_port) {
  return Guarded([&] {
    RequireAll(compiled_model, name, output_port);
    *output_port = PortByName(compiled_model->compiled->shared_model(), false, name);
  });
}

ov_status_e ov_compiled_model_get_property(const ov_compiled_model_t* compiled_model, const char* property_key,
                                           char** property_value) {
  return Guarded([&] {
    RequireAll(compiled_model, property_key, property_value);
    const World::Guard guard = compiled_model->world->Lock();
    *property_value = CopyText(compiled_model->compiled->GetProperty(property_key));
  });
}

ov_status_e ov_compiled_model_set_property(const ov_compiled_model_t* compiled_model, ...) {
  va_list arguments;
  va_start(arguments, compiled_model);
  const char* key = va_arg(arguments, const char*);
  const char* value = va_arg(arguments, const char*);
  va_end(arguments);
  return Guarded([&] {
    RequireAll(compiled_model, key, value);
    const World::Guard guard = compiled_model->world->Lock();
    compiled_model->compiled->SetProperty(key, value);
  });
}

ov_status_e ov_compiled_model_set_properties(const ov_compiled_model_t* compiled_model, const size_t num_properties,
                                             const ov_property_t* properties) {
  return Guarded([&] {
    RequireAll(compiled_model, properties);
    if (num_properties == 0) throw InvalidArgument();
    const World::Guard guard = compiled_model->world->Lock();
    for (size_t i = 0; i < num_properties; i++) {
      if (properties[i].key == nullptr || properties[i].value == nullptr)
        throw Failure("A property's key or value is NULL");
      compiled_model->compiled->SetProperty(properties[i].key, static_cast<const char*>(properties[i].value));
    }
  });
}

ov_status_e ov_compiled_model_create_infer_request(const ov_compiled_model_t* compiled_model,
                                                   ov_infer_request_t** infer_request) {
  return Guarded([&] {
    RequireAll(compiled_model, infer_request);
    const World::Guard guard = compiled_model->world->Lock();
    *infer_request =
        new ov_infer_request{compiled_model->world, std::make_shared<InferRequest>(compiled_model->compiled)};
  });
}

void ov_compiled_model_free(ov_compiled_model_t* compiled_model) {
  if (compiled_model == nullptr) return;
  const std::shared_ptr<World> world = compiled_model->world;
  const World::Guard guard = world->Lock();
  delete compiled_model;
}
