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
  /** A JavaScript object for a tensor of the library. @param byte_length What lives by it alone, for the garbage collector. */
  static Napi::Object Wrap(Napi::Env env, TensorHandle handle, size_t byte_length = 0);

  explicit Tensor(const Napi::CallbackInfo& info);
  ~Tensor() override;
  /** Throws CLOSED. */
  const TensorHandle& handle() const;

 private:
  TensorHandle FromJavaScript(const Napi::CallbackInfo& info);
  Napi::Value Type(const Napi::CallbackInfo& info);
  Napi::Value Shape(const Napi::CallbackInfo& info);
  Napi::Value ByteLength(const Napi::CallbackInfo& info);
  Napi::Value View(const Napi::CallbackInfo& info);
  void CopyTo(const Napi::CallbackInfo& info);
  void SetStrings(const Napi::CallbackInfo& info);
  Napi::Value RemoteDevice(const Napi::CallbackInfo& info);
  Napi::Value RemoteParamsText(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);
  void Free();

  std::shared_ptr<TensorHandle> handle_;
  int64_t byte_length_ = 0;
};

/** Product of dimensions; false where it passes 2^53. */
bool Product(const std::vector<int64_t>& dimensions, size_t* product);

/** The memory of a tensor. */
Bytes BytesOf(Napi::Env env, const TensorHandle& handle);

}  // namespace openvino_node
