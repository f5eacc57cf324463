#pragma once

#include <napi.h>

#include "handle.h"

namespace openvino_node {

/** `ov_remote_context_t` for JavaScript. */
class RemoteContext : public Napi::ObjectWrap<RemoteContext> {
 public:
  static constexpr uint64_t kTag = 20;
  static constexpr const char* kName = "a native RemoteContext";
  static Napi::Function Define(Napi::Env env);
  /** A JavaScript object for a context of the library. */
  static Napi::Object Wrap(Napi::Env env, RemoteContextHandle handle);

  explicit RemoteContext(const Napi::CallbackInfo& info);
  /** Shared with compilations on other threads, which may be longer than JavaScript keeps it open. Throws CLOSED. */
  const std::shared_ptr<RemoteContextHandle>& handle() const;

 private:
  Napi::Value DeviceName(const Napi::CallbackInfo& info);
  Napi::Value Params(const Napi::CallbackInfo& info);
  Napi::Value CreateTensor(const Napi::CallbackInfo& info);
  Napi::Value CreateHostTensor(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  std::shared_ptr<RemoteContextHandle> handle_;
};

}  // namespace openvino_node
