// A tensor: memory of its own, or the caller's.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "shape.h"

namespace openvino_mock {

class Tensor {
 public:
  /** With memory of its own. `type` is the addon's number. */
  Tensor(size_t type, Shape shape);
  /** Over the caller's memory, which is neither owned nor checked. */
  Tensor(size_t type, Shape shape, void* host);
  Tensor(std::vector<std::string> strings, Shape shape);

  size_t type() const { return type_; }
  const Shape& shape() const { return shape_; }
  size_t element_count() const { return static_cast<size_t>(ElementCount(shape_)); }
  size_t byte_length() const;
  void* data();

  /** As many as it has elements. Throws Failure where it is none of strings. */
  void SetStrings(std::vector<std::string> strings);

  /** Gives it another shape; memory of its own moves where it is too small. Throws Failure where it is the caller's and too small. */
  void SetShape(const Shape& shape);

 private:
  size_t BytesFor(const Shape& shape) const;
  void Allocate(size_t byte_length);

  size_t type_;
  Shape shape_;
  std::unique_ptr<std::byte[]> storage_;
  void* data_ = nullptr;
  size_t capacity_ = 0;
  std::vector<std::string> strings_;
};

}  // namespace openvino_mock
