// Models: their ports, and reshaping them.
#include "exports.h"
#include "handles.h"
#include "partial_shapes.h"
#include "ports_api.h"

using namespace openvino_mock;

namespace {

/** The real library throws something here that its C API does not know. */
Failure OutOfRange() { return Failure("An unknown exception occurred", UNKNOW_EXCEPTION); }

ov_output_const_port_t* PortAt(const ov_model_t* model, bool is_input, size_t index) {
  if (index >= PortsOf(*model->model, is_input).size()) throw OutOfRange();
  return new ov_output_const_port{model->model, is_input, index};
}

size_t InputByName(const Model& model, const std::string& name) {
  for (size_t i = 0; i < model.inputs().size(); i++) {
    if (model.inputs()[i].Has(name)) return i;
  }
  throw Failure("Input for tensor name '" + name + "' is not found.");
}

}  // namespace

void ov_model_free(ov_model_t* model) { delete model; }

ov_status_e ov_model_inputs_size(const ov_model_t* model, size_t* input_size) {
  return Guarded([&] {
    RequireAll(model, input_size);
    *input_size = model->model->inputs().size();
  });
}

ov_status_e ov_model_outputs_size(const ov_model_t* model, size_t* output_size) {
  return Guarded([&] {
    RequireAll(model, output_size);
    *output_size = model->model->outputs().size();
  });
}

ov_status_e ov_model_const_input_by_index(const ov_model_t* model, const size_t index,
                                          ov_output_const_port_t** input_port) {
  return Guarded([&] {
    RequireAll(model, input_port);
    *input_port = PortAt(model, true, index);
  });
}

ov_status_e ov_model_const_output_by_index(const ov_model_t* model, const size_t index,
                                           ov_output_const_port_t** output_port) {
  return Guarded([&] {
    RequireAll(model, output_port);
    *output_port = PortAt(model, false, index);
  });
}

ov_status_e ov_model_const_input_by_name(const ov_model_t* model, const char* tensor_name,
                                         ov_output_const_port_t** input_port) {
  return Guarded([&] {
    RequireAll(model, tensor_name, input_port);
    *input_port = PortByName(model->model, true, tensor_name);
  });
}

ov_status_e ov_model_const_output_by_name(const ov_model_t* model, const char* tensor_name,
                                          ov_output_const_port_t** output_port) {
  return Guarded([&] {
    RequireAll(model, tensor_name, output_port);
    *output_port = PortByName(model->model, false, tensor_name);
  });
}

bool ov_model_is_dynamic(const ov_model_t* model) { return model != nullptr && model->model->IsDynamic(); }

ov_status_e ov_model_get_friendly_name(const ov_model_t* model, char** friendly_name) {
  return Guarded([&] {
    RequireAll(model, friendly_name);
    *friendly_name = CopyText(model->model->friendly_name());
  });
}

ov_status_e ov_model_reshape(const ov_model_t* model, const char** tensor_names,
                             const ov_partial_shape_t* partial_shapes, size_t size) {
  return Guarded([&] {
    RequireAll(model, tensor_names, partial_shapes);
    if (size == 0) throw InvalidArgument();
    std::map<size_t, PartialShape> shapes;
    for (size_t i = 0; i < size; i++) {
      RequireAll(tensor_names[i]);
      shapes[InputByName(*model->model, tensor_names[i])] = FromStruct(partial_shapes[i]);
    }
    model->model->Reshape(shapes);
  });
}

ov_status_e ov_model_reshape_single_input(const ov_model_t* model, const ov_partial_shape_t partial_shape) {
  return Guarded([&] {
    RequireAll(model);
    model->model->Reshape({{0, FromStruct(partial_shape)}});
  });
}

ov_status_e ov_model_reshape_by_port_indexes(const ov_model_t* model, const size_t* port_indexes,
                                             const ov_partial_shape_t* partial_shape, size_t size) {
  return Guarded([&] {
    RequireAll(model, port_indexes, partial_shape);
    if (size == 0) throw InvalidArgument();
    std::map<size_t, PartialShape> shapes;
    for (size_t i = 0; i < size; i++) {
      if (port_indexes[i] >= model->model->inputs().size()) {
        throw OutOfRange();
      }
      shapes[port_indexes[i]] = FromStruct(partial_shape[i]);
    }
    model->model->Reshape(shapes);
  });
}

ov_status_e ov_model_reshape_input_by_name(const ov_model_t* model, const char* tensor_name,
                                           const ov_partial_shape_t partial_shape) {
  return Guarded([&] {
    RequireAll(model, tensor_name);
    model->model->Reshape({{InputByName(*model->model, tensor_name), FromStruct(partial_shape)}});
  });
}

ov_status_e ov_model_input_by_index(const ov_model_t* model, const size_t index, ov_output_port_t** input_port) {
  return Guarded([&] {
    RequireAll(model, input_port);
    if (index >= model->model->inputs().size()) throw OutOfRange();
    *input_port = new ov_output_port{model->model, index};
  });
}

void ov_output_port_free(ov_output_port_t* port) { delete port; }

ov_status_e ov_model_reshape_by_ports(const ov_model_t* model, const ov_output_port_t** output_ports,
                                      const ov_partial_shape_t* partial_shapes, size_t size) {
  return Guarded([&] {
    RequireAll(model, output_ports, partial_shapes);
    if (size == 0) throw InvalidArgument();
    std::map<size_t, PartialShape> shapes;
    for (size_t i = 0; i < size; i++) {
      RequireAll(output_ports[i]);
      shapes[output_ports[i]->index] = FromStruct(partial_shapes[i]);
    }
    model->model->Reshape(shapes);
  });
}
