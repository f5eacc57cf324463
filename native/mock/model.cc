#include "model.h"

#include <algorithm>

#include "failure.h"
#include "graph.h"
#include "shape_inference.h"

namespace openvino_mock {

namespace {

/** Shapes that the C API gives: any negative bound means none, and the largest number no limit. */
PartialShape Normalized(PartialShape shape) {
  for (Dimension& dimension : shape.dims) {
    dimension.min = std::max<int64_t>(dimension.min, 0);
    if (dimension.max < 0 || dimension.max == INT64_MAX) dimension.max = -1;
  }
  return shape;
}

bool SameShape(const PartialShape& a, const PartialShape& b) { return a.has_rank == b.has_rank && a.dims == b.dims; }

std::vector<PartialShape> ShapesOf(const std::vector<Port>& ports) {
  std::vector<PartialShape> shapes;
  for (const Port& port : ports) shapes.push_back(port.shape);
  return shapes;
}

bool AnyDynamic(const std::vector<Port>& ports) {
  return std::any_of(ports.begin(), ports.end(), [](const Port& port) { return !port.shape.IsStatic(); });
}

}  // namespace

bool Port::Has(const std::string& name) const { return std::find(names.begin(), names.end(), name) != names.end(); }

Model::Model(std::shared_ptr<const Graph> graph, ModelSource source)
    : graph_(std::move(graph)),
      source_(std::make_shared<const ModelSource>(std::move(source))),
      inputs_(graph_->Inputs()),
      outputs_(graph_->Outputs(InferOutputs(*graph_, ShapesOf(inputs_)))) {}

const std::string& Model::friendly_name() const { return graph_->name(); }

const std::vector<Operation>& Model::operations() const { return graph_->operations(); }

bool Model::IsDynamic() const { return AnyDynamic(inputs_) || AnyDynamic(outputs_); }

void Model::Reshape(const std::map<size_t, PartialShape>& shapes) {
  std::vector<PartialShape> wanted = ShapesOf(inputs_);
  for (const auto& [index, shape] : shapes) {
    if (index >= wanted.size()) throw Failure("The model has no input " + std::to_string(index) + ".");
    wanted[index] = Normalized(shape);
  }
  std::vector<Port> outputs = graph_->Outputs(InferOutputs(*graph_, wanted));
  // nothing fails from here on
  for (size_t index = 0; index < wanted.size(); index++) inputs_[index].shape = std::move(wanted[index]);
  outputs_ = std::move(outputs);
}

void Model::ForgetNames() {
  for (Port& port : inputs_) port.names.clear();
  for (Port& port : outputs_) port.names.clear();
}

void Model::Replace(std::shared_ptr<const Graph> graph) {
  // the text that it was read from is another model's now
  Model replaced(std::move(graph), ModelSource{});
  *this = std::move(replaced);
}

std::vector<PartialShape> Model::OutputShapes(const std::vector<PartialShape>& inputs) const {
  if (inputs.size() != inputs_.size()) throw Failure("Shapes of all inputs are needed to know those of the outputs.");
  bool same = true;
  for (size_t index = 0; index < inputs.size(); index++) same = same && SameShape(inputs[index], inputs_[index].shape);
  return same ? ShapesOf(outputs_) : InferOutputs(*graph_, inputs);
}

}  // namespace openvino_mock
