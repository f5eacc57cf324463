// Layouts: which dimension means what, and how one layout is transposed to another.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "shape.h"

namespace openvino_mock {

/** A layout such as `NCHW`, `N...C`, `[N,H,W,C]`. */
class TensorLayout {
 public:
  /** `...`: says nothing. */
  TensorLayout() = default;
  /** Throws Failure in the library's words. */
  static TensorLayout Parse(const std::string& text);
  /** Of these names in their order. */
  static TensorLayout Of(std::vector<std::string> names);

  std::string ToString() const;
  bool operator==(const TensorLayout& other) const;
  bool operator!=(const TensorLayout& other) const { return !(*this == other); }
  bool IsEmpty() const { return *this == TensorLayout(); }

  bool IsDynamic() const { return is_dynamic_; }
  /** Names from the first dimension on, empty for `?`. */
  const std::vector<std::string>& names() const { return left_; }
  bool Has(const std::string& name) const { return Place(name).has_value(); }
  /** Where a dimension is; from the end, below 0, where it stands behind the dots. */
  std::optional<int64_t> Place(const std::string& name) const;
  bool IsCompatible(const PartialShape& shape) const;
  /** As a layout of so many dimensions, without dots. */
  TensorLayout WithRank(size_t rank) const;

 private:
  bool is_dynamic_ = true;
  bool is_scalar_ = false;
  std::vector<std::string> left_;
  std::vector<std::string> right_;
};

/** Index of a dimension in a shape of known rank. Throws Failure. @param called `height`, as the library calls H. */
size_t IndexOf(const TensorLayout& layout, const PartialShape& shape, const char* name, const char* called);

/** In which order the dimensions of a shape are to be taken; empty where they can stay. Throws Failure. */
std::vector<size_t> FindPermutation(const TensorLayout& from, const PartialShape& shape, const TensorLayout& to);

PartialShape Permuted(const PartialShape& shape, const std::vector<size_t>& order);

struct ShapeInLayout {
  PartialShape shape;
  TensorLayout layout;
  /** Dimensions that were put before the first. */
  size_t added = 0;
};

/** Without the dimensions that a shorter layout does not have. Throws Failure. */
ShapeInLayout Squeezed(const TensorLayout& from, const PartialShape& shape, const TensorLayout& to);
/** With dimensions of 1 for those that a longer layout has besides. */
ShapeInLayout Unsqueezed(const TensorLayout& from, const PartialShape& shape, const TensorLayout& to);

}  // namespace openvino_mock
