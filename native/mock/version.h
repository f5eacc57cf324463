// Which OpenVINO release this library stands in for.
#pragma once

#include <string>

namespace openvino_mock {

/** Release of the library as a whole: the content of the file `version` beside it, else 2026.4.1. */
const std::string& LibraryVersion();

/** What a version calls itself: `2026.4.1-MOCK-SIMULATED`. */
std::string BuildNumber(const std::string& version);

/** Whether a release is `major.minor` or newer. */
bool IsAtLeast(const std::string& version, int major, int minor);

}  // namespace openvino_mock
