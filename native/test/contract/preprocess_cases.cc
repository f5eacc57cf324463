// Preprocessing: what is said of tensors, and what becomes of the ports.
#include "contract.h"
#include "elements.h"
#include "fixture.h"
#include "preprocess_fixture.h"
#include "words.h"

namespace contract {

CASE("preprocess: nothing") { Preprocess("image").Build(); }
CASE("preprocess: element types") {
  for (const char* type : {"u8", "i8", "f16", "bf16", "f64", "i64", "boolean", "f32"})
    Preprocess("image").Type(type).Build();
}
CASE("preprocess: of a dynamic type") { Preprocess("image").Type("dynamic").Build(); }
CASE("preprocess: of a model of bytes") { Preprocess("identity-u8").Type("f32").Build(); }
CASE("preprocess: output types") {
  for (const char* type : {"u8", "f16", "i64", "f32"}) Preprocess("image").OutputType(type).Build();
}
CASE("preprocess: output of a dynamic type") { Preprocess("image").OutputType("dynamic").Build(); }
CASE("preprocess: an input that is an output") { Preprocess("identity-f32").Type("u8").OutputType("f16").Build(); }
CASE("preprocess: both of two inputs") {
  Preprocess both("add");
  both.Type("u8").Build();
}
CASE("preprocess: the second of two inputs") { Preprocess("add", 1).Type("u8").Build(); }
CASE("preprocess: the first of two outputs") { Preprocess("two-outputs").OutputType("f16").Build(); }
CASE("preprocess: without names") { Preprocess("nameless").Type("u8").OutputType("f16").Build(); }
CASE("preprocess: with many names") { Preprocess("many-names").Type("u8").OutputType("f16").Build(); }
CASE("preprocess: a model with weights") { Preprocess("weights").Type("u8").Build(); }
CASE("preprocess: a dynamic batch") { Preprocess("dynamic-batch").Type("u8").Build(); }

CASE("preprocess: from a tensor") {
  Preprocess("image").From("u8", {1, 4, 6, 3}).TensorLayout("NHWC").ModelLayout("NCHW").Build();
}
CASE("preprocess: a type before and after a tensor's") {
  Preprocess("image").Type("u8").From("f16", {1, 3, 4, 6}).Build();
  Preprocess("image").From("f16", {1, 3, 4, 6}).Type("u8").Build();
}
CASE("preprocess: from a tensor of another rank") { Preprocess("image").From("f32", {2, 2}).Build(); }
CASE("preprocess: from a tensor of another batch") { Preprocess("image").From("f32", {2, 3, 4, 6}).Build(); }
CASE("preprocess: from a tensor for a dynamic model") { Preprocess("dynamic-batch").From("u8", {7, 16}).Build(); }
CASE("preprocess: sides beside a tensor") {
  Preprocess("image").From("f32", {1, 3, 8, 12}).Sides(8, 12);
  Preprocess("image").Sides(8, 12).From("f32", {1, 3, 8, 12});
}
CASE("preprocess: sides") { Preprocess("image").ModelLayout("NCHW").Sides(8, 12).Resize().Build(); }
CASE("preprocess: sides of a tensor in another layout") {
  Preprocess("image").TensorLayout("NHWC").ModelLayout("NCHW").Sides(8, 12).Resize().Build();
}
CASE("preprocess: sides without a resize") { Preprocess("image").ModelLayout("NCHW").Sides(8, 12).Build(); }
CASE("preprocess: sides without a layout") { Preprocess("image").Sides(8, 12).Build(); }
CASE("preprocess: sides of 33 bits") {
  Preprocess("image").ModelLayout("NCHW").Sides((size_t{1} << 32) + 5, 12).Resize().Build();
}
CASE("preprocess: memory types") {
  for (const char* type : {"", "GPU_SURFACE", "nonsense"}) {
    Preprocess one("image");
    Observe(Said(api.ov_preprocess_input_tensor_info_set_memory_type(one.tensor(), type)));
    one.Build();
  }
}

CASE("preprocess: an input that does not exist") {
  Preprocess one("image");
  InputInfo info;
  Observe(Told(api.ov_preprocess_prepostprocessor_get_input_info_by_index(one.processor(), 5, info.out())));
  Observe(Told(api.ov_preprocess_prepostprocessor_get_input_info_by_name(one.processor(), "nope", info.out())));
  Observe(Told(api.ov_preprocess_prepostprocessor_get_input_info_by_name(one.processor(), "y", info.out())));
}
CASE("preprocess: an output that does not exist") {
  Preprocess one("image");
  OutputInfo info;
  Observe(Told(api.ov_preprocess_prepostprocessor_get_output_info_by_index(one.processor(), 5, info.out())));
  Observe(Told(api.ov_preprocess_prepostprocessor_get_output_info_by_name(one.processor(), "x", info.out())));
}
CASE("preprocess: the only input and output") {
  Preprocess one("image");
  InputInfo input;
  OutputInfo output;
  Observe(Told(api.ov_preprocess_prepostprocessor_get_input_info(one.processor(), input.out())));
  Observe(Told(api.ov_preprocess_prepostprocessor_get_output_info(one.processor(), output.out())));
  Observe(Told(api.ov_preprocess_prepostprocessor_get_input_info_by_name(one.processor(), "x", input.out())));
  Observe(Told(api.ov_preprocess_prepostprocessor_get_output_info_by_name(one.processor(), "y", output.out())));
}
CASE("preprocess: the only one of several") {
  Preprocess add("add");
  InputInfo input;
  Observe(Told(api.ov_preprocess_prepostprocessor_get_input_info(add.processor(), input.out())));
  Preprocess two("two-outputs");
  OutputInfo output;
  Observe(Told(api.ov_preprocess_prepostprocessor_get_output_info(two.processor(), output.out())));
}

CASE("preprocess: built twice") {
  Preprocess one("image");
  one.Type("u8").Build();
  one.Build();
}
CASE("preprocess: built again after a failure") {
  Preprocess one("image");
  one.Type("u8").Mean({1}).Build();
  one.Type("f32").Build();
}
CASE("preprocess: two processors of one model") {
  const Model model = Read("image");
  Preprocess first(model);
  Preprocess second(model);
  first.Type("u8").Build();
  second.Type("i8").Build();
}
CASE("preprocess: one processor after another") {
  const Model model = Read("image");
  Preprocess(model).Type("u8").OutputType("f16").Build();
  Preprocess(model).Type("i8").OutputType("u8").Build();
}
CASE("preprocess: a failure at the second input changes nothing") {
  Preprocess one("add", 1);
  InputInfo info;
  InputTensorInfo tensor;
  Must(api.ov_preprocess_prepostprocessor_get_input_info_by_name(one.processor(), "a", info.out()), "input info");
  Must(api.ov_preprocess_input_info_get_tensor_info(info.get(), tensor.out()), "tensor info");
  Must(api.ov_preprocess_input_tensor_info_set_element_type(tensor.get(), Element("u8")), "type");
  one.Type("u8").Mean({1}).Build();
}
CASE("preprocess: the model freed first") {
  Processor processor;
  {
    const Model model = Read("image");
    Must(api.ov_preprocess_prepostprocessor_create(model.get(), processor.out()), "create");
  }
  Model built;
  Observe(Told(api.ov_preprocess_prepostprocessor_build(processor.get(), built.out())));
  Observe(Ports(built.get()));
}
CASE("preprocess: the processor freed first") {
  Preprocess one("image");
  // infos and steps are freed afterwards, and not used: that crashes the real library
  Processor processor;
  InputInfo info;
  Steps steps;
  Must(api.ov_preprocess_prepostprocessor_create(one.model(), processor.out()), "create");
  Must(api.ov_preprocess_prepostprocessor_get_input_info(processor.get(), info.out()), "input info");
  Must(api.ov_preprocess_input_info_get_preprocess_steps(info.get(), steps.out()), "steps");
  processor.Reset();
  steps.Reset();
  info.Reset();
  Observe("freed");
}
CASE("preprocess: a port of an input that was taken before") {
  Preprocess one("image");
  Port port;
  Must(api.ov_model_const_input_by_index(one.model(), 0, port.out()), "ov_model_const_input_by_index");
  one.Type("u8").Build();
  Observe(Describe(port.get()));
}
CASE("preprocess: reshaped before the build") {
  Preprocess one("image");
  one.Type("u8");
  PartialShape shape = {{2, 2}, {3, 3}, {4, 4}, {6, 6}};
  Observe(Said(api.ov_model_reshape_single_input(one.model(), shape.get())));
  one.Build();
}
CASE("preprocess: reshaped after the build") {
  Preprocess one("image");
  one.TensorLayout("NHWC").ModelLayout("NCHW").Build();
  PartialShape shape = {{2, 2}, {8, 8}, {6, 6}, {3, 3}};
  Observe(Said(api.ov_model_reshape_single_input(one.model(), shape.get())));
  Observe(Ports(one.model()));
}
CASE("preprocess: NULL") {
  Preprocess one("image");
  Processor processor;
  InputInfo info;
  Model model;
  const ov_preprocess_prepostprocessor_t* none = nullptr;
  Observe(Said(api.ov_preprocess_prepostprocessor_create(nullptr, processor.out())) + " " +
          Said(api.ov_preprocess_prepostprocessor_create(one.model(), nullptr)));
  Observe(Said(api.ov_preprocess_prepostprocessor_get_input_info(none, info.out())) + " " +
          Said(api.ov_preprocess_prepostprocessor_get_input_info_by_name(one.processor(), nullptr, info.out())) + " " +
          Said(api.ov_preprocess_prepostprocessor_build(none, model.out())));
  Observe(Said(api.ov_preprocess_input_tensor_info_set_layout(one.tensor(), nullptr)) + " " +
          Said(api.ov_preprocess_input_tensor_info_set_from(one.tensor(), nullptr)) + " " +
          Said(api.ov_preprocess_input_tensor_info_set_memory_type(one.tensor(), nullptr)) + " " +
          Said(api.ov_preprocess_input_model_info_set_layout(one.model_info(), nullptr)) + " " +
          Said(api.ov_preprocess_preprocess_steps_convert_layout(one.steps(), nullptr)) + " " +
          Said(api.ov_preprocess_preprocess_steps_mean_multi_channels(one.steps(), nullptr, 3)) + " " +
          Said(api.ov_preprocess_preprocess_steps_reverse_channels(nullptr)));
}

}  // namespace contract
