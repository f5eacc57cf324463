#include "convert.h"

#include <cmath>
#include <cstdint>

#include "error.h"

namespace openvino_node {

void ThrowInvalid(Napi::Env env, const char* what, const char* expected) {
  throw AddonError(env, what, "INVALID_ARGUMENT", std::string(what) + " must be " + expected + ".");
}

std::string ToString(const Napi::Value& value, const char* what) {
  if (!value.IsString()) ThrowInvalid(value.Env(), what, "a string");
  std::string text = value.As<Napi::String>().Utf8Value();
  if (text.find('\0') != std::string::npos) ThrowInvalid(value.Env(), what, "a string without NUL characters");
  return text;
}

size_t ToIndex(const Napi::Value& value, const char* what) {
  if (!value.IsNumber()) ThrowInvalid(value.Env(), what, "a number");
  const double number = value.As<Napi::Number>().DoubleValue();
  if (!(number >= 0 && number <= 9007199254740991.0) || number != std::floor(number)) {
    ThrowInvalid(value.Env(), what, "a whole number from 0");
  }
  return static_cast<size_t>(number);
}

std::vector<std::string> ToStrings(const Napi::Value& value, const char* what) {
  if (!value.IsArray()) ThrowInvalid(value.Env(), what, "an array of strings");
  const Napi::Array array = value.As<Napi::Array>();
  std::vector<std::string> strings;
  const uint32_t length = array.Length();
  for (uint32_t i = 0; i < length; i++) strings.push_back(ToString(array.Get(i), what));
  return strings;
}

int32_t ToInt32(const Napi::Value& value, const char* what) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : 0.5;
  if (!(number >= INT32_MIN && number <= INT32_MAX) || number != static_cast<int32_t>(number)) {
    ThrowInvalid(value.Env(), what, "a whole number of 32 bits");
  }
  return static_cast<int32_t>(number);
}

std::vector<int32_t> ToInt32s(const Napi::Value& value, const char* what) {
  if (!value.IsArray()) ThrowInvalid(value.Env(), what, "an array of numbers");
  const Napi::Array array = value.As<Napi::Array>();
  std::vector<int32_t> numbers;
  const uint32_t length = array.Length();
  for (uint32_t i = 0; i < length; i++) numbers.push_back(ToInt32(array.Get(i), what));
  return numbers;
}

float ToFloat(const Napi::Value& value, const char* what) {
  if (!value.IsNumber()) ThrowInvalid(value.Env(), what, "a number");
  return value.As<Napi::Number>().FloatValue();
}

size_t ToElementType(const Napi::Value& value) {
  const size_t type = ToIndex(value, "type");
  if (type >= kElementTypes) ThrowInvalid(value.Env(), "type", "the number of an element type");
  return type;
}

std::vector<int64_t> ToDimensions(const Napi::Value& value) {
  if (!value.IsArray()) ThrowInvalid(value.Env(), "shape", "an array of numbers");
  const Napi::Array array = value.As<Napi::Array>();
  const uint32_t length = array.Length();
  if (length > 64) ThrowInvalid(value.Env(), "shape", "an array of at most 64 dimensions");
  std::vector<int64_t> dimensions;
  dimensions.reserve(length);
  for (uint32_t i = 0; i < length; i++) {
    dimensions.push_back(static_cast<int64_t>(ToIndex(array.Get(i), "dimension")));
  }
  return dimensions;
}

PartialShape::PartialShape(const Napi::Value& packed) {
  if (packed.IsNull()) return;
  if (!packed.IsArray()) ThrowInvalid(packed.Env(), "partial shape", "an array of numbers, or null");
  const Napi::Array array = packed.As<Napi::Array>();
  const uint32_t length = array.Length();
  if (length % 2 != 0 || length > 128) ThrowInvalid(packed.Env(), "partial shape", "pairs of at most 64 dimensions");
  ranked_ = true;
  for (uint32_t i = 0; i < length; i += 2) {
    const Napi::Value max = array.Get(i + 1);
    const bool unbounded = max.IsNumber() && max.As<Napi::Number>().DoubleValue() == -1;
    dimensions_.push_back({static_cast<int64_t>(ToIndex(array.Get(i), "dimension")),
                           unbounded ? -1 : static_cast<int64_t>(ToIndex(max, "dimension"))});
  }
}

ov_partial_shape_t PartialShape::get() {
  if (!ranked_) return {{-1, -1}, nullptr};
  const int64_t rank = static_cast<int64_t>(dimensions_.size());
  return {{rank, rank}, dimensions_.data()};
}

Napi::Value FromPartialShape(Napi::Env env, const ov_partial_shape_t& shape) {
  if (shape.rank.min != shape.rank.max || shape.rank.min < 0) return env.Null();
  Napi::Array packed = Napi::Array::New(env);
  for (int64_t i = 0; i < shape.rank.min; i++) {
    const ov_dimension_t& dimension = shape.dims[i];
    // an unbounded dimension is {-1, -1} or {min, -1}
    packed[static_cast<uint32_t>(2 * i)] =
        Napi::Number::New(env, static_cast<double>(dimension.min < 0 ? 0 : dimension.min));
    packed[static_cast<uint32_t>(2 * i + 1)] = Napi::Number::New(env, static_cast<double>(dimension.max));
  }
  return packed;
}

std::string TakeString(const Api& api, const char* text) {
  std::string copy(text == nullptr ? "" : text);
  api.ov_free(text);
  return copy;
}

Bytes ToBytes(const Napi::Value& value, const char* what) {
  const napi_env env = value.Env();
  Bytes bytes;
  bool is = false;
  if (napi_is_typedarray(env, value, &is) == napi_ok && is) {
    // left as it is by a Node that does not know the array's class
    auto type = static_cast<napi_typedarray_type>(-1);
    size_t count = 0;
    // read through the view, not through its buffer: a SharedArrayBuffer is no ArrayBuffer to Node-API
    if (napi_get_typedarray_info(env, value, &type, &count, &bytes.data, nullptr, nullptr) != napi_ok) {
      ThrowInvalid(env, what, "a typed array of a known class");
    }
    static constexpr size_t kSizes[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8};
    if (static_cast<size_t>(type) >= sizeof(kSizes) / sizeof(kSizes[0])) {
      ThrowInvalid(env, what, "a typed array of a known class");
    }
    bytes.length = count * kSizes[type];
    return bytes;
  }
  ThrowInvalid(env, what, "a typed array");
}

}  // namespace openvino_node
