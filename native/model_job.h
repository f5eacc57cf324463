// Reading and compiling, as jobs: made from JavaScript's arguments, run on any thread, settled on the JavaScript thread.
#pragma once

#include <napi.h>

#include <memory>
#include <optional>
#include <string>

#include "compiled_model.h"
#include "model.h"
#include "property.h"

namespace openvino_node {

/** Reads a model from a file, or from memory. */
class ReadJob {
 public:
  /** path: string, weightsPath: string | null */
  static std::shared_ptr<ReadJob> FromFile(const Napi::CallbackInfo& info, std::shared_ptr<CoreHandle> core);
  /** xml: Uint8Array, weights: Memory | null */
  static std::shared_ptr<ReadJob> FromMemory(const Napi::CallbackInfo& info, std::shared_ptr<CoreHandle> core);

  /** Any thread. */
  void Run();
  /** The model; throws where it could not be read. */
  Napi::Value Take(Napi::Env env);

 private:
  Outcome ReadFile(ov_model_t** model);
  Outcome ReadMemory(ov_model_t** model);

  std::shared_ptr<CoreHandle> core_;
  std::string path_;
  std::optional<std::string> weights_path_;
  std::optional<std::string> xml_;
  std::shared_ptr<MemoryBlock> weights_;
  Outcome outcome_;
  std::shared_ptr<ModelState> model_;
};

/** Compiles a model, or the file of one: for a device, or in a remote context. */
class CompileJob {
 public:
  /** model: Model | string, device: string, pairs: string[] */
  static std::shared_ptr<CompileJob> ForDevice(const Napi::CallbackInfo& info, std::shared_ptr<CoreHandle> core);
  /** model: Model, context: RemoteContext, pairs: string[] */
  static std::shared_ptr<CompileJob> InContext(const Napi::CallbackInfo& info, std::shared_ptr<CoreHandle> core);
  CompileJob(std::shared_ptr<CoreHandle> core, const Napi::Value& pairs);
  ~CompileJob();
  CompileJob(const CompileJob&) = delete;
  CompileJob& operator=(const CompileJob&) = delete;

  void Run();
  Napi::Value Take(Napi::Env env);

 private:
  void UseModel(const Napi::Value& model);
  ov_status_e Compile(ov_compiled_model_t** compiled) const;
  const char* Operation() const;

  std::shared_ptr<CoreHandle> core_;
  std::shared_ptr<ModelState> model_;
  std::string path_;
  std::string device_;
  /** Null where it is for a device. JavaScript may close its own hold of it meanwhile. */
  std::shared_ptr<RemoteContextHandle> context_;
  PropertyList properties_;
  Outcome outcome_;
  std::shared_ptr<CompiledModelState> compiled_;
};

/** Runs a job on a thread of its own; the promise gives what it takes. */
template <typename Job>
Napi::Value RunAsync(Napi::Env env, std::shared_ptr<Job> job) {
  const Napi::Promise::Deferred deferred = Napi::Promise::Deferred::New(env);
  Environment::Of(env).RunJob([job] { job->Run(); },
                              [job, deferred](Napi::Env inner) {
                                try {
                                  deferred.Resolve(job->Take(inner));
                                } catch (const Napi::Error& error) {
                                  deferred.Reject(error.Value());
                                }
                              });
  return deferred.Promise();
}

/** Runs a job here and now. */
template <typename Job>
Napi::Value RunSync(Napi::Env env, const std::shared_ptr<Job>& job) {
  job->Run();
  return job->Take(env);
}

}  // namespace openvino_node
