#pragma once

#include <napi.h>

#include "api_types.h"
#include "convert.h"

namespace openvino_node {

/** A colour format by its number, the place in lib/preprocess/color-format.ts: the library takes any number and builds something. */
inline ov_color_format_e ToColorFormat(const Napi::Value& value) {
  const size_t number = ToIndex(value, "format");
  if (number > BGRX) ThrowInvalid(value.Env(), "format", "the number of a colour format");
  return static_cast<ov_color_format_e>(number);
}

}  // namespace openvino_node
