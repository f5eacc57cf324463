// Shapes of the outputs of operations that slide a window over a picture.
#pragma once

#include <optional>

#include "shape.h"
#include "window.h"

namespace openvino_mock {

/**
 * Shape of an operation's outputs. Throws Failure where the real library refuses it.
 *
 * @param filter Null for pools.
 * @returns Nullopt where it isn't known: with a filter of open dimensions.
 */
std::optional<PartialShape> WindowShape(const Window& window, const PartialShape& data, const PartialShape* filter);

}  // namespace openvino_mock
