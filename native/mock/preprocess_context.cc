#include "preprocess_context.h"

#include <utility>

#include "failure.h"

namespace openvino_mock {

const Flow& PreprocessContext::Only(const std::string& what) const {
  if (flows.size() == 1) return flows[0];
  throw Failure(
      what + ". Suggesting to convert current image to RGB/BGR color format using " +
      (what.rfind("Can't resize", 0) == 0 || what.rfind("Can't crop", 0) == 0 || what.rfind("Can't pad", 0) == 0
           ? "'PreProcessSteps::convert_color'"
           : "'convert_color'"));
}

void PreprocessContext::Then(const char* type, size_t element_type, NodeShape shape_of) {
  flows = {Add(type, flows, element_type, std::move(shape_of))};
}

void PreprocessContext::ThenFor(size_t flow, const char* type, size_t element_type, NodeShape shape_of) {
  flows.at(flow) = Add(type, {flows.at(flow)}, element_type, std::move(shape_of));
}

Flow PreprocessContext::Add(const char* type, const std::vector<Flow>& inputs, size_t element_type,
                            NodeShape shape_of) {
  Node node;
  std::vector<PartialShape> shapes;
  for (const Flow& input : inputs) {
    node.inputs.push_back(input.source);
    shapes.push_back(input.shape);
  }
  node.name = std::string(type) + "_" + std::to_string(nodes_.size());
  node.type = type;
  node.rule = ShapeRule::kGiven;
  node.shape_of = std::move(shape_of);
  node.follows_input = true;
  NodeOutput& output = node.outputs.emplace_back();
  output.type = element_type;
  output.shape = node.shape_of(shapes);
  Flow flow = {{nodes_.size(), 0}, element_type, output.shape};
  nodes_.push_back(std::move(node));
  return flow;
}

}  // namespace openvino_mock
