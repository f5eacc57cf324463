// Operations made of layers, with the checks that the real library makes of them.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "graph.h"
#include "ir_layer.h"

namespace openvino_mock {

/**
 * The operation of a layer. Throws Failure where the real library refuses it.
 *
 * @param nodes Operations before it.
 * @param weights_byte_length Nullopt where the model has no weights.
 */
Node MakeNode(const IrLayer& layer, std::vector<Source> inputs, const std::vector<Node>& nodes,
              std::optional<size_t> weights_byte_length);

}  // namespace openvino_mock
