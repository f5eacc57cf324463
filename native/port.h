#pragma once

#include <napi.h>

#include "handle.h"

namespace openvino_node {

/** `ov_output_const_port_t` for JavaScript. */
class Port : public Napi::ObjectWrap<Port> {
 public:
  static constexpr uint64_t kTag = 6;
  static constexpr const char* kName = "a native Port";
  static Napi::Function Define(Napi::Env env);
  /** @param kept What has to outlive the port; may be null. */
  static Napi::Object Wrap(Napi::Env env, PortHandle handle, Kept kept);

  explicit Port(const Napi::CallbackInfo& info);

 private:
  Napi::Value AnyName(const Napi::CallbackInfo& info);
  Napi::Value Type(const Napi::CallbackInfo& info);
  Napi::Value PartialShapeOf(const Napi::CallbackInfo& info);

  // freed after the handle
  Kept kept_;
  PortHandle handle_;
};

/** The functions that give the ports of a model or a compiled model: the same four, twice. */
template <typename Object>
struct PortFunctions {
  ov_status_e (*Api::*size)(const Object*, size_t*);
  ov_status_e (*Api::*by_index)(const Object*, const size_t, ov_output_const_port_t**);
  ov_status_e (*Api::*by_name)(const Object*, const char*, ov_output_const_port_t**);
};

/** Whose ports are asked for. */
template <typename Object>
struct PortOwner {
  const std::shared_ptr<Runtime>& runtime;
  const Object* object;
  /** What has to outlive the ports; may be null. */
  Kept kept;
};

/** All ports of one direction, as an array. */
template <typename Object>
Napi::Value AllPorts(Napi::Env env, const PortOwner<Object>& owner, const PortFunctions<Object>& functions);

/** The port of a name. */
template <typename Object>
Napi::Value PortByName(const Napi::Value& name, const PortOwner<Object>& owner, const PortFunctions<Object>& functions);

}  // namespace openvino_node
