// A tensor: memory of its own, or the caller's.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "shape.h"

namespace openvino_mock {

class RemoteContext;

/** Memory of a device; several tensors may lie over the same. */
struct DeviceMemory {
  explicit DeviceMemory(size_t length) : bytes(new std::byte[length]()), byte_length(length) {}
  const std::unique_ptr<std::byte[]> bytes;
  const size_t byte_length;
};

/** What makes a tensor a remote one: the program can't reach its memory. */
struct RemoteMemory {
  std::shared_ptr<RemoteContext> context;
  std::shared_ptr<DeviceMemory> memory;
  /** Whether it is the program's, by a handle. */
  bool is_shared = false;
  /** As ov_remote_tensor_get_params tells them. */
  std::map<std::string, std::string> params;
};

class Tensor {
 public:
  /** With memory of its own. `type` is the addon's number. */
  Tensor(size_t type, Shape shape);
  /** Over the caller's memory, which is neither owned nor checked. */
  Tensor(size_t type, Shape shape, void* host);
  Tensor(std::vector<std::string> strings, Shape shape);
  /** In the memory of a device. */
  Tensor(size_t type, Shape shape, RemoteMemory remote);

  size_t type() const { return type_; }
  const Shape& shape() const { return shape_; }
  size_t element_count() const { return static_cast<size_t>(ElementCount(shape_)); }
  size_t byte_length() const;
  /** What the library itself reads and writes. */
  void* data();
  /** What a program gets. Throws Failure for a remote tensor. */
  void* host_data();
  /** Null where it is none. */
  const RemoteMemory* remote() const { return remote_.memory == nullptr ? nullptr : &remote_; }

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
  RemoteMemory remote_;
};

}  // namespace openvino_mock
