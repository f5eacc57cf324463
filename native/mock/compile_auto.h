// Compiling for AUTO: the first candidate that works, and the CPU in its place meanwhile.
#pragma once

#include <memory>
#include <string>

#include "auto_executor.h"
#include "loading.h"

namespace openvino_mock {

struct AutoOptions {
  /** ENABLE_STARTUP_FALLBACK. */
  bool startup_fallback = true;
  /** ENABLE_RUNTIME_FALLBACK. */
  bool runtime_fallback = true;
};

/** Throws Failure where no candidate works. */
std::shared_ptr<AutoExecutor> CompileAuto(const std::shared_ptr<Compilation>& compilation, World::Guard& guard,
                                          const Devices& candidates, const AutoOptions& options);

/** Text of a compilation that failed on all devices. */
std::string AllFailed(const std::string& scheduler, const Devices& devices, const std::vector<std::string>& failures);

}  // namespace openvino_mock
