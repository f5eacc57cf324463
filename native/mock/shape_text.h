// Shapes as IR files write them.
#pragma once

#include <string>

#include "shape.h"

namespace openvino_mock {

/** A Parameter's shape: `1,3,?,1..8`, `...` where even the rank is open, nothing for a scalar. Throws Failure. */
PartialShape ReadPartialShape(const std::string& text);

/** A Const's shape. Throws Failure. */
Shape ReadShape(const std::string& text);

}  // namespace openvino_mock
