// Lower case of ASCII letters, whatever the locale.
#pragma once

#include <string>

namespace openvino_mock {

inline std::string LowerCase(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace openvino_mock
