#include "error.h"

#include "environment.h"

namespace openvino_node {

namespace {

Napi::Error MakeError(Napi::Env env, const char* operation, int status, const std::string& message, const char* code) {
  const Environment& environment = Environment::Of(env);
  // before initialize() there is no factory: the addon is used by hand
  if (environment.create_error.IsEmpty()) return Napi::Error::New(env, std::string(operation) + ": " + message);
  const Napi::Value error = environment.create_error.Call({
      Napi::String::New(env, operation),
      Napi::Number::New(env, status),
      Napi::String::New(env, message),
      Napi::String::New(env, code),
  });
  return Napi::Error(env, error);
}

}  // namespace

Napi::Error LibraryError(Napi::Env env, const char* operation, const Outcome& outcome) {
  return MakeError(env, operation, outcome.status, outcome.message, "");
}

Napi::Error AddonError(Napi::Env env, const char* operation, const char* code, const std::string& message) {
  return MakeError(env, operation, 0, message, code);
}

void CheckSupported(Napi::Env env, const Runtime& runtime, const char* function, bool present) {
  if (present) return;
  throw AddonError(env, function, "NOT_SUPPORTED_BY_RUNTIME",
                   std::string("This needs ") + function + ", which OpenVINO has since " + Since(function) +
                       "; the runtime in use is " + runtime.build_number() + ". Install a newer one.");
}

Napi::Error ClosedError(Napi::Env env, const char* what) {
  return AddonError(env, what, "CLOSED", std::string("The ") + what + " is closed; make another one.");
}

}  // namespace openvino_node
