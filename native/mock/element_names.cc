#include "element_names.h"

#include <algorithm>
#include <array>
#include <utility>

#include "../element.h"
#include "failure.h"
#include "lower_case.h"

namespace openvino_mock {

namespace {

// in the order of lib/tensor/element.ts
constexpr std::array<const char*, openvino_node::kElementTypes> kElementNames = {
    "dynamic", "boolean", "bf16", "f16", "f32", "f64", "i4",  "i8",  "i16",    "i32",    "i64",    "u1",     "u2",
    "u3",      "u4",      "u6",   "u8",  "u16", "u32", "u64", "nf4", "f8e4m3", "f8e5m2", "string", "f4e2m1", "f8e8m0"};

// what ports call types otherwise than by their names in capitals
constexpr std::pair<const char*, const char*> kPrecisions[] = {{"FP16", "f16"},
                                                               {"FP32", "f32"},
                                                               {"FP64", "f64"},
                                                               {"BOOL", "boolean"},
                                                               {"BIN", "u1"},
                                                               {"bin", "u1"},
                                                               {"UNSPECIFIED", "dynamic"},
                                                               {"undefined", "dynamic"}};

/** Number of a name; the number of names where there is none. */
size_t Find(const std::string& name) {
  return std::find(kElementNames.begin(), kElementNames.end(), name) - kElementNames.begin();
}

bool HasLowerCase(const std::string& name) {
  return std::any_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

const char* ElementName(size_t type) { return kElementNames[type < kElementNames.size() ? type : 0]; }

size_t ElementOfAttribute(const std::string& name) {
  const std::string lower = LowerCase(name);
  const size_t type = Find(lower == "undefined" ? "dynamic" : lower);
  if (type == kElementNames.size()) throw Failure('"' + name + "\" is not a member of enum element::Type_t");
  return type;
}

size_t ElementOfPrecision(const std::string& name) {
  for (const auto& [precision, element] : kPrecisions) {
    if (name == precision) return Find(element);
  }
  const size_t type = Find(HasLowerCase(name) ? name : LowerCase(name));
  // these have other names in capitals
  const bool is_misnamed = (name.size() == 3 && name[0] == 'F') || name == "BOOLEAN" || name == "DYNAMIC";
  if (type == kElementNames.size() || is_misnamed) throw Failure("Unsupported element type: " + name);
  return type;
}

}  // namespace openvino_mock
