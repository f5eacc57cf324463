// What is seen, in words that are the same wherever the program runs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "library.h"

namespace contract {

/** A status as its number. */
std::string Said(ov_status_e status);

/** A status, and after a failure the library's reason in quotes: the last error without its layers and without paths. */
std::string Told(ov_status_e status);

/** The last error as it is. */
std::string LastError();

/** The library's text without its "Exception from …" and "Check … failed at …" lines; the folder of models is DIR. */
std::string Cause(const std::string& text);

/** Takes a text that is the caller's to free; "(null)" for none. */
std::string Take(const char* text);

std::string ShapeText(const std::vector<int64_t>& dims);
std::string Join(const std::vector<std::string>& parts, const char* between = " ");
std::vector<std::string> Words(const std::string& text);

}  // namespace contract
