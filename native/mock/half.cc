#include "half.h"

#include <cstring>

namespace openvino_mock {

namespace {

uint32_t Bits(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

/** Drops `count` bits; a carry out of the mantissa runs into the exponent, as it has to. */
uint32_t DropBits(uint32_t bits, int count) {
  const uint32_t half_less_one = (1U << (count - 1)) - 1;
  return (bits + half_less_one + ((bits >> count) & 1)) >> count;
}

}  // namespace

uint16_t ToHalf(float value) {
  // smallest normal number of f16; below it, its numbers are the multiples of 2^-24
  if (value < 0x1p-14F) {
    // adding 2^-1 leaves a float whose last bit is 2^-24, rounded by the processor
    return static_cast<uint16_t>(Bits(value + 0.5F) - Bits(0.5F));
  }
  constexpr uint32_t kBiasDifference = (127 - 15) << 23;
  return static_cast<uint16_t>(DropBits(Bits(value) - kBiasDifference, 13));
}

uint16_t ToBfloat16(float value) { return static_cast<uint16_t>(DropBits(Bits(value), 16)); }

}  // namespace openvino_mock
