#include "window_shapes.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "failure.h"

namespace openvino_mock {

namespace {

using Pad = Window::Pad;
using Rounding = Window::Rounding;

constexpr size_t kFirstAxis = 2;  // behind batch and channels
constexpr int64_t kUnlimited = INT64_MAX;

// The arithmetic of dimensions. As in the real library a bound never falls below 0.

int64_t Upper(const Dimension& dimension) { return dimension.max == -1 ? kUnlimited : dimension.max; }
Dimension Between(int64_t min, int64_t max) { return {min, max == kUnlimited ? -1 : max}; }

/** A number as the real library makes a dimension of it: -1 stands for any. */
Dimension Constant(int64_t number) { return number == -1 ? Dimension{} : Dimension::Of(std::max<int64_t>(number, 0)); }

int64_t Sum(int64_t a, int64_t b) { return a > kUnlimited - b ? kUnlimited : a + b; }
Dimension Plus(const Dimension& a, const Dimension& b) { return Between(Sum(a.min, b.min), Sum(Upper(a), Upper(b))); }

int64_t Difference(int64_t a, int64_t b) { return a <= b ? 0 : a == kUnlimited ? a : a - b; }
Dimension Minus(const Dimension& a, const Dimension& b) {
  return Between(Difference(a.min, Upper(b)), Difference(Upper(a), b.min));
}

int64_t CeilOf(int64_t number, int64_t divisor) { return number / divisor + (number % divisor > 0 ? 1 : 0); }
Dimension Divided(const Dimension& a, int64_t divisor, bool up) {
  const auto divide = [&](int64_t number) { return up ? CeilOf(number, divisor) : number / divisor; };
  return {divide(a.min), a.max == -1 ? -1 : divide(a.max)};
}

// Checks.

void Check(bool holds, const std::string& otherwise) {
  if (!holds) throw Failure(otherwise);
}

void CheckRank(const PartialShape& data) {
  const size_t rank = data.dims.size();
  Check(!data.has_rank || (rank >= 3 && rank <= 5),
        "Expected a 3D, 4D or 5D tensor for the input. Got: " + data.ToString());
}

void CheckNoZero(const std::vector<int64_t>& numbers, const char* what) {
  std::string list;
  for (int64_t number : numbers) list += (list.empty() ? "" : ", ") + std::to_string(number);
  const bool has_zero = std::find(numbers.begin(), numbers.end(), 0) != numbers.end();
  Check(!has_zero, std::string(what) + " has zero dimension(s). Strides{" + list + "}");
}

void CheckKernelFits(uint64_t kernel, const Dimension& padded, size_t axis) {
  // what the real library stumbles over when padding opens a dimension
  Check(padded.IsStatic(), "Cannot get length of dynamic dimension");
  Check(kernel <= static_cast<uint64_t>(padded.min),
        "Kernel after dilation has size (dim: " + std::to_string(kernel) +
            ") larger than the data shape after padding (dim: " + std::to_string(padded.min) + ") at axis " +
            std::to_string(axis) + ".");
}

void CheckRanksMatch(const PartialShape& data, const PartialShape& filter, size_t filter_rank) {
  Check(!data.has_rank || data.dims.size() == filter_rank,
        "Data batch and filters rank do not match (data batch shape: " + data.ToString() +
            ", filters shape: " + filter.ToString() + ").");
}

void CheckConvolution(const Window& window, size_t axes) {
  Check(window.strides.size() == axes, "Strides should be defined for all and only spatial dimensions.");
  Check(window.dilations.size() == axes, "Dilations should be defined for all and only spatial dimensions.");
  Check(window.pads_begin.size() == axes && window.pads_end.size() == axes,
        "Pads begin and end should be defined for all and only spatial dimensions.");
  CheckNoZero(window.strides, "Strides");
  CheckNoZero(window.dilations, "Filter dilations");
}

void CheckPool(const Window& window, const PartialShape& data) {
  const auto check = [](const std::vector<int64_t>& numbers, size_t size, const char* what) {
    Check(numbers.size() == size, "Expected " + std::string(what) + ". Got: " + std::to_string(numbers.size()));
  };
  const size_t axes = window.kernel.size();
  check(window.pads_begin, axes, "pads_begin size to be equal to input size - 2");
  check(window.pads_end, axes, "pads_end size to be equal to input size - 2");
  CheckRank(data);
  check(window.strides, axes, "strides size to be equal to input size - 2");
  check(window.dilations, axes, "dilations size to be equal to kernel size");
  if (data.has_rank) check(window.kernel, data.dims.size() - kFirstAxis, "kernel size to be equal to input size - 2");
  CheckNoZero(window.strides, "Strides");
  CheckNoZero(window.dilations, "Kernel dilations");
  Check(window.rounding != Rounding::kCeilTorch || window.has_torch_rounding, "Rounding CEIL_TORCH is not supported.");
}

// Convolutions.

std::string Text(const Dimension& dimension) {
  const std::string shape = PartialShape{true, {dimension}}.ToString();
  return shape.substr(1, shape.size() - 2);
}

/** Channels of the output, after a check of those of the input. */
Dimension Channels(const PartialShape& data, const PartialShape& filter) {
  Check(!data.has_rank || data.dims[1].Accepts(filter.dims[1].min),
        "Data batch channel count (" + (data.has_rank ? Text(data.dims[1]) : "?") +
            ") does not match filter input channel count (" + Text(filter.dims[1]) + ").");
  return filter.dims[0];
}

Dimension GroupChannels(const PartialShape& data, const PartialShape& filter) {
  const int64_t groups = filter.dims[0].min;
  const int64_t of_each = filter.dims[2].min;
  Check(!data.has_rank || (of_each > 0 && data.dims[1].Accepts(groups * of_each)),
        "Input channels dimension of data batch is incompatible with filter groups or input channels.");
  return Dimension::Of(groups * filter.dims[1].min);
}

int64_t Dilated(int64_t kernel, int64_t dilation) { return (kernel - 1) * dilation + 1; }

Dimension Convolved(const Window& window, size_t axis, const Dimension& size, int64_t kernel) {
  const int64_t stride = window.strides[axis];
  if (window.IsSame()) return Divided(size, stride, true);
  const int64_t padding = window.pad == Pad::kValid ? 0 : window.pads_begin[axis] + window.pads_end[axis];
  const Dimension padded = Plus(size, Constant(padding));
  const int64_t dilated = Dilated(std::max<int64_t>(kernel, 1), window.dilations[axis]);
  if (padded.IsStatic()) CheckKernelFits(static_cast<uint64_t>(dilated), padded, axis);
  return Plus(Divided(Minus(padded, Constant(dilated)), stride, false), Constant(1));
}

/** What the file leaves out. */
Window Completed(Window window, size_t axes) {
  const auto complete = [&](std::vector<int64_t>& numbers, int64_t value) {
    if (numbers.empty()) numbers.assign(axes, value);
  };
  // a pool has to say its strides
  if (window.HasFilter()) complete(window.strides, 1);
  complete(window.dilations, 1);
  complete(window.pads_begin, 0);
  complete(window.pads_end, 0);
  return window;
}

std::optional<PartialShape> ConvolutionShape(const Window& read, const PartialShape& data, const PartialShape& filter) {
  const bool is_group = read.kind == Window::Kind::kGroupConvolution;
  const size_t first_of_filter = kFirstAxis + (is_group ? 1 : 0);
  const bool is_known = filter.IsStatic() && std::all_of(filter.dims.begin(), filter.dims.end(),
                                                         [](const Dimension& d) { return d.min <= Window::kLargest; });
  if (!is_known || (!data.has_rank && filter.dims.size() < first_of_filter)) return std::nullopt;
  if (is_group) CheckRank(data);
  CheckRanksMatch(data, filter, filter.dims.size() - (is_group ? 1 : 0));
  Dimension channels;
  if (!is_group && filter.dims.size() >= kFirstAxis) channels = Channels(data, filter);
  CheckRank(data);
  const size_t axes = filter.dims.size() - first_of_filter;
  const Window window = Completed(read, axes);
  CheckConvolution(window, axes);
  if (is_group) channels = GroupChannels(data, filter);
  PartialShape shape;
  shape.dims = {data.has_rank ? data.dims[0] : Dimension{}, channels};
  for (size_t axis = 0; axis < axes; axis++) {
    const Dimension size = data.has_rank ? data.dims[kFirstAxis + axis] : Dimension{};
    shape.dims.push_back(Convolved(window, axis, size, filter.dims[first_of_filter + axis].min));
  }
  return shape;
}

// Pools.

/** Padding before and behind the data with which a window, moved by its stride, covers all of them. */
std::pair<int64_t, int64_t> SamePadding(const Window& window, int64_t size, int64_t dilated, int64_t stride) {
  const int64_t total = std::max<int64_t>(0, (CeilOf(size, stride) - 1) * stride - size + dilated);
  const int64_t less = total / 2;
  return window.pad == Pad::kSameUpper ? std::pair(less, total - less) : std::pair(total - less, less);
}

/** Positions of a window, of which the last one is not to lie beyond the data. */
int64_t TorchPositions(int64_t steps, int64_t stride, int64_t size, int64_t pad_begin) {
  const uint64_t start = static_cast<uint64_t>(steps) * static_cast<uint64_t>(stride);
  const uint64_t data_end = static_cast<uint64_t>(size) + static_cast<uint64_t>(pad_begin);
  return start < data_end || data_end == 0 ? Sum(steps, 1) : steps;
}

void CheckNotAllPadding(int64_t dilated, int64_t begin, int64_t end, size_t axis) {
  const auto text = [](int64_t number) { return std::to_string(static_cast<uint64_t>(number)); };
  Check(begin >= 0 && dilated > begin && end >= 0 && dilated > end,
        "Kernel after dilation is sometimes entirely in the padding area for axis " + std::to_string(axis) +
            " (dilated kernel dimension: " + text(dilated) + ", padding below dimension: " + text(begin) +
            ", padding above dimension: " + text(end) + ") and this is not allowed.");
}

Dimension Pooled(const Window& window, size_t axis, const Dimension& size) {
  // a range has no padding of its own
  if (window.IsSame() && !size.IsStatic()) return {};
  const int64_t stride = window.strides[axis];
  const int64_t kernel = window.kernel[axis];
  const int64_t dilated = kernel < 1 ? -1 : Dilated(kernel, window.dilations[axis]);
  int64_t begin = window.pad == Pad::kValid ? 0 : window.pads_begin[axis];
  int64_t end = window.pad == Pad::kValid ? 0 : window.pads_end[axis];
  if (window.IsSame()) std::tie(begin, end) = SamePadding(window, size.min, dilated, stride);
  const Dimension padded = Plus(size, Constant(begin + end));
  if (size.IsStatic()) {
    CheckKernelFits(static_cast<uint64_t>(dilated), padded, axis);
    if (window.leaves_out_padding) CheckNotAllPadding(dilated, begin, end, axis);
  }
  const Dimension steps = Divided(Minus(padded, Constant(dilated)), stride, window.rounding != Rounding::kFloor);
  if (window.rounding != Rounding::kCeilTorch) return Plus(steps, Constant(1));
  const int64_t least = TorchPositions(steps.min, stride, size.min, begin);
  if (size.IsStatic()) return Dimension::Of(least);
  return {least, size.max == -1 || steps.max == -1 ? -1 : TorchPositions(steps.max, stride, size.max, begin)};
}

PartialShape PoolShape(const Window& read, const PartialShape& data) {
  const size_t axes = read.kernel.size();
  const Window window = Completed(read, axes);
  CheckPool(window, data);
  PartialShape shape;
  if (!data.has_rank) {
    shape.dims.resize(kFirstAxis + axes);
    return shape;
  }
  Check(data.dims[0].min > 0 || !data.dims[0].IsStatic(), "Batch size is zero.");
  Check(data.dims[1].min > 0 || !data.dims[1].IsStatic(), "Channel count is zero.");
  shape.dims = {data.dims[0], data.dims[1]};
  for (size_t axis = 0; axis < axes; axis++) shape.dims.push_back(Pooled(window, axis, data.dims[kFirstAxis + axis]));
  return shape;
}

}  // namespace

std::optional<PartialShape> WindowShape(const Window& window, const PartialShape& data, const PartialShape* filter) {
  if (!window.HasFilter()) return PoolShape(window, data);
  return filter == nullptr ? std::nullopt : ConvolutionShape(window, data, *filter);
}

}  // namespace openvino_mock
