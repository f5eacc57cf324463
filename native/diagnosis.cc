#include "diagnosis.h"

#include "convert.h"
#include "error.h"
#include "handle.h"
#include "runtime_object.h"

namespace openvino_node {

DiagnoseJob::DiagnoseJob(const Napi::CallbackInfo& info)
    : runtime_(NativeOf<RuntimeObject>(info[0], "runtime").runtime()),
      device_(ToString(info[2], "device")),
      properties_(info[3]) {
  if (!info[1].IsNull()) plugins_xml_ = ToString(info[1], "pluginsXml");
}

void DiagnoseJob::Run() {
  const Api& api = runtime_->api();
  ov_core_t* pointer = nullptr;
  outcome_ = CreateCore(*runtime_, plugins_xml_, &pointer);
  if (outcome_.status != OK) return;
  const CoreHandle core(runtime_, pointer);
  ov_available_devices_t devices = {nullptr, 0};
  outcome_ = runtime_->After(api.ov_core_get_available_devices(core.get(), &devices));
  if (outcome_.status != OK) return;
  devices_.assign(devices.devices, devices.devices + devices.size);
  api.ov_available_devices_free(&devices);
  char* supported = nullptr;
  if (api.ov_core_get_property(core.get(), device_.c_str(), "SUPPORTED_PROPERTIES", &supported) != OK) return;
  supported_ = TakeString(api, supported);
  TryProperties(core.get());
}

void DiagnoseJob::TryProperties(ov_core_t* core) {
  for (size_t i = 0; i < properties_.size(); i++) {
    reason_ = runtime_->After(SetCoreProperties(runtime_->api(), core, device_.c_str(), properties_.One(i)));
    if (reason_.status == OK) continue;
    refused_ = static_cast<int>(i);
    return;
  }
}

Napi::Value DiagnoseJob::Take(Napi::Env env) {
  Check(env, "ov_core_get_available_devices", outcome_);
  Napi::Array devices = Napi::Array::New(env, devices_.size());
  for (size_t i = 0; i < devices_.size(); i++) {
    devices[static_cast<uint32_t>(i)] = Napi::String::New(env, devices_[i]);
  }
  Napi::Object facts = Napi::Object::New(env);
  facts["devices"] = devices;
  facts["supported"] = supported_ ? Napi::String::New(env, *supported_).As<Napi::Value>() : env.Undefined();
  facts["refused"] = Napi::Number::New(env, refused_);
  facts["reason"] = refused_ == -1 ? env.Undefined() : LibraryError(env, "ov_core_set_properties", reason_).Value();
  return facts;
}

}  // namespace openvino_node
