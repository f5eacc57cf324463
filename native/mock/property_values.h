// Which values properties take.
#pragma once

#include <initializer_list>
#include <string>

namespace openvino_mock {

/** Whether a value is one of some words. */
bool IsOneOf(const std::string& value, std::initializer_list<const char*> words);

/** Throws Failure in the real library's words where a known property does not take a value; others take any. */
void CheckValue(const std::string& key, const std::string& value);

}  // namespace openvino_mock
