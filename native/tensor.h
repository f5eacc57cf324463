#pragma once

#include <napi.h>

#include "convert.h"
#include "handle.h"

namespace openvino_node {

/** `ov_tensor_t` for JavaScript: over JavaScript's memory, or a request's own. */
class Tensor : public Napi::ObjectWrap<Tensor> {
 public:
  static constexpr uint64_t kTag = 5;
  static constexpr const char* kName = "a native Tensor";
  static Napi::Function Define(Napi::Env env);
  /** A JavaScript object for a tensor of the library. */
  static Napi::Object Wrap(Napi::Env env, TensorHandle handle);

  explicit Tensor(const Napi::CallbackInfo& info);
  const TensorHandle& handle() const { return *handle_; }

 private:
  TensorHandle FromJavaScript(const Napi::CallbackInfo& info);
  Napi::Value Type(const Napi::CallbackInfo& info);
  Napi::Value Shape(const Napi::CallbackInfo& info);
  Napi::Value ByteLength(const Napi::CallbackInfo& info);
  Napi::Value View(const Napi::CallbackInfo& info);
  void CopyTo(const Napi::CallbackInfo& info);
  void SetStrings(const Napi::CallbackInfo& info);

  std::shared_ptr<TensorHandle> handle_;
};

/** The memory of a tensor. */
Bytes BytesOf(Napi::Env env, const TensorHandle& handle);

}  // namespace openvino_node
