// The one call site for the library's variadic functions: keys and values in turn, padded with NULLs.
#pragma once

#include <array>
#include <utility>

#include "api.h"

namespace openvino_node {

/** Keys and values of one call; the function reads only as many as it is told. */
template <size_t Most>
using VariadicArguments = std::array<const void*, 2 * Most>;

template <typename Function, size_t Count, size_t... I, typename... Fixed>
ov_status_e CallPadded(Function function, const std::array<const void*, Count>& arguments, std::index_sequence<I...>,
                       Fixed... fixed) {
  return function(fixed..., arguments[I]...);
}

/**
 * Calls a variadic function. It must have the true `...` prototype: some ABIs pass variadic arguments elsewhere than named
 * ones. `void*` and `char*` are passed alike, so that a value may be a text or a device's pointer.
 */
template <typename Function, size_t Count, typename... Fixed>
ov_status_e CallVariadic(Function function, const std::array<const void*, Count>& arguments, Fixed... fixed) {
  return CallPadded(function, arguments, std::make_index_sequence<Count>(), fixed...);
}

}  // namespace openvino_node
