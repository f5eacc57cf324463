// Colour formats: the tensors of their planes, and the conversions.
#include "contract.h"
#include "preprocess_fixture.h"

namespace contract {

namespace {

void Convert(const char* model, ov_color_format_e from, ov_color_format_e to) {
  Preprocess(model).Type("u8").ModelLayout("NCHW").Color(from).ConvertColor(to).Build();
}

}  // namespace

CASE("color: each format as it is") {
  for (int format = UNDEFINE; format <= BGRX; format++) {
    Preprocess("image").ModelLayout("NCHW").Color(static_cast<ov_color_format_e>(format)).Build();
  }
}
CASE("color: each format to RGB") {
  for (int format = UNDEFINE; format <= BGRX; format++) Convert("image", static_cast<ov_color_format_e>(format), RGB);
}
CASE("color: each format to BGR") {
  for (int format = UNDEFINE; format <= BGRX; format++) Convert("image", static_cast<ov_color_format_e>(format), BGR);
}
CASE("color: each format to gray") {
  for (int format = UNDEFINE; format <= BGRX; format++) Convert("gray", static_cast<ov_color_format_e>(format), GRAY);
}
CASE("color: to what nothing converts to") {
  for (const ov_color_format_e to : {UNDEFINE, NV12_SINGLE_PLANE, I420_THREE_PLANES, RGBX}) Convert("image", RGB, to);
}
CASE("color: names of planes") {
  Preprocess("image").ModelLayout("NCHW").Color(NV12_TWO_PLANES, {"y", "uv"}).ConvertColor(RGB).Build();
  Preprocess("image").ModelLayout("NCHW").Color(I420_THREE_PLANES, {"y", "u", "v"}).ConvertColor(BGR).Build();
  Preprocess("many-names").Color(NV12_TWO_PLANES, {"y", "uv"});
}
CASE("color: too many and too few names") {
  Preprocess("image").Color(NV12_TWO_PLANES, {"y"}).Build();
  Preprocess("image").Color(NV12_TWO_PLANES, {"y", "u", "v"}).Build();
  Preprocess("image").Color(RGB, {"rgb"}).Build();
  Preprocess("image").Color(NV12_SINGLE_PLANE, {"y"}).Build();
}
CASE("color: names of planes by an array") {
  // the function is newer: where it is missing there is nothing to see
  if (api.ov_preprocess_input_tensor_info_set_color_format_with_subnames == nullptr) {
    Observe("not there");
    return;
  }
  Preprocess one("image");
  const char* names[] = {"y", "uv"};
  const auto set = api.ov_preprocess_input_tensor_info_set_color_format_with_subnames;
  Observe("NULL", static_cast<long long>(set(one.tensor(), NV12_TWO_PLANES, 2, nullptr)));
  Observe("none", static_cast<long long>(set(one.tensor(), NV12_TWO_PLANES, 0, nullptr)));
  Observe("two", static_cast<long long>(set(one.tensor(), NV12_TWO_PLANES, 2, names)));
  one.ModelLayout("NCHW").ConvertColor(RGB).Build();
}
CASE("color: sides of YUV pictures") {
  for (const ov_color_format_e format : {NV12_SINGLE_PLANE, NV12_TWO_PLANES, I420_SINGLE_PLANE, I420_THREE_PLANES}) {
    Preprocess("image").ModelLayout("NCHW").Color(format).Sides(8, 12).ConvertColor(RGB).Resize().Build();
  }
}
CASE("color: odd sides of NV12") {
  for (const ov_color_format_e format : {NV12_SINGLE_PLANE, NV12_TWO_PLANES}) {
    Preprocess("image").ModelLayout("NCHW").Color(format).Sides(8, 13).ConvertColor(RGB).Resize().Build();
    Preprocess("image").ModelLayout("NCHW").Color(format).Sides(7, 12).ConvertColor(RGB).Resize().Build();
  }
}
CASE("color: odd sides of I420") {
  for (const ov_color_format_e format : {I420_SINGLE_PLANE, I420_THREE_PLANES}) {
    Preprocess("image").ModelLayout("NCHW").Color(format).Sides(8, 13).ConvertColor(RGB).Resize().Build();
    Preprocess("image").ModelLayout("NCHW").Color(format).Sides(7, 12).ConvertColor(RGB).Resize().Build();
  }
}
CASE("color: planes as they are") { Preprocess("image").ModelLayout("NCHW").Color(NV12_TWO_PLANES).Resize().Build(); }
CASE("color: steps that several planes refuse") {
  const auto planes = [] {
    return Preprocess("image").ModelLayout("NCHW").Color(NV12_TWO_PLANES).processor() != nullptr;
  };
  if (!planes()) return;
  Preprocess("image").ModelLayout("NCHW").Color(NV12_TWO_PLANES).Mean({1}).Build();
  Preprocess("image").ModelLayout("NCHW").Color(NV12_TWO_PLANES).Scale({1}).Build();
  Preprocess("image").ModelLayout("NCHW").Color(NV12_TWO_PLANES).Crop({0, 0, 0, 0}, {1, 1, 1, 1}).Build();
  Preprocess("image").ModelLayout("NCHW").Color(NV12_TWO_PLANES).ConvertLayout("NCHW").Build();
  Preprocess("image").ModelLayout("NCHW").Color(NV12_TWO_PLANES).ReverseChannels().Build();
  Preprocess("image").ModelLayout("NCHW").Color(NV12_TWO_PLANES).Convert("f16").ConvertColor(RGB).Build();
  Preprocess("image").ModelLayout("NCHW").Color(NV12_TWO_PLANES).Pad({0, 0, 0, 0}, {0, 0, 0, 0}).Build();
}
CASE("color: RGB of a tensor in the model's layout") {
  Preprocess("image").TensorLayout("NCHW").ModelLayout("NCHW").Color(BGR).ConvertColor(RGB).Build();
}
CASE("color: without any layout") { Preprocess("image").Color(BGR).ConvertColor(RGB).Build(); }
CASE("color: of a tensor of another rank") { Preprocess("relu").Color(RGB).Build(); }
CASE("color: of a layout without channels") { Preprocess("image").TensorLayout("N?HW").Color(RGB).Build(); }
CASE("color: RGB of four channels to gray") {
  Preprocess("gray").ModelLayout("NCHW").From("u8", {1, 4, 6, 4}).Color(RGB).ConvertColor(GRAY).Build();
}

}  // namespace contract
