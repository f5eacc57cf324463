#pragma once

#include <napi.h>

#include "preprocess_state.h"

namespace openvino_node {

/** An output of a processor for JavaScript: `ov_preprocess_output_info_t`, with what it says of the tensor. */
class PreprocessOutput : public Napi::ObjectWrap<PreprocessOutput> {
 public:
  static Napi::Function Define(Napi::Env env);
  static Napi::Value Wrap(Napi::Env env, std::shared_ptr<PreprocessState> state, OutputInfoHandle handle);

  explicit PreprocessOutput(const Napi::CallbackInfo& info);

 private:
  void SetElementType(const Napi::CallbackInfo& info);

  // the parts point into the processor: they are freed before it
  std::shared_ptr<PreprocessState> state_;
  OutputInfoHandle handle_;
  OutputTensorInfoHandle tensor_;
};

}  // namespace openvino_node
