#include "shape.h"

#include <limits>

#include "failure.h"

namespace openvino_mock {

namespace {

std::string Text(const Dimension& dimension) {
  const auto& [min, max] = dimension;
  if (dimension.IsStatic()) return std::to_string(min);
  if (min <= 0 && max == -1) return "?";
  return (min <= 0 ? "" : std::to_string(min)) + ".." + (max == -1 ? "" : std::to_string(max));
}

}  // namespace

PartialShape PartialShape::Of(const Shape& shape) {
  PartialShape partial;
  for (int64_t size : shape) partial.dims.push_back(Dimension::Of(size));
  return partial;
}

bool PartialShape::IsStatic() const {
  if (!has_rank) return false;
  for (const Dimension& dimension : dims) {
    if (!dimension.IsStatic()) return false;
  }
  return true;
}

bool PartialShape::Accepts(const Shape& shape) const {
  if (!has_rank) return true;
  if (shape.size() != dims.size()) return false;
  for (size_t axis = 0; axis < dims.size(); axis++) {
    if (!dims[axis].Accepts(shape[axis])) return false;
  }
  return true;
}

Shape PartialShape::ToShape() const {
  if (!IsStatic()) throw Failure("to_shape was called on a dynamic shape.");
  Shape shape;
  for (const Dimension& dimension : dims) shape.push_back(dimension.min);
  return shape;
}

std::string PartialShape::ToString() const {
  if (!has_rank) return "[...]";
  std::string text = "[";
  for (const Dimension& dimension : dims) text += (text.size() > 1 ? "," : "") + Text(dimension);
  return text + "]";
}

std::string ToString(const Shape& shape) { return PartialShape::Of(shape).ToString(); }

uint64_t ElementCount(const Shape& shape) {
  uint64_t count = 1;
  bool overflow = false;
  for (int64_t size : shape) {
    if (size < 0) throw Failure("The shape " + ToString(shape) + " has a negative dimension.");
    if (size == 0) return 0;
    overflow = overflow || count > std::numeric_limits<uint64_t>::max() / static_cast<uint64_t>(size);
    count *= static_cast<uint64_t>(size);
  }
  if (overflow) throw Failure("The shape " + ToString(shape) + " has more elements than 64 bits can count.");
  return count;
}

}  // namespace openvino_mock
