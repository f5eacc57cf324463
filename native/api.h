// The function table of one libopenvino_c, filled by dlsym.
#pragma once

#include "api_types.h"

namespace openvino_node {

struct Api {
#define OV_FUNCTION(result, name, parameters, since) result(*name) parameters = nullptr;
#include "api_functions.h"
#undef OV_FUNCTION
};

}  // namespace openvino_node
