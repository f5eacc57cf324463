#pragma once

#include <napi.h>

#include "request_state.h"

namespace openvino_node {

/** A compiled model apart from its JavaScript object. */
struct CompiledModelState {
  // freed after the handle
  Kept kept;
  CompiledModelHandle handle;
  std::shared_ptr<Pace> pace = std::make_shared<Pace>();
};

/** `ov_compiled_model_t` for JavaScript. */
class CompiledModel : public Napi::ObjectWrap<CompiledModel> {
 public:
  static constexpr uint64_t kTag = 3;
  static constexpr const char* kName = "a native CompiledModel";
  static Napi::Function Define(Napi::Env env);
  static Napi::Object Wrap(Napi::Env env, std::shared_ptr<CompiledModelState> state);

  explicit CompiledModel(const Napi::CallbackInfo& info);

 private:
  Napi::Value Inputs(const Napi::CallbackInfo& info);
  Napi::Value Outputs(const Napi::CallbackInfo& info);
  Napi::Value InputByName(const Napi::CallbackInfo& info);
  Napi::Value OutputByName(const Napi::CallbackInfo& info);
  Napi::Value GetProperty(const Napi::CallbackInfo& info);
  void SetProperties(const Napi::CallbackInfo& info);
  Napi::Value CreateInferRequest(const Napi::CallbackInfo& info);
  Napi::Value RuntimeModel(const Napi::CallbackInfo& info);
  Napi::Value ExportModelSync(const Napi::CallbackInfo& info);
  Napi::Value ExportModel(const Napi::CallbackInfo& info);
  Napi::Value Context(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);
  /** Throws CLOSED. */
  const std::shared_ptr<CompiledModelState>& state() const;
  const CompiledModelHandle& handle() const { return state()->handle; }

  std::shared_ptr<CompiledModelState> state_;
};

}  // namespace openvino_node
