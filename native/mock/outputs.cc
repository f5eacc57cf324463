#include "outputs.h"

#include <algorithm>
#include <cstring>

#include "../element.h"
#include "half.h"

namespace openvino_mock {

namespace {

// of the XXH32 specification
constexpr uint32_t kPrime1 = 0x9E3779B1U;
constexpr uint32_t kPrime2 = 0x85EBCA77U;
constexpr uint32_t kPrime3 = 0xC2B2AE3DU;
constexpr uint32_t kPrime4 = 0x27D4EB2FU;
constexpr uint32_t kPrime5 = 0x165667B1U;

uint32_t RotateLeft(uint32_t value, int bits) { return (value << bits) | (value >> (32 - bits)); }

// all hosts that the package has prebuilds for are little-endian, as the specification reads its words
uint32_t Load(const unsigned char* at) {
  uint32_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

uint32_t Round(uint32_t lane, uint32_t word) { return RotateLeft(lane + word * kPrime2, 13) * kPrime1; }

/** The finalizer of MurmurHash3. */
uint32_t Mix(uint32_t u) {
  u ^= u >> 16;
  u *= 0x85EBCA6BU;
  u ^= u >> 13;
  u *= 0xC2B2AE35U;
  u ^= u >> 16;
  return u;
}

/** Fills with what `make` makes of the numbers of a sequence. */
template <typename T, typename Make>
void Fill(void* data, size_t count, uint32_t start, Make make) {
  T* values = static_cast<T*>(data);
  for (size_t j = 0; j < count; j++) values[j] = make(Mix(start + static_cast<uint32_t>(j)));
}

template <typename T>
void FillIntegers(void* data, size_t count, uint32_t start) {
  Fill<T>(data, count, start, [](uint32_t u) { return static_cast<T>(u % 100); });
}

/** From 0 to 1, in steps of 2^-24: exact in f32 and f64. */
float Fraction(uint32_t u) { return static_cast<float>(u >> 8) * 0x1p-24F; }

/** A product that is rounded before it is added to something, also where the processor could do both in one. */
double Product(double a, double b) {
  const volatile double product = a * b;
  return product;
}

bool IsDetections(size_t type, const Shape& shape) {
  constexpr size_t kF32 = 4;
  return type == kF32 && shape.size() == 4 && shape[0] == 1 && shape[1] == 1 && shape[2] > 0 && shape[3] == 7;
}

/** Rows as SSD's DetectionOutput gives them: image, label, confidence, corners; after the last one a row with image -1. */
void FillDetections(float* data, size_t rows, uint32_t start) {
  std::fill(data, data + rows * 7, 0.0F);
  const size_t count = std::min<size_t>(rows, 2 + Mix(start) % 4);
  for (size_t r = 0; r < count; r++) {
    const auto v = [&](uint32_t i) { return Mix(start + static_cast<uint32_t>(7 * r) + i) * 0x1p-32; };
    float* row = data + r * 7;
    const double x = Product(0.6, v(2));
    const double y = Product(0.6, v(3));
    row[1] = static_cast<float>(1 + r % 2);
    row[2] = static_cast<float>(0.95 - Product(0.1, static_cast<double>(r)) + Product(0.04, v(1)));
    row[3] = static_cast<float>(x);
    row[4] = static_cast<float>(y);
    row[5] = static_cast<float>(x + 0.1 + Product(0.25, v(4)));
    row[6] = static_cast<float>(y + 0.1 + Product(0.2, v(4)));
  }
  if (count < rows) data[count * 7] = -1;
}

}  // namespace

uint32_t Hash(const void* data, size_t byte_length, uint32_t seed) {
  const unsigned char* at = static_cast<const unsigned char*>(data);
  size_t left = byte_length;
  uint32_t hash = seed + kPrime5;
  if (left >= 16) {
    // four lanes that do not wait for one another; as variables, since vectors multiply slowly without SSE 4.1
    uint32_t a = seed + kPrime1 + kPrime2;
    uint32_t b = seed + kPrime2;
    uint32_t c = seed;
    uint32_t d = seed - kPrime1;
    for (; left >= 16; left -= 16, at += 16) {
      a = Round(a, Load(at));
      b = Round(b, Load(at + 4));
      c = Round(c, Load(at + 8));
      d = Round(d, Load(at + 12));
    }
    hash = RotateLeft(a, 1) + RotateLeft(b, 7) + RotateLeft(c, 12) + RotateLeft(d, 18);
  }
  hash += static_cast<uint32_t>(byte_length);
  for (; left >= 4; left -= 4, at += 4) hash = RotateLeft(hash + Load(at) * kPrime3, 17) * kPrime4;
  for (; left > 0; left--, at++) hash = RotateLeft(hash + *at * kPrime5, 11) * kPrime1;
  hash ^= hash >> 15;
  hash *= kPrime2;
  hash ^= hash >> 13;
  hash *= kPrime3;
  hash ^= hash >> 16;
  return hash;
}

void FillOutput(void* data, size_t type, const Shape& shape, uint32_t hash, size_t index) {
  const uint32_t start = hash + kPrime1 * static_cast<uint32_t>(index + 1);
  const size_t count = static_cast<size_t>(ElementCount(shape));
  if (type == openvino_node::kStringType) return;
  if (IsDetections(type, shape)) return FillDetections(static_cast<float*>(data), shape[2], start);
  switch (type) {
    case 1:  // boolean
      return Fill<uint8_t>(data, count, start, [](uint32_t u) { return static_cast<uint8_t>(u & 1); });
    case 2:  // bf16
      return Fill<uint16_t>(data, count, start, [](uint32_t u) { return ToBfloat16(Fraction(u)); });
    case 3:  // f16
      return Fill<uint16_t>(data, count, start, [](uint32_t u) { return ToHalf(Fraction(u)); });
    case 4:  // f32
      return Fill<float>(data, count, start, Fraction);
    case 5:  // f64
      return Fill<double>(data, count, start, [](uint32_t u) { return static_cast<double>(Fraction(u)); });
    case 7:   // i8
    case 16:  // u8
      return FillIntegers<uint8_t>(data, count, start);
    case 8:   // i16
    case 17:  // u16
      return FillIntegers<uint16_t>(data, count, start);
    case 9:   // i32
    case 18:  // u32
      return FillIntegers<uint32_t>(data, count, start);
    case 10:  // i64
    case 19:  // u64
      return FillIntegers<uint64_t>(data, count, start);
    default: {  // packed and 8-bit types: any bits are values
      const size_t bytes = openvino_node::ElementBytes(type, count);
      return Fill<uint8_t>(data, bytes, start, [](uint32_t u) { return static_cast<uint8_t>(u & 0xFF); });
    }
  }
}

}  // namespace openvino_mock
