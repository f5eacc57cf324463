// Which tensors a port takes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "failure.h"
#include "model.h"
#include "tensor.h"

namespace openvino_mock {

/** Throws Failure in the real library's words where a port does not take a tensor. `direction`: input or output. */
void CheckTensor(const std::string& direction, size_t index, const Port& port, const Tensor& tensor);

/** An element of a list; throws Failure where the index is out of range, in the words that users see today. */
template <typename T>
const T& At(const std::vector<T>& list, size_t index) {
  if (index < list.size()) return list[index];
  throw Failure("vector::_M_range_check: __n (which is " + std::to_string(index) + ") >= this->size() (which is " +
                std::to_string(list.size()) + ")");
}

}  // namespace openvino_mock
