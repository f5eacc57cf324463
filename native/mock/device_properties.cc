#include "properties.h"

namespace openvino_mock {

namespace {

/** Splits `A:1,B:{C:2,D:3}` at the commas that stand in no braces. */
std::vector<std::string> SplitTopLevel(const std::string& text) {
  std::vector<std::string> pieces(1);
  int depth = 0;
  for (const char c : text) {
    if (c == '{') depth++;
    if (c == '}') depth--;
    if (c == ',' && depth == 0) {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  return pieces;
}

std::string Trim(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\n");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

/** What stands in braces; empty where nothing does. */
std::string Inside(const std::string& text) {
  const std::string trimmed = Trim(text);
  if (trimmed.size() < 2 || trimmed.front() != '{' || trimmed.back() != '}') return "";
  return trimmed.substr(1, trimmed.size() - 2);
}

Properties ParsePairs(const std::string& text) {
  Properties pairs;
  for (const std::string& piece : SplitTopLevel(Inside(text))) {
    const size_t colon = piece.find(':');
    if (colon != std::string::npos) pairs[Trim(piece.substr(0, colon))] = Trim(piece.substr(colon + 1));
  }
  return pairs;
}

}  // namespace

std::map<std::string, Properties> ParseDeviceProperties(const std::string& text) {
  std::map<std::string, Properties> devices;
  for (const auto& [device, properties] : ParsePairs(text)) devices[device] = ParsePairs(properties);
  return devices;
}

std::string FormatDeviceProperties(const std::map<std::string, Properties>& devices) {
  std::string text = "{";
  for (const auto& [device, properties] : devices) {
    text += (text.size() > 1 ? "," : "") + device + ":{";
    bool is_first = true;
    for (const auto& [key, value] : properties) {
      text += (is_first ? "" : ",") + key + ":" + value;
      is_first = false;
    }
    text += "}";
  }
  return text + "}";
}

}  // namespace openvino_mock
