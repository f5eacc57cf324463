// Shapes in and out of the C API's structs.
#pragma once

#include "../api_types.h"
#include "shape.h"

namespace openvino_mock {

/** A struct that the caller frees. */
ov_partial_shape_t ToStruct(const PartialShape& shape);
ov_shape_t ToStruct(const Shape& shape);

/** Throws Failure for what is none. */
PartialShape FromStruct(const ov_partial_shape_t& shape);
Shape FromStruct(const ov_shape_t& shape);

}  // namespace openvino_mock
