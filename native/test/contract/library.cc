#include "library.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

namespace contract {

Api api;

namespace {

/** Ends the program where the library lacks a function that its release has: cases would call it. */
void CheckComplete() {
  if (api.ov_get_openvino_version == nullptr || api.ov_version_free == nullptr) {
    std::fprintf(stderr, "The library has no ov_get_openvino_version\n");
    std::exit(2);
  }
  const Release release = ReleaseOfLibrary();
  bool complete = true;
  const auto check = [&](bool present, const char* name, const char* since) {
    Release needed;
    std::sscanf(since, "%d.%d", &needed.major, &needed.minor);
    if (present || !release.AtLeast(needed.major, needed.minor)) return;
    std::fprintf(stderr, "The library has no %s, which there is since %s\n", name, since);
    complete = false;
  };
#define OV_FUNCTION(result, name, parameters, since) check(api.name != nullptr, #name, since);
#include "../../api_functions.h"
#include "../../mock/extra_functions.h"
#undef OV_FUNCTION
  if (!complete) std::exit(2);
}

}  // namespace

void OpenLibrary(const char* path) {
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::fprintf(stderr, "The library can not be opened: %s\n", dlerror());
    std::exit(2);
  }
#define OV_FUNCTION(result, name, parameters, since) \
  api.name = reinterpret_cast<decltype(api.name)>(dlsym(library, #name));
#include "../../api_functions.h"
#include "../../mock/extra_functions.h"
#undef OV_FUNCTION
  CheckComplete();
}

Release ReleaseOfLibrary() {
  Release release;
  ov_version_t version = {nullptr, nullptr};
  if (api.ov_get_openvino_version(&version) != OK) return release;
  std::sscanf(version.buildNumber, "%d.%d", &release.major, &release.minor);
  api.ov_version_free(&version);
  return release;
}

}  // namespace contract
