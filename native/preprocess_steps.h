#pragma once

#include <napi.h>

#include "preprocess_state.h"

namespace openvino_node {

/** `ov_preprocess_preprocess_steps_t` for JavaScript. */
class PreProcessSteps : public Napi::ObjectWrap<PreProcessSteps> {
 public:
  static Napi::Function Define(Napi::Env env);
  static Napi::Value Wrap(Napi::Env env, std::shared_ptr<PreprocessState> state, PreProcessStepsHandle handle);

  explicit PreProcessSteps(const Napi::CallbackInfo& info);

 private:
  void Resize(const Napi::CallbackInfo& info);
  void Mean(const Napi::CallbackInfo& info);
  void Scale(const Napi::CallbackInfo& info);
  void Crop(const Napi::CallbackInfo& info);
  void Pad(const Napi::CallbackInfo& info);
  void ConvertElementType(const Napi::CallbackInfo& info);
  void ConvertLayout(const Napi::CallbackInfo& info);
  void ConvertColor(const Napi::CallbackInfo& info);
  void ReverseChannels(const Napi::CallbackInfo& info);

  // the steps point into the processor: they are freed before it
  std::shared_ptr<PreprocessState> state_;
  PreProcessStepsHandle handle_;
};

}  // namespace openvino_node
