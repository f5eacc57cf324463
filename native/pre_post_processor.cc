#include "pre_post_processor.h"

#include "convert.h"
#include "error.h"
#include "preprocess_input.h"
#include "preprocess_output.h"

namespace openvino_node {

void PreprocessState::CheckUsable(Napi::Env env) const {
  if (model->builds == made_at) return;
  throw AddonError(
      env, "PrePostProcessor", "CLOSED",
      is_built ? "This PrePostProcessor has built its model; make another one to preprocess the model once more."
               : "Another PrePostProcessor has built the model since this one was made; make a new one.");
}

Napi::Function PrePostProcessor::Define(Napi::Env env) {
  return DefineClass(env, "PrePostProcessor",
                     {
                         InstanceMethod<&PrePostProcessor::Input>("input"),
                         InstanceMethod<&PrePostProcessor::Output>("output"),
                         InstanceMethod<&PrePostProcessor::Build>("build"),
                     });
}

// new PrePostProcessor(model: Model)
PrePostProcessor::PrePostProcessor(const Napi::CallbackInfo& info) : Napi::ObjectWrap<PrePostProcessor>(info) {
  const std::shared_ptr<ModelState>& model = NativeOf<Model>(info[0], "model").state();
  const std::shared_ptr<Runtime>& runtime = model->handle.runtime();
  ov_preprocess_prepostprocessor_t* processor = nullptr;
  OV_CHECK(info.Env(), runtime, ov_preprocess_prepostprocessor_create, model->handle.get(), &processor);
  state_ = std::make_shared<PreprocessState>();
  state_->model = model;
  state_->handle = PrePostProcessorHandle(runtime, processor);
  state_->made_at = model->builds;
}

// ov_preprocess_prepostprocessor_get_input_info(preprocess, info), ov_preprocess_prepostprocessor_get_input_info_by_index(preprocess, tensor_index, info), ov_preprocess_prepostprocessor_get_input_info_by_name(preprocess, tensor_name, info) -> input(key: number | string | undefined): PreprocessInput
Napi::Value PrePostProcessor::Input(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  state_->CheckUsable(env);
  const Api& api = state_->handle.api();
  const auto* processor = state_->handle.get();
  const auto take = [&](const char* function, auto&& get) {
    return PreprocessInput::Wrap(env, state_,
                                 TakePart<InputInfoHandle, ov_preprocess_input_info_t>(env, *state_, function, get));
  };
  if (info[0].IsUndefined()) {
    return take("ov_preprocess_prepostprocessor_get_input_info",
                [&](auto** part) { return api.ov_preprocess_prepostprocessor_get_input_info(processor, part); });
  }
  if (info[0].IsString()) {
    const std::string name = ToString(info[0], "name");
    return take("ov_preprocess_prepostprocessor_get_input_info_by_name", [&](auto** part) {
      return api.ov_preprocess_prepostprocessor_get_input_info_by_name(processor, name.c_str(), part);
    });
  }
  const size_t index = ToIndex(info[0], "index");
  return take("ov_preprocess_prepostprocessor_get_input_info_by_index", [&](auto** part) {
    return api.ov_preprocess_prepostprocessor_get_input_info_by_index(processor, index, part);
  });
}

// ov_preprocess_prepostprocessor_get_output_info(preprocess, info), ov_preprocess_prepostprocessor_get_output_info_by_index(preprocess, tensor_index, info), ov_preprocess_prepostprocessor_get_output_info_by_name(preprocess, tensor_name, info) -> output(key: number | string | undefined): PreprocessOutput
Napi::Value PrePostProcessor::Output(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  state_->CheckUsable(env);
  const Api& api = state_->handle.api();
  const auto* processor = state_->handle.get();
  const auto take = [&](const char* function, auto&& get) {
    return PreprocessOutput::Wrap(env, state_,
                                  TakePart<OutputInfoHandle, ov_preprocess_output_info_t>(env, *state_, function, get));
  };
  if (info[0].IsUndefined()) {
    return take("ov_preprocess_prepostprocessor_get_output_info",
                [&](auto** part) { return api.ov_preprocess_prepostprocessor_get_output_info(processor, part); });
  }
  if (info[0].IsString()) {
    const std::string name = ToString(info[0], "name");
    return take("ov_preprocess_prepostprocessor_get_output_info_by_name", [&](auto** part) {
      return api.ov_preprocess_prepostprocessor_get_output_info_by_name(processor, name.c_str(), part);
    });
  }
  const size_t index = ToIndex(info[0], "index");
  return take("ov_preprocess_prepostprocessor_get_output_info_by_index", [&](auto** part) {
    return api.ov_preprocess_prepostprocessor_get_output_info_by_index(processor, index, part);
  });
}

// ov_preprocess_prepostprocessor_build(preprocess, model) -> build(model: Model): void
void PrePostProcessor::Build(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const Model& model = NativeOf<Model>(info[0], "model");
  state_->CheckUsable(env);
  model.Writable("build");
  if (model.state() != state_->model) ThrowInvalid(env, "model", "the one that the processor was made for");
  ov_model_t* built = nullptr;
  // in place: what comes out is another handle of the same model. Where it fails the model is as before (measured)
  const ov_status_e status = state_->handle.api().ov_preprocess_prepostprocessor_build(state_->handle.get(), &built);
  Check(env, "ov_preprocess_prepostprocessor_build", state_->runtime()->After(status));
  const ModelHandle another(state_->runtime(), built);
  state_->model->builds++;
  state_->is_built = true;
}

}  // namespace openvino_node
