#include "preprocess_input.h"

#include <array>

#include "color_format.h"
#include "convert.h"
#include "environment.h"
#include "error.h"
#include "layout.h"
#include "preprocess_steps.h"

namespace openvino_node {

namespace {

/** Planes of the format that has most, which is as many names as a call can need. */
constexpr size_t kMostPlanes = 3;

struct Parts {
  std::shared_ptr<PreprocessState> state;
  InputInfoHandle handle;
};

ov_status_e CallSetColorFormat(const Api& api, ov_preprocess_input_tensor_info_t* tensor, ov_color_format_e format,
                               const std::vector<std::string>& names) {
  if (names.empty()) return api.ov_preprocess_input_tensor_info_set_color_format(tensor, format);
  std::array<const char*, kMostPlanes> pointers = {};
  for (size_t i = 0; i < names.size(); i++) pointers[i] = names[i].c_str();
  if (api.ov_preprocess_input_tensor_info_set_color_format_with_subnames != nullptr) {
    return api.ov_preprocess_input_tensor_info_set_color_format_with_subnames(tensor, format, names.size(),
                                                                              pointers.data());
  }
  // the function reads as many as it is told; the others are NULL
  return api.ov_preprocess_input_tensor_info_set_color_format_with_subname(tensor, format, names.size(), pointers[0],
                                                                           pointers[1], pointers[2]);
}

}  // namespace

Napi::Function PreprocessInput::Define(Napi::Env env) {
  return DefineClass(env, "PreprocessInput",
                     {
                         InstanceMethod<&PreprocessInput::Steps>("steps"),
                         InstanceMethod<&PreprocessInput::SetElementType>("setElementType"),
                         InstanceMethod<&PreprocessInput::SetLayout>("setLayout"),
                         InstanceMethod<&PreprocessInput::SetModelLayout>("setModelLayout"),
                         InstanceMethod<&PreprocessInput::SetColorFormat>("setColorFormat"),
                         InstanceMethod<&PreprocessInput::SetMemoryType>("setMemoryType"),
                         InstanceMethod<&PreprocessInput::SetSpatialStaticShape>("setSpatialStaticShape"),
                         InstanceMethod<&PreprocessInput::SetFrom>("setFrom"),
                     });
}

Napi::Value PreprocessInput::Wrap(Napi::Env env, std::shared_ptr<PreprocessState> state, InputInfoHandle handle) {
  Parts parts = {std::move(state), std::move(handle)};
  return Environment::Of(env).preprocess_input_class.New({Napi::External<Parts>::New(env, &parts)});
}

// ov_preprocess_input_info_get_tensor_info(info, tensor_info), ov_preprocess_input_info_get_model_info(info, model_info)
PreprocessInput::PreprocessInput(const Napi::CallbackInfo& info) : Napi::ObjectWrap<PreprocessInput>(info) {
  const Napi::Env env = info.Env();
  if (!info[0].IsExternal()) ThrowInvalid(env, "input", "one that a PrePostProcessor gave");
  Parts& parts = *info[0].As<Napi::External<Parts>>().Data();
  state_ = parts.state;
  handle_ = std::move(parts.handle);
  const Api& api = handle_.api();
  tensor_ = TakePart<InputTensorInfoHandle, ov_preprocess_input_tensor_info_t>(
      env, *state_, "ov_preprocess_input_info_get_tensor_info",
      [&](auto** part) { return api.ov_preprocess_input_info_get_tensor_info(handle_.get(), part); });
  model_ = TakePart<InputModelInfoHandle, ov_preprocess_input_model_info_t>(
      env, *state_, "ov_preprocess_input_info_get_model_info",
      [&](auto** part) { return api.ov_preprocess_input_info_get_model_info(handle_.get(), part); });
}

// ov_preprocess_input_info_get_preprocess_steps(info, steps) -> steps(): PreProcessSteps
Napi::Value PreprocessInput::Steps(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  state_->CheckUsable(env);
  const Api& api = handle_.api();
  return PreProcessSteps::Wrap(env, state_,
                               TakePart<PreProcessStepsHandle, ov_preprocess_preprocess_steps_t>(
                                   env, *state_, "ov_preprocess_input_info_get_preprocess_steps", [&](auto** part) {
                                     return api.ov_preprocess_input_info_get_preprocess_steps(handle_.get(), part);
                                   }));
}

// ov_preprocess_input_tensor_info_set_element_type(tensor_info, element_type) -> setElementType(type: number): void
void PreprocessInput::SetElementType(const Napi::CallbackInfo& info) {
  state_->CheckUsable(info.Env());
  const ov_element_type_e type = state_->runtime()->types().ToLibrary(ToElementType(info[0]));
  OV_CHECK(info.Env(), state_->runtime(), ov_preprocess_input_tensor_info_set_element_type, tensor_.get(), type);
}

// ov_preprocess_input_tensor_info_set_layout(tensor_info, layout) -> setLayout(layout: string): void
void PreprocessInput::SetLayout(const Napi::CallbackInfo& info) {
  state_->CheckUsable(info.Env());
  const LayoutHandle layout = MakeLayout(info[0], state_->runtime());
  OV_CHECK(info.Env(), state_->runtime(), ov_preprocess_input_tensor_info_set_layout, tensor_.get(), layout.get());
}

// ov_preprocess_input_model_info_set_layout(model_info, layout) -> setModelLayout(layout: string): void
void PreprocessInput::SetModelLayout(const Napi::CallbackInfo& info) {
  state_->CheckUsable(info.Env());
  const LayoutHandle layout = MakeLayout(info[0], state_->runtime());
  OV_CHECK(info.Env(), state_->runtime(), ov_preprocess_input_model_info_set_layout, model_.get(), layout.get());
}

// ov_preprocess_input_tensor_info_set_color_format(tensor_info, format), ov_preprocess_input_tensor_info_set_color_format_with_subnames(tensor_info, format, size, names), ov_preprocess_input_tensor_info_set_color_format_with_subname(tensor_info, format, size, ...) -> setColorFormat(format: number, planeNames: string[]): void
void PreprocessInput::SetColorFormat(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const ov_color_format_e format = ToColorFormat(info[0]);
  const std::vector<std::string> names = ToStrings(info[1], "planeNames");
  if (names.size() > kMostPlanes) ThrowInvalid(env, "planeNames", "at most 3 strings");
  state_->CheckUsable(env);
  Check(env, "ov_preprocess_input_tensor_info_set_color_format",
        state_->runtime()->Call([&] { return CallSetColorFormat(handle_.api(), tensor_.get(), format, names); }));
}

// ov_preprocess_input_tensor_info_set_memory_type(tensor_info, mem_type) -> setMemoryType(type: string): void
void PreprocessInput::SetMemoryType(const Napi::CallbackInfo& info) {
  state_->CheckUsable(info.Env());
  const std::string type = ToString(info[0], "memory type");
  OV_CHECK(info.Env(), state_->runtime(), ov_preprocess_input_tensor_info_set_memory_type, tensor_.get(), type.c_str());
}

// ov_preprocess_input_tensor_info_set_spatial_static_shape(tensor_info, height, width) -> setSpatialStaticShape(height: number, width: number): void
void PreprocessInput::SetSpatialStaticShape(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  state_->CheckUsable(env);
  // the library keeps 32 bits of each and says nothing of the others (2^32 + 5 became 5)
  const int32_t height = ToInt32(info[0], "height");
  const int32_t width = ToInt32(info[1], "width");
  if (height < 1 || width < 1) ThrowInvalid(env, "height and width", "from 1");
  OV_CHECK(env, state_->runtime(), ov_preprocess_input_tensor_info_set_spatial_static_shape, tensor_.get(),
           static_cast<size_t>(height), static_cast<size_t>(width));
}

// ov_preprocess_input_tensor_info_set_from(tensor_info, tensor), ov_tensor_create_from_host_ptr(type, shape, host_ptr, tensor) -> setFrom(type: number, shape: number[]): void
void PreprocessInput::SetFrom(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const ov_element_type_e type = state_->runtime()->types().ToLibrary(ToElementType(info[0]));
  std::vector<int64_t> dims = ToDimensions(info[1]);
  state_->CheckUsable(env);
  const ov_shape_t shape = {static_cast<int64_t>(dims.size()), dims.data()};
  // only its type and shape are read, so that it needs no memory of its length
  static char nothing = 0;
  ov_tensor_t* tensor = nullptr;
  OV_CHECK(env, state_->runtime(), ov_tensor_create_from_host_ptr, type, shape, &nothing, &tensor);
  const TensorHandle owner(state_->runtime(), tensor);
  OV_CHECK(env, state_->runtime(), ov_preprocess_input_tensor_info_set_from, tensor_.get(), owner.get());
}

}  // namespace openvino_node
