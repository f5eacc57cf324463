#include "elements.h"

#include <algorithm>

#include "contract.h"

namespace contract {

namespace {

unsigned Offset() {
  static const unsigned offset = ReleaseOfLibrary().AtLeast(2025, 1) ? 0 : 1;
  return offset;
}

}  // namespace

const std::vector<std::string>& ElementNames() {
  static const std::vector<std::string> names = {"dynamic", "boolean", "bf16",   "f16",    "f32",   "f64", "i4",
                                                 "i8",      "i16",     "i32",    "i64",    "u1",    "u2",  "u3",
                                                 "u4",      "u6",      "u8",     "u16",    "u32",   "u64", "nf4",
                                                 "f8e4m3",  "f8e5m2",  "string", "f4e2m1", "f8e8m0"};
  return names;
}

ov_element_type_e Element(const std::string& name) {
  const std::vector<std::string>& names = ElementNames();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) throw CannotRun("no element type " + name);
  return static_cast<ov_element_type_e>(found - names.begin()) + Offset();
}

std::string ElementName(ov_element_type_e type) {
  const std::vector<std::string>& names = ElementNames();
  if (type < Offset() || type - Offset() >= names.size()) return "number " + std::to_string(type);
  return names[type - Offset()];
}

}  // namespace contract
