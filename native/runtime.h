// An opened OpenVINO library: immutable after opening, shared by every handle made from it, never closed.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api.h"
#include "element.h"
#include "reader_uses.h"

namespace openvino_node {

/** Outcome of a call: its status, and the library's text where it failed. */
struct Outcome {
  ov_status_e status = OK;
  std::string message;
};

class Runtime {
 public:
  /**
   * Opens the library at an absolute path, once a process: a second call gives the same object.
   *
   * @param preload libraries to open first (TBB, in the archive's layout).
   * @param error set where null is returned: why it can't be opened.
   */
  static std::shared_ptr<Runtime> Open(const std::string& path, const std::vector<std::string>& preload,
                                       std::string* error);

  const Api& api() const { return api_; }
  const ElementTypes& types() const { return *types_; }
  const std::string& path() const { return path_; }
  const std::string& build_number() const { return build_number_; }
  const std::string& description() const { return description_; }

  /**
   * Makes a short call and takes the library's error text in one step: the text is one for the whole process, and any
   * other failing call replaces it.
   */
  template <typename F>
  Outcome Call(F&& call) const {
    std::lock_guard<std::mutex> lock(last_error_);
    const ov_status_e status = call();
    if (status == OK) return {};
    return {status, TakeLastError(status)};
  }

  /** For a call that took long or must not wait: the text right after it, which another thread's failure may have replaced. */
  Outcome After(ov_status_e status) const {
    if (status == OK) return {};
    std::lock_guard<std::mutex> lock(last_error_);
    return {status, TakeLastError(status)};
  }

  /** Any thread: `ov_shutdown`, at once or when nothing uses the model readers any more. */
  void Shutdown() const { reader_uses_->Shutdown(api_.ov_shutdown); }
  ReaderUses& reader_uses() const { return *reader_uses_; }

  /** Frees what clears the library's error text on its way: a core. */
  void FreeCore(ov_core_t* core) const {
    std::lock_guard<std::mutex> lock(last_error_);
    api_.ov_core_free(core);
  }

 private:
  Runtime() = default;
  std::string Fill(void* library);
  std::string TakeLastError(ov_status_e status) const;

  /** What dlopen gave: the same for two paths of one library. */
  void* library_ = nullptr;
  Api api_;
  std::optional<ElementTypes> types_;
  std::string path_;
  std::string build_number_;
  std::string description_;
  mutable std::mutex last_error_;
  std::shared_ptr<ReaderUses> reader_uses_;
};

/** The release that brought a function: `Since("ov_core_add_extension")` is "2025.4". */
const char* Since(const char* function);

}  // namespace openvino_node
