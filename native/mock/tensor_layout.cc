#include "tensor_layout.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "failure.h"
#include "lower_case.h"

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

bool IsTrivial(const std::vector<size_t>& order) {
  for (size_t i = 0; i < order.size(); i++) {
    if (order[i] != i) return false;
  }
  return true;
}

size_t Named(const std::vector<std::string>& names) {
  return names.size() - std::count(names.begin(), names.end(), "");
}

/** Between layouts of one rank, of which the first has no more names than the other. */
std::vector<size_t> OrderOf(const std::vector<std::string>& from, const TensorLayout& to) {
  const size_t rank = from.size();
  std::vector<size_t> order(rank, rank);
  std::vector<bool> is_taken(rank, false);
  // the library goes through a hash table: of several that are missing it may name another one
  for (size_t i = rank; i-- > 0;) {
    if (from[i].empty()) continue;
    const std::optional<int64_t> place = to.Place(from[i]);
    if (!place) throw Failure("Dimension name '" + from[i] + "' is not found in layout: " + to.ToString());
    order[static_cast<size_t>(*place)] = i;
    is_taken[i] = true;
  }
  size_t next = 0;
  for (size_t& source : order) {
    if (source < rank) continue;
    while (is_taken[next]) next++;
    source = next++;
  }
  return order;
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

size_t IndexOf(const TensorLayout& layout, const PartialShape& shape, const char* name, const char* called) {
  std::string capital = called;
  capital[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(capital[0])));
  const std::optional<int64_t> place = layout.Place(name);
  if (!place) throw Failure("Layout " + layout.ToString() + " doesn't have `" + called + "` dimension");
  if (!shape.has_rank) throw Failure(std::string("Can't get shape ") + called + " index for shape with dynamic rank");
  const auto rank = static_cast<int64_t>(shape.dims.size());
  const int64_t index = *place < 0 ? rank + *place : *place;
  if (index < 0 || index >= rank) throw Failure(capital + " dimension is out of bounds " + std::to_string(index));
  return static_cast<size_t>(index);
}

std::vector<size_t> FindPermutation(const TensorLayout& from, const PartialShape& shape, const TensorLayout& to) {
  if (from == to || from.IsEmpty() || to.IsEmpty()) return {};
  if ((from.IsDynamic() || to.IsDynamic()) && !shape.has_rank) {
    throw Failure("Conversion is not supported for dynamic layouts with fully dynamic shapes");
  }
  const size_t rank = shape.dims.size();
  const TensorLayout known_from = from.WithRank(rank);
  const TensorLayout known_to = to.WithRank(rank);
  const size_t length = known_from.names().size();
  const std::string both = from.ToString() + " <-> " + to.ToString();
  if (length != known_to.names().size()) {
    throw Failure("Conversion is not supported for layouts with different sizes, " + both);
  }
  if (shape.has_rank && length != rank) {
    throw Failure("Conversion layout " + both + " failure. Layout is not consistent with input shape " +
                  shape.ToString() + ". Layout length " + std::to_string(length) +
                  " shall match with input shape rank " + std::to_string(rank));
  }
  std::vector<size_t> order;
  if (Named(known_from.names()) > Named(known_to.names())) {
    const std::vector<size_t> inverted = OrderOf(known_to.names(), known_from);
    order.resize(length);
    for (size_t i = 0; i < length; i++) order[inverted[i]] = i;
  } else {
    order = OrderOf(known_from.names(), known_to);
  }
  return IsTrivial(order) ? std::vector<size_t>() : order;
}

PartialShape Permuted(const PartialShape& shape, const std::vector<size_t>& order) {
  if (!shape.has_rank || order.empty()) return shape;
  PartialShape permuted;
  for (const size_t index : order) permuted.dims.push_back(shape.dims.at(index));
  return permuted;
}

ShapeInLayout Squeezed(const TensorLayout& from, const PartialShape& shape, const TensorLayout& to) {
  const std::vector<std::string>& names = from.names();
  if (from.IsDynamic() || to.IsDynamic() || names.size() <= to.names().size()) return {shape, from, 0};
  const std::string both = "Layout conversion " + to.ToString() + " <-> " + from.ToString();
  if (Named(names) != names.size()) {
    throw Failure(both + " is not supported. Please use fully specified model layout, current is " + from.ToString());
  }
  if (Named(to.names()) != to.names().size()) {
    throw Failure(both + " is not supported. Please use fully specified tensor layout, current is " + to.ToString());
  }
  if (shape.has_rank && shape.dims.size() != names.size()) {
    throw Failure("Model input layout " + from.ToString() + " is inconsistent with input shape " + shape.ToString() +
                  ". Layout and shape shall have same rank, got " + std::to_string(names.size()) +
                  " != " + std::to_string(shape.dims.size()));
  }
  PartialShape squeezed;
  squeezed.has_rank = shape.has_rank;
  std::vector<std::string> kept;
  for (size_t i = 0; i < names.size(); i++) {
    if (!to.Has(names[i])) continue;
    if (shape.has_rank) squeezed.dims.push_back(shape.dims[i]);
    kept.push_back(names[i]);
  }
  if (kept.size() != to.names().size()) {
    std::string missing;
    for (const std::string& name : to.names()) {
      if (std::find(kept.begin(), kept.end(), name) == kept.end()) missing += "'" + name + "' ";
    }
    throw Failure("Layout conversion failed. Tensor layout" + to.ToString() +
                  " has dimensions missing in model layout " + from.ToString() + ". Missing dimensions are ( " +
                  missing + ")");
  }
  return {squeezed, TensorLayout::Of(std::move(kept)), 0};
}

ShapeInLayout Unsqueezed(const TensorLayout& from, const PartialShape& shape, const TensorLayout& to) {
  const std::vector<std::string>& names = from.names();
  if (from.IsDynamic() || to.IsDynamic() || names.size() >= to.names().size()) return {shape, from, 0};
  const size_t added = to.names().size() - names.size();
  std::vector<std::string> longer;
  for (const std::string& name : to.names()) {
    if (!from.Has(name) && longer.size() < added) longer.push_back(name);
  }
  longer.resize(added);
  longer.insert(longer.end(), names.begin(), names.end());
  PartialShape unsqueezed;
  unsqueezed.has_rank = shape.has_rank;
  if (shape.has_rank) {
    unsqueezed.dims.assign(added, Dimension::Of(1));
    unsqueezed.dims.insert(unsqueezed.dims.end(), shape.dims.begin(), shape.dims.end());
  }
  return {unsqueezed, TensorLayout::Of(std::move(longer)), added};
}

}  // namespace openvino_mock
