// Properties of AUTO, MULTI, HETERO and BATCH themselves, as a core reads and sets them.
#pragma once

#include <string>

#include "properties.h"

namespace openvino_mock {

/**
 * Throws Failure as the real library.
 *
 * @param release 2026 has more of them than those before it.
 * @param set What the core was told for the scheduler.
 */
std::string GetSchedulerProperty(const std::string& scheduler, const std::string& release, const std::string& key,
                                 const Properties& set);

/** Throws Failure where a scheduler does not take a property or its value. */
void CheckSchedulerProperty(const std::string& scheduler, const std::string& key, const std::string& value);

}  // namespace openvino_mock
