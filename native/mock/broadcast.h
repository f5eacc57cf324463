// Shapes of two inputs brought together.
#pragma once

#include <optional>

#include "graph.h"

namespace openvino_mock {

/** The shape that two shapes are brought to; nullopt where they don't fit. */
std::optional<PartialShape> BroadcastShapes(const PartialShape& a, const PartialShape& b, Broadcast how);

}  // namespace openvino_mock
