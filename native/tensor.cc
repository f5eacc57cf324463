#include "tensor.h"

#include <cstring>

#include "convert.h"
#include "environment.h"
#include "error.h"
#include "runtime_object.h"

namespace openvino_node {

namespace {

/** Product of dimensions; false where it passes 2^53. */
bool Product(const std::vector<int64_t>& dimensions, size_t* product) {
  double count = 1;
  for (const int64_t dimension : dimensions) count *= static_cast<double>(dimension);
  *product = static_cast<size_t>(count);
  return count <= 9007199254740991.0;
}

/** Pointers to texts; `strings` owns them. */
std::vector<const char*> PointersTo(const std::vector<std::string>& strings) {
  std::vector<const char*> pointers;
  for (const std::string& string : strings) pointers.push_back(string.c_str());
  return pointers;
}

}  // namespace

Bytes BytesOf(Napi::Env env, const TensorHandle& handle) {
  Bytes bytes;
  OV_CHECK(env, handle.runtime(), ov_tensor_get_byte_size, handle.get(), &bytes.length);
  OV_CHECK(env, handle.runtime(), ov_tensor_data, handle.get(), &bytes.data);
  return bytes;
}

Napi::Function Tensor::Define(Napi::Env env) {
  return DefineClass(env, "Tensor",
                     {
                         InstanceMethod<&Tensor::Type>("type"),
                         InstanceMethod<&Tensor::Shape>("shape"),
                         InstanceMethod<&Tensor::ByteLength>("byteLength"),
                         InstanceMethod<&Tensor::View>("view"),
                         InstanceMethod<&Tensor::CopyTo>("copyTo"),
                         InstanceMethod<&Tensor::SetStrings>("setStrings"),
                     });
}

Napi::Object Tensor::Wrap(Napi::Env env, TensorHandle handle) {
  return Environment::Of(env).tensor_class.New({Napi::External<TensorHandle>::New(env, &handle)});
}

// new Tensor(runtime, type: number, shape: number[], data: ArrayBufferView | string[])
Tensor::Tensor(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Tensor>(info) {
  TensorHandle handle =
      info[0].IsExternal() ? std::move(*info[0].As<Napi::External<TensorHandle>>().Data()) : FromJavaScript(info);
  handle_ = std::make_shared<TensorHandle>(std::move(handle));
  const napi_type_tag tag = TypeTag<Tensor>();
  napi_type_tag_object(info.Env(), info.This(), &tag);
}

// ov_tensor_create_from_host_ptr(type, shape, host_ptr, tensor), ov_tensor_create_from_string_array(strings, size, shape, tensor)
TensorHandle Tensor::FromJavaScript(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::shared_ptr<Runtime>& runtime = NativeOf<RuntimeObject>(info[0], "runtime").runtime();
  const size_t type = ToIndex(info[1], "type");
  if (type >= kElementTypes) ThrowInvalid(env, "type", "the number of an element type");
  std::vector<int64_t> dims = ToDimensions(info[2]);
  const ov_shape_t shape = {static_cast<int64_t>(dims.size()), dims.data()};
  size_t count = 0;
  if (!Product(dims, &count)) ThrowInvalid(env, "shape", "one of at most 2^53 elements");
  ov_tensor_t* tensor = nullptr;
  if (type == kStringType) {
    CheckSupported(env, *runtime, "ov_tensor_create_from_string_array",
                   runtime->api().ov_tensor_create_from_string_array != nullptr);
    const std::vector<std::string> strings = ToStrings(info[3], "strings");
    if (strings.size() != count) ThrowInvalid(env, "strings", "as many as the shape has elements");
    std::vector<const char*> pointers = PointersTo(strings);
    OV_CHECK(env, runtime, ov_tensor_create_from_string_array, pointers.data(), pointers.size(), shape, &tensor);
    return {runtime, tensor};
  }
  const Bytes bytes = ToBytes(info[3], "data");
  // the library takes any pointer's word for its length
  if (bytes.length != ElementBytes(type, count)) ThrowInvalid(env, "data", "of the shape's length");
  static char nothing = 0;
  void* data = bytes.data == nullptr ? &nothing : bytes.data;
  OV_CHECK(env, runtime, ov_tensor_create_from_host_ptr, runtime->types().ToLibrary(type), shape, data, &tensor);
  return {runtime, tensor};
}

// ov_tensor_get_element_type(tensor, type) -> type(): number
Napi::Value Tensor::Type(const Napi::CallbackInfo& info) {
  ov_element_type_e type = {};
  OV_CHECK(info.Env(), handle_->runtime(), ov_tensor_get_element_type, handle_->get(), &type);
  return Napi::Number::New(info.Env(), static_cast<double>(handle_->runtime()->types().FromLibrary(type)));
}

// ov_tensor_get_shape(tensor, shape), ov_shape_free(shape) -> shape(): number[]
Napi::Value Tensor::Shape(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const Api& api = handle_->api();
  ov_shape_t shape = {0, nullptr};
  const Outcome outcome = handle_->runtime()->Call([&] { return api.ov_tensor_get_shape(handle_->get(), &shape); });
  // a scalar's shape is refused with "invalid parameter" and left untouched
  if (outcome.status != INVALID_C_PARAM) Check(env, "ov_tensor_get_shape", outcome);
  Napi::Array array = Napi::Array::New(env);
  for (int64_t i = 0; shape.dims != nullptr && i < shape.rank; i++) {
    array[static_cast<uint32_t>(i)] = Napi::Number::New(env, static_cast<double>(shape.dims[i]));
  }
  api.ov_shape_free(&shape);
  return array;
}

// ov_tensor_get_byte_size(tensor, byte_size) -> byteLength(): number
Napi::Value Tensor::ByteLength(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(BytesOf(info.Env(), *handle_).length));
}

// ov_tensor_data(tensor, data) -> view(): ArrayBuffer
Napi::Value Tensor::View(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const Bytes memory = BytesOf(env, *handle_);
  if (memory.length == 0 || memory.data == nullptr) return Napi::ArrayBuffer::New(env, 0);
  auto* keeper = new std::shared_ptr<TensorHandle>(handle_);
  const auto release = [](napi_env, void*, void* hint) { delete static_cast<std::shared_ptr<TensorHandle>*>(hint); };
  napi_value buffer = nullptr;
  const napi_status status =
      napi_create_external_arraybuffer(env, memory.data, memory.length, release, keeper, &buffer);
  if (status == napi_ok) return Napi::Value(env, buffer);
  delete keeper;
  // engines that sandbox their memory (Electron) allow no external buffers, and a copy would be no view
  throw AddonError(env, "view", "NOT_IMPLEMENTED",
                   "This JavaScript engine allows no views of native memory; set a Tensor of your own instead.");
}

// ov_tensor_data(tensor, data) -> copyTo(destination: ArrayBufferView): void
void Tensor::CopyTo(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const Bytes destination = ToBytes(info[0], "destination");
  const Bytes source = BytesOf(env, *handle_);
  if (destination.length != source.length) ThrowInvalid(env, "destination", "of the tensor's length");
  if (source.length > 0) std::memcpy(destination.data, source.data, source.length);
}

// ov_tensor_set_string_data(tensor, string_array, array_size) -> setStrings(strings: string[]): void
void Tensor::SetStrings(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::shared_ptr<Runtime>& runtime = handle_->runtime();
  CheckSupported(env, *runtime, "ov_tensor_set_string_data", runtime->api().ov_tensor_set_string_data != nullptr);
  const std::vector<std::string> strings = ToStrings(info[0], "strings");
  ov_element_type_e type = {};
  OV_CHECK(env, runtime, ov_tensor_get_element_type, handle_->get(), &type);
  if (runtime->types().FromLibrary(type) != kStringType) ThrowInvalid(env, "tensor", "one of strings");
  size_t size = 0;
  OV_CHECK(env, runtime, ov_tensor_get_size, handle_->get(), &size);
  if (strings.size() != size) ThrowInvalid(env, "strings", "as many as the tensor has elements");
  std::vector<const char*> pointers = PointersTo(strings);
  OV_CHECK(env, runtime, ov_tensor_set_string_data, handle_->get(), pointers.data(), pointers.size());
}

}  // namespace openvino_node
