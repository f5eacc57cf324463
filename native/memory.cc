#include "memory.h"

#include <cstring>
#include <new>

#include "convert.h"
#include "error.h"

namespace openvino_node {

Napi::Function Memory::Define(Napi::Env env) {
  return DefineClass(env, "Memory", {InstanceMethod<&Memory::Write>("write")});
}

// new Memory(byteLength: number)
Memory::Memory(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Memory>(info) {
  const size_t length = ToIndex(info[0], "byteLength");
  block_ = std::make_shared<MemoryBlock>();
  // not zeroed: pages that are never written cost nothing
  block_->data.reset(new (std::nothrow) char[length]);
  if (block_->data == nullptr) {
    throw AddonError(info.Env(), "Memory", "INVALID_ARGUMENT",
                     "There is no memory for a copy of " + std::to_string(length) + " bytes.");
  }
  block_->length = length;
  const napi_type_tag tag = TypeTag<Memory>();
  napi_type_tag_object(info.Env(), info.This(), &tag);
}

// -> write(offset: number, bytes: Uint8Array): void
void Memory::Write(const Napi::CallbackInfo& info) {
  const size_t offset = ToIndex(info[0], "offset");
  const Bytes bytes = ToBytes(info[1], "bytes");
  if (offset > block_->length || bytes.length > block_->length - offset) {
    ThrowInvalid(info.Env(), "bytes", "within the memory");
  }
  if (bytes.length > 0) std::memcpy(block_->data.get() + offset, bytes.data, bytes.length);
}

}  // namespace openvino_node
