#pragma once

#include <napi.h>

#include <memory>

namespace openvino_node {

/**
 * Memory outside JavaScript, filled piece by piece: a model's weights. The library does not copy them, and JavaScript may
 * transfer or resize its buffers at any time, so they live here as long as the model and all that is made from it.
 */
struct MemoryBlock {
  std::unique_ptr<char[]> data;
  size_t length = 0;
};

/** A `MemoryBlock` for JavaScript. */
class Memory : public Napi::ObjectWrap<Memory> {
 public:
  static constexpr uint64_t kTag = 7;
  static constexpr const char* kName = "a native Memory";
  static Napi::Function Define(Napi::Env env);

  explicit Memory(const Napi::CallbackInfo& info);
  const std::shared_ptr<MemoryBlock>& block() const { return block_; }

 private:
  void Write(const Napi::CallbackInfo& info);

  std::shared_ptr<MemoryBlock> block_;
};

}  // namespace openvino_node
