#include "model_job.h"

#include "convert.h"
#include "error.h"
#include "remote_context.h"

namespace openvino_node {

std::shared_ptr<ReadJob> ReadJob::FromFile(const Napi::CallbackInfo& info, std::shared_ptr<CoreHandle> core) {
  auto job = std::make_shared<ReadJob>();
  job->core_ = std::move(core);
  job->path_ = ToString(info[0], "path");
  if (!info[1].IsNull() && !info[1].IsUndefined()) job->weights_path_ = ToString(info[1], "weightsPath");
  return job;
}

std::shared_ptr<ReadJob> ReadJob::FromMemory(const Napi::CallbackInfo& info, std::shared_ptr<CoreHandle> core) {
  auto job = std::make_shared<ReadJob>();
  job->core_ = std::move(core);
  const Bytes xml = ToBytes(info[0], "xml");
  job->xml_.emplace(static_cast<const char*>(xml.data), xml.length);
  if (!info[1].IsNull() && !info[1].IsUndefined()) job->weights_ = NativeOf<Memory>(info[1], "weights").block();
  return job;
}

void ReadJob::Run() {
  const ReaderUse use(core_->runtime()->reader_uses());
  ov_model_t* model = nullptr;
  outcome_ = xml_ ? ReadMemory(&model) : ReadFile(&model);
  if (outcome_.status != OK) return;
  model_ = std::make_shared<ModelState>();
  model_->handle = ModelHandle(core_->runtime(), model);
  model_->kept = Both(weights_, CodeOf(core_));
}

Outcome ReadJob::ReadFile(ov_model_t** model) {
  const char* weights = weights_path_ ? weights_path_->c_str() : nullptr;
  return core_->runtime()->After(core_->api().ov_core_read_model(core_->get(), path_.c_str(), weights, model));
}

Outcome ReadJob::ReadMemory(ov_model_t** model) {
  const Runtime& runtime = *core_->runtime();
  const Api& api = runtime.api();
  TensorHandle weights;
  if (weights_ != nullptr && weights_->length > 0) {
    int64_t length = static_cast<int64_t>(weights_->length);
    ov_tensor_t* tensor = nullptr;
    const ov_element_type_e u8 = runtime.types().ToLibrary(16);
    const ov_status_e status = api.ov_tensor_create_from_host_ptr(u8, {1, &length}, weights_->data.get(), &tensor);
    if (status != OK) return runtime.After(status);
    weights = TensorHandle(core_->runtime(), tensor);
  }
  return runtime.After(
      api.ov_core_read_model_from_memory_buffer(core_->get(), xml_->data(), xml_->size(), weights.get(), model));
}

Napi::Value ReadJob::Take(Napi::Env env) {
  Check(env, xml_ ? "ov_core_read_model_from_memory_buffer" : "ov_core_read_model", outcome_);
  return Model::Wrap(env, model_);
}

CompileJob::CompileJob(std::shared_ptr<CoreHandle> core, const Napi::Value& pairs)
    : core_(std::move(core)), properties_(pairs) {}

std::shared_ptr<CompileJob> CompileJob::ForDevice(const Napi::CallbackInfo& info, std::shared_ptr<CoreHandle> core) {
  auto job = std::make_shared<CompileJob>(std::move(core), info[2]);
  job->device_ = ToString(info[1], "device");
  if (info[0].IsString()) {
    job->path_ = ToString(info[0], "path");
  } else {
    job->UseModel(info[0]);
  }
  return job;
}

std::shared_ptr<CompileJob> CompileJob::InContext(const Napi::CallbackInfo& info, std::shared_ptr<CoreHandle> core) {
  auto job = std::make_shared<CompileJob>(std::move(core), info[2]);
  job->context_ = NativeOf<RemoteContext>(info[1], "context").handle();
  if (job->context_->runtime() != job->core_->runtime()) {
    ThrowInvalid(info.Env(), "context", "of the same OpenVINO runtime");
  }
  job->UseModel(info[0]);
  return job;
}

void CompileJob::UseModel(const Napi::Value& model) {
  const std::shared_ptr<ModelState>& state = NativeOf<Model>(model, "model").state();
  if (state->handle.runtime() != core_->runtime()) ThrowInvalid(model.Env(), "model", "of the same OpenVINO runtime");
  state->readers++;
  model_ = state;
}

CompileJob::~CompileJob() {
  if (model_ != nullptr) model_->readers--;
}

ov_status_e CompileJob::Compile(ov_compiled_model_t** compiled) const {
  const Api& api = core_->api();
  if (context_ != nullptr) {
    return CompileWithContext(api, core_->get(), model_->handle.get(), context_->get(), properties_, compiled);
  }
  if (model_ == nullptr) {
    return CompileFile(api, core_->get(), path_.c_str(), device_.c_str(), properties_, compiled);
  }
  return openvino_node::Compile(api, core_->get(), model_->handle.get(), device_.c_str(), properties_, compiled);
}

void CompileJob::Run() {
  const ReaderUse use(core_->runtime()->reader_uses());
  ov_compiled_model_t* compiled = nullptr;
  const ov_status_e status = Compile(&compiled);
  outcome_ = core_->runtime()->After(status);
  if (status != OK) return;
  compiled_ = std::make_shared<CompiledModelState>();
  compiled_->handle = CompiledModelHandle(core_->runtime(), compiled);
  // the core, too: HETERO asks for it when it exports, without a look whether there is one
  compiled_->kept = Both(model_ == nullptr ? nullptr : model_->kept, core_);
}

const char* CompileJob::Operation() const {
  if (context_ != nullptr) return "ov_core_compile_model_with_context";
  return path_.empty() ? "ov_core_compile_model" : "ov_core_compile_model_from_file";
}

Napi::Value CompileJob::Take(Napi::Env env) {
  if (model_ != nullptr) {
    model_->readers--;
    model_.reset();
  }
  Check(env, Operation(), outcome_);
  return CompiledModel::Wrap(env, compiled_);
}

}  // namespace openvino_node
