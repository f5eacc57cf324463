// What the addon exports. lib/native.ts declares the same, in TypeScript.
#include <napi.h>

#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#elif defined(__APPLE__)
#include <pthread.h>
#endif

#include "compiled_model.h"
#include "convert.h"
#include "core.h"
#include "diagnosis.h"
#include "environment.h"
#include "exported_blob.h"
#include "infer_request.h"
#include "layout.h"
#include "log.h"
#include "memory.h"
#include "model.h"
#include "model_job.h"
#include "port.h"
#include "pre_post_processor.h"
#include "preprocess_input.h"
#include "preprocess_output.h"
#include "preprocess_steps.h"
#include "relay.h"
#include "remote_context.h"
#include "request_state.h"
#include "runtime_object.h"
#include "tensor.h"

namespace openvino_node {

namespace {

// initialize(hooks: { createError, onComplete, ended: Float64Array }): void
void Initialize(const Napi::CallbackInfo& info) {
  if (!info[0].IsObject()) ThrowInvalid(info.Env(), "hooks", "an object of functions");
  const Napi::Object hooks = info[0].As<Napi::Object>();
  const Napi::Value create_error = hooks.Get("createError");
  const Napi::Value on_complete = hooks.Get("onComplete");
  if (!create_error.IsFunction() || !on_complete.IsFunction()) {
    ThrowInvalid(info.Env(), "hooks", "the functions createError and onComplete");
  }
  const Napi::Value ended = hooks.Get("ended");
  if (!ended.IsTypedArray() || ended.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array ||
      ended.As<Napi::TypedArray>().ElementLength() < Environment::kEndedRow * Environment::kMostEnded) {
    ThrowInvalid(info.Env(), "ended", "a Float64Array of 768 elements");
  }
  Environment& environment = Environment::Of(info.Env());
  environment.ended_array = Napi::Persistent(ended.As<Napi::Float64Array>());
  environment.ended = ended.As<Napi::Float64Array>().Data();
  environment.create_error = Napi::Persistent(create_error.As<Napi::Function>());
  environment.on_complete = Napi::Persistent(on_complete.As<Napi::Function>());
}

// detach(buffer: ArrayBuffer): void
void Detach(const Napi::CallbackInfo& info) {
  if (!info[0].IsArrayBuffer()) ThrowInvalid(info.Env(), "buffer", "an ArrayBuffer");
  Napi::ArrayBuffer buffer = info[0].As<Napi::ArrayBuffer>();
  if (!buffer.IsDetached()) buffer.Detach();
}

// now(): number
Napi::Value Now(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), RequestState::Milliseconds(RequestState::Clock::now()));
}

// collect(): void
void Collect(const Napi::CallbackInfo& info) {
  // more than V8 lets a heap have beside it: it collects at once, and not by steps that the event loop would take
  constexpr int64_t kPressure = int64_t{1} << 42;
  Napi::MemoryManagement::AdjustExternalMemory(info.Env(), kPressure);
  Napi::MemoryManagement::AdjustExternalMemory(info.Env(), -kPressure);
}

// externalBuffers(): boolean
Napi::Value ExternalBuffers(const Napi::CallbackInfo& info) {
  static char byte = 0;
  const auto release = [](napi_env, void*, void*) {};
  napi_value buffer = nullptr;
  // engines that cage their memory (Electron's) answer napi_no_external_buffers_allowed
  const napi_status status = napi_create_external_arraybuffer(info.Env(), &byte, 1, release, nullptr, &buffer);
  return Napi::Boolean::New(info.Env(), status == napi_ok);
}

/** Whether this thread's end is the process's; false where that is not known. */
bool OnMainThread() {
#if defined(__linux__)
  return syscall(SYS_gettid) == getpid();
#elif defined(__APPLE__)
  return pthread_main_np() != 0;
#else
  return false;
#endif
}

// stop(): void
void Stop(const Napi::CallbackInfo& info) {
  Environment::Of(info.Env()).Stop();
  if (OnMainThread()) process_ending = true;
}

// diagnoseSync(runtime: Runtime, pluginsXml: string | null, device: string, pairs: string[]): Diagnosis
Napi::Value DiagnoseSync(const Napi::CallbackInfo& info) {
  return RunSync(info.Env(), std::make_shared<DiagnoseJob>(info));
}

// diagnose(runtime: Runtime, pluginsXml: string | null, device: string, pairs: string[]): Promise<Diagnosis>
Napi::Value Diagnose(const Napi::CallbackInfo& info) {
  return RunAsync(info.Env(), std::make_shared<DiagnoseJob>(info));
}

}  // namespace

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  Environment& environment = *Environment::Create(env);
  environment.runtime_class = Napi::Persistent(RuntimeObject::Define(env));
  environment.model_class = Napi::Persistent(Model::Define(env));
  environment.compiled_model_class = Napi::Persistent(CompiledModel::Define(env));
  environment.infer_request_class = Napi::Persistent(InferRequest::Define(env));
  environment.tensor_class = Napi::Persistent(Tensor::Define(env));
  environment.port_class = Napi::Persistent(Port::Define(env));
  environment.exported_blob_class = Napi::Persistent(ExportedBlob::Define(env));
  environment.remote_context_class = Napi::Persistent(RemoteContext::Define(env));
  environment.preprocess_input_class = Napi::Persistent(PreprocessInput::Define(env));
  environment.preprocess_steps_class = Napi::Persistent(PreProcessSteps::Define(env));
  environment.preprocess_output_class = Napi::Persistent(PreprocessOutput::Define(env));
  exports.Set("initialize", Napi::Function::New<Initialize>(env, "initialize"));
  exports.Set("detach", Napi::Function::New<Detach>(env, "detach"));
  exports.Set("now", Napi::Function::New<Now>(env, "now"));
  exports.Set("externalBuffers", Napi::Function::New<ExternalBuffers>(env, "externalBuffers"));
  exports.Set("collect", Napi::Function::New<Collect>(env, "collect"));
  exports.Set("stop", Napi::Function::New<Stop>(env, "stop"));
  exports.Set("diagnoseSync", Napi::Function::New<DiagnoseSync>(env, "diagnoseSync"));
  exports.Set("diagnose", Napi::Function::New<Diagnose>(env, "diagnose"));
  exports.Set("setLogHandler", Napi::Function::New<SetLogHandler>(env, "setLogHandler"));
  exports.Set("shutdown", Napi::Function::New<RuntimeObject::Shutdown>(env, "shutdown"));
  exports.Set("openRuntime", Napi::Function::New<RuntimeObject::Open>(env, "openRuntime"));
  exports.Set("layoutText", Napi::Function::New<LayoutText>(env, "layoutText"));
  exports.Set("Core", Core::Define(env));
  exports.Set("PrePostProcessor", PrePostProcessor::Define(env));
  exports.Set("Relay", RelayObject::Define(env));
  exports.Set("Memory", Memory::Define(env));
  exports.Set("Tensor", environment.tensor_class.Value());
  return exports;
}

}  // namespace openvino_node

static Napi::Object InitAddon(Napi::Env env, Napi::Object exports) { return openvino_node::Init(env, exports); }

NODE_API_MODULE(addon, InitAddon)
