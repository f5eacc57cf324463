// Owners of the library's objects.
#pragma once

#include <utility>

#include "library.h"

namespace contract {

template <typename T, void (*Api::*Free)(T*)>
class Owned {
 public:
  Owned() = default;
  Owned(Owned&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  Owned& operator=(Owned&& other) noexcept {
    if (this != &other) Reset(std::exchange(other.pointer_, nullptr));
    return *this;
  }
  ~Owned() { Reset(); }

  T* get() const { return pointer_; }
  /** For a function that makes an object; what was held is freed. */
  T** out() {
    Reset();
    return &pointer_;
  }
  void Reset(T* pointer = nullptr) {
    if (pointer_ != nullptr) (api.*Free)(pointer_);
    pointer_ = pointer;
  }

 private:
  T* pointer_ = nullptr;
};

using Core = Owned<ov_core_t, &Api::ov_core_free>;
using Model = Owned<ov_model_t, &Api::ov_model_free>;
using Compiled = Owned<ov_compiled_model_t, &Api::ov_compiled_model_free>;
using Request = Owned<ov_infer_request_t, &Api::ov_infer_request_free>;
using Tensor = Owned<ov_tensor_t, &Api::ov_tensor_free>;
using WritablePort = Owned<ov_output_port_t, &Api::ov_output_port_free>;
using Port = Owned<ov_output_const_port_t, &Api::ov_output_const_port_free>;

}  // namespace contract
