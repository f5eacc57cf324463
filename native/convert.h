// Values between JavaScript and C. Everything checks what it gets: a wrong value throws INVALID_ARGUMENT, none crashes.
// To read an array may run JavaScript: its elements can be getters, which close objects and make the array longer. So its
// length is asked once, and what a function works on is looked up after its arguments were read.
#pragma once

#include <napi.h>

#include <string>
#include <vector>

#include "handle.h"

namespace openvino_node {

std::string ToString(const Napi::Value& value, const char* what);
size_t ToIndex(const Napi::Value& value, const char* what);
std::vector<std::string> ToStrings(const Napi::Value& value, const char* what);

/** A whole number of 32 bits. */
int32_t ToInt32(const Napi::Value& value, const char* what);
std::vector<int32_t> ToInt32s(const Napi::Value& value, const char* what);
float ToFloat(const Napi::Value& value, const char* what);
/** Number of an element type, in the addon's order. */
size_t ToElementType(const Napi::Value& value);

/** Dimensions of a tensor. */
std::vector<int64_t> ToDimensions(const Napi::Value& value);

/** A partial shape of the packed form `[min, max, …]` or null, with the memory that its C struct points to. */
class PartialShape {
 public:
  explicit PartialShape(const Napi::Value& packed);
  ov_partial_shape_t get();

 private:
  bool ranked_ = false;
  std::vector<ov_dimension_t> dimensions_;
};

/** A packed shape for JavaScript. */
Napi::Value FromPartialShape(Napi::Env env, const ov_partial_shape_t& shape);

/** A string that the library allocated; frees it. */
std::string TakeString(const Api& api, const char* text);

/** The bytes under a typed array or DataView: a view of a buffer of any kind, shared ones too. */
struct Bytes {
  void* data = nullptr;
  size_t length = 0;
};
Bytes ToBytes(const Napi::Value& value, const char* what);

/** Throws INVALID_ARGUMENT. */
[[noreturn]] void ThrowInvalid(Napi::Env env, const char* what, const char* expected);

/** Marks an object as one of the addon's classes. Two numbers made at random, and one for the class. */
template <typename T>
napi_type_tag TypeTag() {
  return {0x6f76b1d24c3e9a17ULL, 0x8d15e0f7a2c46b00ULL + T::kTag};
}

/** The native object of a value of class `T`; throws where it is another. */
template <typename T>
T& NativeOf(const Napi::Value& value, const char* what) {
  const Napi::Env env = value.Env();
  const napi_type_tag tag = TypeTag<T>();
  bool is = false;
  if (!value.IsObject() || napi_check_object_type_tag(env, value, &tag, &is) != napi_ok || !is) {
    ThrowInvalid(env, what, T::kName);
  }
  return *T::Unwrap(value.As<Napi::Object>());
}

}  // namespace openvino_node
