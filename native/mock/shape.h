// Shapes, as the mock holds them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace openvino_mock {

/** Dimensions of a tensor. */
using Shape = std::vector<int64_t>;

struct Dimension {
  int64_t min = 0;
  /** -1 for no limit. */
  int64_t max = -1;

  static Dimension Of(int64_t size) { return {size, size}; }
  bool IsStatic() const { return min == max; }
  bool Accepts(int64_t size) const { return size >= min && (max == -1 || size <= max); }
  bool operator==(const Dimension& other) const { return min == other.min && max == other.max; }
};

struct PartialShape {
  bool has_rank = true;
  std::vector<Dimension> dims;

  static PartialShape Of(const Shape& shape);
  bool IsStatic() const;
  bool Accepts(const Shape& shape) const;
  /** Dimensions of a static shape. */
  Shape ToShape() const;
  /** As OpenVINO writes it: `[1,3,?,1..8]`, `[...]`. */
  std::string ToString() const;
};

std::string ToString(const Shape& shape);

/** Elements of a shape; throws Failure where the product does not fit 64 bits. */
uint64_t ElementCount(const Shape& shape);

}  // namespace openvino_mock
