#include "tensor.h"

#include <cstdint>
#include <utility>

#include "../element.h"
#include "failure.h"

namespace openvino_mock {

namespace {

/** Where vector instructions like their data. */
constexpr size_t kAlignment = 64;

constexpr uint64_t kMostElements = uint64_t{1} << 47;

}  // namespace

Tensor::Tensor(size_t type, Shape shape) : type_(type), shape_(std::move(shape)) {
  if (type_ == openvino_node::kStringType) {
    strings_.resize(element_count());
  } else {
    Allocate(byte_length());
  }
}

Tensor::Tensor(size_t type, Shape shape, void* host) : type_(type), shape_(std::move(shape)), data_(host) {
  capacity_ = byte_length();
}

Tensor::Tensor(std::vector<std::string> strings, Shape shape)
    : type_(openvino_node::kStringType), shape_(std::move(shape)), strings_(std::move(strings)) {}

Tensor::Tensor(size_t type, Shape shape, RemoteMemory remote)
    : type_(type), shape_(std::move(shape)), remote_(std::move(remote)) {
  data_ = remote_.memory->bytes.get();
  capacity_ = remote_.memory->byte_length;
}

size_t Tensor::BytesFor(const Shape& shape) const {
  const uint64_t elements = ElementCount(shape);
  // more than any memory holds: the real library's allocator refuses it
  if (elements > kMostElements) throw Failure("std::bad_alloc");
  const auto count = static_cast<size_t>(elements);
  if (type_ == openvino_node::kStringType) return count * sizeof(std::string);
  return openvino_node::ElementBytes(type_, count);
}

size_t Tensor::byte_length() const { return BytesFor(shape_); }

void* Tensor::data() { return type_ == openvino_node::kStringType ? static_cast<void*>(strings_.data()) : data_; }

void* Tensor::host_data() {
  if (remote() != nullptr) throw Failure("Not Implemented");
  return data();
}

void Tensor::Allocate(size_t byte_length) {
  storage_ = std::make_unique<std::byte[]>(byte_length + kAlignment);
  const auto address = reinterpret_cast<uintptr_t>(storage_.get());
  data_ = storage_.get() + (kAlignment - address % kAlignment) % kAlignment;
  capacity_ = byte_length;
}

void Tensor::SetStrings(std::vector<std::string> strings) {
  if (type_ != openvino_node::kStringType)
    throw Failure("Tensor data with element type is not representable as strings");
  strings_ = std::move(strings);
}

void Tensor::SetShape(const Shape& shape) {
  const size_t bytes = BytesFor(shape);
  if (remote() != nullptr && bytes > capacity_) {
    if (remote_.is_shared) {
      throw Failure("Cannot call set_shape for Tensor created on top of preallocated memory if shape was increased.");
    }
    remote_.memory = std::make_shared<DeviceMemory>(bytes);
    data_ = remote_.memory->bytes.get();
    capacity_ = bytes;
  } else if (type_ == openvino_node::kStringType) {
    strings_.resize(static_cast<size_t>(ElementCount(shape)));
  } else if (bytes > capacity_) {
    if (storage_ == nullptr) throw Failure("Could set new shape: " + ToString(shape));
    Allocate(bytes);
  }
  shape_ = shape;
}

}  // namespace openvino_mock
