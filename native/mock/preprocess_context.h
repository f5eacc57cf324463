// An input's way through its preprocessing: what the steps make of the tensors, and the operations that they add.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "../api_types.h"
#include "graph.h"
#include "tensor_layout.h"

namespace openvino_mock {

/** What flows from one operation to the next. */
struct Flow {
  Source source;
  size_t type = 0;
  PartialShape shape;
};

class PreprocessContext {
 public:
  /** Operations are added to `nodes`. */
  explicit PreprocessContext(std::vector<Node>& nodes) : nodes_(nodes) {}

  /** One for each plane. */
  std::vector<Flow> flows;
  TensorLayout layout;
  ov_color_format_e color = UNDEFINE;
  /** What the model takes. */
  TensorLayout model_layout;
  size_t model_type = 0;
  PartialShape model_shape;

  /** Throws Failure where there are several planes. @param what `Can't resize multi-plane input`: how the refusal begins. */
  const Flow& Only(const std::string& what) const;
  /** Adds an operation; what it gives replaces all flows. Throws Failure where the shapes do not fit it. */
  void Then(const char* type, size_t element_type, NodeShape shape_of);
  /** Adds an operation over one of the flows. */
  void ThenFor(size_t flow, const char* type, size_t element_type, NodeShape shape_of);

 private:
  Flow Add(const char* type, const std::vector<Flow>& inputs, size_t element_type, NodeShape shape_of);

  std::vector<Node>& nodes_;
};

/** Something that a step does. Throws Failure in the library's words. */
using PreprocessStep = std::function<void(PreprocessContext&)>;

}  // namespace openvino_mock
