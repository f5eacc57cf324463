#include "runtime.h"

#include <cstdio>
#include <cstring>
#include <map>

#include "library.h"

namespace openvino_node {

namespace {

struct Registry {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<Runtime>> by_path;
};

/** The one mutable global: a library is opened once a process, whatever environments (threads) use it. */
Registry& TheRegistry() {
  // leaked on purpose: threads of the library may outlive static destructors
  static Registry* registry = new Registry;
  return *registry;
}

constexpr const char* kOldest = "2024.3";

}  // namespace

const char* Since(const char* function) {
#define OV_FUNCTION(result, name, parameters, since) \
  if (std::strcmp(function, #name) == 0) return since;
#include "api_functions.h"
#undef OV_FUNCTION
  return kOldest;
}

std::shared_ptr<Runtime> Runtime::Open(const std::string& path, const std::vector<std::string>& preload,
                                       std::string* error) {
  Registry& registry = TheRegistry();
  std::lock_guard<std::mutex> lock(registry.mutex);
  const auto found = registry.by_path.find(path);
  if (found != registry.by_path.end()) return found->second;
  for (const std::string& library : preload) {
    if (OpenLibrary(library, error) == nullptr) return nullptr;
  }
  void* library = OpenLibrary(path, error);
  if (library == nullptr) return nullptr;
  for (const auto& [other, runtime] : registry.by_path) {
    if (runtime->library_ == library) return runtime;
  }
  std::shared_ptr<Runtime> runtime(new Runtime);
  runtime->path_ = path;
  runtime->library_ = library;
  *error = runtime->Fill(library);
  if (!error->empty()) return nullptr;
  for (const auto& [other, earlier] : registry.by_path) {
    // the loader gives libopenvino by its name, the same to all copies of a release: one's shutdown is the others', too
    if (earlier->build_number_ == runtime->build_number_) runtime->reader_uses_ = earlier->reader_uses_;
  }
  if (runtime->reader_uses_ == nullptr) runtime->reader_uses_ = std::make_shared<ReaderUses>();
  registry.by_path.emplace(path, runtime);
  return runtime;
}

std::string Runtime::Fill(void* library) {
#define OV_FUNCTION(result, name, parameters, since)                                                    \
  api_.name = reinterpret_cast<decltype(api_.name)>(LibrarySymbol(library, #name));                     \
  if (api_.name == nullptr && std::strcmp(since, kOldest) == 0) {                                       \
    return std::string("it has no function " #name ", which every OpenVINO since ") + kOldest + " has"; \
  }
#include "api_functions.h"
#undef OV_FUNCTION
  ov_version_t version = {nullptr, nullptr};
  if (api_.ov_get_openvino_version(&version) != OK) return "it does not tell its version";
  build_number_ = version.buildNumber == nullptr ? "" : version.buildNumber;
  description_ = version.description == nullptr ? "" : version.description;
  api_.ov_version_free(&version);
  int major = 0;
  int minor = 0;
  if (std::sscanf(build_number_.c_str(), "%d.%d", &major, &minor) != 2) {
    return "its version \"" + build_number_ + "\" is not understood";
  }
  types_ = ElementTypes::Detect(api_, major, minor);
  if (!types_) return "its version " + build_number_ + " numbers element types in an unknown way";
  return "";
}

std::string Runtime::TakeLastError(ov_status_e status) const {
  // these set no text: what there is comes from an older failure
  const bool has_text = status != INVALID_C_PARAM && status != RESULT_NOT_READY;
  const char* text = has_text ? api_.ov_get_last_err_msg() : nullptr;
  std::string message(text == nullptr ? "" : text);
  api_.ov_free(text);
  return message.empty() ? api_.ov_get_error_info(status) : message;
}

}  // namespace openvino_node
