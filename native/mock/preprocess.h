// PrePostProcessor: changes a model's ports, and puts operations behind its inputs and before its outputs.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model.h"
#include "preprocess_context.h"

namespace openvino_mock {

/** What was said of an input. */
struct InputPreprocess {
  std::optional<size_t> type;
  std::optional<TensorLayout> layout;
  std::optional<TensorLayout> model_layout;
  ov_color_format_e color = UNDEFINE;
  std::vector<std::string> plane_names;
  std::optional<PartialShape> shape;
  std::optional<std::pair<int, int>> sides;
  std::vector<PreprocessStep> steps;
  /** Of the last step that converted to one. */
  std::optional<TensorLayout> converted_layout;

  /** Throws Failure where the names are not as many as the planes. */
  void SetColorFormat(ov_color_format_e format, std::vector<std::string> names);
  void SetShape(const Shape& tensor_shape, size_t tensor_type);
  void SetSides(int height, int width);
};

class PrePostProcessor {
 public:
  explicit PrePostProcessor(std::shared_ptr<Model> model);

  const std::shared_ptr<Model>& model() const { return model_; }
  std::vector<InputPreprocess> inputs;
  /** Element types that were set for the outputs. */
  std::vector<std::optional<size_t>> output_types;

  /** Builds it into the model. Throws Failure and changes nothing where it does not fit. */
  void Build();

 private:
  std::shared_ptr<Model> model_;
  /** The model's when this was made: once something was built into it, its inputs are others. */
  std::shared_ptr<const Graph> graph_;
};

}  // namespace openvino_mock
