// What a device is told about a model: from the properties of the compilation to streams and requests.
#pragma once

#include <string>

#include "hardware_executor.h"
#include "properties.h"

namespace openvino_mock {

/**
 * Settings of a device.
 *
 * @param given Properties of the compilation that are meant for the device; checked, throws Failure.
 * @param set Properties that the core was given for the device before.
 */
DeviceSettings MakeSettings(const DeviceSpec& device, const Properties& set, const Properties& given);

/** Those of a scheduler's properties that a device takes; the others are left out without a word, as the real AUTO does. */
Properties MeantFor(const DeviceSpec& device, const Properties& properties);

}  // namespace openvino_mock
