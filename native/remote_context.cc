#include "remote_context.h"

#include "convert.h"
#include "environment.h"
#include "error.h"
#include "remote_params.h"
#include "tensor.h"

namespace openvino_node {

namespace {

/** Element type and shape of a tensor to make, checked: the library multiplies the dimensions without a look. */
class Layout {
 public:
  Layout(const Napi::Value& type, const Napi::Value& shape) : dimensions_(ToDimensions(shape)) {
    type_ = ToIndex(type, "type");
    // the elements of these have no size that a device could reserve
    if (type_ == 0 || type_ >= kElementTypes || type_ == kStringType) {
      ThrowInvalid(type.Env(), "type", "the number of an element type with a size");
    }
    size_t count = 0;
    if (!Product(dimensions_, &count)) ThrowInvalid(type.Env(), "shape", "one of at most 2^53 elements");
    byte_length_ = ElementBytes(type_, count);
  }

  ov_element_type_e type(const Runtime& runtime) const { return runtime.types().ToLibrary(type_); }
  size_t byte_length() const { return byte_length_; }

  ov_shape_t shape() {
    // of a scalar's shape, too, the library wants an address
    static int64_t none = 0;
    return {static_cast<int64_t>(dimensions_.size()), dimensions_.empty() ? &none : dimensions_.data()};
  }

 private:
  size_t type_ = 0;
  std::vector<int64_t> dimensions_;
  size_t byte_length_ = 0;
};

}  // namespace

Napi::Function RemoteContext::Define(Napi::Env env) {
  return DefineClass(env, "RemoteContext",
                     {
                         InstanceMethod<&RemoteContext::DeviceName>("deviceName"),
                         InstanceMethod<&RemoteContext::Params>("params"),
                         InstanceMethod<&RemoteContext::CreateTensor>("createTensor"),
                         InstanceMethod<&RemoteContext::CreateHostTensor>("createHostTensor"),
                         InstanceMethod<&RemoteContext::Close>("close"),
                     });
}

Napi::Object RemoteContext::Wrap(Napi::Env env, RemoteContextHandle handle) {
  return Environment::Of(env).remote_context_class.New({Napi::External<RemoteContextHandle>::New(env, &handle)});
}

RemoteContext::RemoteContext(const Napi::CallbackInfo& info) : Napi::ObjectWrap<RemoteContext>(info) {
  if (!info[0].IsExternal()) ThrowInvalid(info.Env(), "remote context", "one that a core gave");
  handle_ = std::make_shared<RemoteContextHandle>(std::move(*info[0].As<Napi::External<RemoteContextHandle>>().Data()));
  const napi_type_tag tag = TypeTag<RemoteContext>();
  napi_type_tag_object(info.Env(), info.This(), &tag);
}

const std::shared_ptr<RemoteContextHandle>& RemoteContext::handle() const {
  if (handle_ == nullptr) throw ClosedError(Env(), "remote context");
  return handle_;
}

// ov_remote_context_get_device_name(context, device_name) -> deviceName(): string
Napi::Value RemoteContext::DeviceName(const Napi::CallbackInfo& info) {
  char* name = nullptr;
  OV_CHECK(info.Env(), handle()->runtime(), ov_remote_context_get_device_name, handle_->get(), &name);
  return Napi::String::New(info.Env(), TakeString(handle_->api(), name));
}

// ov_remote_context_get_params(context, size, params) -> params(): string
Napi::Value RemoteContext::Params(const Napi::CallbackInfo& info) {
  size_t size = 0;
  char* params = nullptr;
  OV_CHECK(info.Env(), handle()->runtime(), ov_remote_context_get_params, handle_->get(), &size, &params);
  return Napi::String::New(info.Env(), TakeString(handle_->api(), params));
}

// ov_remote_context_create_tensor[_props](context, type, shape, num_properties, properties, remote_tensor) -> createTensor(type: number, shape: number[], params: NativeParams): Tensor
Napi::Value RemoteContext::CreateTensor(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Layout layout(info[0], info[1]);
  const RemoteParams params(info[2]);
  const auto& runtime = handle()->runtime();
  ov_tensor_t* tensor = nullptr;
  Check(env, "ov_remote_context_create_tensor", runtime->Call([&] {
    return params.CreateTensor(runtime->api(), handle_->get(), layout.type(*runtime), layout.shape(), &tensor);
  }));
  return Tensor::Wrap(env, TensorHandle(runtime, tensor), layout.byte_length());
}

// ov_remote_context_create_host_tensor(context, type, shape, tensor) -> createHostTensor(type: number, shape: number[]): Tensor
Napi::Value RemoteContext::CreateHostTensor(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Layout layout(info[0], info[1]);
  const auto& runtime = handle()->runtime();
  ov_tensor_t* tensor = nullptr;
  OV_CHECK(env, runtime, ov_remote_context_create_host_tensor, handle_->get(), layout.type(*runtime), layout.shape(),
           &tensor);
  return Tensor::Wrap(env, TensorHandle(runtime, tensor), layout.byte_length());
}

void RemoteContext::Close(const Napi::CallbackInfo&) { handle_.reset(); }

}  // namespace openvino_node
