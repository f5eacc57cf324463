// The protocol's commands: one flat JSON object a line, of texts and whole numbers.
#pragma once

#include <cstdlib>
#include <string>

namespace overhead {

class Command {
 public:
  explicit Command(std::string line) : line_(std::move(line)) {}

  /** A text; empty where there is none of that name. */
  std::string Text(const std::string& name) const {
    const size_t start = Find(name);
    if (start == std::string::npos || line_[start] != '"') return "";
    std::string text;
    for (size_t i = start + 1; i < line_.size() && line_[i] != '"'; i++) {
      // what stands in paths: quotes and backslashes. Other characters come as they are.
      if (line_[i] == '\\') i++;
      text += line_[i];
    }
    return text;
  }

  long long Number(const std::string& name) const {
    const size_t start = Find(name);
    return start == std::string::npos ? 0 : std::atoll(line_.c_str() + start);
  }

 private:
  size_t Find(const std::string& name) const {
    const std::string key = "\"" + name + "\":";
    const size_t position = line_.find(key);
    return position == std::string::npos ? position : position + key.size();
  }

  std::string line_;
};

}  // namespace overhead
