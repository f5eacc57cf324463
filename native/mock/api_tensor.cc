// Tensors.
#include "exports.h"
#include "handles.h"
#include "library_types.h"
#include "partial_shapes.h"

using namespace openvino_mock;

namespace {

Shape ReadShape(const ov_shape_t& given, ov_element_type_e type) {
  Shape shape = FromStruct(given);
  for (const int64_t dimension : shape) {
    if (dimension < 0) throw Failure("std::bad_alloc");
  }
  if (FromLibrary(type) == 0) throw Failure("A tensor of a dynamic type can not be made");
  return shape;
}

}  // namespace

ov_status_e ov_tensor_create(const ov_element_type_e type, const ov_shape_t shape, ov_tensor_t** tensor) {
  return Guarded([&] {
    RequireAll(tensor);
    *tensor = new ov_tensor{std::make_shared<Tensor>(FromLibrary(type), ReadShape(shape, type))};
  });
}

ov_status_e ov_tensor_create_from_host_ptr(const ov_element_type_e type, const ov_shape_t shape, void* host_ptr,
                                           ov_tensor_t** tensor) {
  return Guarded([&] {
    RequireAll(host_ptr, tensor);
    *tensor = new ov_tensor{std::make_shared<Tensor>(FromLibrary(type), ReadShape(shape, type), host_ptr)};
  });
}

ov_status_e ov_tensor_create_from_string_array(const char** string_array, const size_t array_size,
                                               const ov_shape_t shape, ov_tensor_t** tensor) {
  return Guarded([&] {
    RequireAll(string_array, tensor);
    const Shape dimensions = FromStruct(shape);
    std::vector<std::string> strings;
    for (size_t i = 0; i < array_size; i++) {
      RequireAll(string_array[i]);
      strings.emplace_back(string_array[i]);
    }
    strings.resize(static_cast<size_t>(ElementCount(dimensions)));
    *tensor = new ov_tensor{std::make_shared<Tensor>(std::move(strings), dimensions)};
  });
}

ov_status_e ov_tensor_set_string_data(ov_tensor_t* tensor, const char** string_array, const size_t array_size) {
  return Guarded([&] {
    RequireAll(tensor, string_array);
    if (array_size != tensor->tensor->element_count()) throw InvalidArgument();
    std::vector<std::string> strings;
    for (size_t i = 0; i < array_size; i++) {
      RequireAll(string_array[i]);
      strings.emplace_back(string_array[i]);
    }
    tensor->tensor->SetStrings(std::move(strings));
  });
}

ov_status_e ov_tensor_get_shape(const ov_tensor_t* tensor, ov_shape_t* shape) {
  return Guarded([&] {
    RequireAll(tensor, shape);
    *shape = ToStruct(tensor->tensor->shape());
  });
}

ov_status_e ov_tensor_set_shape(ov_tensor_t* tensor, const ov_shape_t shape) {
  return Guarded([&] {
    RequireAll(tensor);
    tensor->tensor->SetShape(FromStruct(shape));
  });
}

ov_status_e ov_tensor_get_element_type(const ov_tensor_t* tensor, ov_element_type_e* type) {
  return Guarded([&] {
    RequireAll(tensor, type);
    *type = ToLibrary(tensor->tensor->type());
  });
}

ov_status_e ov_tensor_get_size(const ov_tensor_t* tensor, size_t* elements_size) {
  return Guarded([&] {
    RequireAll(tensor, elements_size);
    *elements_size = tensor->tensor->element_count();
  });
}

ov_status_e ov_tensor_get_byte_size(const ov_tensor_t* tensor, size_t* byte_size) {
  return Guarded([&] {
    RequireAll(tensor, byte_size);
    *byte_size = tensor->tensor->byte_length();
  });
}

ov_status_e ov_tensor_data(const ov_tensor_t* tensor, void** data) {
  return Guarded([&] {
    RequireAll(tensor, data);
    *data = tensor->tensor->host_data();
  });
}

void ov_tensor_free(ov_tensor_t* tensor) { delete tensor; }
