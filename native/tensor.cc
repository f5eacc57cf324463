#include "tensor.h"

#include <algorithm>
#include <cstring>

#include "convert.h"
#include "environment.h"
#include "error.h"
#include "runtime_object.h"

namespace openvino_node {

namespace {

/** What Tensor's constructor gets of a tensor of the library. */
struct Parts {
  TensorHandle handle;
  int64_t byte_length;
};

/** Pointers to texts; `strings` owns them. */
std::vector<const char*> PointersTo(const std::vector<std::string>& strings) {
  std::vector<const char*> pointers;
  for (const std::string& string : strings) pointers.push_back(string.c_str());
  return pointers;
}

size_t ElementTypeOf(Napi::Env env, const TensorHandle& handle) {
  ov_element_type_e type = {};
  OV_CHECK(env, handle.runtime(), ov_tensor_get_element_type, handle.get(), &type);
  return handle.runtime()->types().FromLibrary(type);
}

/** The library's strings are objects of C++, no bytes for JavaScript: to write to them crashes when they are freed. */
void CheckBytes(Napi::Env env, const TensorHandle& handle) {
  if (ElementTypeOf(env, handle) == kStringType) ThrowInvalid(env, "tensor", "one of numbers");
}

}  // namespace

bool Product(const std::vector<int64_t>& dimensions, size_t* product) {
  double count = 1;
  for (const int64_t dimension : dimensions) count *= static_cast<double>(dimension);
  if (!(count <= 9007199254740991.0)) return false;
  *product = static_cast<size_t>(count);
  return true;
}

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
                         InstanceMethod<&Tensor::RemoteDevice>("remoteDevice"),
                         InstanceMethod<&Tensor::RemoteParamsText>("remoteParams"),
                         InstanceMethod<&Tensor::Close>("close"),
                     });
}

Napi::Object Tensor::Wrap(Napi::Env env, TensorHandle handle, size_t byte_length) {
  // no more than a machine can have: the number only guides the garbage collector
  Parts parts = {std::move(handle), static_cast<int64_t>(std::min(byte_length, size_t{1} << 40))};
  return Environment::Of(env).tensor_class.New({Napi::External<Parts>::New(env, &parts)});
}

// new Tensor(runtime, type: number, shape: number[], data: ArrayBufferView | string[])
Tensor::Tensor(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Tensor>(info) {
  if (info[0].IsExternal()) {
    Parts& parts = *info[0].As<Napi::External<Parts>>().Data();
    handle_ = std::make_shared<TensorHandle>(std::move(parts.handle));
    byte_length_ = parts.byte_length;
    if (byte_length_ > 0) Napi::MemoryManagement::AdjustExternalMemory(info.Env(), byte_length_);
  } else {
    handle_ = std::make_shared<TensorHandle>(FromJavaScript(info));
  }
  const napi_type_tag tag = TypeTag<Tensor>();
  napi_type_tag_object(info.Env(), info.This(), &tag);
}

Tensor::~Tensor() { Free(); }

void Tensor::Free() {
  handle_.reset();
  if (byte_length_ > 0) Napi::MemoryManagement::AdjustExternalMemory(Env(), -byte_length_);
  byte_length_ = 0;
}

const TensorHandle& Tensor::handle() const {
  if (handle_ == nullptr) throw ClosedError(Env(), "tensor");
  return *handle_;
}

// ov_tensor_create_from_host_ptr(type, shape, host_ptr, tensor), ov_tensor_create_from_string_array(strings, size, shape, tensor)
TensorHandle Tensor::FromJavaScript(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::shared_ptr<Runtime>& runtime = NativeOf<RuntimeObject>(info[0], "runtime").runtime();
  const size_t type = ToElementType(info[1]);
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
  return Napi::Number::New(info.Env(), static_cast<double>(ElementTypeOf(info.Env(), handle())));
}

// ov_tensor_get_shape(tensor, shape), ov_shape_free(shape) -> shape(): number[]
Napi::Value Tensor::Shape(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const Api& api = handle().api();
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
  return Napi::Number::New(info.Env(), static_cast<double>(BytesOf(info.Env(), handle()).length));
}

// ov_tensor_data(tensor, data) -> view(): ArrayBuffer
Napi::Value Tensor::View(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  CheckBytes(env, handle());
  const Bytes memory = BytesOf(env, handle());
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
  CheckBytes(env, handle());
  const Bytes source = BytesOf(env, handle());
  if (destination.length != source.length) ThrowInvalid(env, "destination", "of the tensor's length");
  if (source.length > 0) std::memcpy(destination.data, source.data, source.length);
}

// ov_tensor_set_string_data(tensor, string_array, array_size) -> setStrings(strings: string[]): void
void Tensor::SetStrings(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::vector<std::string> strings = ToStrings(info[0], "strings");
  const std::shared_ptr<Runtime>& runtime = handle().runtime();
  CheckSupported(env, *runtime, "ov_tensor_set_string_data", runtime->api().ov_tensor_set_string_data != nullptr);
  if (ElementTypeOf(env, *handle_) != kStringType) ThrowInvalid(env, "tensor", "one of strings");
  size_t size = 0;
  OV_CHECK(env, runtime, ov_tensor_get_size, handle_->get(), &size);
  if (strings.size() != size) ThrowInvalid(env, "strings", "as many as the tensor has elements");
  std::vector<const char*> pointers = PointersTo(strings);
  OV_CHECK(env, runtime, ov_tensor_set_string_data, handle_->get(), pointers.data(), pointers.size());
}

// ov_remote_tensor_get_device_name(remote_tensor, device_name) -> remoteDevice(): string | undefined
Napi::Value Tensor::RemoteDevice(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const Runtime& runtime = *handle().runtime();
  char* name = nullptr;
  const Outcome outcome =
      runtime.Call([&] { return runtime.api().ov_remote_tensor_get_device_name(handle_->get(), &name); });
  // what the library says of a tensor in the host's memory
  if (outcome.status == INVALID_C_PARAM) return env.Undefined();
  Check(env, "ov_remote_tensor_get_device_name", outcome);
  return Napi::String::New(env, TakeString(runtime.api(), name));
}

// ov_remote_tensor_get_params(tensor, size, params) -> remoteParams(): string
Napi::Value Tensor::RemoteParamsText(const Napi::CallbackInfo& info) {
  size_t size = 0;
  char* params = nullptr;
  OV_CHECK(info.Env(), handle().runtime(), ov_remote_tensor_get_params, handle_->get(), &size, &params);
  return Napi::String::New(info.Env(), TakeString(handle_->api(), params));
}

void Tensor::Close(const Napi::CallbackInfo&) { Free(); }

}  // namespace openvino_node
