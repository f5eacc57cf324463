#pragma once

#include <napi.h>

#include "preprocess_state.h"

namespace openvino_node {

/** An input of a processor for JavaScript: `ov_preprocess_input_info_t`, with what it says of the tensor and of the model. */
class PreprocessInput : public Napi::ObjectWrap<PreprocessInput> {
 public:
  static Napi::Function Define(Napi::Env env);
  static Napi::Value Wrap(Napi::Env env, std::shared_ptr<PreprocessState> state, InputInfoHandle handle);

  explicit PreprocessInput(const Napi::CallbackInfo& info);

 private:
  Napi::Value Steps(const Napi::CallbackInfo& info);
  void SetElementType(const Napi::CallbackInfo& info);
  void SetLayout(const Napi::CallbackInfo& info);
  void SetModelLayout(const Napi::CallbackInfo& info);
  void SetColorFormat(const Napi::CallbackInfo& info);
  void SetMemoryType(const Napi::CallbackInfo& info);
  void SetSpatialStaticShape(const Napi::CallbackInfo& info);
  void SetFrom(const Napi::CallbackInfo& info);

  // the parts point into the processor: they are freed before it
  std::shared_ptr<PreprocessState> state_;
  InputInfoHandle handle_;
  InputTensorInfoHandle tensor_;
  InputModelInfoHandle model_;
};

}  // namespace openvino_node
