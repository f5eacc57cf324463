#pragma once

#include <napi.h>

#include "handle.h"

namespace openvino_node {

/** `ov_core_t` for JavaScript. */
class Core : public Napi::ObjectWrap<Core> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit Core(const Napi::CallbackInfo& info);

 private:
  Napi::Value AvailableDevices(const Napi::CallbackInfo& info);
  Napi::Value Versions(const Napi::CallbackInfo& info);
  Napi::Value GetProperty(const Napi::CallbackInfo& info);
  void SetProperties(const Napi::CallbackInfo& info);
  void AddExtension(const Napi::CallbackInfo& info);
  Napi::Value ReadModelSync(const Napi::CallbackInfo& info);
  Napi::Value ReadModel(const Napi::CallbackInfo& info);
  Napi::Value ReadModelFromMemorySync(const Napi::CallbackInfo& info);
  Napi::Value ReadModelFromMemory(const Napi::CallbackInfo& info);
  Napi::Value CompileModelSync(const Napi::CallbackInfo& info);
  Napi::Value CompileModel(const Napi::CallbackInfo& info);
  Napi::Value ImportModelSync(const Napi::CallbackInfo& info);
  Napi::Value ImportModel(const Napi::CallbackInfo& info);
  Napi::Value CreateContext(const Napi::CallbackInfo& info);
  Napi::Value DefaultContext(const Napi::CallbackInfo& info);
  Napi::Value CompileInContextSync(const Napi::CallbackInfo& info);
  Napi::Value CompileInContext(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);
  /** Throws CLOSED. */
  const std::shared_ptr<CoreHandle>& core() const;

  std::shared_ptr<CoreHandle> core_;
};

}  // namespace openvino_node
