#include "element.h"

namespace openvino_node {

const std::array<unsigned, kElementTypes> kElementBits = {0, 8, 16, 16, 32, 64, 4,  8, 16, 32, 64, 1, 2,
                                                          3, 4, 6,  8,  16, 32, 64, 4, 8,  8,  0,  4, 8};

size_t ElementBytes(size_t type, size_t count) {
  const unsigned bits = kElementBits[type];
  if (bits == 3) return (count + 7) / 8 * 3;
  if (bits == 6) return (count + 3) / 4 * 3;
  return bits >= 8 ? bits / 8 * count : (bits * count + 7) / 8;
}

size_t ElementTypes::FromLibrary(ov_element_type_e type) const {
  return type >= offset_ && type - offset_ < kElementTypes ? type - offset_ : 0;
}

namespace {

bool Fits(const Api& api, const ElementTypes& types) {
  // two sizes that no wrong numbering shares: 8 elements of f64 and of u4, with their neighbours
  for (size_t type = 1; type < kElementTypes; type++) {
    if (type == kStringType) continue;
    int64_t dims[] = {8};
    ov_tensor_t* tensor = nullptr;
    // types that a release does not know yet can't be made; those that can must have the right size
    if (api.ov_tensor_create(types.ToLibrary(type), {1, dims}, &tensor) != OK) {
      if (type <= 5) return false;
      continue;
    }
    size_t bytes = 0;
    api.ov_tensor_get_byte_size(tensor, &bytes);
    api.ov_tensor_free(tensor);
    if (bytes != ElementBytes(type, 8)) return false;
  }
  return true;
}

}  // namespace

std::optional<ElementTypes> ElementTypes::Detect(const Api& api, int major, int minor) {
  const bool renumbered = major > 2025 || (major == 2025 && minor >= 1);
  const ElementTypes expected(renumbered ? 0 : 1);
  if (Fits(api, expected)) return expected;
  const ElementTypes other(renumbered ? 1 : 0);
  if (Fits(api, other)) return other;
  return std::nullopt;
}

}  // namespace openvino_node
