#include "preprocess_color.h"

#include <string>

#include "failure.h"
#include "layout_order.h"
#include "preprocess_steps.h"

namespace openvino_mock {

namespace {

constexpr size_t kHeight = 1;
constexpr size_t kWidth = 2;
constexpr size_t kChannels = 3;

bool IsImage(const PartialShape& shape) { return shape.has_rank && shape.dims.size() == 4; }

bool IsNv12(ov_color_format_e format) { return format == NV12_SINGLE_PLANE || format == NV12_TWO_PLANES; }

bool IsI420(ov_color_format_e format) { return format == I420_SINGLE_PLANE || format == I420_THREE_PLANES; }

Dimension Halved(const Dimension& side) { return side.IsStatic() ? Dimension::Of(side.min / 2) : side; }

std::string ListText(const std::vector<PartialShape>& shapes) {
  std::string text;
  for (const PartialShape& shape : shapes) text += (text.empty() ? "" : ",") + shape.ToString();
  return "Shape inference input shapes {" + text + "} ";
}

/** The image of YUV planes, with three channels, as the library's conversions infer it. */
PartialShape ImageOf(const std::vector<PartialShape>& planes) {
  PartialShape image = planes[0];
  if (!IsImage(image)) return image;
  const auto refuse = [&planes](const char* why) { throw Failure(ListText(planes) + why); };
  Dimension& height = image.dims[kHeight];
  if (planes.size() == 1 && height.IsStatic()) {
    if (height.min % 3 != 0) refuse("Image height shall be divisible by 3");
    height = Dimension::Of(height.min / 3 * 2);
  }
  for (size_t plane = 1; plane < planes.size(); plane++) {
    for (const size_t axis : {kHeight, kWidth}) {
      const Dimension& whole = image.dims[axis];
      const Dimension& half = planes[plane].dims[axis];
      if (!whole.IsStatic() || !half.IsStatic() || half.min * 2 == whole.min) continue;
      refuse(planes.size() == 2 ? "Y shape is inconsistent with UV" : "Y shape is inconsistent with U and V");
    }
  }
  if (height.IsStatic() && height.min % 2 != 0) refuse("Image height must be even");
  if (image.dims[kWidth].IsStatic() && image.dims[kWidth].min % 2 != 0) refuse("Image width must be even");
  image.dims[kChannels] = Dimension::Of(3);
  return image;
}

PartialShape Same(const std::vector<PartialShape>& shapes) { return shapes[0]; }

/** From Y and U and V, of one or several planes. */
void ConvertYuv(PreprocessContext& context, ov_color_format_e format) {
  const char* family = IsNv12(context.color) ? "NV12" : "I420";
  const size_t type = context.flows[0].type;
  if (format == RGB || format == BGR) {
    context.Then((std::string(family) + "to" + ColorName(format)).c_str(), type, ImageOf);
  } else if (format != GRAY) {
    throw Failure(std::string("Unsupported conversion from ") + family + " to '" + ColorName(format) + "' format:");
  } else if (context.flows.size() > 1) {
    // Y is the picture in gray
    context.flows.resize(1);
  } else {
    context.Then("Slice", type, [](const std::vector<PartialShape>& shapes) {
      PartialShape gray = shapes[0];
      if (IsImage(gray) && gray.dims[kHeight].IsStatic()) {
        gray.dims[kHeight] = Dimension::Of(gray.dims[kHeight].min * 2 / 3);
      }
      return gray;
    });
  }
}

void ConvertToGray(PreprocessContext& context) {
  const Flow flow = context.flows[0];
  if (flow.shape.dims.size() != 4) {
    throw Failure("Input shape size should be equal to 4, actual size: " + std::to_string(flow.shape.dims.size()));
  }
  const size_t channels = IndexOf(context.layout, flow.shape, "C", "channels");
  const Dimension& count = flow.shape.dims[channels];
  if (!count.IsStatic() || count.min != 3) {
    throw Failure("Channels dimesion should be equal to 3, actual value: " +
                  (count.IsStatic() ? std::to_string(count.min) : std::string("?")));
  }
  context.Then("Convolution", flow.type, [channels](const std::vector<PartialShape>& shapes) {
    PartialShape gray = shapes[0];
    gray.dims.at(channels) = Dimension::Of(1);
    return gray;
  });
}

void CutLastChannel(PreprocessContext& context) {
  const Flow flow = context.flows[0];
  if (!context.layout.Has("C")) {
    throw Failure("Layout " + context.layout.ToString() + " doesn't have `channels` dimension");
  }
  if (!flow.shape.has_rank) {
    context.Then("Slice", flow.type, Same);
    return;
  }
  const size_t channels = IndexOf(context.layout, flow.shape, "C", "channels");
  context.Then("Slice", flow.type, [channels](const std::vector<PartialShape>& shapes) {
    PartialShape cut = shapes[0];
    Dimension& count = cut.dims.at(channels);
    if (count.IsStatic()) count = Dimension::Of(count.min > 0 ? count.min - 1 : 0);
    return cut;
  });
}

bool IsRgb(ov_color_format_e format) { return format == RGB || format == BGR; }

}  // namespace

const char* ColorName(ov_color_format_e format) {
  switch (format) {
    case NV12_SINGLE_PLANE:
      return "NV12 (single plane)";
    case NV12_TWO_PLANES:
      return "NV12 (multi-plane)";
    case I420_SINGLE_PLANE:
      return "I420 (single plane)";
    case I420_THREE_PLANES:
      return "I420 (multi-plane)";
    case RGB:
      return "RGB";
    case BGR:
      return "BGR";
    case GRAY:
      return "GRAY";
    case RGBX:
      return "RGBX";
    case BGRX:
      return "BGRX";
    case UNDEFINE:
      break;
  }
  return "Unknown";
}

size_t PlanesOf(ov_color_format_e format) {
  return format == NV12_TWO_PLANES ? 2 : format == I420_THREE_PLANES ? 3 : 1;
}

TensorLayout LayoutOf(ov_color_format_e format) {
  return format == UNDEFINE ? TensorLayout() : TensorLayout::Parse("NHWC");
}

PartialShape PlaneShape(ov_color_format_e format, size_t plane, const PartialShape& image, const TensorLayout& layout) {
  PartialShape shape = image;
  if (IsRgb(format)) {
    if (!shape.has_rank) return shape;
    const std::optional<int64_t> place = layout.Place("C");
    if (!place) throw Failure("C dimension index is not defined");
    const auto index = static_cast<size_t>(*place < 0 ? *place + static_cast<int64_t>(shape.dims.size()) : *place);
    if (index >= shape.dims.size()) throw Failure("Accessing out-of-range dimension");
    shape.dims[index] = Dimension::Of(3);
    return shape;
  }
  if (!IsImage(shape) || format == UNDEFINE || format == GRAY) return shape;
  if (format == RGBX || format == BGRX) {
    shape.dims[kChannels] = Dimension::Of(4);
    return shape;
  }
  shape.dims[kChannels] = Dimension::Of(format == NV12_TWO_PLANES && plane == 1 ? 2 : 1);
  if (PlanesOf(format) == 1) {
    Dimension& height = shape.dims[kHeight];
    if (height.IsStatic()) height = Dimension::Of(height.min * 3 / 2);
  } else if (plane > 0) {
    for (const size_t axis : {kHeight, kWidth}) shape.dims[axis] = Halved(shape.dims[axis]);
  }
  return shape;
}

PreprocessStep ConvertColorStep(ov_color_format_e format) {
  return [format](PreprocessContext& context) {
    const ov_color_format_e from = context.color;
    if (from == format) return;
    if (IsNv12(from) || IsI420(from)) {
      ConvertYuv(context, format);
    } else if (IsRgb(from) && IsRgb(format)) {
      ReverseChannelsStep()(context);
    } else if (IsRgb(from) && format == GRAY) {
      ConvertToGray(context);
    } else if ((from == RGBX || from == BGRX) && IsRgb(format)) {
      CutLastChannel(context);
      if ((from == RGBX) != (format == RGB)) ReverseChannelsStep()(context);
    } else {
      throw Failure(std::string("Source color format '") + ColorName(from) + "' is not convertible to '" +
                    ColorName(format) + "'");
    }
    context.color = format;
  };
}

void CheckModelColor(const PreprocessContext& context) {
  const std::string name = ColorName(context.color);
  if (context.flows.size() != 1) {
    throw Failure(
        "Multiple plane input is not allowed as model input. Consider using of convert_color preprocessing operation. "
        "Current format is '" +
        name + "'");
  }
  if (IsRgb(context.color) || context.color == GRAY || context.color == UNDEFINE) return;
  throw Failure(
      "model shall have RGB/BGR/GRAY color format. Consider add 'convert_color' preprocessing operation to convert "
      "current "
      "color format '" +
      name + "'to RGB/BGR/GRAY");
}

}  // namespace openvino_mock
