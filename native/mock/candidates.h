// Which devices a scheduler may use: those of its list that are there, by the rules of the release.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "device_string.h"
#include "world.h"

namespace openvino_mock {

using Devices = std::vector<std::shared_ptr<Device>>;

/** The device of a string without a scheduler. Throws Failure where it is not there, or its plugin can't be loaded. */
std::shared_ptr<Device> LoneDevice(const World& world, const std::string& name);

/**
 * Devices of MULTI or AUTO, in the order of their priority, each once. Absent ones are left out without a word since
 * OpenVINO 2023.0 and refused before; one whose plugin can't be loaded is always refused.
 *
 * @param compiled For the log.
 */
Devices Candidates(World& world, const DeviceString& requested, uint64_t compiled);

}  // namespace openvino_mock
