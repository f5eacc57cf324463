// Element types: the addon's own numbers (the order of lib/tensor/element.ts), and those of a library, which differ by release.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "api.h"

namespace openvino_node {

/** Number of element types; lib/tensor/element.ts lists them in the same order. */
constexpr size_t kElementTypes = 26;

/** The addon's number of the type `string`. */
constexpr size_t kStringType = 23;
/** u1 */
constexpr size_t kBitType = 11;

/** What an element of a type takes, by the addon's number: bits, 0 where it has no size. */
extern const std::array<unsigned, kElementTypes> kElementBits;

/** Bytes of `count` elements; sub-byte types are packed, u3 and u6 in groups of 3 bytes. */
size_t ElementBytes(size_t type, size_t count);

/** The element types of one library. */
class ElementTypes {
 public:
  /**
   * Finds out how a library numbers its types: by its release, checked by making a tensor of each type and comparing sizes.
   * Nullopt where no known numbering fits.
   */
  static std::optional<ElementTypes> Detect(const Api& api, int major, int minor);

  ov_element_type_e ToLibrary(size_t type) const { return static_cast<ov_element_type_e>(type + offset_); }

  /** The addon's number; that of `dynamic` for one that only newer releases know. */
  size_t FromLibrary(ov_element_type_e type) const;

 private:
  explicit ElementTypes(unsigned offset) : offset_(offset) {}

  /** 1 before 2025.1, where UNDEFINED stood before DYNAMIC; 0 since. */
  unsigned offset_;
};

}  // namespace openvino_node
