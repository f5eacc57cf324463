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

/** Opens a file that is memory alone; null with `errno` where there is none. */
File OpenMemoryFile() {
#if defined(__linux__) && defined(SYS_memfd_create)
  constexpr unsigned kCloseOnExec = 1;
  const int descriptor = static_cast<int>(syscall(SYS_memfd_create, "openvino-node-export", kCloseOnExec));
  if (descriptor == -1) return nullptr;
  File file(fdopen(descriptor, "rb"));
  if (file == nullptr) close(descriptor);
  return file;
#else
  errno = ENOSYS;
  return nullptr;
#endif
}

/** The name by which the library finds a memory file. */
std::string NameOf(std::FILE* file) {
#if defined(__linux__)
  return "/proc/self/fd/" + std::to_string(fileno(file));
#else
  static_cast<void>(file);
  return "";
#endif
}

}  // namespace

ExportJob::ExportJob(const Napi::CallbackInfo& info, std::shared_ptr<CompiledModelState> compiled)
    : compiled_(std::move(compiled)) {
  if (!info[0].IsNull()) path_ = ToString(info[0], "path");
}

void ExportJob::Run() {
  if (!path_) file_ = OpenMemoryFile();
  if (!path_ && file_ == nullptr) {
    system_error_ = std::strerror(errno);
    return;
  }
  const std::string target = path_ ? *path_ : NameOf(file_.get());
  const CompiledModelHandle& handle = compiled_->handle;
  outcome_ = handle.runtime()->After(handle.api().ov_compiled_model_export_model(handle.get(), target.c_str()));
  if (!path_ || outcome_.status != OK) return;
  file_.reset(std::fopen(path_->c_str(), "rb"));
  if (file_ == nullptr) system_error_ = std::strerror(errno);
}

Napi::Value ExportJob::Take(Napi::Env env) {
  if (!system_error_.empty()) {
    throw AddonError(
        env, "exportModel", "NOT_WRITABLE",
        "A compiled model is exported by way of a file of its own, and the system gives none: " + system_error_ + ".");
  }
  Check(env, "ov_compiled_model_export_model", outcome_);
  return ExportedBlob::Wrap(env, std::move(file_));
}

ImportJob::ImportJob(const Napi::CallbackInfo& info, std::shared_ptr<CoreHandle> core)
    : core_(std::move(core)), blob_(NativeOf<Memory>(info[0], "blob").block()), device_(ToString(info[1], "device")) {}

void ImportJob::Run() {
  const ReaderUse use(core_->runtime()->reader_uses());
  ov_compiled_model_t* compiled = nullptr;
  outcome_ = core_->runtime()->After(
      core_->api().ov_core_import_model(core_->get(), blob_->data.get(), blob_->length, device_.c_str(), &compiled));
  if (outcome_.status != OK) return;
  compiled_ = std::make_shared<CompiledModelState>();
  compiled_->handle = CompiledModelHandle(core_->runtime(), compiled);
  compiled_->kept = Both(blob_, core_);
}

Napi::Value ImportJob::Take(Napi::Env env) {
  Check(env, "ov_core_import_model", outcome_);
  return CompiledModel::Wrap(env, compiled_);
}

}  // namespace openvino_node
