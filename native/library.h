// Opening a shared library, by platform.
#pragma once

#include <string>

namespace openvino_node {

/** Opens a library for its own use alone (two OpenVINOs in one process crash under RTLD_GLOBAL); null with `error` set. */
void* OpenLibrary(const std::string& path, std::string* error);

/** A symbol of an opened library, or null. */
void* LibrarySymbol(void* library, const char* name);

}  // namespace openvino_node
