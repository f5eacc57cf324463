// The library under test: its function table, opened from a path.
#pragma once

#include "../../api_types.h"

namespace contract {

struct Api {
#define OV_FUNCTION(result, name, parameters, since) result(*name) parameters = nullptr;
#include "../../api_functions.h"
#include "../../mock/extra_functions.h"
#undef OV_FUNCTION
};

/** The functions of the library that main opened. Null where the library lacks one. */
extern Api api;

/** Opens the library; ends the program with a sentence where that fails. */
void OpenLibrary(const char* path);

/** Release of the library, e.g. 2026 and 4. */
struct Release {
  int major = 0;
  int minor = 0;
  bool AtLeast(int wanted_major, int wanted_minor) const {
    return major > wanted_major || (major == wanted_major && minor >= wanted_minor);
  }
};
Release ReleaseOfLibrary();

}  // namespace contract
