#include "tensor_layout.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "failure.h"

namespace openvino_mock {

namespace {

constexpr const char* kDots = "...";
constexpr const char* kScalar = "**SCALAR**";

constexpr std::pair<const char*, const char*> kAliases[] = {
    {"BATCH", "N"}, {"B", "N"}, {"CHANNELS", "C"}, {"CHANNEL", "C"}, {"HEIGHT", "H"}, {"WIDTH", "W"}, {"DEPTH", "D"}};

std::string Trim(const std::string& text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string Canonical(const std::string& name) {
  std::string upper = name;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
  for (const auto& [alias, letter] : kAliases) {
    if (upper == alias) return letter;
  }
  return upper;
}

void CheckName(const std::string& name) {
  if (name.empty()) throw Failure("Layout dimension name can't be empty");
  bool has_alphanumeric = false;
  for (const char c : name) {
    const bool is_alphanumeric = std::isalnum(static_cast<unsigned char>(c)) != 0;
    has_alphanumeric = has_alphanumeric || is_alphanumeric;
    if (is_alphanumeric || c == '_') continue;
    throw Failure("Layout name is invalid (" + name + "). Only english letters, digits and _ is allowed");
  }
  if (!has_alphanumeric) {
    throw Failure("Layout name is invalid (" + name + "). Name shall have alphanumeric characters");
  }
}

/** Reads names one after the other, and refuses a second one of the same. */
class Names {
 public:
  std::string Read(const std::string& name) {
    if (name == "?") return "";
    std::string canonical = Canonical(name);
    CheckName(name);
    if (std::find(known_.begin(), known_.end(), canonical) != known_.end()) {
      throw Failure("Dimension (" + canonical + ") is defined multiple times in layout");
    }
    known_.push_back(canonical);
    return canonical;
  }

  std::vector<std::string> ReadList(const std::string& list) {
    if (list.empty()) throw Failure("Empty sub-string detected while parsing layout");
    std::vector<std::string> names;
    for (size_t begin = 0; begin < list.size();) {
      const size_t comma = std::min(list.find(',', begin), list.size());
      names.push_back(Read(Trim(list.substr(begin, comma - begin))));
      begin = comma + 1;
    }
    return names;
  }

  std::vector<std::string> ReadLetters(const std::string& letters) {
    std::vector<std::string> names;
    for (const char letter : letters) {
      names.push_back(Read(std::string(1, static_cast<char>(std::toupper(static_cast<unsigned char>(letter))))));
    }
    return names;
  }

 private:
  std::vector<std::string> known_;
};

void CheckDots(const std::string& letters) {
  const size_t dots = letters.find(kDots);
  for (size_t at = letters.find('.'); at != std::string::npos; at = letters.find('.', at + 3)) {
    if (dots != std::string::npos && at > dots) throw Failure("Multiple ... are not allowed");
    if (at != dots) throw Failure("Undefined number of dimensions shall have ...");
  }
}

}  // namespace

TensorLayout TensorLayout::Parse(const std::string& text) {
  TensorLayout layout;
  if (text.empty()) return layout;
  std::string trimmed = Trim(text);
  if (trimmed.empty()) throw Failure("Cannot parse ov::Layout from an empty string");
  if (trimmed == kScalar) {
    layout.is_dynamic_ = false;
    layout.is_scalar_ = true;
    return layout;
  }
  const bool has_brackets = trimmed.size() >= 2 && trimmed.front() == '[' && trimmed.back() == ']';
  if (has_brackets) {
    if (trimmed.size() == 2) throw Failure("Cannot parse ov::Layout from an empty string");
    trimmed = trimmed.substr(1, trimmed.size() - 2);
  } else {
    CheckDots(trimmed);
  }
  const size_t dots = trimmed.find(kDots);
  layout.is_dynamic_ = dots != std::string::npos;
  Names names;
  std::string left = trimmed.substr(0, std::min(dots, trimmed.size()));
  std::string right = layout.is_dynamic_ ? trimmed.substr(dots + 3) : "";
  if (!has_brackets) {
    layout.left_ = names.ReadLetters(left);
    layout.right_ = names.ReadLetters(right);
    return layout;
  }
  if (layout.is_dynamic_) {
    left = Trim(left);
    right = Trim(right);
    if (!left.empty() && left.back() != ',') throw Failure("Layout: Invalid left side (" + trimmed + ")");
    if (!right.empty() && right.front() != ',') throw Failure("Layout: Invalid right side (" + trimmed + ")");
    if (!left.empty()) layout.left_ = names.ReadList(left.substr(0, left.size() - 1));
    if (!right.empty()) layout.right_ = names.ReadList(right.substr(1));
  } else {
    layout.left_ = names.ReadList(left);
  }
  return layout;
}

TensorLayout TensorLayout::Of(std::vector<std::string> names) {
  TensorLayout layout;
  layout.is_dynamic_ = false;
  layout.left_ = std::move(names);
  return layout;
}

std::string TensorLayout::ToString() const {
  if (is_scalar_) return kScalar;
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ",") + part; };
  for (const std::string& name : left_) add(name.empty() ? "?" : name);
  if (is_dynamic_) add(kDots);
  for (const std::string& name : right_) add(name.empty() ? "?" : name);
  return "[" + text + "]";
}

bool TensorLayout::operator==(const TensorLayout& other) const {
  return is_dynamic_ == other.is_dynamic_ && is_scalar_ == other.is_scalar_ && left_ == other.left_ &&
         right_ == other.right_;
}

std::optional<int64_t> TensorLayout::Place(const std::string& name) const {
  const auto left = std::find(left_.begin(), left_.end(), name);
  if (left != left_.end()) return left - left_.begin();
  const auto right = std::find(right_.begin(), right_.end(), name);
  if (right != right_.end()) return right - right_.end();
  return std::nullopt;
}

bool TensorLayout::IsCompatible(const PartialShape& shape) const {
  if (!shape.has_rank) return true;
  const size_t least = left_.size() + right_.size();
  return is_dynamic_ ? shape.dims.size() >= least : shape.dims.size() == least;
}

TensorLayout TensorLayout::WithRank(size_t rank) const {
  if (!is_dynamic_) return *this;
  std::vector<std::string> names = left_;
  names.resize(std::max(rank, left_.size() + right_.size()) - right_.size());
  names.insert(names.end(), right_.begin(), right_.end());
  return Of(std::move(names));
}

}  // namespace openvino_mock
