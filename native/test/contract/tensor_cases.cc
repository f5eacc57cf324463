// Tensors and shapes.
#include <array>
#include <cstdint>

#include "contract.h"
#include "elements.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

/** Makes a tensor and tells its size, or the status. */
std::string Making(const std::string& type, std::vector<int64_t> dims) {
  Tensor tensor;
  const ov_shape_t shape = {static_cast<int64_t>(dims.size()), dims.data()};
  const ov_status_e status = api.ov_tensor_create(Element(type), shape, tensor.out());
  return status == OK ? Describe(tensor.get()) : Said(status);
}

std::string SetShape(ov_tensor_t* tensor, std::vector<int64_t> dims) {
  return Said(api.ov_tensor_set_shape(tensor, {static_cast<int64_t>(dims.size()), dims.data()}));
}

}  // namespace

CASE("tensor: of each element type") {
  for (const std::string& name : ElementNames()) {
    // what a string takes is the C++ library's affair
    if (name != "string") Observe(name, Making(name, {8}));
  }
}

CASE("tensor: odd numbers of elements smaller than a byte") {
  for (const char* name : {"u1", "u2", "u3", "u4", "u6", "i4", "nf4", "f4e2m1"}) {
    Observe(name, Making(name, {1}) + ", " + Making(name, {5}) + ", " + Making(name, {3, 3}));
  }
}

CASE("tensor: shapes") {
  Observe("rank 4", Making("f32", {1, 3, 2, 2}));
  Observe("zero", Making("f32", {0}));
  Observe("zero among others", Making("f32", {4, 0, 2}));
}

CASE("tensor: of a negative size") { Observe(Making("u8", {-1})); }

CASE("tensor: more bytes than 64 bits count") {
  Observe("elements", Making("u8", {int64_t{1} << 33, int64_t{1} << 33}));
  Observe("bytes", Making("f64", {int64_t{1} << 62}));
}

CASE("tensor: more bytes than there are") { Observe(Making("u8", {int64_t{1} << 60})); }

CASE("tensor: number of elements") {
  size_t size = 0;
  Observe(Said(api.ov_tensor_get_size(NewTensor("f32", {3, 5}).get(), &size)));
  Observe(std::to_string(size));
}

CASE("tensor: own memory") {
  const Tensor tensor = NewTensor("f32", {4});
  void* data = Data(tensor.get());
  Observe("some", data != nullptr);
  Observe("the same again", Data(tensor.get()) == data);
  Observe("another tensor's", Data(NewTensor("f32", {4}).get()) == data);
}

CASE("tensor: the caller's memory") {
  std::array<float, 4> memory = {1, 2, 3, 4};
  const Tensor tensor = HostTensor("f32", {2, 2}, memory.data());
  Observe("is used", Data(tensor.get()) == memory.data());
  Observe(Describe(tensor.get()));
  static_cast<float*>(Data(tensor.get()))[1] = 7;
  Observe("written through", memory[1] == 7);
}

CASE("tensor: the caller's memory, not aligned") {
  std::array<char, 32> memory = {};
  Observe("is used", Data(HostTensor("f32", {4}, memory.data() + 1).get()) == memory.data() + 1);
}

CASE("tensor: NULL as the caller's memory") {
  Tensor tensor;
  int64_t dims[] = {4};
  Observe(Said(api.ov_tensor_create_from_host_ptr(Element("f32"), {1, dims}, nullptr, tensor.out())));
}

CASE("tensor: NULL") {
  const Tensor tensor = NewTensor("f32", {4});
  int64_t dims[] = {4};
  ov_shape_t shape = {0, nullptr};
  ov_element_type_e type = 0;
  size_t size = 0;
  void* data = nullptr;
  Observe("create", Said(api.ov_tensor_create(Element("f32"), {1, dims}, nullptr)));
  Observe("of NULL", Said(api.ov_tensor_get_shape(nullptr, &shape)) + " " +
                         Said(api.ov_tensor_get_element_type(nullptr, &type)) + " " +
                         Said(api.ov_tensor_get_byte_size(nullptr, &size)) + " " +
                         Said(api.ov_tensor_get_size(nullptr, &size)) + " " + Said(api.ov_tensor_data(nullptr, &data)));
  // ov_tensor_get_shape into NULL takes 2024.6 down
  Observe("into NULL", Said(api.ov_tensor_get_element_type(tensor.get(), nullptr)) + " " +
                           Said(api.ov_tensor_get_byte_size(tensor.get(), nullptr)) + " " +
                           Said(api.ov_tensor_get_size(tensor.get(), nullptr)) + " " +
                           Said(api.ov_tensor_data(tensor.get(), nullptr)));
}

CASE("tensor: another shape") {
  const Tensor tensor = NewTensor("f32", {2, 8});
  void* data = Data(tensor.get());
  Observe("same size", SetShape(tensor.get(), {4, 4}));
  Observe("same memory", Data(tensor.get()) == data);
  Observe("smaller", SetShape(tensor.get(), {2}));
  Observe("same memory", Data(tensor.get()) == data);
  Observe(Describe(tensor.get()));
  Observe("larger", SetShape(tensor.get(), {100}));
  Observe(Describe(tensor.get()));
}

CASE("tensor: another shape over the caller's memory") {
  std::array<float, 16> memory = {};
  const Tensor tensor = HostTensor("f32", {16}, memory.data());
  Observe("smaller", SetShape(tensor.get(), {2, 4}));
  Observe("same memory", Data(tensor.get()) == memory.data());
  Observe("back", SetShape(tensor.get(), {4, 4}));
  Observe("larger", SetShape(tensor.get(), {17}));
  Observe(Describe(tensor.get()));
}

CASE("tensor: strings") {
  if (api.ov_tensor_create_from_string_array == nullptr) return Observe("this release has no such function");
  const char* words[] = {"one", "", "three"};
  int64_t dims[] = {3};
  Tensor tensor;
  Observe("good", Said(api.ov_tensor_create_from_string_array(words, 3, {1, dims}, tensor.out())));
  Observe("shape", TensorShape(tensor.get()));
  ov_element_type_e type = 0;
  Must(api.ov_tensor_get_element_type(tensor.get(), &type), "ov_tensor_get_element_type");
  Observe("type", ElementName(type));
  Observe("too few", Said(api.ov_tensor_create_from_string_array(words, 2, {1, dims}, tensor.out())));
  Observe("NULL", Said(api.ov_tensor_create_from_string_array(nullptr, 3, {1, dims}, tensor.out())));
}

CASE("shape: is made from dimensions") {
  const int64_t dims[] = {1, 2, 3};
  ov_shape_t shape = {0, nullptr};
  Observe(Said(api.ov_shape_create(3, dims, &shape)));
  Observe(ShapeText({shape.dims, shape.dims + shape.rank}));
  Observe("a copy", shape.dims != dims);
  api.ov_shape_free(&shape);
}

CASE("shape: what is refused") {
  const int64_t dims[] = {1, -2, 3};
  ov_shape_t shape = {0, nullptr};
  Observe("negative dimension", Said(api.ov_shape_create(3, dims, &shape)));
  Observe("negative rank", Said(api.ov_shape_create(-1, dims, &shape)));
  Observe("NULL shape", Said(api.ov_shape_create(1, dims, nullptr)));
}

CASE("tensor: strings set anew") {
  if (api.ov_tensor_set_string_data == nullptr) return Observe("not there");
  const char* strings[] = {"a", "b", "c"};
  int64_t dims[] = {3};
  Tensor tensor;
  Observe(Said(api.ov_tensor_create_from_string_array(strings, 3, {1, dims}, tensor.out())));
  Observe(Said(api.ov_tensor_set_string_data(tensor.get(), strings, 3)));
  Observe(Said(api.ov_tensor_set_string_data(tensor.get(), strings, 2)));
}

}  // namespace contract
