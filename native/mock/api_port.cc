// Ports and shapes.
#include "exports.h"
#include "handles.h"
#include "library_types.h"
#include "partial_shapes.h"

using namespace openvino_mock;

ov_status_e ov_port_get_any_name(const ov_output_const_port_t* port, char** tensor_name) {
  return Guarded([&] {
    RequireAll(port, tensor_name);
    if (port->port().names.empty()) throw Failure("Attempt to get a name for a Tensor without names");
    *tensor_name = CopyText(port->port().names.front());
  });
}

ov_status_e ov_port_get_partial_shape(const ov_output_const_port_t* port, ov_partial_shape_t* partial_shape) {
  return Guarded([&] {
    RequireAll(port, partial_shape);
    *partial_shape = ToStruct(port->port().shape);
  });
}

ov_status_e ov_const_port_get_shape(const ov_output_const_port_t* port, ov_shape_t* tensor_shape) {
  return Guarded([&] {
    RequireAll(port, tensor_shape);
    if (!port->port().shape.IsStatic()) throw Failure("to_shape was called on a dynamic shape.");
    *tensor_shape = ToStruct(port->port().shape.ToShape());
  });
}

ov_status_e ov_port_get_element_type(const ov_output_const_port_t* port, ov_element_type_e* tensor_type) {
  return Guarded([&] {
    RequireAll(port, tensor_type);
    *tensor_type = ToLibrary(port->port().type);
  });
}

void ov_output_const_port_free(ov_output_const_port_t* port) { delete port; }

void ov_partial_shape_free(ov_partial_shape_t* partial_shape) {
  if (partial_shape == nullptr) return;
  delete[] partial_shape->dims;
  partial_shape->dims = nullptr;
}

const char* ov_partial_shape_to_string(const ov_partial_shape_t partial_shape) {
  const std::string brackets = FromStruct(partial_shape).ToString();
  // in braces here, and the library's own notation everywhere else
  return CopyText("{" + brackets.substr(1, brackets.size() - 2) + "}");
}

ov_status_e ov_shape_create(const int64_t rank, const int64_t* dims, ov_shape_t* shape) {
  return Guarded([&] {
    RequireAll(shape);
    if (rank < 0 || (rank > 0 && dims == nullptr)) throw InvalidArgument();
    for (int64_t i = 0; i < rank; i++) {
      if (dims[i] < 0) throw InvalidArgument();
    }
    *shape = ToStruct(Shape(dims, dims + rank));
  });
}

ov_status_e ov_shape_free(ov_shape_t* shape) {
  return Guarded([&] {
    RequireAll(shape);
    delete[] shape->dims;
    *shape = {0, nullptr};
  });
}
