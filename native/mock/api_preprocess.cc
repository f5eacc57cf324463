// Layouts, processors, and what is said of inputs and outputs.
#include <cstdarg>

#include "exports.h"
#include "handles.h"
#include "library_types.h"
#include "preprocess_handles.h"

using namespace openvino_mock;

namespace {

template <typename List>
size_t OnlyOne(const List& list, const char* side) {
  if (list.size() == 1) return 0;
  throw Failure(std::string("PrePostProcessor::") + side + "() - Model must have exactly one " + side + ", got " +
                std::to_string(list.size()));
}

size_t AtIndex(size_t index, size_t size, size_t inputs, const char* side) {
  if (index < size) return index;
  // the library speaks of inputs here, whichever they are
  throw Failure(std::string("PrePostProcessor::") + side + "(size_t) - Model doesn't have input with index " +
                std::to_string(index) + ". Total number of inputs is " + std::to_string(inputs));
}

size_t ByName(const std::vector<Port>& ports, const std::string& name, const char* side) {
  for (size_t i = 0; i < ports.size(); i++) {
    if (ports[i].Has(name)) return i;
  }
  throw Failure(std::string("Model doesn't have ") + side + " with name " + name);
}

ov_preprocess_input_info_t* InputAt(const ov_preprocess_prepostprocessor_t* preprocess, size_t index) {
  if (index >= preprocess->processor->inputs.size()) throw Failure("The processor has no such input.");
  return new ov_preprocess_input_info{{preprocess->processor, index}};
}

ov_preprocess_output_info_t* OutputAt(const ov_preprocess_prepostprocessor_t* preprocess, size_t index) {
  if (index >= preprocess->processor->output_types.size()) throw Failure("The processor has no such output.");
  return new ov_preprocess_output_info{preprocess->processor, index};
}

}  // namespace

ov_status_e ov_layout_create(const char* layout_desc, ov_layout_t** layout) {
  return Guarded([&] {
    RequireAll(layout_desc, layout);
    *layout = new ov_layout{TensorLayout::Parse(layout_desc)};
  });
}

void ov_layout_free(ov_layout_t* layout) { delete layout; }

const char* ov_layout_to_string(const ov_layout_t* layout) {
  return CopyText(layout == nullptr ? "Error: null layout!" : layout->layout.ToString());
}

ov_status_e ov_preprocess_prepostprocessor_create(const ov_model_t* model,
                                                  ov_preprocess_prepostprocessor_t** preprocess) {
  return Guarded([&] {
    RequireAll(model, preprocess);
    *preprocess = new ov_preprocess_prepostprocessor{std::make_shared<PrePostProcessor>(model->model)};
  });
}

void ov_preprocess_prepostprocessor_free(ov_preprocess_prepostprocessor_t* preprocess) { delete preprocess; }

ov_status_e ov_preprocess_prepostprocessor_get_input_info(const ov_preprocess_prepostprocessor_t* preprocess,
                                                          ov_preprocess_input_info_t** preprocess_input_info) {
  return Guarded([&] {
    RequireAll(preprocess, preprocess_input_info);
    *preprocess_input_info = InputAt(preprocess, OnlyOne(preprocess->processor->inputs, "input"));
  });
}

ov_status_e ov_preprocess_prepostprocessor_get_input_info_by_name(const ov_preprocess_prepostprocessor_t* preprocess,
                                                                  const char* tensor_name,
                                                                  ov_preprocess_input_info_t** preprocess_input_info) {
  return Guarded([&] {
    RequireAll(preprocess, tensor_name, preprocess_input_info);
    *preprocess_input_info =
        InputAt(preprocess, ByName(preprocess->processor->model()->inputs(), tensor_name, "input"));
  });
}

ov_status_e ov_preprocess_prepostprocessor_get_input_info_by_index(const ov_preprocess_prepostprocessor_t* preprocess,
                                                                   const size_t tensor_index,
                                                                   ov_preprocess_input_info_t** preprocess_input_info) {
  return Guarded([&] {
    RequireAll(preprocess, preprocess_input_info);
    const size_t inputs = preprocess->processor->inputs.size();
    *preprocess_input_info = InputAt(preprocess, AtIndex(tensor_index, inputs, inputs, "input"));
  });
}

ov_status_e ov_preprocess_prepostprocessor_get_output_info(const ov_preprocess_prepostprocessor_t* preprocess,
                                                           ov_preprocess_output_info_t** preprocess_output_info) {
  return Guarded([&] {
    RequireAll(preprocess, preprocess_output_info);
    *preprocess_output_info = OutputAt(preprocess, OnlyOne(preprocess->processor->output_types, "output"));
  });
}

ov_status_e ov_preprocess_prepostprocessor_get_output_info_by_name(
    const ov_preprocess_prepostprocessor_t* preprocess, const char* tensor_name,
    ov_preprocess_output_info_t** preprocess_output_info) {
  return Guarded([&] {
    RequireAll(preprocess, tensor_name, preprocess_output_info);
    *preprocess_output_info =
        OutputAt(preprocess, ByName(preprocess->processor->model()->outputs(), tensor_name, "output"));
  });
}

ov_status_e ov_preprocess_prepostprocessor_get_output_info_by_index(
    const ov_preprocess_prepostprocessor_t* preprocess, const size_t tensor_index,
    ov_preprocess_output_info_t** preprocess_output_info) {
  return Guarded([&] {
    RequireAll(preprocess, preprocess_output_info);
    const PrePostProcessor& processor = *preprocess->processor;
    *preprocess_output_info =
        OutputAt(preprocess, AtIndex(tensor_index, processor.output_types.size(), processor.inputs.size(), "output"));
  });
}

ov_status_e ov_preprocess_prepostprocessor_build(const ov_preprocess_prepostprocessor_t* preprocess,
                                                 ov_model_t** model) {
  return Guarded([&] {
    RequireAll(preprocess, model);
    preprocess->processor->Build();
    *model = new ov_model{preprocess->processor->model()};
  });
}

void ov_preprocess_output_info_free(ov_preprocess_output_info_t* preprocess_output_info) {
  delete preprocess_output_info;
}

ov_status_e ov_preprocess_output_info_get_tensor_info(
    const ov_preprocess_output_info_t* preprocess_output_info,
    ov_preprocess_output_tensor_info_t** preprocess_output_tensor_info) {
  return Guarded([&] {
    RequireAll(preprocess_output_info, preprocess_output_tensor_info);
    *preprocess_output_tensor_info =
        new ov_preprocess_output_tensor_info{preprocess_output_info->processor, preprocess_output_info->index};
  });
}

void ov_preprocess_output_tensor_info_free(ov_preprocess_output_tensor_info_t* preprocess_output_tensor_info) {
  delete preprocess_output_tensor_info;
}

ov_status_e ov_preprocess_output_set_element_type(ov_preprocess_output_tensor_info_t* preprocess_output_tensor_info,
                                                  const ov_element_type_e element_type) {
  return Guarded([&] {
    RequireAll(preprocess_output_tensor_info);
    preprocess_output_tensor_info->type() = FromLibrary(element_type);
  });
}
