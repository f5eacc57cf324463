// A processor of a model, and what it makes of it.
#pragma once

#include <string>
#include <vector>

#include "owned.h"

namespace contract {

using Layout = Owned<ov_layout_t, &Api::ov_layout_free>;
using Processor = Owned<ov_preprocess_prepostprocessor_t, &Api::ov_preprocess_prepostprocessor_free>;
using InputInfo = Owned<ov_preprocess_input_info_t, &Api::ov_preprocess_input_info_free>;
using InputTensorInfo = Owned<ov_preprocess_input_tensor_info_t, &Api::ov_preprocess_input_tensor_info_free>;
using InputModelInfo = Owned<ov_preprocess_input_model_info_t, &Api::ov_preprocess_input_model_info_free>;
using Steps = Owned<ov_preprocess_preprocess_steps_t, &Api::ov_preprocess_preprocess_steps_free>;
using OutputInfo = Owned<ov_preprocess_output_info_t, &Api::ov_preprocess_output_info_free>;
using OutputTensorInfo = Owned<ov_preprocess_output_tensor_info_t, &Api::ov_preprocess_output_tensor_info_free>;

/** A layout; throws CannotRun where the text is none. */
Layout NewLayout(const std::string& text);

/** A processor with the infos of one input and one output; calls that fail are observed. */
class Preprocess {
 public:
  explicit Preprocess(const std::string& model, size_t input = 0);
  /** Another processor of the same model. */
  explicit Preprocess(const Model& model, size_t input = 0);

  ov_model_t* model() const { return model_; }
  ov_preprocess_prepostprocessor_t* processor() const { return processor_.get(); }
  ov_preprocess_preprocess_steps_t* steps() const { return steps_.get(); }
  ov_preprocess_input_tensor_info_t* tensor() const { return tensor_.get(); }
  ov_preprocess_input_model_info_t* model_info() const { return model_info_.get(); }

  Preprocess& Type(const std::string& type);
  Preprocess& OutputType(const std::string& type);
  Preprocess& TensorLayout(const std::string& layout);
  Preprocess& ModelLayout(const std::string& layout);
  Preprocess& Sides(size_t height, size_t width);
  Preprocess& From(const std::string& type, std::vector<int64_t> shape);
  Preprocess& Color(ov_color_format_e format, const std::vector<std::string>& names = {});
  Preprocess& Resize(int algorithm = 0);
  Preprocess& Mean(std::vector<float> values);
  Preprocess& Scale(std::vector<float> values);
  Preprocess& Crop(std::vector<int32_t> begin, std::vector<int32_t> end);
  /** Where the release has it. */
  Preprocess& Pad(std::vector<int32_t> begin, std::vector<int32_t> end, int mode = 0);
  Preprocess& Convert(const std::string& type);
  Preprocess& ConvertLayout(const std::string& layout);
  Preprocess& ConvertColor(ov_color_format_e format);
  Preprocess& ReverseChannels();

  /** Builds, and observes how that went and the ports of the model. */
  void Build();

 private:
  void Take(size_t input);

  Model own_;
  ov_model_t* model_;
  Processor processor_;
  InputInfo info_;
  InputTensorInfo tensor_;
  InputModelInfo model_info_;
  Steps steps_;
  OutputInfo output_;
  OutputTensorInfo output_tensor_;
};

/** "x f32 {1,3,4,6} -> y f32 {1,3,4,6}" */
std::string Ports(ov_model_t* model);

}  // namespace contract
