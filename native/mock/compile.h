// Compiling: from a device string and properties to what runs the model.
#pragma once

#include <memory>
#include <string>

#include "compile_request.h"
#include "compiled_model.h"
#include "model.h"
#include "properties.h"
#include "world.h"

namespace openvino_mock {

/**
 * Compiles a model; it takes as much of the world's time as the devices need. Throws Failure.
 *
 * @param guard The world's lock, given back while it waits.
 * @param core What the core was told before.
 */
std::shared_ptr<CompiledModel> Compile(const std::shared_ptr<World>& world, World::Guard& guard, const Model& model,
                                       const std::string& device, const Properties& properties,
                                       const CoreProperties& core);

}  // namespace openvino_mock
