// Floats of 16 bits.
#pragma once

#include <cstdint>

namespace openvino_mock {

/** An f32 as f16, rounded to the nearest, ties to even; for values from 0 to 1. */
uint16_t ToHalf(float value);

/** An f32 as bf16, rounded to the nearest, ties to even; not for NaN. */
uint16_t ToBfloat16(float value);

}  // namespace openvino_mock
