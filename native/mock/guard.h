// From exceptions to statuses, and the library's one error text.
#pragma once

#include <exception>
#include <initializer_list>
#include <new>
#include <string>

#include "failure.h"

#if defined(_WIN32)
#define OV_MOCK_EXPORT extern "C" __declspec(dllexport)
#else
#define OV_MOCK_EXPORT extern "C" __attribute__((visibility("default")))
#endif

namespace openvino_mock {

/** The text is one for the whole process, as the real library's. */
void SetLastError(const std::string& text);
void ClearLastError();

/** A copy that the caller frees with ov_free; null where there is none. */
char* CopyLastError();

/** A copy of a text that the caller frees with ov_free. */
char* CopyText(const std::string& text);

/** An argument that may not be null was; it leaves the error text alone. */
struct InvalidArgument {};

template <typename... Pointers>
void RequireAll(const Pointers*... pointers) {
  for (const void* pointer : {static_cast<const void*>(pointers)...}) {
    if (pointer == nullptr) throw InvalidArgument();
  }
}

/** Runs the body of a C function: none of its exceptions gets out. */
template <typename Body>
ov_status_e Guarded(Body&& body) {
  try {
    body();
    return OK;
  } catch (const InvalidArgument&) {
    return INVALID_C_PARAM;
  } catch (const Failure& failure) {
    SetLastError(failure.what());
    return failure.status();
  } catch (const std::exception& error) {
    SetLastError(error.what());
    return GENERAL_ERROR;
  } catch (...) {
    SetLastError("An unknown exception occurred");
    return UNKNOW_EXCEPTION;
  }
}

}  // namespace openvino_mock
