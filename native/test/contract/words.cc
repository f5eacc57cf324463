#include "words.h"

#include <algorithm>
#include <regex>
#include <sstream>

#include "fixture.h"

namespace contract {

namespace {

void ReplaceAll(std::string* text, const std::string& what, const std::string& by) {
  if (what.empty()) return;
  for (size_t at = text->find(what); at != std::string::npos; at = text->find(what, at + by.size())) {
    text->replace(at, what.size(), by);
  }
}

}  // namespace

std::string Said(ov_status_e status) { return std::to_string(static_cast<int>(status)); }

std::string Told(ov_status_e status) {
  if (status == OK) return Said(status);
  return Said(status) + " \"" + Cause(LastError()) + "\"";
}

std::string LastError() { return Take(api.ov_get_last_err_msg()); }

std::string Cause(const std::string& text) {
  static const std::regex header("Exception from \\S+:\\d+:\\s*");
  static const std::regex check("Check '.*' failed at \\S+:\\d+:?\\s*");
  static const std::regex tag("^ *\\[ *[A-Z_]+ *\\]\\s*");
  static const std::regex space("\\s+");
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    line = std::regex_replace(line, header, "");
    line = std::regex_replace(line, check, "");
    line = std::regex_replace(line, tag, "");
    line = std::regex_replace(line, space, " ");
    if (line.empty() || line == " " || line.rfind("While validating", 0) == 0) continue;
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
  std::string cause = std::regex_replace(Join(lines), space, " ");
  ReplaceAll(&cause, ModelFolder(), "DIR");
  // a list in the order in which a folder was read
  const size_t frontends = cause.find(" Available frontends:");
  if (frontends != std::string::npos) cause.resize(frontends);
  return cause;
}

std::string Take(const char* text) {
  if (text == nullptr) return "(null)";
  const std::string copy(text);
  api.ov_free(text);
  return copy;
}

std::string ShapeText(const std::vector<int64_t>& dims) {
  std::vector<std::string> parts;
  for (const int64_t dim : dims) parts.push_back(std::to_string(dim));
  return "[" + Join(parts, ",") + "]";
}

std::string Join(const std::vector<std::string>& parts, const char* between) {
  std::string joined;
  for (const std::string& part : parts) joined += (joined.empty() && &part == parts.data() ? "" : between) + part;
  return joined;
}

std::vector<std::string> Words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

}  // namespace contract
