// Inputs and outputs of models and compiled models.
#include "contract.h"
#include "elements.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

std::string Ports(ov_model_t* model) {
  size_t inputs = 0;
  size_t outputs = 0;
  Must(api.ov_model_inputs_size(model, &inputs), "ov_model_inputs_size");
  Must(api.ov_model_outputs_size(model, &outputs), "ov_model_outputs_size");
  std::vector<std::string> words;
  Port port;
  for (size_t i = 0; i < inputs; i++) {
    Must(api.ov_model_const_input_by_index(model, i, port.out()), "ov_model_const_input_by_index");
    words.push_back(Describe(port.get()));
  }
  words.push_back("->");
  for (size_t i = 0; i < outputs; i++) {
    Must(api.ov_model_const_output_by_index(model, i, port.out()), "ov_model_const_output_by_index");
    words.push_back(Describe(port.get()));
  }
  return Join(words);
}

std::string Ports(ov_compiled_model_t* model) {
  size_t inputs = 0;
  size_t outputs = 0;
  Must(api.ov_compiled_model_inputs_size(model, &inputs), "ov_compiled_model_inputs_size");
  Must(api.ov_compiled_model_outputs_size(model, &outputs), "ov_compiled_model_outputs_size");
  std::vector<std::string> words;
  Port port;
  for (size_t i = 0; i < inputs; i++) {
    Must(api.ov_compiled_model_input_by_index(model, i, port.out()), "ov_compiled_model_input_by_index");
    words.push_back(Describe(port.get()));
  }
  words.push_back("->");
  for (size_t i = 0; i < outputs; i++) {
    Must(api.ov_compiled_model_output_by_index(model, i, port.out()), "ov_compiled_model_output_by_index");
    words.push_back(Describe(port.get()));
  }
  return Join(words);
}

Port InputOf(ov_model_t* model) {
  Port port;
  Must(api.ov_model_const_input_by_index(model, 0, port.out()), "ov_model_const_input_by_index");
  return port;
}

const char* const kModels[] = {"relu",    "add",        "two-outputs", "weights", "dynamic-batch",
                               "bounded", "many-names", "nameless",    "heavy"};

}  // namespace

CASE("ports: of models") {
  for (const char* name : kModels) Observe(name, Ports(Read(name).get()));
}

CASE("ports: of compiled models") {
  for (const char* name : kModels) Observe(name, Ports(Compile(name).get()));
}

CASE("ports: element types of models") {
  for (const std::string& name : ElementNames()) {
    Model model;
    const std::string path = File("identity-" + name + ".xml");
    if (api.ov_core_read_model(SharedCore(), path.c_str(), nullptr, model.out()) == OK) Observe(Ports(model.get()));
  }
}

CASE("ports: element types of compiled models") {
  for (const std::string& name : ElementNames()) {
    Model model;
    Compiled compiled;
    const std::string path = File("identity-" + name + ".xml");
    if (api.ov_core_read_model(SharedCore(), path.c_str(), nullptr, model.out()) != OK) continue;
    const ov_status_e status = TryCompile(model.get(), "CPU", {}, &compiled);
    Observe(name, status == OK ? Ports(compiled.get()) : Said(status));
  }
}

CASE("ports: by name") {
  const Model model = Read("add");
  Port port;
  for (const char* name : {"a", "b", "sum", "nothing", ""}) {
    Observe(std::string("input ") + name, Said(api.ov_model_const_input_by_name(model.get(), name, port.out())));
    Observe(std::string("output ") + name, Said(api.ov_model_const_output_by_name(model.get(), name, port.out())));
  }
}

CASE("ports: by name, of a compiled model") {
  const Compiled model = Compile("add");
  Port port;
  for (const char* name : {"a", "b", "sum", "nothing", ""}) {
    Observe(std::string("input ") + name, Said(api.ov_compiled_model_input_by_name(model.get(), name, port.out())));
    Observe(std::string("output ") + name, Said(api.ov_compiled_model_output_by_name(model.get(), name, port.out())));
  }
}

CASE("ports: by each of several names") {
  const Model model = Read("many-names");
  Port port;
  for (const char* name : {"zebra", "apple", "mango", "x"}) {
    const ov_status_e status = api.ov_model_const_input_by_name(model.get(), name, port.out());
    Observe(name, status == OK ? Describe(port.get()) : Said(status));
  }
}

CASE("ports: index out of range") {
  const Model model = Read("relu");
  const Compiled compiled = Compile("relu");
  Port port;
  Observe("input", Said(api.ov_model_const_input_by_index(model.get(), 1, port.out())));
  Observe("output", Said(api.ov_model_const_output_by_index(model.get(), 1, port.out())));
  Observe("compiled input", Said(api.ov_compiled_model_input_by_index(compiled.get(), 1, port.out())));
  Observe("compiled output", Said(api.ov_compiled_model_output_by_index(compiled.get(), 1, port.out())));
  Observe("made", port.get() != nullptr);
}

CASE("ports: NULL to a model") {
  const Model model = Read("relu");
  size_t size = 0;
  Port port;
  Observe("sizes of NULL",
          Said(api.ov_model_inputs_size(nullptr, &size)) + " " + Said(api.ov_model_outputs_size(nullptr, &size)));
  Observe("sizes into NULL", Said(api.ov_model_inputs_size(model.get(), nullptr)) + " " +
                                 Said(api.ov_model_outputs_size(model.get(), nullptr)));
  Observe("port of NULL", Said(api.ov_model_const_input_by_index(nullptr, 0, port.out())));
  Observe("port into NULL", Said(api.ov_model_const_input_by_index(model.get(), 0, nullptr)));
  Observe("by NULL", Said(api.ov_model_const_input_by_name(model.get(), nullptr, port.out())) + " " +
                         Said(api.ov_model_const_output_by_name(model.get(), nullptr, port.out())));
}

CASE("ports: NULL to a compiled model") {
  const Compiled model = Compile("relu");
  size_t size = 0;
  Port port;
  Observe("sizes of NULL", Said(api.ov_compiled_model_inputs_size(nullptr, &size)) + " " +
                               Said(api.ov_compiled_model_outputs_size(nullptr, &size)));
  Observe("sizes into NULL", Said(api.ov_compiled_model_inputs_size(model.get(), nullptr)) + " " +
                                 Said(api.ov_compiled_model_outputs_size(model.get(), nullptr)));
  Observe("port of NULL", Said(api.ov_compiled_model_input_by_index(nullptr, 0, port.out())));
  Observe("port into NULL", Said(api.ov_compiled_model_input_by_index(model.get(), 0, nullptr)));
  Observe("by NULL", Said(api.ov_compiled_model_input_by_name(model.get(), nullptr, port.out())));
}

CASE("ports: NULL to a port") {
  const Model model = Read("relu");
  const Port port = InputOf(model.get());
  char* name = nullptr;
  ov_element_type_e type = 0;
  ov_partial_shape_t shape = {{0, 0}, nullptr};
  ov_shape_t dims = {0, nullptr};
  Observe("of NULL", Said(api.ov_port_get_any_name(nullptr, &name)) + " " +
                         Said(api.ov_port_get_element_type(nullptr, &type)) + " " +
                         Said(api.ov_port_get_partial_shape(nullptr, &shape)) + " " +
                         Said(api.ov_const_port_get_shape(nullptr, &dims)));
  // ov_port_get_element_type into NULL takes the real library down
  Observe("into NULL", Said(api.ov_port_get_any_name(port.get(), nullptr)) + " " +
                           Said(api.ov_port_get_partial_shape(port.get(), nullptr)) + " " +
                           Said(api.ov_const_port_get_shape(port.get(), nullptr)));
}

CASE("ports: a static shape") {
  ov_shape_t shape = {0, nullptr};
  Observe(Said(api.ov_const_port_get_shape(InputOf(Read("heavy").get()).get(), &shape)));
  Observe(ShapeText({shape.dims, shape.dims + shape.rank}));
  api.ov_shape_free(&shape);
}

CASE("ports: a static shape of a dynamic port") {
  ov_shape_t shape = {0, nullptr};
  Observe(Said(api.ov_const_port_get_shape(InputOf(Read("dynamic-batch").get()).get(), &shape)));
  Observe("rank", shape.rank);
}

CASE("ports: numbers of a partial shape") {
  ov_partial_shape_t shape = {{0, 0}, nullptr};
  const Model model = Read("bounded");
  Must(api.ov_port_get_partial_shape(InputOf(model.get()).get(), &shape), "ov_port_get_partial_shape");
  Observe("rank", std::to_string(shape.rank.min) + ".." + std::to_string(shape.rank.max));
  for (int64_t i = 0; i < shape.rank.max; i++) {
    Observe(std::to_string(shape.dims[i].min) + ".." + std::to_string(shape.dims[i].max));
  }
  api.ov_partial_shape_free(&shape);
}

CASE("ports: whether a model is dynamic") {
  for (const char* name : {"relu", "dynamic-batch", "bounded"}) {
    Observe(name, api.ov_model_is_dynamic(Read(name).get()));
  }
}

CASE("ports: outlive their model") {
  Model model = Read("relu");
  const Port port = InputOf(model.get());
  model.Reset();
  Observe(Describe(port.get()));
  Compiled compiled = Compile("relu");
  Port output;
  Must(api.ov_compiled_model_output_by_index(compiled.get(), 0, output.out()), "ov_compiled_model_output_by_index");
  compiled.Reset();
  Observe(Describe(output.get()));
}

}  // namespace contract
