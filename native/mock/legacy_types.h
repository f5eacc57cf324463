// Element types of inputs and outputs of IR version 10, which applications of its time knew few of.
#pragma once

#include <cstddef>

namespace openvino_mock {

/** What an input of a type is offered as: f32 for f16, all others as they are. */
inline size_t LegacyInputType(size_t type) {
  constexpr size_t kF16 = 3;
  constexpr size_t kF32 = 4;
  return type == kF16 ? kF32 : type;
}

/** What an output of a type is given as: i32 for integers of 32 and 64 bits, f32 for all others that are known. */
inline size_t LegacyOutputType(size_t type) {
  constexpr size_t kDynamic = 0;
  constexpr size_t kF32 = 4;
  constexpr size_t kI32 = 9;
  constexpr size_t kI64 = 10;
  constexpr size_t kU32 = 18;
  constexpr size_t kU64 = 19;
  if (type == kDynamic) return type;
  return type == kI32 || type == kI64 || type == kU32 || type == kU64 ? kI32 : kF32;
}

}  // namespace openvino_mock
