// A window that slides over a picture, as the file describes it: of Convolution, GroupConvolution, MaxPool and AvgPool.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace openvino_mock {

struct IrLayer;

/** Its vectors have a number for each axis behind batch and channels, or none where the file leaves them out. */
struct Window {
  /** No number of a window is larger, so that none of their products overflows. */
  static constexpr int64_t kLargest = INT64_C(1) << 31;

  enum class Kind { kConvolution, kGroupConvolution, kPool };
  enum class Pad { kExplicit, kSameUpper, kSameLower, kValid };
  enum class Rounding { kFloor, kCeil, kCeilTorch };

  Kind kind = Kind::kPool;
  Pad pad = Pad::kExplicit;
  Rounding rounding = Rounding::kFloor;
  /** Whether this version of the operation rounds as PyTorch does. */
  bool has_torch_rounding = false;
  /** Of averages: whether padding does not count. A window that lies in nothing else is refused then. */
  bool leaves_out_padding = false;
  std::vector<int64_t> strides;
  std::vector<int64_t> dilations;
  std::vector<int64_t> pads_begin;
  std::vector<int64_t> pads_end;
  /** Of pools; a convolution's is the shape of its filter, which is its second input. */
  std::vector<int64_t> kernel;
  /** A pool may tell where it found its values as well. */
  size_t output_count = 1;

  bool HasFilter() const { return kind != Kind::kPool; }
  /** Whether padding is what the output needs to be as large as the input, but for the stride. */
  bool IsSame() const { return pad == Pad::kSameUpper || pad == Pad::kSameLower; }
};

/** Whether operations of a type (in lower case) have a window. */
bool HasWindow(const std::string& type);

/**
 * The window of a layer that has one; nullopt where its numbers are beyond what the mock computes with. Throws Failure where
 * the real library can't read it.
 */
std::optional<Window> ReadWindow(const IrLayer& layer);

}  // namespace openvino_mock
