// Layouts: which dimension means what.
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

}  // namespace openvino_mock
