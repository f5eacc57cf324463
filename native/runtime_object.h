#pragma once

#include <napi.h>

#include "runtime.h"

namespace openvino_node {

/** A runtime for JavaScript. */
class RuntimeObject : public Napi::ObjectWrap<RuntimeObject> {
 public:
  static constexpr uint64_t kTag = 1;
  static constexpr const char* kName = "a runtime that openRuntime gave";
  static Napi::Function Define(Napi::Env env);

  /** openRuntime(path: string, preload: string[]): Runtime */
  static Napi::Value Open(const Napi::CallbackInfo& info);

  /** shutdown(runtime: Runtime): void */
  static void Shutdown(const Napi::CallbackInfo& info);

  explicit RuntimeObject(const Napi::CallbackInfo& info);
  const std::shared_ptr<Runtime>& runtime() const { return runtime_; }

 private:
  Napi::Value Path(const Napi::CallbackInfo& info);
  Napi::Value BuildNumber(const Napi::CallbackInfo& info);
  Napi::Value Description(const Napi::CallbackInfo& info);

  std::shared_ptr<Runtime> runtime_;
};

}  // namespace openvino_node
