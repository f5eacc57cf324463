// Colour formats: the tensors of their planes, and conversions between them.
#pragma once

#include <cstddef>

#include "preprocess_context.h"

namespace openvino_mock {

/** What the library calls a format in its texts. */
const char* ColorName(ov_color_format_e format);

size_t PlanesOf(ov_color_format_e format);

/** The layout that tensors of a format have where nothing else was said; empty where it needs none. */
TensorLayout LayoutOf(ov_color_format_e format);

/** Shape of a plane's tensor, by that of the image. Throws Failure. */
PartialShape PlaneShape(ov_color_format_e format, size_t plane, const PartialShape& image, const TensorLayout& layout);

PreprocessStep ConvertColorStep(ov_color_format_e format);

/** Throws Failure where the flow is nothing that a model takes. */
void CheckModelColor(const PreprocessContext& context);

}  // namespace openvino_mock
