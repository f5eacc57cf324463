// Failures as JavaScript errors: the environment's `createError` makes them (an OpenVINOError), native code throws them.
#pragma once

#include <napi.h>

#include <string>

#include "runtime.h"

namespace openvino_node {

/** An error of the C function `operation`. */
Napi::Error LibraryError(Napi::Env env, const char* operation, const Outcome& outcome);

/** An error of the addon's own, with a code of OpenVINOErrorCode. */
Napi::Error AddonError(Napi::Env env, const char* operation, const char* code, const std::string& message);

/** Throws where a call failed. */
inline void Check(Napi::Env env, const char* operation, const Outcome& outcome) {
  if (outcome.status != OK) throw LibraryError(env, operation, outcome);
}

/** Throws where the library is too old to have a function. */
void CheckSupported(Napi::Env env, const Runtime& runtime, const char* function, bool present);

/** What a method of a closed object throws. */
Napi::Error ClosedError(Napi::Env env, const char* what);

}  // namespace openvino_node

/** Calls `function(...)` of a runtime's table under the last-error lock, and throws where it fails. */
#define OV_CHECK(env, runtime, function, ...) \
  ::openvino_node::Check(env, #function, (runtime)->Call([&] { return (runtime)->api().function(__VA_ARGS__); }))
