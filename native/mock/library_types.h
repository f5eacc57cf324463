// Element types of the C API's numbering, which differs by release, and of the addon's (native/element.h).
#pragma once

#include <cstddef>

#include "../api_types.h"

namespace openvino_mock {

ov_element_type_e ToLibrary(size_t type);
/** Throws Failure for a number that the release does not have. */
size_t FromLibrary(ov_element_type_e type);

}  // namespace openvino_mock
