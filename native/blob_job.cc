#include "blob_job.h"

#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include <cerrno>
#include <cstring>
#include <utility>

#include "convert.h"
#include "error.h"

namespace openvino_node {

namespace {

/** Opens a file that is memory alone; −1 with `errno` where there is none. */
int OpenMemoryFile() {
#if defined(__linux__) && defined(SYS_memfd_create)
  constexpr unsigned kCloseOnExec = 1;
  return static_cast<int>(syscall(SYS_memfd_create, "openvino-node-export", kCloseOnExec));
#else
  errno = ENOSYS;
  return -1;
#endif
}

void CloseFile(int file) {
#if defined(__linux__)
  if (file != -1) close(file);
#else
  static_cast<void>(file);
#endif
}

}  // namespace

ExportJob::ExportJob(const Napi::CallbackInfo& info, std::shared_ptr<CompiledModelState> compiled)
    : compiled_(std::move(compiled)) {
  if (!info[0].IsNull()) path_ = ToString(info[0], "path");
}

ExportJob::~ExportJob() { CloseFile(file_); }

void ExportJob::Run() {
  std::string target;
  if (path_) {
    target = *path_;
  } else {
    file_ = OpenMemoryFile();
    if (file_ == -1) {
      system_error_ = std::strerror(errno);
      return;
    }
    target = "/proc/self/fd/" + std::to_string(file_);
  }
  const CompiledModelHandle& handle = compiled_->handle;
  outcome_ = handle.runtime()->After(handle.api().ov_compiled_model_export_model(handle.get(), target.c_str()));
}

Napi::Value ExportJob::Take(Napi::Env env) {
  if (!system_error_.empty()) {
    throw AddonError(
        env, "exportModel", "NOT_WRITABLE",
        "A compiled model is exported by way of memory, and the system gives none: " + system_error_ + ".");
  }
  Check(env, "ov_compiled_model_export_model", outcome_);
  return Napi::Number::New(env, std::exchange(file_, -1));
}

ImportJob::ImportJob(const Napi::CallbackInfo& info, std::shared_ptr<CoreHandle> core)
    : core_(std::move(core)), blob_(NativeOf<Memory>(info[0], "blob").block()), device_(ToString(info[1], "device")) {}

void ImportJob::Run() {
  ov_compiled_model_t* compiled = nullptr;
  outcome_ = core_->runtime()->After(
      core_->api().ov_core_import_model(core_->get(), blob_->data.get(), blob_->length, device_.c_str(), &compiled));
  if (outcome_.status != OK) return;
  compiled_ = std::make_shared<CompiledModelState>();
  compiled_->handle = CompiledModelHandle(core_->runtime(), compiled);
  compiled_->kept = Both(blob_, CodeOf(core_));
}

Napi::Value ImportJob::Take(Napi::Env env) {
  Check(env, "ov_core_import_model", outcome_);
  return CompiledModel::Wrap(env, compiled_);
}

}  // namespace openvino_node
