// Which values properties take.
#pragma once

#include <string>

namespace openvino_mock {

/** Throws Failure in the real library's words where a known property does not take a value; others take any. */
void CheckValue(const std::string& key, const std::string& value);

}  // namespace openvino_mock
