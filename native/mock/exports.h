// Declares every function that the library exports, from the addon's own table: one that is defined otherwise does not compile.
#pragma once

#include "../api_types.h"
#include "guard.h"

#define OV_FUNCTION(result, name, parameters, since) OV_MOCK_EXPORT result name parameters;
#include "../api_functions.h"
#include "extra_functions.h"
#undef OV_FUNCTION
