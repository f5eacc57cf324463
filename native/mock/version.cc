#include "version.h"

#include <cstdio>
#include <fstream>

#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace openvino_mock {

namespace {

constexpr const char* kNewest = "2026.4.1";

/** Path of the file that this code was loaded from. */
std::string OwnPath() {
#ifdef _WIN32
  HMODULE self = nullptr;
  char path[MAX_PATH] = "";
  if (GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                         reinterpret_cast<const char*>(&OwnPath), &self)) {
    GetModuleFileNameA(self, path, MAX_PATH);
  }
  return path;
#else
  Dl_info info;
  return dladdr(reinterpret_cast<const void*>(&OwnPath), &info) != 0 && info.dli_fname != nullptr ? info.dli_fname : "";
#endif
}

std::string ReadVersion() {
  const std::string path = OwnPath();
  const size_t slash = path.find_last_of("/\\");
  if (slash == std::string::npos) return kNewest;
  std::ifstream file(path.substr(0, slash + 1) + "version");
  std::string version;
  return file >> version ? version : kNewest;
}

}  // namespace

const std::string& LibraryVersion() {
  // never destroyed: threads of the library may outlive static objects
  static const std::string& version = *new std::string(ReadVersion());
  return version;
}

std::string BuildNumber(const std::string& version) { return version + "-MOCK-SIMULATED"; }

bool IsAtLeast(const std::string& version, int major, int minor) {
  int own_major = 0;
  int own_minor = 0;
  std::sscanf(version.c_str(), "%d.%d", &own_major, &own_minor);
  return own_major > major || (own_major == major && own_minor >= minor);
}

}  // namespace openvino_mock
