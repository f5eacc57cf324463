// Element types by name. Releases number them differently: UNDEFINED stood before DYNAMIC until 2025.1.
#pragma once

#include <string>
#include <vector>

#include "library.h"

namespace contract {

/** Names in the order of the C API; the first is `dynamic`. */
const std::vector<std::string>& ElementNames();

/** The library's number of a type. */
ov_element_type_e Element(const std::string& name);

/** The name of a library's number; `number N` for one that is not known. */
std::string ElementName(ov_element_type_e type);

}  // namespace contract
