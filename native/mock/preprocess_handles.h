// What the C API's opaque pointers of preprocessing point to. The real library's point into the processor, and to use them
// once that is freed crashes; these keep it.
#pragma once

#include <memory>

#include "../api_types.h"
#include "preprocess.h"

struct ov_layout {
  openvino_mock::TensorLayout layout;
};

struct ov_preprocess_prepostprocessor {
  std::shared_ptr<openvino_mock::PrePostProcessor> processor;
};

namespace openvino_mock {

struct InputPart {
  std::shared_ptr<PrePostProcessor> processor;
  size_t index;

  InputPreprocess& input() const { return processor->inputs.at(index); }
};

}  // namespace openvino_mock

struct ov_preprocess_input_info : openvino_mock::InputPart {};
struct ov_preprocess_input_tensor_info : openvino_mock::InputPart {};
struct ov_preprocess_input_model_info : openvino_mock::InputPart {};
struct ov_preprocess_preprocess_steps : openvino_mock::InputPart {};

struct ov_preprocess_output_info {
  std::shared_ptr<openvino_mock::PrePostProcessor> processor;
  size_t index;
};

struct ov_preprocess_output_tensor_info {
  std::shared_ptr<openvino_mock::PrePostProcessor> processor;
  size_t index;

  std::optional<size_t>& type() const { return processor->output_types.at(index); }
};
