#pragma once

#include <napi.h>

#include <atomic>

#include "request_state.h"

namespace openvino_node {

/** A model apart from its JavaScript object: a compilation on another thread shares it. */
struct ModelState {
  // freed after the handle
  Kept kept;
  ModelHandle handle;
  /** Compilations that read it: it must not change meanwhile. */
  std::atomic<int> readers{0};
  /** How often preprocessing was built into it: what was known of its ports before is out of date. JavaScript's thread alone. */
  int builds = 0;
};

/** `ov_model_t` for JavaScript. */
class Model : public Napi::ObjectWrap<Model> {
 public:
  static constexpr uint64_t kTag = 2;
  static constexpr const char* kName = "a native Model";
  static Napi::Function Define(Napi::Env env);
  static Napi::Object Wrap(Napi::Env env, std::shared_ptr<ModelState> state);

  explicit Model(const Napi::CallbackInfo& info);
  /** Throws CLOSED. */
  const std::shared_ptr<ModelState>& state() const;
  /** Throws REQUEST_BUSY while a compilation reads the model, else CLOSED. @param operation What is about to change it. */
  const ModelHandle& Writable(const char* operation) const;

 private:
  Napi::Value Inputs(const Napi::CallbackInfo& info);
  Napi::Value Outputs(const Napi::CallbackInfo& info);
  Napi::Value InputByName(const Napi::CallbackInfo& info);
  Napi::Value OutputByName(const Napi::CallbackInfo& info);
  Napi::Value FriendlyName(const Napi::CallbackInfo& info);
  Napi::Value IsDynamic(const Napi::CallbackInfo& info);
  void ReshapeSingle(const Napi::CallbackInfo& info);
  void ReshapeByNames(const Napi::CallbackInfo& info);
  void ReshapeByIndexes(const Napi::CallbackInfo& info);
  void ReshapeByName(const Napi::CallbackInfo& info);
  void ReshapeByPorts(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  std::shared_ptr<ModelState> state_;
};

}  // namespace openvino_node
