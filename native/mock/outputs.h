// What the mock computes: a documented, deterministic function of the inputs, so that wrong wiring shows.
#pragma once

#include <cstddef>
#include <cstdint>

#include "shape.h"

namespace openvino_mock {

/** XXH32 of some bytes. */
uint32_t Hash(const void* data, size_t byte_length, uint32_t seed);

/**
 * Fills an output.
 *
 * @param type Element type in the addon's numbering.
 * @param hash Of all inputs, chained in their order.
 * @param index Of the output.
 */
void FillOutput(void* data, size_t type, const Shape& shape, uint32_t hash, size_t index);

}  // namespace openvino_mock
