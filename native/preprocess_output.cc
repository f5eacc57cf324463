#include "preprocess_output.h"

#include "convert.h"
#include "environment.h"
#include "error.h"

namespace openvino_node {

namespace {

struct Parts {
  std::shared_ptr<PreprocessState> state;
  OutputInfoHandle handle;
};

}  // namespace

Napi::Function PreprocessOutput::Define(Napi::Env env) {
  return DefineClass(env, "PreprocessOutput",
                     {
                         InstanceMethod<&PreprocessOutput::SetElementType>("setElementType"),
                     });
}

Napi::Value PreprocessOutput::Wrap(Napi::Env env, std::shared_ptr<PreprocessState> state, OutputInfoHandle handle) {
  Parts parts = {std::move(state), std::move(handle)};
  return Environment::Of(env).preprocess_output_class.New({Napi::External<Parts>::New(env, &parts)});
}

// ov_preprocess_output_info_get_tensor_info(info, tensor_info)
PreprocessOutput::PreprocessOutput(const Napi::CallbackInfo& info) : Napi::ObjectWrap<PreprocessOutput>(info) {
  if (!info[0].IsExternal()) ThrowInvalid(info.Env(), "output", "one that a PrePostProcessor gave");
  Parts& parts = *info[0].As<Napi::External<Parts>>().Data();
  state_ = parts.state;
  handle_ = std::move(parts.handle);
  tensor_ = TakePart<OutputTensorInfoHandle, ov_preprocess_output_tensor_info_t>(
      info.Env(), *state_, "ov_preprocess_output_info_get_tensor_info",
      [&](auto** part) { return handle_.api().ov_preprocess_output_info_get_tensor_info(handle_.get(), part); });
}

// ov_preprocess_output_set_element_type(tensor_info, element_type) -> setElementType(type: number): void
void PreprocessOutput::SetElementType(const Napi::CallbackInfo& info) {
  state_->CheckUsable(info.Env());
  const ov_element_type_e type = state_->runtime()->types().ToLibrary(ToElementType(info[0]));
  OV_CHECK(info.Env(), state_->runtime(), ov_preprocess_output_set_element_type, tensor_.get(), type);
}

}  // namespace openvino_node
