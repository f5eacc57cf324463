#pragma once

#include <napi.h>

#include "handle.h"

namespace openvino_node {

/** A layout of the runtime from JavaScript's text. Throws INVALID_ARGUMENT, and what the library says of a text that is none. */
LayoutHandle MakeLayout(const Napi::Value& text, const std::shared_ptr<Runtime>& runtime);

/** layoutText(runtime: Runtime, text: string): string */
Napi::Value LayoutText(const Napi::CallbackInfo& info);

}  // namespace openvino_node
