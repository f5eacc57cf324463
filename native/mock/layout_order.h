// Dimensions by a layout: where one is, and how those of one layout become those of another.
#pragma once

#include <cstddef>
#include <vector>

#include "shape.h"
#include "tensor_layout.h"

namespace openvino_mock {

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
