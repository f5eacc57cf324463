#pragma once

#include <napi.h>

#include "preprocess_state.h"

namespace openvino_node {

/** `ov_preprocess_prepostprocessor_t` for JavaScript. */
class PrePostProcessor : public Napi::ObjectWrap<PrePostProcessor> {
 public:
  static Napi::Function Define(Napi::Env env);

  explicit PrePostProcessor(const Napi::CallbackInfo& info);

 private:
  Napi::Value Input(const Napi::CallbackInfo& info);
  Napi::Value Output(const Napi::CallbackInfo& info);
  void Build(const Napi::CallbackInfo& info);

  std::shared_ptr<PreprocessState> state_;
};

}  // namespace openvino_node
