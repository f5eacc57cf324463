#include "preprocess_fixture.h"

#include "contract.h"
#include "elements.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

/** Observes a call that failed; one that went well needs no word. */
void Note(const char* call, ov_status_e status) {
  if (status != OK) Observe(call, Told(status));
}

}  // namespace

Layout NewLayout(const std::string& text) {
  Layout layout;
  Must(api.ov_layout_create(text.c_str(), layout.out()), "ov_layout_create");
  return layout;
}

Preprocess::Preprocess(const std::string& model, size_t input) : own_(Read(model)), model_(own_.get()) { Take(input); }

Preprocess::Preprocess(const Model& model, size_t input) : model_(model.get()) { Take(input); }

void Preprocess::Take(size_t input) {
  Must(api.ov_preprocess_prepostprocessor_create(model_, processor_.out()), "create");
  Must(api.ov_preprocess_prepostprocessor_get_input_info_by_index(processor_.get(), input, info_.out()), "input info");
  Must(api.ov_preprocess_input_info_get_tensor_info(info_.get(), tensor_.out()), "tensor info");
  Must(api.ov_preprocess_input_info_get_model_info(info_.get(), model_info_.out()), "model info");
  Must(api.ov_preprocess_input_info_get_preprocess_steps(info_.get(), steps_.out()), "steps");
  Must(api.ov_preprocess_prepostprocessor_get_output_info_by_index(processor_.get(), 0, output_.out()), "output info");
  Must(api.ov_preprocess_output_info_get_tensor_info(output_.get(), output_tensor_.out()), "output tensor info");
}

Preprocess& Preprocess::Type(const std::string& type) {
  Note("type", api.ov_preprocess_input_tensor_info_set_element_type(tensor(), Element(type)));
  return *this;
}

Preprocess& Preprocess::OutputType(const std::string& type) {
  Note("output type", api.ov_preprocess_output_set_element_type(output_tensor_.get(), Element(type)));
  return *this;
}

Preprocess& Preprocess::TensorLayout(const std::string& layout) {
  Note("layout", api.ov_preprocess_input_tensor_info_set_layout(tensor(), NewLayout(layout).get()));
  return *this;
}

Preprocess& Preprocess::ModelLayout(const std::string& layout) {
  Note("model layout", api.ov_preprocess_input_model_info_set_layout(model_info(), NewLayout(layout).get()));
  return *this;
}

Preprocess& Preprocess::Sides(size_t height, size_t width) {
  Note("sides", api.ov_preprocess_input_tensor_info_set_spatial_static_shape(tensor(), height, width));
  return *this;
}

Preprocess& Preprocess::From(const std::string& type, std::vector<int64_t> shape) {
  Note("from", api.ov_preprocess_input_tensor_info_set_from(tensor(), NewTensor(type, std::move(shape)).get()));
  return *this;
}

Preprocess& Preprocess::Color(ov_color_format_e format, const std::vector<std::string>& names) {
  const char* pointers[3] = {nullptr, nullptr, nullptr};
  for (size_t i = 0; i < names.size() && i < 3; i++) pointers[i] = names[i].c_str();
  Note("color", names.empty() ? api.ov_preprocess_input_tensor_info_set_color_format(tensor(), format)
                              : api.ov_preprocess_input_tensor_info_set_color_format_with_subname(
                                    tensor(), format, names.size(), pointers[0], pointers[1], pointers[2]));
  return *this;
}

Preprocess& Preprocess::Resize(int algorithm) {
  Note("resize",
       api.ov_preprocess_preprocess_steps_resize(steps(), static_cast<ov_preprocess_resize_algorithm_e>(algorithm)));
  return *this;
}

Preprocess& Preprocess::Mean(std::vector<float> values) {
  Note("mean", values.size() == 1 ? api.ov_preprocess_preprocess_steps_mean(steps(), values[0])
                                  : api.ov_preprocess_preprocess_steps_mean_multi_channels(
                                        steps(), values.data(), static_cast<int32_t>(values.size())));
  return *this;
}

Preprocess& Preprocess::Scale(std::vector<float> values) {
  Note("scale", values.size() == 1 ? api.ov_preprocess_preprocess_steps_scale(steps(), values[0])
                                   : api.ov_preprocess_preprocess_steps_scale_multi_channels(
                                         steps(), values.data(), static_cast<int32_t>(values.size())));
  return *this;
}

Preprocess& Preprocess::Crop(std::vector<int32_t> begin, std::vector<int32_t> end) {
  Note("crop", api.ov_preprocess_preprocess_steps_crop(steps(), begin.data(), static_cast<int32_t>(begin.size()),
                                                       end.data(), static_cast<int32_t>(end.size())));
  return *this;
}

Preprocess& Preprocess::Pad(std::vector<int32_t> begin, std::vector<int32_t> end, int mode) {
  if (api.ov_preprocess_preprocess_steps_pad == nullptr) {
    Observe("pad: not there");
    return *this;
  }
  Note("pad", api.ov_preprocess_preprocess_steps_pad(steps(), begin.data(), begin.size(), end.data(), end.size(), 1,
                                                     static_cast<ov_padding_mode_e>(mode)));
  return *this;
}

Preprocess& Preprocess::Convert(const std::string& type) {
  Note("convert", api.ov_preprocess_preprocess_steps_convert_element_type(steps(), Element(type)));
  return *this;
}

Preprocess& Preprocess::ConvertLayout(const std::string& layout) {
  Note("convert layout", api.ov_preprocess_preprocess_steps_convert_layout(steps(), NewLayout(layout).get()));
  return *this;
}

Preprocess& Preprocess::ConvertColor(ov_color_format_e format) {
  Note("convert color", api.ov_preprocess_preprocess_steps_convert_color(steps(), format));
  return *this;
}

Preprocess& Preprocess::ReverseChannels() {
  Note("reverse channels", api.ov_preprocess_preprocess_steps_reverse_channels(steps()));
  return *this;
}

void Preprocess::Build() {
  Model built;
  Observe("build", Told(api.ov_preprocess_prepostprocessor_build(processor(), built.out())));
  Observe(Ports(model_));
  if (built.get() != nullptr && Ports(built.get()) != Ports(model_)) Observe("built " + Ports(built.get()));
}

std::string Ports(ov_model_t* model) {
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
  size_t count = 0;
  Must(api.ov_model_inputs_size(model, &count), "ov_model_inputs_size");
  for (size_t i = 0; i < count; i++) {
    Port port;
    Must(api.ov_model_const_input_by_index(model, i, port.out()), "ov_model_const_input_by_index");
    inputs.push_back(Describe(port.get()));
  }
  Must(api.ov_model_outputs_size(model, &count), "ov_model_outputs_size");
  for (size_t i = 0; i < count; i++) {
    Port port;
    Must(api.ov_model_const_output_by_index(model, i, port.out()), "ov_model_const_output_by_index");
    outputs.push_back(Describe(port.get()));
  }
  return Join(inputs, ", ") + " -> " + Join(outputs, ", ");
}

}  // namespace contract
