#include "broadcast.h"

#include <algorithm>

namespace openvino_mock {

namespace {

/** The dimensions that both could be. */
std::optional<Dimension> Merge(const Dimension& a, const Dimension& b) {
  Dimension merged{std::max(a.min, b.min), a.max == -1 ? b.max : b.max == -1 ? a.max : std::min(a.max, b.max)};
  if (merged.max != -1 && merged.max < merged.min) return std::nullopt;
  return merged;
}

std::optional<Dimension> BroadcastDimensions(const Dimension& a, const Dimension& b) {
  if (a.Accepts(1) && b.Accepts(1)) {
    return Dimension{std::min(a.min, b.min), a.max == -1 || b.max == -1 ? -1 : std::max(a.max, b.max)};
  }
  if (a.Accepts(1)) return b;
  if (b.Accepts(1)) return a;
  return Merge(a, b);
}

std::optional<PartialShape> MergeShapes(const PartialShape& a, const PartialShape& b) {
  if (!a.has_rank) return b;
  if (!b.has_rank) return a;
  if (a.dims.size() != b.dims.size()) return std::nullopt;
  PartialShape merged = a;
  for (size_t axis = 0; axis < a.dims.size(); axis++) {
    const std::optional<Dimension> dimension = Merge(a.dims[axis], b.dims[axis]);
    if (!dimension) return std::nullopt;
    merged.dims[axis] = *dimension;
  }
  return merged;
}

std::optional<PartialShape> NumpyShape(const PartialShape& a, const PartialShape& b) {
  PartialShape result = a.dims.size() >= b.dims.size() ? a : b;
  const PartialShape& shorter = a.dims.size() >= b.dims.size() ? b : a;
  const size_t offset = result.dims.size() - shorter.dims.size();
  for (size_t axis = 0; axis < shorter.dims.size(); axis++) {
    Dimension& to = result.dims[offset + axis];
    const std::optional<Dimension> dimension = BroadcastDimensions(to, shorter.dims[axis]);
    if (!dimension) return std::nullopt;
    to = *dimension;
  }
  return result;
}

}  // namespace

std::optional<PartialShape> BroadcastShapes(const PartialShape& a, const PartialShape& b, Broadcast how) {
  if (how == Broadcast::kNone) return MergeShapes(a, b);
  if (!a.has_rank || !b.has_rank) return PartialShape{false, {}};
  // b may lie anywhere in a, which keeps its shape
  if (how == Broadcast::kPdpd) return a;
  return NumpyShape(a, b);
}

}  // namespace openvino_mock
