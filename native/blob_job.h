// Exporting and importing compiled models ("blobs"), as jobs like those of model_job.h.
#pragma once

#include <napi.h>

#include <memory>
#include <optional>
#include <string>

#include "compiled_model.h"
#include "exported_blob.h"

namespace openvino_node {

/**
 * Exports a compiled model. The C function knows file names alone, and says OK where the disk is full: so the library writes
 * to memory that has a name, which JavaScript reads and writes to where it belongs, with every write looked at.
 */
class ExportJob {
 public:
  /** path: string | null; null where the system has memory files (Linux). */
  ExportJob(const Napi::CallbackInfo& info, std::shared_ptr<CompiledModelState> compiled);

  /** Any thread. */
  void Run();
  /** What was written, as an ExportedBlob. */
  Napi::Value Take(Napi::Env env);

 private:
  std::shared_ptr<CompiledModelState> compiled_;
  std::optional<std::string> path_;
  File file_;
  std::string system_error_;
  Outcome outcome_;
};

/** Imports what was exported. The library goes on using the memory, so the compiled model keeps it. */
class ImportJob {
 public:
  /** blob: Memory, device: string */
  ImportJob(const Napi::CallbackInfo& info, std::shared_ptr<CoreHandle> core);

  void Run();
  /** The compiled model. */
  Napi::Value Take(Napi::Env env);

 private:
  std::shared_ptr<CoreHandle> core_;
  std::shared_ptr<MemoryBlock> blob_;
  std::string device_;
  Outcome outcome_;
  std::shared_ptr<CompiledModelState> compiled_;
};

}  // namespace openvino_node
