#include "compiled_model.h"

#include "blob_job.h"
#include "convert.h"
#include "environment.h"
#include "error.h"
#include "infer_request.h"
#include "model.h"
#include "model_job.h"
#include "port.h"
#include "property.h"
#include "relay.h"
#include "remote_context.h"

namespace openvino_node {

namespace {

constexpr PortFunctions<ov_compiled_model_t> kInputs = {
    &Api::ov_compiled_model_inputs_size, &Api::ov_compiled_model_input_by_index, &Api::ov_compiled_model_input_by_name};
constexpr PortFunctions<ov_compiled_model_t> kOutputs = {&Api::ov_compiled_model_outputs_size,
                                                         &Api::ov_compiled_model_output_by_index,
                                                         &Api::ov_compiled_model_output_by_name};

PortOwner<ov_compiled_model_t> PortsOf(const CompiledModelHandle& handle) {
  return {handle.runtime(), handle.get(), nullptr};
}

}  // namespace

Napi::Function CompiledModel::Define(Napi::Env env) {
  return DefineClass(env, "CompiledModel",
                     {
                         InstanceMethod<&CompiledModel::Inputs>("inputs"),
                         InstanceMethod<&CompiledModel::Outputs>("outputs"),
                         InstanceMethod<&CompiledModel::InputByName>("inputByName"),
                         InstanceMethod<&CompiledModel::OutputByName>("outputByName"),
                         InstanceMethod<&CompiledModel::GetProperty>("getProperty"),
                         InstanceMethod<&CompiledModel::SetProperties>("setProperties"),
                         InstanceMethod<&CompiledModel::CreateInferRequest>("createInferRequest"),
                         InstanceMethod<&CompiledModel::RuntimeModel>("runtimeModel"),
                         InstanceMethod<&CompiledModel::ExportModelSync>("exportModelSync"),
                         InstanceMethod<&CompiledModel::ExportModel>("exportModel"),
                         InstanceMethod<&CompiledModel::Context>("context"),
                         InstanceMethod<&CompiledModel::Close>("close"),
                     });
}

Napi::Object CompiledModel::Wrap(Napi::Env env, std::shared_ptr<CompiledModelState> state) {
  return Environment::Of(env).compiled_model_class.New(
      {Napi::External<std::shared_ptr<CompiledModelState>>::New(env, &state)});
}

CompiledModel::CompiledModel(const Napi::CallbackInfo& info) : Napi::ObjectWrap<CompiledModel>(info) {
  if (!info[0].IsExternal()) ThrowInvalid(info.Env(), "compiled model", "one that a core gave");
  state_ = *info[0].As<Napi::External<std::shared_ptr<CompiledModelState>>>().Data();
}

const std::shared_ptr<CompiledModelState>& CompiledModel::state() const {
  if (state_ == nullptr) throw ClosedError(Env(), "compiled model");
  return state_;
}

// ov_compiled_model_inputs_size(compiled_model, size), ov_compiled_model_input_by_index(compiled_model, index, port) -> inputs(): Port[]
Napi::Value CompiledModel::Inputs(const Napi::CallbackInfo& info) {
  return AllPorts(info.Env(), PortsOf(handle()), kInputs);
}

// ov_compiled_model_outputs_size(compiled_model, size), ov_compiled_model_output_by_index(compiled_model, index, port) -> outputs(): Port[]
Napi::Value CompiledModel::Outputs(const Napi::CallbackInfo& info) {
  return AllPorts(info.Env(), PortsOf(handle()), kOutputs);
}

// ov_compiled_model_input_by_name(compiled_model, name, port) -> inputByName(name: string): Port
Napi::Value CompiledModel::InputByName(const Napi::CallbackInfo& info) {
  return PortByName(info[0], PortsOf(handle()), kInputs);
}

// ov_compiled_model_output_by_name(compiled_model, name, port) -> outputByName(name: string): Port
Napi::Value CompiledModel::OutputByName(const Napi::CallbackInfo& info) {
  return PortByName(info[0], PortsOf(handle()), kOutputs);
}

// ov_compiled_model_get_property(compiled_model, property_key, property_value) -> getProperty(name: string): string
Napi::Value CompiledModel::GetProperty(const Napi::CallbackInfo& info) {
  const std::string name = ToString(info[0], "property");
  char* value = nullptr;
  OV_CHECK(info.Env(), handle().runtime(), ov_compiled_model_get_property, handle().get(), name.c_str(), &value);
  return Napi::String::New(info.Env(), TakeString(handle().api(), value));
}

// ov_compiled_model_set_properties(compiled_model, num_properties, properties) -> setProperties(pairs: string[]): void
void CompiledModel::SetProperties(const Napi::CallbackInfo& info) {
  const PropertyList properties(info[0]);
  const auto& runtime = handle().runtime();
  Check(info.Env(), "ov_compiled_model_set_properties",
        runtime->Call([&] { return SetCompiledModelProperties(runtime->api(), handle().get(), properties); }));
}

// ov_compiled_model_create_infer_request(compiled_model, infer_request) -> createInferRequest(byteLength: number, relay: Relay | undefined, tellsEachAtOnce: boolean): InferRequest
Napi::Value CompiledModel::CreateInferRequest(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const size_t byte_length = ToIndex(info[0], "byteLength");
  std::shared_ptr<Relay> relay;
  if (!info[1].IsUndefined()) relay = NativeOf<RelayObject>(info[1], "relay").relay();
  if (!info[2].IsBoolean()) ThrowInvalid(env, "tellsEachAtOnce", "a boolean");
  const bool tells_each_at_once = info[2].As<Napi::Boolean>();
  ov_infer_request_t* request = nullptr;
  OV_CHECK(env, handle().runtime(), ov_compiled_model_create_infer_request, handle().get(), &request);
  return InferRequest::Wrap(env, InferRequestHandle(handle().runtime(), request), state_->kept, byte_length,
                            tells_each_at_once ? nullptr : state_->pace, std::move(relay));
}

// ov_compiled_model_get_runtime_model(compiled_model, model) -> runtimeModel(): Model
Napi::Value CompiledModel::RuntimeModel(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  ov_model_t* model = nullptr;
  OV_CHECK(env, handle().runtime(), ov_compiled_model_get_runtime_model, handle().get(), &model);
  auto state = std::make_shared<ModelState>();
  // its operations are code of the device's plugin: 2024.6 crashes where a port is freed after that was unloaded
  state->kept = state_;
  state->handle = ModelHandle(handle().runtime(), model);
  return Model::Wrap(env, std::move(state));
}

// ov_compiled_model_export_model(compiled_model, export_model_path) -> exportModelSync(path: string | null): ExportedBlob
Napi::Value CompiledModel::ExportModelSync(const Napi::CallbackInfo& info) {
  return RunSync(info.Env(), std::make_shared<ExportJob>(info, state()));
}

// ov_compiled_model_export_model(compiled_model, export_model_path) -> exportModel(path: string | null): Promise<ExportedBlob>
Napi::Value CompiledModel::ExportModel(const Napi::CallbackInfo& info) {
  return RunAsync(info.Env(), std::make_shared<ExportJob>(info, state()));
}

// ov_compiled_model_get_context(compiled_model, context) -> context(): RemoteContext
Napi::Value CompiledModel::Context(const Napi::CallbackInfo& info) {
  ov_remote_context_t* context = nullptr;
  OV_CHECK(info.Env(), handle().runtime(), ov_compiled_model_get_context, handle().get(), &context);
  return RemoteContext::Wrap(info.Env(), RemoteContextHandle(handle().runtime(), context));
}

void CompiledModel::Close(const Napi::CallbackInfo&) { state_.reset(); }

}  // namespace openvino_node
