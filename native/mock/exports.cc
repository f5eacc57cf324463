#include "exports.h"

// Refers to every function of the tables, so that the library can not be linked while one of them is missing.
extern "C" const void* const openvino_mock_functions[];
const void* const openvino_mock_functions[] = {
#define OV_FUNCTION(result, name, parameters, since) reinterpret_cast<const void*>(&name),
#include "../api_functions.h"
#include "extra_functions.h"
#undef OV_FUNCTION
};
