// Other shapes for a model's inputs.
#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

constexpr ov_dimension_t Fixed(int64_t size) { return {size, size}; }

/** Shapes of the first input and the first output. */
std::string Shapes(ov_model_t* model) {
  Port input;
  Port output;
  Must(api.ov_model_const_input_by_index(model, 0, input.out()), "ov_model_const_input_by_index");
  Must(api.ov_model_const_output_by_index(model, 0, output.out()), "ov_model_const_output_by_index");
  return PortShape(input.get()) + "->" + PortShape(output.get());
}

void Single(const char* name, PartialShape shape) {
  const Model model = Read(name);
  Observe(Said(api.ov_model_reshape_single_input(model.get(), shape.get())));
  Observe(Shapes(model.get()));
}

}  // namespace

CASE("reshape: one input") { Single("relu", {Fixed(4), Fixed(16)}); }
CASE("reshape: another rank") { Single("relu", {Fixed(2), Fixed(3), Fixed(4)}); }
CASE("reshape: to a dynamic dimension") { Single("relu", {{0, -1}, Fixed(16)}); }
CASE("reshape: to -1") { Single("relu", {{-1, -1}, Fixed(16)}); }
CASE("reshape: to a range") { Single("relu", {{2, 5}, Fixed(16)}); }
CASE("reshape: a dynamic model to a static shape") { Single("dynamic-batch", {Fixed(3), Fixed(16)}); }
CASE("reshape: outside of the model's own range") { Single("bounded", {Fixed(20), Fixed(16)}); }
CASE("reshape: to zero") { Single("relu", {Fixed(0), Fixed(16)}); }
CASE("reshape: what the weights broadcast to") { Single("weights", {Fixed(5), Fixed(16)}); }
CASE("reshape: what the weights refuse") { Single("weights", {Fixed(1), Fixed(7)}); }
CASE("reshape: other sides of a picture") { Single("convolution", {Fixed(2), Fixed(3), Fixed(20), Fixed(10)}); }
CASE("reshape: channels that a convolution refuses") {
  Single("convolution", {Fixed(1), Fixed(4), Fixed(32), Fixed(32)});
}
CASE("reshape: a rank that a convolution refuses") { Single("convolution", {Fixed(1), Fixed(3)}); }

CASE("reshape: a port that was taken before shows it") {
  const Model model = Read("relu");
  Port input;
  Port output;
  Must(api.ov_model_const_input_by_index(model.get(), 0, input.out()), "ov_model_const_input_by_index");
  Must(api.ov_model_const_output_by_index(model.get(), 0, output.out()), "ov_model_const_output_by_index");
  PartialShape shape = {Fixed(4), Fixed(16)};
  Observe(Said(api.ov_model_reshape_single_input(model.get(), shape.get())));
  Observe(PortShape(input.get()) + "->" + PortShape(output.get()));
}

CASE("reshape: one input where there are two") { Single("add", {Fixed(4), Fixed(16)}); }

CASE("reshape: by name") {
  const Model model = Read("add");
  PartialShape shape = {Fixed(4), Fixed(16)};
  const char* names[] = {"a", "b"};
  const ov_partial_shape_t shapes[] = {shape.get(), shape.get()};
  Observe(Said(api.ov_model_reshape(model.get(), names, shapes, 2)));
  Observe(Shapes(model.get()));
}

CASE("reshape: by name, one that does not exist") {
  const Model model = Read("add");
  PartialShape shape = {Fixed(4), Fixed(16)};
  const char* names[] = {"a", "nothing"};
  const ov_partial_shape_t shapes[] = {shape.get(), shape.get()};
  Observe(Said(api.ov_model_reshape(model.get(), names, shapes, 2)));
  Observe(Shapes(model.get()));
}

CASE("reshape: by name, one of two so that they broadcast") {
  const Model model = Read("add");
  PartialShape shape = {Fixed(4), Fixed(16)};
  const char* names[] = {"a"};
  const ov_partial_shape_t shapes[] = {shape.get()};
  Observe(Said(api.ov_model_reshape(model.get(), names, shapes, 1)));
  Observe(Shapes(model.get()));
}

CASE("reshape: by name, two that do not fit each other") {
  const Model model = Read("add");
  PartialShape a = {Fixed(4), Fixed(16)};
  PartialShape b = {Fixed(4), Fixed(7)};
  const char* names[] = {"a", "b"};
  const ov_partial_shape_t shapes[] = {a.get(), b.get()};
  Observe(Said(api.ov_model_reshape(model.get(), names, shapes, 2)));
  Observe(Shapes(model.get()));
}

CASE("reshape: by an output's name") {
  const Model model = Read("relu");
  PartialShape shape = {Fixed(4), Fixed(16)};
  const char* names[] = {"y"};
  const ov_partial_shape_t shapes[] = {shape.get()};
  Observe(Said(api.ov_model_reshape(model.get(), names, shapes, 1)));
  Observe(Shapes(model.get()));
}

CASE("reshape: by index") {
  const Model model = Read("add");
  PartialShape shape = {Fixed(4), Fixed(16)};
  const size_t indexes[] = {0, 1};
  const ov_partial_shape_t shapes[] = {shape.get(), shape.get()};
  Observe(Said(api.ov_model_reshape_by_port_indexes(model.get(), indexes, shapes, 2)));
  Observe(Shapes(model.get()));
}

CASE("reshape: by an index out of range") {
  const Model model = Read("add");
  PartialShape shape = {Fixed(4), Fixed(16)};
  const size_t indexes[] = {0, 5};
  const ov_partial_shape_t shapes[] = {shape.get(), shape.get()};
  Observe(Said(api.ov_model_reshape_by_port_indexes(model.get(), indexes, shapes, 2)));
  Observe(Shapes(model.get()));
}

CASE("reshape: NULL") {
  const Model model = Read("relu");
  PartialShape shape = {Fixed(4), Fixed(16)};
  const char* names[] = {"x"};
  const size_t indexes[] = {0};
  const ov_partial_shape_t shapes[] = {shape.get()};
  Observe("model", Said(api.ov_model_reshape(nullptr, names, shapes, 1)) + " " +
                       Said(api.ov_model_reshape_single_input(nullptr, shape.get())) + " " +
                       Said(api.ov_model_reshape_by_port_indexes(nullptr, indexes, shapes, 1)));
  Observe("names", Said(api.ov_model_reshape(model.get(), nullptr, shapes, 1)));
  Observe("indexes", Said(api.ov_model_reshape_by_port_indexes(model.get(), nullptr, shapes, 1)));
  Observe("shapes", Said(api.ov_model_reshape(model.get(), names, nullptr, 1)) + " " +
                        Said(api.ov_model_reshape_by_port_indexes(model.get(), indexes, nullptr, 1)));
  Observe("none", Said(api.ov_model_reshape(model.get(), names, shapes, 0)));
}

CASE("reshape: a compiled model keeps the shapes it was compiled with") {
  const Model model = Read("relu");
  Compiled before;
  Compiled after;
  Must(TryCompile(model.get(), "CPU", {}, &before), "compile");
  PartialShape shape = {Fixed(4), Fixed(16)};
  Must(api.ov_model_reshape_single_input(model.get(), shape.get()), "reshape");
  Must(TryCompile(model.get(), "CPU", {}, &after), "compile");
  Observe("before", Describe(Input(NewRequest(before.get()).get()).get()));
  Observe("after", Describe(Input(NewRequest(after.get()).get()).get()));
}

CASE("reshape: partial shapes in words") {
  std::vector<ov_dimension_t> dims = {Fixed(1), {0, -1}, {-1, -1}, {2, 5}, {3, -1}};
  const auto rank = static_cast<int64_t>(dims.size());
  Observe(Take(api.ov_partial_shape_to_string({{rank, rank}, dims.data()})));
}

CASE("reshape: one input by its name") {
  const Model model = Read("add");
  PartialShape any = {{0, -1}, {0, -1}};
  Must(api.ov_model_reshape_input_by_name(model.get(), "b", any.get()), "ov_model_reshape_input_by_name");
  PartialShape shape = {Fixed(1), Fixed(16)};
  Observe(Said(api.ov_model_reshape_input_by_name(model.get(), "a", shape.get())));
  Observe(Shapes(model.get()));
  Observe(Said(api.ov_model_reshape_input_by_name(model.get(), "nobody", shape.get())));
}

CASE("reshape: by ports") {
  const Model model = Read("add");
  WritablePort a;
  WritablePort b;
  Must(api.ov_model_input_by_index(model.get(), 0, a.out()), "ov_model_input_by_index");
  Must(api.ov_model_input_by_index(model.get(), 1, b.out()), "ov_model_input_by_index");
  PartialShape shape = {Fixed(4), Fixed(16)};
  const ov_partial_shape_t shapes[] = {shape.get(), shape.get()};
  const ov_output_port_t* ports[] = {a.get(), b.get()};
  Observe(Said(api.ov_model_reshape_by_ports(model.get(), ports, shapes, 2)));
  Observe(Shapes(model.get()));
  Observe(Said(api.ov_model_reshape_by_ports(model.get(), ports, shapes, 0)));
  Observe(Said(api.ov_model_reshape_by_ports(model.get(), ports, shapes, 1)));
}

CASE("reshape: a port that is not there") {
  const Model model = Read("add");
  WritablePort port;
  Observe(Said(api.ov_model_input_by_index(model.get(), 7, port.out())));
}

}  // namespace contract
