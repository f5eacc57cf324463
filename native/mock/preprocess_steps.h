// The steps of preprocessing, as far as they change types, shapes and layouts. No values are computed.
#pragma once

#include <vector>

#include "preprocess_context.h"

namespace openvino_mock {

PreprocessStep MeanStep(size_t values);
PreprocessStep ScaleStep(size_t values);
PreprocessStep ConvertTypeStep(size_t type);
PreprocessStep ResizeStep();
/** Throws Failure where the sizes differ. */
PreprocessStep CropStep(std::vector<int32_t> begin, std::vector<int32_t> end);
PreprocessStep PadStep(std::vector<int32_t> begin, std::vector<int32_t> end, ov_padding_mode_e mode);
/** An empty layout is the model's. */
PreprocessStep ConvertLayoutStep(const TensorLayout& layout);
PreprocessStep ReverseChannelsStep();

}  // namespace openvino_mock
