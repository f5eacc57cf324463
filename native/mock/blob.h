// What a compiled model is exported as: the model's own text, with what it was compiled for before it. A real device's blob
// holds what was compiled; the mock executes nothing, so there is nothing else to hold.
#pragma once

#include <memory>
#include <string>

#include "compiled_model.h"
#include "model.h"

namespace openvino_mock {

/** Throws Failure where the compiled model's scheduler exports nothing. */
std::string WriteBlob(const CompiledModel& compiled);

/** The model of a blob that was exported for `device`. Throws Failure for anything else. */
std::shared_ptr<Model> ReadBlob(const std::string& blob, const std::string& device);

}  // namespace openvino_mock
