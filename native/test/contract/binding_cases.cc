// Setting and getting a request's tensors.
#include <algorithm>
#include <array>

#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

using Floats = std::array<float, 16>;

std::string SetInput(ov_infer_request_t* request, size_t index, const Tensor& tensor) {
  return Said(api.ov_infer_request_set_input_tensor_by_index(request, index, tensor.get()));
}

std::string SetOutput(ov_infer_request_t* request, size_t index, const Tensor& tensor) {
  return Said(api.ov_infer_request_set_output_tensor_by_index(request, index, tensor.get()));
}

std::string Named(ov_infer_request_t* request, const char* name) {
  Tensor tensor;
  const ov_status_e status = api.ov_infer_request_get_tensor(request, name, tensor.out());
  return status == OK ? Describe(tensor.get()) : Said(status);
}

}  // namespace

CASE("binding: an input that was set comes back") {
  const Request request = RequestFor("relu");
  Floats memory = {};
  const Tensor tensor = HostTensor("f32", {1, 16}, memory.data());
  Observe("set", SetInput(request.get(), 0, tensor));
  Observe("same memory", Data(Input(request.get()).get()) == memory.data());
  Must(api.ov_infer_request_infer(request.get()), "infer");
  Observe("after an inference", Data(Input(request.get()).get()) == memory.data());
}

CASE("binding: an output that was set comes back, written") {
  const Request request = RequestFor("add");
  Floats memory;
  memory.fill(-5);
  Floats ones;
  ones.fill(1);
  const Tensor input = HostTensor("f32", {1, 16}, ones.data());
  SetInput(request.get(), 0, input);
  SetInput(request.get(), 1, input);
  Observe("set", SetOutput(request.get(), 0, HostTensor("f32", {1, 16}, memory.data())));
  Must(api.ov_infer_request_infer(request.get()), "infer");
  Observe("same memory", Data(Output(request.get()).get()) == memory.data());
  Observe("all written", std::count(memory.begin(), memory.end(), -5.0F) == 0);
}

CASE("binding: by name") {
  const Request request = RequestFor("add");
  Floats memory = {};
  const Tensor tensor = HostTensor("f32", {1, 16}, memory.data());
  for (const char* name : {"a", "b", "sum", "nothing", ""}) {
    Observe(name, Said(api.ov_infer_request_set_tensor(request.get(), name, tensor.get())));
  }
  Observe("a", Data(Input(request.get(), 0).get()) == memory.data());
  Observe("b", Data(Input(request.get(), 1).get()) == memory.data());
  Observe("sum", Data(Output(request.get()).get()) == memory.data());
}

CASE("binding: get by name") {
  const Request request = RequestFor("add");
  for (const char* name : {"a", "b", "sum", "nothing", ""}) Observe(name, Named(request.get(), name));
}

CASE("binding: by each of several names") {
  const Request request = RequestFor("many-names");
  for (const char* name : {"zebra", "apple", "mango", "first", "second", "third", "x"}) {
    Observe(name, Named(request.get(), name));
  }
}

CASE("binding: the only input and output") {
  const Request request = RequestFor("relu");
  Floats memory = {};
  const Tensor tensor = HostTensor("f32", {1, 16}, memory.data());
  Observe("set input", Said(api.ov_infer_request_set_input_tensor(request.get(), tensor.get())));
  Observe("set output", Said(api.ov_infer_request_set_output_tensor(request.get(), NewTensor("f32", {1, 16}).get())));
  Tensor got;
  Observe("get input", Said(api.ov_infer_request_get_input_tensor(request.get(), got.out())));
  Observe("same memory", Data(got.get()) == memory.data());
  Observe("get output", Said(api.ov_infer_request_get_output_tensor(request.get(), got.out())));
}

CASE("binding: the only input or output of several") {
  const Request add = RequestFor("add");
  const Request two = RequestFor("two-outputs");
  const Tensor tensor = NewTensor("f32", {1, 16});
  Tensor got;
  Observe("set input", Said(api.ov_infer_request_set_input_tensor(add.get(), tensor.get())));
  Observe("get input", Said(api.ov_infer_request_get_input_tensor(add.get(), got.out())));
  Observe("set output", Said(api.ov_infer_request_set_output_tensor(two.get(), tensor.get())));
  Observe("get output", Said(api.ov_infer_request_get_output_tensor(two.get(), got.out())));
}

CASE("binding: wrong shapes") {
  const Request request = RequestFor("relu");
  Observe("fewer", SetInput(request.get(), 0, NewTensor("f32", {1, 15})));
  Observe("more", SetInput(request.get(), 0, NewTensor("f32", {2, 16})));
  Observe("another rank", SetInput(request.get(), 0, NewTensor("f32", {16})));
  Observe("same size", SetInput(request.get(), 0, NewTensor("f32", {16, 1})));
  Observe("output", SetOutput(request.get(), 0, NewTensor("f32", {16, 1})));
  Observe("by name", Said(api.ov_infer_request_set_tensor(request.get(), "x", NewTensor("f32", {16, 1}).get())));
  Observe("still", Describe(Input(request.get()).get()));
  Observe("infers", Said(api.ov_infer_request_infer(request.get())));
}

CASE("binding: wrong element types") {
  const Request request = RequestFor("relu");
  Observe("i32", SetInput(request.get(), 0, NewTensor("i32", {1, 16})));
  Observe("f16", SetInput(request.get(), 0, NewTensor("f16", {1, 16})));
  Observe("output", SetOutput(request.get(), 0, NewTensor("i32", {1, 16})));
  Observe("by name", Said(api.ov_infer_request_set_tensor(request.get(), "x", NewTensor("i32", {1, 16}).get())));
  Observe("still", Describe(Input(request.get()).get()));
}

CASE("binding: index out of range") {
  const Request request = RequestFor("relu");
  const Tensor tensor = NewTensor("f32", {1, 16});
  Tensor got;
  Observe("set input", SetInput(request.get(), 1, tensor));
  Observe("set output", SetOutput(request.get(), 1, tensor));
  Observe("get input", Said(api.ov_infer_request_get_input_tensor_by_index(request.get(), 1, got.out())));
  Observe("get output", Said(api.ov_infer_request_get_output_tensor_by_index(request.get(), 1, got.out())));
}

CASE("binding: NULL") {
  const Request request = RequestFor("relu");
  const Tensor tensor = NewTensor("f32", {1, 16});
  Tensor got;
  Observe("request", Said(api.ov_infer_request_set_input_tensor_by_index(nullptr, 0, tensor.get())) + " " +
                         Said(api.ov_infer_request_get_input_tensor_by_index(nullptr, 0, got.out())) + " " +
                         Said(api.ov_infer_request_set_output_tensor_by_index(nullptr, 0, tensor.get())) + " " +
                         Said(api.ov_infer_request_get_output_tensor_by_index(nullptr, 0, got.out())) + " " +
                         Said(api.ov_infer_request_set_tensor(nullptr, "x", tensor.get())) + " " +
                         Said(api.ov_infer_request_get_tensor(nullptr, "x", got.out())));
  Observe("tensor", Said(api.ov_infer_request_set_input_tensor_by_index(request.get(), 0, nullptr)) + " " +
                        Said(api.ov_infer_request_get_input_tensor_by_index(request.get(), 0, nullptr)) + " " +
                        Said(api.ov_infer_request_set_output_tensor_by_index(request.get(), 0, nullptr)) + " " +
                        Said(api.ov_infer_request_get_output_tensor_by_index(request.get(), 0, nullptr)) + " " +
                        Said(api.ov_infer_request_set_tensor(request.get(), "x", nullptr)) + " " +
                        Said(api.ov_infer_request_get_tensor(request.get(), "x", nullptr)));
  Observe("name", Said(api.ov_infer_request_set_tensor(request.get(), nullptr, tensor.get())) + " " +
                      Said(api.ov_infer_request_get_tensor(request.get(), nullptr, got.out())));
}

CASE("binding: one tensor for two inputs") {
  const Request request = RequestFor("add");
  Floats memory = {};
  const Tensor tensor = HostTensor("f32", {1, 16}, memory.data());
  Observe("a", SetInput(request.get(), 0, tensor));
  Observe("b", SetInput(request.get(), 1, tensor));
  Observe("infers", Said(api.ov_infer_request_infer(request.get())));
}

CASE("binding: one tensor in two requests") {
  const Compiled compiled = Compile("relu");
  const Request one = NewRequest(compiled.get());
  const Request two = NewRequest(compiled.get());
  Floats memory = {};
  const Tensor tensor = HostTensor("f32", {1, 16}, memory.data());
  Observe("one", SetInput(one.get(), 0, tensor));
  Observe("two", SetInput(two.get(), 0, tensor));
  Observe("infer", Said(api.ov_infer_request_infer(one.get())) + " " + Said(api.ov_infer_request_infer(two.get())));
}

CASE("binding: the output of one request as another's input") {
  const Compiled compiled = Compile("relu");
  const Request one = NewRequest(compiled.get());
  const Request two = NewRequest(compiled.get());
  const Tensor middle = Output(one.get());
  Observe("set", SetInput(two.get(), 0, middle));
  Observe("infer", Said(api.ov_infer_request_infer(one.get())) + " " + Said(api.ov_infer_request_infer(two.get())));
  Observe("same memory", Data(Input(two.get()).get()) == Data(middle.get()));
}

CASE("binding: a request keeps a tensor that was freed") {
  const Request request = RequestFor("relu");
  Floats memory = {};
  SetInput(request.get(), 0, HostTensor("f32", {1, 16}, memory.data()));
  SetOutput(request.get(), 0, NewTensor("f32", {1, 16}));
  Observe("infers", Said(api.ov_infer_request_infer(request.get())));
  Observe("same memory", Data(Input(request.get()).get()) == memory.data());
}

CASE("binding: a tensor set twice and replaced") {
  const Request request = RequestFor("relu");
  Floats one = {};
  Floats two = {};
  const Tensor first = HostTensor("f32", {1, 16}, one.data());
  Observe("first", SetInput(request.get(), 0, first));
  Observe("again", SetInput(request.get(), 0, first));
  Observe("second", SetInput(request.get(), 0, HostTensor("f32", {1, 16}, two.data())));
  Observe("the second is there", Data(Input(request.get()).get()) == two.data());
}

}  // namespace contract
