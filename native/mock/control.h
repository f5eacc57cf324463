// The pseudo-device MOCK: how tests read a world's clock and log, and let time pass.
#pragma once

#include <string>

#include "world.h"

namespace openvino_mock {

constexpr const char* kControlDevice = "MOCK";

/**
 * Reads: `CLOCK_NS`, `STEP` (fires events up to the next that somebody waits for; gives "NOW_NS IN_FLIGHT"), `WAITING` (how many
 * threads wait), `EVENTS` and `EVENTS:<n>` (the log from line n on), `SCENARIO_ID`, `VERSION`. Throws Failure for others.
 */
std::string ReadControl(World& world, World::Guard& guard, const std::string& key);

/**
 * Writes: `PUMP` (ATTACH, DETACH), `ADVANCE_NS`, `ALARM_NS` (a step ends there), `LOSE` (a device), `SLOW` ("device factor"), `RELEASE` (LOADS: those that hang
 * fail; ALWAYS: later ones as well). Throws Failure for others.
 */
void WriteControl(World& world, World::Guard& guard, const std::string& key, const std::string& value);

}  // namespace openvino_mock
