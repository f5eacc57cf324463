// What is said of an input's tensor and of the model's input.
#include <cstdarg>

#include "exports.h"
#include "handles.h"
#include "library_types.h"
#include "preprocess_handles.h"

using namespace openvino_mock;

namespace {

void SetColorFormat(const ov_preprocess_input_tensor_info_t* info, ov_color_format_e format,
                    std::vector<std::string> names) {
  info->input().SetColorFormat(format, std::move(names));
}

}  // namespace

void ov_preprocess_input_info_free(ov_preprocess_input_info_t* preprocess_input_info) { delete preprocess_input_info; }

ov_status_e ov_preprocess_input_info_get_tensor_info(const ov_preprocess_input_info_t* preprocess_input_info,
                                                     ov_preprocess_input_tensor_info_t** preprocess_input_tensor_info) {
  return Guarded([&] {
    RequireAll(preprocess_input_info, preprocess_input_tensor_info);
    *preprocess_input_tensor_info = new ov_preprocess_input_tensor_info{*preprocess_input_info};
  });
}

ov_status_e ov_preprocess_input_info_get_model_info(const ov_preprocess_input_info_t* preprocess_input_info,
                                                    ov_preprocess_input_model_info_t** preprocess_input_model_info) {
  return Guarded([&] {
    RequireAll(preprocess_input_info, preprocess_input_model_info);
    *preprocess_input_model_info = new ov_preprocess_input_model_info{*preprocess_input_info};
  });
}

ov_status_e ov_preprocess_input_info_get_preprocess_steps(const ov_preprocess_input_info_t* preprocess_input_info,
                                                          ov_preprocess_preprocess_steps_t** preprocess_input_steps) {
  return Guarded([&] {
    RequireAll(preprocess_input_info, preprocess_input_steps);
    *preprocess_input_steps = new ov_preprocess_preprocess_steps{*preprocess_input_info};
  });
}

void ov_preprocess_input_tensor_info_free(ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info) {
  delete preprocess_input_tensor_info;
}

ov_status_e ov_preprocess_input_tensor_info_set_element_type(
    ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info, const ov_element_type_e element_type) {
  return Guarded([&] {
    RequireAll(preprocess_input_tensor_info);
    preprocess_input_tensor_info->input().type = FromLibrary(element_type);
  });
}

ov_status_e ov_preprocess_input_tensor_info_set_color_format(
    ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info, const ov_color_format_e colorFormat) {
  return Guarded([&] {
    RequireAll(preprocess_input_tensor_info);
    SetColorFormat(preprocess_input_tensor_info, colorFormat, {});
  });
}

ov_status_e ov_preprocess_input_tensor_info_set_color_format_with_subname(
    ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info, const ov_color_format_e colorFormat,
    const size_t sub_names_size, ...) {
  std::vector<std::string> names;
  va_list arguments;
  va_start(arguments, sub_names_size);
  for (size_t i = 0; i < sub_names_size; i++) names.emplace_back(va_arg(arguments, const char*));
  va_end(arguments);
  return Guarded([&] {
    RequireAll(preprocess_input_tensor_info);
    SetColorFormat(preprocess_input_tensor_info, colorFormat, std::move(names));
  });
}

ov_status_e ov_preprocess_input_tensor_info_set_color_format_with_subnames(
    ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info, const ov_color_format_e colorFormat,
    const size_t sub_names_size, const char** sub_names) {
  return Guarded([&] {
    RequireAll(preprocess_input_tensor_info);
    if (sub_names_size > 0) RequireAll(sub_names);
    std::vector<std::string> names;
    for (size_t i = 0; i < sub_names_size; i++) {
      RequireAll(sub_names[i]);
      names.emplace_back(sub_names[i]);
    }
    SetColorFormat(preprocess_input_tensor_info, colorFormat, std::move(names));
  });
}

ov_status_e ov_preprocess_input_tensor_info_set_spatial_static_shape(
    ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info, const size_t input_height,
    const size_t input_width) {
  return Guarded([&] {
    RequireAll(preprocess_input_tensor_info);
    // as the library does: the upper half is lost
    preprocess_input_tensor_info->input().SetSides(static_cast<int>(input_height), static_cast<int>(input_width));
  });
}

ov_status_e ov_preprocess_input_tensor_info_set_memory_type(
    ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info, const char* mem_type) {
  return Guarded([&] { RequireAll(preprocess_input_tensor_info, mem_type); });
}

ov_status_e ov_preprocess_input_tensor_info_set_layout(ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info,
                                                       ov_layout_t* layout) {
  return Guarded([&] {
    RequireAll(preprocess_input_tensor_info, layout);
    preprocess_input_tensor_info->input().layout = layout->layout;
  });
}

ov_status_e ov_preprocess_input_tensor_info_set_from(ov_preprocess_input_tensor_info_t* preprocess_input_tensor_info,
                                                     const ov_tensor_t* tensor) {
  return Guarded([&] {
    RequireAll(preprocess_input_tensor_info, tensor);
    preprocess_input_tensor_info->input().SetShape(tensor->tensor->shape(), tensor->tensor->type());
  });
}

void ov_preprocess_input_model_info_free(ov_preprocess_input_model_info_t* preprocess_input_model_info) {
  delete preprocess_input_model_info;
}

ov_status_e ov_preprocess_input_model_info_set_layout(ov_preprocess_input_model_info_t* preprocess_input_model_info,
                                                      ov_layout_t* layout) {
  return Guarded([&] {
    RequireAll(preprocess_input_model_info, layout);
    preprocess_input_model_info->input().model_layout = layout->layout;
  });
}
