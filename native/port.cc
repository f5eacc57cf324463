#include "port.h"

#include <utility>

#include "convert.h"
#include "environment.h"
#include "error.h"

namespace openvino_node {

Napi::Function Port::Define(Napi::Env env) {
  return DefineClass(env, "Port",
                     {
                         InstanceMethod<&Port::AnyName>("anyName"),
                         InstanceMethod<&Port::Type>("type"),
                         InstanceMethod<&Port::PartialShapeOf>("partialShape"),
                     });
}

namespace {

/** What Port's constructor gets. */
struct Parts {
  PortHandle handle;
  Kept kept;
};

}  // namespace

Napi::Object Port::Wrap(Napi::Env env, PortHandle handle, Kept kept) {
  Parts parts = {std::move(handle), std::move(kept)};
  return Environment::Of(env).port_class.New({Napi::External<Parts>::New(env, &parts)});
}

Port::Port(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Port>(info) {
  if (!info[0].IsExternal()) ThrowInvalid(info.Env(), "port", "one that a model gave");
  Parts& parts = *info[0].As<Napi::External<Parts>>().Data();
  kept_ = std::move(parts.kept);
  handle_ = std::move(parts.handle);
}

// ov_port_get_any_name(port, tensor_name) -> anyName(): string | undefined
Napi::Value Port::AnyName(const Napi::CallbackInfo& info) {
  const Api& api = handle_.api();
  char* name = nullptr;
  const Outcome outcome = handle_.runtime()->Call([&] { return api.ov_port_get_any_name(handle_.get(), &name); });
  // a tensor without a name is no error of the caller's
  if (outcome.status != OK) return info.Env().Undefined();
  return Napi::String::New(info.Env(), TakeString(api, name));
}

// ov_port_get_element_type(port, tensor_type) -> type(): number
Napi::Value Port::Type(const Napi::CallbackInfo& info) {
  ov_element_type_e type = {};
  OV_CHECK(info.Env(), handle_.runtime(), ov_port_get_element_type, handle_.get(), &type);
  return Napi::Number::New(info.Env(), static_cast<double>(handle_.runtime()->types().FromLibrary(type)));
}

// ov_port_get_partial_shape(port, partial_shape) -> partialShape(): number[] | null
Napi::Value Port::PartialShapeOf(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  ov_partial_shape_t shape = {{0, 0}, nullptr};
  OV_CHECK(env, handle_.runtime(), ov_port_get_partial_shape, handle_.get(), &shape);
  const Napi::Value packed = FromPartialShape(env, shape);
  handle_.api().ov_partial_shape_free(&shape);
  return packed;
}

template <typename Object>
Napi::Value AllPorts(Napi::Env env, const PortOwner<Object>& owner, const PortFunctions<Object>& functions) {
  const Runtime& runtime = *owner.runtime;
  const Api& api = runtime.api();
  size_t size = 0;
  Check(env, "ports_size", runtime.Call([&] { return (api.*functions.size)(owner.object, &size); }));
  Napi::Array ports = Napi::Array::New(env, size);
  for (size_t i = 0; i < size; i++) {
    ov_output_const_port_t* port = nullptr;
    Check(env, "port_by_index", runtime.Call([&] { return (api.*functions.by_index)(owner.object, i, &port); }));
    ports[static_cast<uint32_t>(i)] = Port::Wrap(env, PortHandle(owner.runtime, port), owner.kept);
  }
  return ports;
}

template <typename Object>
Napi::Value PortByName(const Napi::Value& name, const PortOwner<Object>& owner,
                       const PortFunctions<Object>& functions) {
  const std::string text = ToString(name, "name");
  const Runtime& runtime = *owner.runtime;
  ov_output_const_port_t* port = nullptr;
  Check(name.Env(), "port_by_name",
        runtime.Call([&] { return (runtime.api().*functions.by_name)(owner.object, text.c_str(), &port); }));
  return Port::Wrap(name.Env(), PortHandle(owner.runtime, port), owner.kept);
}

template Napi::Value AllPorts(Napi::Env, const PortOwner<ov_model_t>&, const PortFunctions<ov_model_t>&);
template Napi::Value AllPorts(Napi::Env, const PortOwner<ov_compiled_model_t>&,
                              const PortFunctions<ov_compiled_model_t>&);
template Napi::Value PortByName(const Napi::Value&, const PortOwner<ov_model_t>&, const PortFunctions<ov_model_t>&);
template Napi::Value PortByName(const Napi::Value&, const PortOwner<ov_compiled_model_t>&,
                                const PortFunctions<ov_compiled_model_t>&);

}  // namespace openvino_node
