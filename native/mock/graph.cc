#include "graph.h"

#include <utility>

#include "port_names.h"

namespace openvino_mock {

Graph::Graph(std::string name, std::vector<Node> nodes) : name_(std::move(name)), nodes_(std::move(nodes)) {
  for (size_t index = 0; index < nodes_.size(); index++) {
    const Node& node = nodes_[index];
    if (node.Is("Parameter")) parameters_.push_back(index);
    if (node.Is("Result")) results_.push_back(index);
    if (!node.Is("Const")) operations_.push_back({node.name, node.type});
  }
}

std::vector<Port> Graph::Inputs() const {
  std::vector<Port> ports;
  for (size_t index : parameters_) {
    const Node& node = nodes_[index];
    const NodeOutput& output = node.outputs[0];
    ports.push_back({{output.names.begin(), output.names.end()}, node.name, output.type, output.shape});
  }
  return ports;
}

std::vector<Port> Graph::Outputs(const std::vector<PartialShape>& shapes) const {
  std::vector<Port> ports;
  for (size_t index : results_) {
    const Node& result = nodes_[index];
    const auto [node, number] = result.inputs[0];
    const NodeOutput& output = nodes_[node].outputs[number];
    // its own names come first; it is found by those of its tensor as well
    std::vector<std::string> names(result.result_names.begin(), result.result_names.end());
    for (const std::string& name : output.names) {
      if (result.result_names.count(name) == 0) names.push_back(name);
    }
    ports.push_back({std::move(names), nodes_[OriginOf(nodes_, result).node].name, output.type, shapes[ports.size()]});
  }
  return ports;
}

}  // namespace openvino_mock
