// Compiling for AUTO: the first candidate that works, and the CPU in its place meanwhile.
#pragma once

#include <memory>

#include "auto_executor.h"
#include "candidates.h"
#include "compilation.h"

namespace openvino_mock {

struct AutoOptions {
  /** ENABLE_STARTUP_FALLBACK. */
  bool startup_fallback = true;
  /** ENABLE_RUNTIME_FALLBACK. */
  bool runtime_fallback = true;
};

/** Throws Failure where no candidate works. */
std::shared_ptr<AutoExecutor> CompileAuto(const std::shared_ptr<Compilation>& compilation, World::Guard& guard,
                                          const Devices& devices, const AutoOptions& options);

}  // namespace openvino_mock
