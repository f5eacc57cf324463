#include "runtime_object.h"

#include "convert.h"
#include "environment.h"
#include "error.h"

namespace openvino_node {

Napi::Function RuntimeObject::Define(Napi::Env env) {
  return DefineClass(env, "Runtime",
                     {
                         InstanceAccessor<&RuntimeObject::Path>("path"),
                         InstanceAccessor<&RuntimeObject::BuildNumber>("buildNumber"),
                         InstanceAccessor<&RuntimeObject::Description>("description"),
                     });
}

RuntimeObject::RuntimeObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<RuntimeObject>(info) {
  if (!info[0].IsExternal()) ThrowInvalid(info.Env(), "runtime", kName);
  runtime_ = *info[0].As<Napi::External<std::shared_ptr<Runtime>>>().Data();
  const napi_type_tag tag = TypeTag<RuntimeObject>();
  napi_type_tag_object(info.Env(), info.This(), &tag);
}

Napi::Value RuntimeObject::Open(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::string path = ToString(info[0], "path");
  std::string error;
  std::shared_ptr<Runtime> runtime = Runtime::Open(path, ToStrings(info[1], "preload"), &error);
  if (runtime == nullptr) {
    throw AddonError(env, "openRuntime", "RUNTIME_NOT_LOADABLE",
                     "The OpenVINO library " + path + " can not be used: " + error +
                         ". Install another one with: npx ov-bench runtime install");
  }
  return Environment::Of(env).runtime_class.New({Napi::External<std::shared_ptr<Runtime>>::New(env, &runtime)});
}

void RuntimeObject::Shutdown(const Napi::CallbackInfo& info) {
  NativeOf<RuntimeObject>(info[0], "runtime").runtime()->Shutdown();
}

Napi::Value RuntimeObject::Path(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), runtime_->path());
}

Napi::Value RuntimeObject::BuildNumber(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), runtime_->build_number());
}

Napi::Value RuntimeObject::Description(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), runtime_->description());
}

}  // namespace openvino_node
