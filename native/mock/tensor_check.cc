#include "tensor_check.h"

#include "element_names.h"

namespace openvino_mock {

namespace {

/** As the real library writes it here: `(1.17)`. */
std::string WithDots(const Shape& shape) {
  std::string text = "(";
  for (const int64_t dimension : shape) text += (text.size() > 1 ? "." : "") + std::to_string(dimension);
  return text + ")";
}

}  // namespace

void CheckTensor(const std::string& direction, size_t index, const Port& port, const Tensor& tensor) {
  if (tensor.type() != port.type && port.type != 0) {
    throw Failure("ParameterMismatch: Failed to set tensor for " + direction +
                  " with precision: " + ElementName(tensor.type()) + ", since the model " + direction +
                  " tensor precision is: " + ElementName(port.type));
  }
  if (port.shape.Accepts(tensor.shape())) return;
  const bool is_input = direction == "input";
  throw Failure("Can't set the " + direction + " tensor with index: " + std::to_string(index) + ", because the model " +
                direction + (is_input ? " (shape=" : " tensor (shape=") + port.shape.ToString() +
                (is_input ? ") and the tensor (shape=" : ") and the current tensor (shape=") +
                WithDots(tensor.shape()) + ") are incompatible");
}

}  // namespace openvino_mock
