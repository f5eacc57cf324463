#include "window.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "failure.h"
#include "ir_layer.h"
#include "lower_case.h"

namespace openvino_mock {

namespace {

using Pad = Window::Pad;
using Rounding = Window::Rounding;

/** As in the real library, what stands behind the digits does not matter. */
int64_t ReadNumber(const std::string& field, const std::string& text) {
  if (field.empty()) throw Failure("Cannot get vector of parameters! \"" + text + "\" is incorrect");
  char* end = nullptr;
  errno = 0;
  const int64_t number = std::strtoll(field.c_str(), &end, 10);
  if (end == field.c_str() || field.find('+') < static_cast<size_t>(end - field.c_str()) || errno == ERANGE) {
    throw Failure("Cannot parse '" + field + "' in \"" + text + '"');
  }
  return number;
}

/** Numbers between commas, of which one at the end is no matter. */
std::vector<int64_t> ReadNumbers(const IrLayer& layer, const char* attribute) {
  std::vector<int64_t> numbers;
  const std::string* text = layer.Data(attribute);
  for (size_t start = 0; text != nullptr && start < text->size();) {
    const size_t end = std::min(text->find(',', start), text->size());
    numbers.push_back(ReadNumber(text->substr(start, end - start), *text));
    start = end + 1;
  }
  return numbers;
}

Pad ReadPad(const IrLayer& layer) {
  const std::string* text = layer.Data("auto_pad");
  if (text == nullptr) return Pad::kExplicit;
  const std::string name = LowerCase(*text);
  if (name == "explicit") return Pad::kExplicit;
  if (name == "same_upper") return Pad::kSameUpper;
  if (name == "same_lower") return Pad::kSameLower;
  if (name == "valid") return Pad::kValid;
  throw Failure('"' + *text + "\" is not a member of enum ov::op::PadType");
}

Rounding ReadRounding(const IrLayer& layer) {
  const std::string* text = layer.Data("rounding_type");
  if (text == nullptr) return Rounding::kFloor;
  const std::string name = LowerCase(*text);
  if (name == "floor") return Rounding::kFloor;
  if (name == "ceil") return Rounding::kCeil;
  if (name == "ceil_torch") return Rounding::kCeilTorch;
  throw Failure('"' + *text + "\" is not a member of enum ov::op::RoundingType");
}

bool IsFalse(const std::string* text) { return text != nullptr && (LowerCase(*text) == "false" || *text == "0"); }

/** Operation sets in which the pools gained something. */
void ReadPool(const IrLayer& layer, Window& window) {
  constexpr int kIndexesFrom = 8;
  constexpr int kTorchRoundingFrom = 14;
  constexpr int kDilatedAveragesFrom = 16;
  constexpr size_t kPrefix = 5;  // "opset"
  const int opset = layer.version.size() > kPrefix ? std::atoi(layer.version.c_str() + kPrefix) : 0;
  const bool is_maximum = LowerCase(layer.type) == "maxpool";
  window.rounding = ReadRounding(layer);
  window.has_torch_rounding = opset >= kTorchRoundingFrom;
  window.leaves_out_padding = !is_maximum && !IsFalse(layer.Data("exclude-pad"));
  window.kernel = ReadNumbers(layer, "kernel");
  if (is_maximum && opset >= kIndexesFrom) window.output_count = 2;
  if (opset >= (is_maximum ? kIndexesFrom : kDilatedAveragesFrom)) window.dilations = ReadNumbers(layer, "dilations");
}

bool AllWithin(const std::vector<int64_t>& numbers, int64_t least) {
  return std::all_of(numbers.begin(), numbers.end(), [&](int64_t n) { return n >= least && n <= Window::kLargest; });
}

}  // namespace

bool HasWindow(const std::string& type) {
  return type == "convolution" || type == "groupconvolution" || type == "maxpool" || type == "avgpool";
}

std::optional<Window> ReadWindow(const IrLayer& layer) {
  const std::string type = LowerCase(layer.type);
  Window window;
  if (type == "convolution") window.kind = Window::Kind::kConvolution;
  if (type == "groupconvolution") window.kind = Window::Kind::kGroupConvolution;
  window.pad = ReadPad(layer);
  window.strides = ReadNumbers(layer, "strides");
  window.pads_begin = ReadNumbers(layer, "pads_begin");
  window.pads_end = ReadNumbers(layer, "pads_end");
  if (window.HasFilter()) {
    window.dilations = ReadNumbers(layer, "dilations");
  } else {
    ReadPool(layer, window);
  }
  const bool is_usual = AllWithin(window.strides, 0) && AllWithin(window.dilations, 0) && AllWithin(window.kernel, 0) &&
                        AllWithin(window.pads_begin, -Window::kLargest) &&
                        AllWithin(window.pads_end, -Window::kLargest);
  if (!is_usual) return std::nullopt;
  return window;
}

}  // namespace openvino_mock
