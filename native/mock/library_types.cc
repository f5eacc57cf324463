#include "library_types.h"

#include "../element.h"
#include "failure.h"
#include "version.h"

namespace openvino_mock {

namespace {

/** UNDEFINED stood before DYNAMIC until 2025.1. */
unsigned Offset() { return IsAtLeast(LibraryVersion(), 2025, 1) ? 0 : 1; }

}  // namespace

ov_element_type_e ToLibrary(size_t type) { return static_cast<ov_element_type_e>(type + Offset()); }

size_t FromLibrary(ov_element_type_e type) {
  if (type >= Offset() && type - Offset() < openvino_node::kElementTypes) return type - Offset();
  throw Failure("Element type " + std::to_string(type) + " is unknown to this release");
}

}  // namespace openvino_mock
