// Names of element types, as OpenVINO writes them.
#pragma once

#include <cstddef>
#include <string>

namespace openvino_mock {

/** `f32`: of a type in the addon's numbering (native/element.h). */
const char* ElementName(size_t type);

/** Type of a layer's attribute `element_type`: `f32`, in any case. Throws Failure. */
size_t ElementOfAttribute(const std::string& name);

/** Type of a port's attribute `precision`: `FP32` or `f32`. Throws Failure. */
size_t ElementOfPrecision(const std::string& name);

}  // namespace openvino_mock
