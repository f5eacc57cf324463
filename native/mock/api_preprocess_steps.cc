// The steps of preprocessing.
#include "exports.h"
#include "handles.h"
#include "library_types.h"
#include "preprocess_color.h"
#include "preprocess_handles.h"
#include "preprocess_steps.h"

using namespace openvino_mock;

namespace {

void Add(const ov_preprocess_preprocess_steps_t* steps, PreprocessStep step) {
  steps->input().steps.push_back(std::move(step));
}

/** The library throws something here that its C API does not know. */
void CheckEnumeration(unsigned value, unsigned last) {
  if (value > last) throw Failure("An unknown exception occurred", UNKNOW_EXCEPTION);
}

}  // namespace

void ov_preprocess_preprocess_steps_free(ov_preprocess_preprocess_steps_t* preprocess_input_process_steps) {
  delete preprocess_input_process_steps;
}

ov_status_e ov_preprocess_preprocess_steps_resize(ov_preprocess_preprocess_steps_t* preprocess_input_process_steps,
                                                  const ov_preprocess_resize_algorithm_e resize_algorithm) {
  return Guarded([&] {
    RequireAll(preprocess_input_process_steps);
    CheckEnumeration(resize_algorithm, RESIZE_NEAREST);
    Add(preprocess_input_process_steps, ResizeStep());
  });
}

ov_status_e ov_preprocess_preprocess_steps_mean(ov_preprocess_preprocess_steps_t* preprocess_input_process_steps,
                                                float) {
  return Guarded([&] {
    RequireAll(preprocess_input_process_steps);
    Add(preprocess_input_process_steps, MeanStep(1));
  });
}

ov_status_e ov_preprocess_preprocess_steps_mean_multi_channels(
    ov_preprocess_preprocess_steps_t* preprocess_input_process_steps, const float* values, const int32_t value_size) {
  return Guarded([&] {
    RequireAll(preprocess_input_process_steps, values);
    if (value_size <= 0) throw InvalidArgument();
    Add(preprocess_input_process_steps, MeanStep(static_cast<size_t>(value_size)));
  });
}

ov_status_e ov_preprocess_preprocess_steps_scale(ov_preprocess_preprocess_steps_t* preprocess_input_process_steps,
                                                 float) {
  return Guarded([&] {
    RequireAll(preprocess_input_process_steps);
    Add(preprocess_input_process_steps, ScaleStep(1));
  });
}

ov_status_e ov_preprocess_preprocess_steps_scale_multi_channels(
    ov_preprocess_preprocess_steps_t* preprocess_input_process_steps, const float* values, const int32_t value_size) {
  return Guarded([&] {
    RequireAll(preprocess_input_process_steps, values);
    if (value_size <= 0) throw InvalidArgument();
    Add(preprocess_input_process_steps, ScaleStep(static_cast<size_t>(value_size)));
  });
}

ov_status_e ov_preprocess_preprocess_steps_crop(ov_preprocess_preprocess_steps_t* preprocess_input_process_steps,
                                                int32_t* begin, int32_t begin_size, int32_t* end, int32_t end_size) {
  return Guarded([&] {
    RequireAll(preprocess_input_process_steps, begin, end);
    Add(preprocess_input_process_steps, CropStep({begin, begin + begin_size}, {end, end + end_size}));
  });
}

ov_status_e ov_preprocess_preprocess_steps_pad(const ov_preprocess_preprocess_steps_t* preprocess_input_process_steps,
                                               const int* const pads_begin, size_t pads_begin_size,
                                               const int* const pads_end, size_t pads_end_size, float,
                                               ov_padding_mode_e mode) {
  return Guarded([&] {
    RequireAll(preprocess_input_process_steps, pads_begin, pads_end);
    CheckEnumeration(mode, SYMMETRIC);
    Add(preprocess_input_process_steps,
        PadStep({pads_begin, pads_begin + pads_begin_size}, {pads_end, pads_end + pads_end_size}, mode));
  });
}

ov_status_e ov_preprocess_preprocess_steps_convert_element_type(
    ov_preprocess_preprocess_steps_t* preprocess_input_process_steps, const ov_element_type_e element_type) {
  return Guarded([&] {
    RequireAll(preprocess_input_process_steps);
    Add(preprocess_input_process_steps, ConvertTypeStep(FromLibrary(element_type)));
  });
}

ov_status_e ov_preprocess_preprocess_steps_convert_layout(
    ov_preprocess_preprocess_steps_t* preprocess_input_process_steps, ov_layout_t* layout) {
  return Guarded([&] {
    RequireAll(preprocess_input_process_steps, layout);
    preprocess_input_process_steps->input().converted_layout = layout->layout;
    Add(preprocess_input_process_steps, ConvertLayoutStep(layout->layout));
  });
}

ov_status_e ov_preprocess_preprocess_steps_convert_color(
    ov_preprocess_preprocess_steps_t* preprocess_input_process_steps, const ov_color_format_e colorFormat) {
  return Guarded([&] {
    RequireAll(preprocess_input_process_steps);
    Add(preprocess_input_process_steps, ConvertColorStep(colorFormat));
  });
}

ov_status_e ov_preprocess_preprocess_steps_reverse_channels(
    ov_preprocess_preprocess_steps_t* preprocess_input_process_steps) {
  return Guarded([&] {
    RequireAll(preprocess_input_process_steps);
    Add(preprocess_input_process_steps, ReverseChannelsStep());
  });
}
