#include "shape_text.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "failure.h"

namespace openvino_mock {

namespace {

std::string Trim(const std::string& text) {
  constexpr const char* kSpaces = " \t\n\r\f\v";
  const size_t start = text.find_first_not_of(kSpaces);
  return start == std::string::npos ? "" : text.substr(start, text.find_last_not_of(kSpaces) + 1 - start);
}

/** The fields between commas, trimmed; none of an empty text. */
std::vector<std::string> Fields(const std::string& text) {
  std::vector<std::string> fields;
  size_t start = 0;
  while (!text.empty() && start <= text.size()) {
    const size_t end = std::min(text.find(',', start), text.size());
    fields.push_back(Trim(text.substr(start, end - start)));
    start = end + 1;
  }
  return fields;
}

/** A bound of a dimension. As in OpenVINO, what is below 0 or no number of 64 bits is 0: `-5` is a dimension of 0. */
int64_t ReadBound(const std::string& text, const char* what) {
  if (text.find_first_not_of("-0123456789") != std::string::npos) {
    throw Failure(std::string("Cannot parse ") + what + ": \"" + text + '"');
  }
  errno = 0;
  const int64_t bound = std::strtoll(text.c_str(), nullptr, 10);
  return errno == ERANGE || bound < 0 ? 0 : bound;
}

Dimension ReadDimension(const std::string& text) {
  constexpr int64_t kUnlimited = INT64_MAX;
  if (text == "?" || text == "-1") return {};
  const size_t range = text.find("..");
  if (range == std::string::npos) {
    const int64_t size = ReadBound(text, "dimension");
    return size == kUnlimited ? Dimension{} : Dimension::Of(size);
  }
  const std::string first = Trim(text.substr(0, range));
  const std::string last = Trim(text.substr(range + 2));
  const int64_t min = first.empty() ? 0 : ReadBound(first, "min bound");
  const int64_t max = last.empty() ? kUnlimited : ReadBound(last, "max bound");
  // a range that nothing lies in counts as no limit at all
  if (max < min) return {};
  return {min, max == kUnlimited ? -1 : max};
}

}  // namespace

PartialShape ReadPartialShape(const std::string& text) {
  std::string inner = Trim(text);
  if (inner.size() >= 2 && inner.front() == '[' && inner.back() == ']') inner = Trim(inner.substr(1, inner.size() - 2));
  PartialShape shape;
  shape.has_rank = inner != "...";
  if (!shape.has_rank) return shape;
  for (const std::string& field : Fields(inner)) {
    if (field.empty()) throw Failure("Cannot get vector of dimensions! \"" + text + "\" is incorrect");
    shape.dims.push_back(ReadDimension(field));
  }
  return shape;
}

Shape ReadShape(const std::string& text) {
  Shape shape;
  for (const std::string& field : Fields(Trim(text))) {
    char* end = nullptr;
    errno = 0;
    const int64_t size = std::strtoll(field.c_str(), &end, 10);
    if (field.empty() || *end != '\0' || errno == ERANGE) {
      throw Failure("Cannot parse '" + field + "' in \"" + text + '"');
    }
    shape.push_back(size);
  }
  return shape;
}

}  // namespace openvino_mock
