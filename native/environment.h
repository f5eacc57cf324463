// What one Node environment (the main thread, or a worker) has of the addon.
#pragma once

#include <napi.h>

#include <memory>
#include <string>

#include "mailbox.h"
#include "runtime.h"
#include "worker.h"

namespace openvino_node {

class LogSink;

class Environment {
 public:
  /** Makes an environment's data and its cleanup hook. */
  static Environment* Create(Napi::Env env);
  static Environment& Of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }
  ~Environment();

  /** JavaScript's functions, given once by `initialize`. */
  Napi::FunctionReference create_error;
  Napi::FunctionReference on_complete;
  /** Number, start and end of each ended inference, as on_complete reads them: JavaScript's memory, kept by `ended_array`. */
  Napi::Reference<Napi::Float64Array> ended_array;
  double* ended = nullptr;
  static constexpr size_t kMostEnded = 256;
  static constexpr size_t kEndedRow = 3;

  /** Constructors of the classes, for objects that native code makes. */
  Napi::FunctionReference runtime_class;
  Napi::FunctionReference model_class;
  Napi::FunctionReference compiled_model_class;
  Napi::FunctionReference infer_request_class;
  Napi::FunctionReference tensor_class;
  Napi::FunctionReference port_class;
  Napi::FunctionReference exported_blob_class;
  Napi::FunctionReference remote_context_class;

  /** Of the handler of log messages; null where there is none. */
  std::shared_ptr<LogSink> log_sink;
  Napi::FunctionReference preprocess_input_class;
  Napi::FunctionReference preprocess_steps_class;
  Napi::FunctionReference preprocess_output_class;

  Mailbox& mailbox() { return *mailbox_; }
  const std::shared_ptr<Mailbox>& shared_mailbox() const { return mailbox_; }

  /** Runs a job on another thread, then `settle` on this one; the event loop stays alive until then. */
  void RunJob(std::function<void()> job, Mailbox::Task settle);

  /**
   * The environment's end: cancels what can be cancelled and waits for the rest. A second call waits for what was started
   * after the first.
   */
  void Stop();

 private:
  explicit Environment(Napi::Env env);
  static void CleanUp(void* data);

  std::shared_ptr<Mailbox> mailbox_;
  std::unique_ptr<WorkerPool> workers_;
  napi_env env_;
};

}  // namespace openvino_node
