#include "preprocess_steps.h"

#include <algorithm>
#include <string>
#include <utility>

#include "element_names.h"
#include "failure.h"
#include "layout_order.h"
#include "version.h"

namespace openvino_mock {

namespace {

// in the order of lib/tensor/element.ts
constexpr size_t kDynamic = 0;
constexpr size_t kBf16 = 2;
constexpr size_t kF64 = 5;
constexpr size_t kI32 = 9;
constexpr size_t kI64 = 10;
constexpr size_t kU8 = 16;
constexpr size_t kI8 = 7;

bool IsReal(size_t type) {
  constexpr size_t kSmallFloats[] = {20, 21, 22, 24, 25};
  return (type >= kBf16 && type <= kF64) ||
         std::find(std::begin(kSmallFloats), std::end(kSmallFloats), type) != std::end(kSmallFloats);
}

PartialShape Same(const std::vector<PartialShape>& shapes) { return shapes[0]; }

PreprocessStep Arithmetic(size_t values, const char* step, const char* operation) {
  return [values, step, operation](PreprocessContext& context) {
    // the library says "scale" of a mean as well
    const Flow flow = context.Only("Can't apply scale preprocessing for multi-plane input");
    if (values != 1) {
      const size_t channels = IndexOf(context.layout, flow.shape, "C", "channels");
      const Dimension& dimension = flow.shape.dims[channels];
      if (dimension.IsStatic() && dimension.min != static_cast<int64_t>(values)) {
        throw Failure("Number of channels and mean/values size mismatch: Channels = " + std::to_string(dimension.min) +
                      ", mean/scale = " + std::to_string(values) + ", shape = " + flow.shape.ToString() +
                      ", layout = " + context.layout.ToString());
      }
    }
    if (!IsReal(flow.type)) {
      throw Failure(std::string(step) +
                    " preprocessing can be applied to 'float' inputs. Consider using of 'convert_element_type' before "
                    "scaling. Current type is: " +
                    ElementName(flow.type));
    }
    context.Then(operation, flow.type, Same);
  };
}

/** What is left of a dimension between two indexes, of which those below 0 count from the end. */
Dimension Cut(const Dimension& dimension, int64_t begin, int64_t end) {
  if (!dimension.IsStatic()) return Dimension{0, dimension.max};
  const int64_t size = dimension.min;
  const auto place = [size](int64_t index) { return std::clamp<int64_t>(index < 0 ? index + size : index, 0, size); };
  return Dimension::Of(std::max<int64_t>(place(end) - place(begin), 0));
}

std::string ListText(const std::vector<int32_t>& list) {
  std::string text;
  for (const int32_t number : list) text += (text.empty() ? "" : ", ") + std::to_string(number);
  return "[ " + text + " ]";
}

void CheckInterpolated(size_t type) {
  constexpr size_t kAll[] = {kDynamic, kBf16, 3, 4, kI8, kI32, kI64, kU8};
  const bool takes_doubles = IsAtLeast(LibraryVersion(), 2026, 0);
  if (std::find(std::begin(kAll), std::end(kAll), type) != std::end(kAll) || (takes_doubles && type == kF64)) return;
  throw Failure(takes_doubles ? "Input element type must be f32, f16, i8, bf16, u8, i64, i32, f64"
                              : "Input element type must be f32, f16, bf16, i8, u8, i64, i32");
}

int64_t FixedSide(const PreprocessContext& context, const char* name, const char* called) {
  const Dimension& side = context.model_shape.dims[IndexOf(context.model_layout, context.model_shape, name, called)];
  if (!side.IsStatic()) {
    throw Failure(std::string("Dynamic resize: Model ") + called + " dimension shall be static");
  }
  return side.min;
}

void CheckMirrored(const std::vector<PartialShape>& shapes, const std::vector<int32_t>& begin,
                   const std::vector<int32_t>& end, ov_padding_mode_e mode) {
  if (mode != REFLECT && mode != SYMMETRIC) return;
  const int64_t less = mode == REFLECT ? 1 : 0;
  for (size_t i = 0; i < begin.size(); i++) {
    const Dimension& dimension = shapes[0].dims[i];
    if (!dimension.IsStatic() || std::max(begin[i], end[i]) <= dimension.min - less) continue;
    const std::string rank = "[" + std::to_string(begin.size()) + "]";
    throw Failure(
        "Shape inference input shapes {" + shapes[0].ToString() + "," + rank + "," + rank + ",[]} " +
        (mode == REFLECT ? "REFLECT" : "SYMMETRIC") +
        " padding mode requires that 'pads_begin[D]' and 'pads_end[D]' must be not greater than 'data_shape[D]" +
        (mode == REFLECT ? " - 1'." : "'."));
  }
}

}  // namespace

PreprocessStep MeanStep(size_t values) { return Arithmetic(values, "Mean", "Subtract"); }

PreprocessStep ScaleStep(size_t values) { return Arithmetic(values, "Scale", "Divide"); }

PreprocessStep ConvertTypeStep(size_t type) {
  return [type](PreprocessContext& context) {
    // "dynamic" stands for the model's type since the enumeration lost UNDEFINED
    const bool is_models = type == kDynamic && IsAtLeast(LibraryVersion(), 2025, 1);
    const size_t wanted = is_models ? context.model_type : type;
    for (size_t i = 0; i < context.flows.size(); i++) {
      if (context.flows[i].type == kDynamic) {
        throw Failure("Can't insert 'convert_element_type' for dynamic source tensor type.");
      }
      if (context.flows[i].type != wanted) context.ThenFor(i, "Convert", wanted, Same);
    }
  };
}

PreprocessStep ResizeStep() {
  return [](PreprocessContext& context) {
    const Flow flow = context.Only("Can't resize multi-plane input");
    if (!context.layout.Has("H") || !context.layout.Has("W")) {
      throw Failure(
          "Can't add resize for layout without W/H specified. Use 'set_layout' API to define layout of image data, "
          "like "
          "`NCHW`");
    }
    if (!flow.shape.has_rank) throw Failure("Resize operation is not supported for fully dynamic shape");
    const size_t height = IndexOf(context.layout, flow.shape, "H", "height");
    const size_t width = IndexOf(context.layout, flow.shape, "W", "width");
    if (!context.model_shape.has_rank) {
      throw Failure("Resize is not fully specified while target model shape is dynamic");
    }
    const int64_t new_width = FixedSide(context, "W", "width");
    const int64_t new_height = FixedSide(context, "H", "height");
    CheckInterpolated(flow.type);
    context.Then("Interpolate", flow.type, [=](const std::vector<PartialShape>& shapes) {
      PartialShape shape = shapes[0];
      shape.dims.at(height) = Dimension::Of(new_height);
      shape.dims.at(width) = Dimension::Of(new_width);
      return shape;
    });
  };
}

PreprocessStep CropStep(std::vector<int32_t> begin, std::vector<int32_t> end) {
  if (begin.size() != end.size()) {
    throw Failure("Crop (" + ListText(begin) + "," + ListText(end) +
                  ") begin/end coordinates must have the same size. Begin size=" + std::to_string(begin.size()) +
                  ", end size=" + std::to_string(end.size()));
  }
  return [begin = std::move(begin), end = std::move(end)](PreprocessContext& context) {
    const Flow flow = context.Only("Can't crop multi-plane input");
    context.Then("Slice", flow.type, [begin, end](const std::vector<PartialShape>& shapes) {
      PartialShape shape = shapes[0];
      if (!shape.has_rank) return shape;
      if (begin.size() > shape.dims.size()) {
        throw Failure("Slice `start` input dim size can't be bigger than `data` rank.");
      }
      for (size_t i = 0; i < begin.size(); i++) shape.dims[i] = Cut(shape.dims[i], begin[i], end[i]);
      return shape;
    });
  };
}

PreprocessStep PadStep(std::vector<int32_t> begin, std::vector<int32_t> end, ov_padding_mode_e mode) {
  return [begin = std::move(begin), end = std::move(end), mode](PreprocessContext& context) {
    const Flow flow = context.Only("Can't pad multi-plane input");
    if (!IsReal(flow.type)) {
      throw Failure(
          std::string(
              "Pad preprocessing can be applied to 'float' inputs. Consider using of 'convert_element_type' before "
              "padding. Current type is: ") +
          ElementName(flow.type));
    }
    context.Then("Pad", flow.type, [begin, end, mode](const std::vector<PartialShape>& shapes) {
      PartialShape shape = shapes[0];
      if (!shape.has_rank) return shape;
      for (const auto& [name, pads] : {std::pair{"pads_begin", &begin}, std::pair{"pads_end", &end}}) {
        if (pads->size() == shape.dims.size()) continue;
        throw Failure(std::string("length of ") + name + " mismatches with rank of input, expect " +
                      std::to_string(shape.dims.size()) + ", but got " + std::to_string(pads->size()));
      }
      CheckMirrored(shapes, begin, end, mode);
      for (size_t i = 0; i < begin.size(); i++) {
        Dimension& dimension = shape.dims[i];
        const int64_t more = int64_t{begin[i]} + end[i];
        dimension.min = std::max<int64_t>(dimension.min + more, 0);
        if (dimension.max != -1) dimension.max = std::max<int64_t>(dimension.max + more, 0);
      }
      return shape;
    });
  };
}

PreprocessStep ConvertLayoutStep(const TensorLayout& layout) {
  return [layout](PreprocessContext& context) {
    const Flow flow = context.Only("Can't convert layout for multi-plane input");
    const TensorLayout to = layout.IsEmpty() ? context.model_layout : layout;
    const ShapeInLayout longer = Unsqueezed(context.layout, flow.shape, to);
    const std::vector<size_t> order = FindPermutation(longer.layout, longer.shape, to);
    if (order.empty()) {
      // the library forgets the dimensions that it added here
      if (!layout.IsEmpty()) context.layout = layout;
      return;
    }
    if (longer.added > 0) {
      context.Then("Unsqueeze", flow.type, [added = longer.added](const std::vector<PartialShape>& shapes) {
        PartialShape shape = shapes[0];
        if (shape.has_rank) shape.dims.insert(shape.dims.begin(), added, Dimension::Of(1));
        return shape;
      });
    }
    context.Then("Transpose", flow.type,
                 [order](const std::vector<PartialShape>& shapes) { return Permuted(shapes[0], order); });
    context.layout = to;
  };
}

PreprocessStep ReverseChannelsStep() {
  return [](PreprocessContext& context) {
    if (context.flows.size() != 1) throw Failure("Internal error: can't reverse channels for multi-plane inputs");
    if (!context.layout.Has("C")) {
      throw Failure("Layout " + context.layout.ToString() + " doesn't have `channels` dimension");
    }
    const Flow flow = context.flows[0];
    if (flow.shape.has_rank) IndexOf(context.layout, flow.shape, "C", "channels");
    context.Then("Gather", flow.type, Same);
  };
}

}  // namespace openvino_mock
