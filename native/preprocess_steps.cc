#include "preprocess_steps.h"

#include "color_format.h"
#include "convert.h"
#include "environment.h"
#include "error.h"
#include "layout.h"

namespace openvino_node {

namespace {

struct Parts {
  std::shared_ptr<PreprocessState> state;
  PreProcessStepsHandle handle;
};

std::vector<float> ToFloats(const Napi::Value& value, const char* what) {
  const Napi::Array array = value.As<Napi::Array>();
  const uint32_t length = array.Length();
  if (length == 0) ThrowInvalid(value.Env(), what, "one number or more");
  std::vector<float> numbers;
  for (uint32_t i = 0; i < length; i++) numbers.push_back(ToFloat(array.Get(i), what));
  return numbers;
}

}  // namespace

Napi::Function PreProcessSteps::Define(Napi::Env env) {
  return DefineClass(env, "PreProcessSteps",
                     {
                         InstanceMethod<&PreProcessSteps::Resize>("resize"),
                         InstanceMethod<&PreProcessSteps::Mean>("mean"),
                         InstanceMethod<&PreProcessSteps::Scale>("scale"),
                         InstanceMethod<&PreProcessSteps::Crop>("crop"),
                         InstanceMethod<&PreProcessSteps::Pad>("pad"),
                         InstanceMethod<&PreProcessSteps::ConvertElementType>("convertElementType"),
                         InstanceMethod<&PreProcessSteps::ConvertLayout>("convertLayout"),
                         InstanceMethod<&PreProcessSteps::ConvertColor>("convertColor"),
                         InstanceMethod<&PreProcessSteps::ReverseChannels>("reverseChannels"),
                     });
}

Napi::Value PreProcessSteps::Wrap(Napi::Env env, std::shared_ptr<PreprocessState> state, PreProcessStepsHandle handle) {
  Parts parts = {std::move(state), std::move(handle)};
  return Environment::Of(env).preprocess_steps_class.New({Napi::External<Parts>::New(env, &parts)});
}

PreProcessSteps::PreProcessSteps(const Napi::CallbackInfo& info) : Napi::ObjectWrap<PreProcessSteps>(info) {
  if (!info[0].IsExternal()) ThrowInvalid(info.Env(), "steps", "those of an input of a PrePostProcessor");
  Parts& parts = *info[0].As<Napi::External<Parts>>().Data();
  state_ = parts.state;
  handle_ = std::move(parts.handle);
}

// ov_preprocess_preprocess_steps_resize(steps, resize_algorithm) -> resize(algorithm: number): void
void PreProcessSteps::Resize(const Napi::CallbackInfo& info) {
  state_->CheckUsable(info.Env());
  const size_t algorithm = ToIndex(info[0], "algorithm");
  if (algorithm > RESIZE_NEAREST) ThrowInvalid(info.Env(), "algorithm", "the number of a resize algorithm");
  OV_CHECK(info.Env(), state_->runtime(), ov_preprocess_preprocess_steps_resize, handle_.get(),
           static_cast<ov_preprocess_resize_algorithm_e>(algorithm));
}

// ov_preprocess_preprocess_steps_mean(steps, value), ov_preprocess_preprocess_steps_mean_multi_channels(steps, values, value_size) -> mean(values: number | number[]): void
void PreProcessSteps::Mean(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (!info[0].IsArray()) {
    const float value = ToFloat(info[0], "mean");
    state_->CheckUsable(env);
    OV_CHECK(env, state_->runtime(), ov_preprocess_preprocess_steps_mean, handle_.get(), value);
    return;
  }
  const std::vector<float> values = ToFloats(info[0], "mean");
  state_->CheckUsable(env);
  OV_CHECK(env, state_->runtime(), ov_preprocess_preprocess_steps_mean_multi_channels, handle_.get(), values.data(),
           static_cast<int32_t>(values.size()));
}

// ov_preprocess_preprocess_steps_scale(steps, value), ov_preprocess_preprocess_steps_scale_multi_channels(steps, values, value_size) -> scale(values: number | number[]): void
void PreProcessSteps::Scale(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (!info[0].IsArray()) {
    const float value = ToFloat(info[0], "scale");
    state_->CheckUsable(env);
    OV_CHECK(env, state_->runtime(), ov_preprocess_preprocess_steps_scale, handle_.get(), value);
    return;
  }
  const std::vector<float> values = ToFloats(info[0], "scale");
  state_->CheckUsable(env);
  OV_CHECK(env, state_->runtime(), ov_preprocess_preprocess_steps_scale_multi_channels, handle_.get(), values.data(),
           static_cast<int32_t>(values.size()));
}

// ov_preprocess_preprocess_steps_crop(steps, begin, begin_size, end, end_size) -> crop(begin: number[], end: number[]): void
void PreProcessSteps::Crop(const Napi::CallbackInfo& info) {
  std::vector<int32_t> begin = ToInt32s(info[0], "begin");
  std::vector<int32_t> end = ToInt32s(info[1], "end");
  state_->CheckUsable(info.Env());
  OV_CHECK(info.Env(), state_->runtime(), ov_preprocess_preprocess_steps_crop, handle_.get(), begin.data(),
           static_cast<int32_t>(begin.size()), end.data(), static_cast<int32_t>(end.size()));
}

// ov_preprocess_preprocess_steps_pad(steps, pads_begin, pads_begin_size, pads_end, pads_end_size, value, mode) -> pad(begin: number[], end: number[], value: number, mode: number): void
void PreProcessSteps::Pad(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  CheckSupported(env, *state_->runtime(), "ov_preprocess_preprocess_steps_pad",
                 handle_.api().ov_preprocess_preprocess_steps_pad != nullptr);
  const std::vector<int32_t> begin = ToInt32s(info[0], "begin");
  const std::vector<int32_t> end = ToInt32s(info[1], "end");
  const float value = ToFloat(info[2], "value");
  const size_t mode = ToIndex(info[3], "mode");
  if (mode > SYMMETRIC) ThrowInvalid(env, "mode", "the number of a padding mode");
  state_->CheckUsable(env);
  OV_CHECK(env, state_->runtime(), ov_preprocess_preprocess_steps_pad, handle_.get(), begin.data(), begin.size(),
           end.data(), end.size(), value, static_cast<ov_padding_mode_e>(mode));
}

// ov_preprocess_preprocess_steps_convert_element_type(steps, element_type) -> convertElementType(type: number): void
void PreProcessSteps::ConvertElementType(const Napi::CallbackInfo& info) {
  state_->CheckUsable(info.Env());
  const size_t type = ToElementType(info[0]);
  if (type == kBitType) {
    // measured: 2024 fails in the inference; 2025.0 to 2026.4 corrupt the heap, where a model has f32
    throw AddonError(
        info.Env(), "convertElementType", "INVALID_ARGUMENT",
        "OpenVINO's CPU can not convert to u1: it would write beyond its memory; convert to u8 or boolean.");
  }
  OV_CHECK(info.Env(), state_->runtime(), ov_preprocess_preprocess_steps_convert_element_type, handle_.get(),
           state_->runtime()->types().ToLibrary(type));
}

// ov_preprocess_preprocess_steps_convert_layout(steps, layout) -> convertLayout(layout: string): void
void PreProcessSteps::ConvertLayout(const Napi::CallbackInfo& info) {
  state_->CheckUsable(info.Env());
  const LayoutHandle layout = MakeLayout(info[0], state_->runtime());
  OV_CHECK(info.Env(), state_->runtime(), ov_preprocess_preprocess_steps_convert_layout, handle_.get(), layout.get());
}

// ov_preprocess_preprocess_steps_convert_color(steps, format) -> convertColor(format: number): void
void PreProcessSteps::ConvertColor(const Napi::CallbackInfo& info) {
  state_->CheckUsable(info.Env());
  const ov_color_format_e format = ToColorFormat(info[0]);
  OV_CHECK(info.Env(), state_->runtime(), ov_preprocess_preprocess_steps_convert_color, handle_.get(), format);
}

// ov_preprocess_preprocess_steps_reverse_channels(steps) -> reverseChannels(): void
void PreProcessSteps::ReverseChannels(const Napi::CallbackInfo& info) {
  state_->CheckUsable(info.Env());
  OV_CHECK(info.Env(), state_->runtime(), ov_preprocess_preprocess_steps_reverse_channels, handle_.get());
}

}  // namespace openvino_node
