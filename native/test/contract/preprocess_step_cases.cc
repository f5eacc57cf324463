// The steps of preprocessing: what each makes of the shapes, and what it refuses.
#include "contract.h"
#include "preprocess_fixture.h"

namespace contract {

CASE("steps: mean and scale") { Preprocess("image").Mean({1}).Scale({2}).Build(); }
CASE("steps: mean and scale of each channel") {
  Preprocess("image").ModelLayout("NCHW").Mean({1, 2, 3}).Scale({4, 5, 6}).Build();
}
CASE("steps: mean of too few channels") { Preprocess("image").ModelLayout("NCHW").Mean({1, 2}).Build(); }
CASE("steps: mean of channels without a layout") { Preprocess("image").Mean({1, 2, 3}).Build(); }
CASE("steps: mean of bytes") { Preprocess("image").Type("u8").Mean({1}).Build(); }
CASE("steps: scale of bytes") { Preprocess("image").Type("u8").Scale({1}).Build(); }
CASE("steps: mean of converted bytes") { Preprocess("image").Type("u8").Convert("f32").Mean({1}).Build(); }
CASE("steps: mean of nothing") { Preprocess("image").Mean({}).Build(); }
CASE("steps: converted types") {
  for (const char* type : {"u8", "f16", "i64", "boolean"}) Preprocess("image").Type("i32").Convert(type).Build();
}
CASE("steps: converted to the dynamic type") { Preprocess("image").Type("u8").Convert("dynamic").Build(); }

CASE("steps: resize of each type") {
  for (const char* type : {"f32", "f16", "bf16", "f64", "i8", "u8", "i16", "u16", "i32", "u32", "i64", "boolean"}) {
    Preprocess("image").Type(type).ModelLayout("NCHW").Sides(8, 12).Resize().Build();
  }
}
CASE("steps: resize by each algorithm") {
  for (const int algorithm : {0, 1, 2, 7})
    Preprocess("image").ModelLayout("NCHW").Sides(8, 12).Resize(algorithm).Build();
}
CASE("steps: resize without a layout") { Preprocess("image").Resize().Build(); }
CASE("steps: resize for a model without sides") {
  Preprocess("image-dynamic").ModelLayout("NCHW").Sides(8, 12).Resize().Build();
}
CASE("steps: resize of the model's size") { Preprocess("image").ModelLayout("NCHW").Resize().Build(); }

CASE("steps: crop") { Preprocess("image").From("f32", {1, 3, 8, 12}).Crop({0, 0, 1, 1}, {1, 3, 5, 7}).Build(); }
CASE("steps: crop from the end") {
  Preprocess("image").From("f32", {1, 3, 8, 12}).Crop({0, 0, -5, -7}, {1, 3, -1, -1}).Build();
}
CASE("steps: crop beyond the end") {
  Preprocess("image").From("f32", {1, 3, 8, 12}).Crop({0, 0, 4, 6}, {9, 9, 99, 99}).Build();
}
CASE("steps: crop of the first dimensions") {
  Preprocess("image").From("f32", {2, 5, 4, 6}).Crop({1, 1}, {2, 4}).Build();
}
CASE("steps: crop of nothing that is left") { Preprocess("image").Crop({0, 0, 3, 3}, {1, 3, 1, 1}).Build(); }
CASE("steps: crop of two sizes") { Preprocess("image").Crop({0, 0, 0}, {1, 3}).Build(); }

CASE("steps: pad in each mode") {
  for (const int mode : {0, 1, 2, 3, 9}) {
    Preprocess("image").From("f32", {1, 3, 2, 4}).Pad({0, 0, 1, 1}, {0, 0, 1, 1}, mode).Build();
  }
}
CASE("steps: pad of less than nothing") {
  Preprocess("image").From("f32", {1, 3, 6, 8}).Pad({0, 0, -1, -1}, {0, 0, -1, -1}).Build();
}
CASE("steps: pad of another rank") {
  Preprocess("image").Pad({0, 0}, {0, 0}).Build();
  Preprocess("image").Pad({0, 0, 0, 0}, {0, 0}).Build();
}
CASE("steps: pad of more than can be mirrored") {
  Preprocess("image").From("f32", {1, 3, 2, 4}).Pad({0, 0, 2, 1}, {0, 0, 0, 1}, 2).Build();
  Preprocess("image").From("f32", {1, 3, 2, 4}).Pad({0, 0, 3, 1}, {0, 0, 0, 1}, 3).Build();
}
CASE("steps: pad of bytes") { Preprocess("image").From("u8", {1, 3, 2, 4}).Pad({0, 0, 1, 1}, {0, 0, 1, 1}).Build(); }

CASE("steps: channels reversed") { Preprocess("image").ModelLayout("NCHW").ReverseChannels().Build(); }
CASE("steps: channels reversed without a layout") { Preprocess("image").ReverseChannels().Build(); }

CASE("steps: several") {
  Preprocess("image")
      .Type("u8")
      .TensorLayout("NHWC")
      .ModelLayout("NCHW")
      .Sides(9, 13)
      .Convert("f32")
      .Crop({0, 1, 1, 0}, {1, 8, 12, 3})
      .Resize(2)
      .ConvertLayout("NCHW")
      .Mean({1, 2, 3})
      .ReverseChannels()
      .OutputType("f16")
      .Build();
}

}  // namespace contract
