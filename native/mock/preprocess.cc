#include "preprocess.h"

#include "failure.h"
#include "graph.h"
#include "layout_order.h"
#include "preprocess_color.h"
#include "preprocess_steps.h"
#include "shape_inference.h"

namespace openvino_mock {

namespace {

bool AreCompatible(const PartialShape& a, const PartialShape& b) {
  if (!a.has_rank || !b.has_rank) return true;
  if (a.dims.size() != b.dims.size()) return false;
  for (size_t i = 0; i < a.dims.size(); i++) {
    const auto& [min_a, max_a] = a.dims[i];
    const auto& [min_b, max_b] = b.dims[i];
    if ((max_a != -1 && min_b > max_a) || (max_b != -1 && min_a > max_b)) return false;
  }
  return true;
}

/** Makes the nodes of a model with preprocessing, one after the other. */
class Builder {
 public:
  Builder(const Graph& graph, const std::vector<std::vector<PartialShape>>& shapes) : graph_(graph), shapes_(shapes) {}

  void AddInput(size_t index, const InputPreprocess& said) {
    const Node& parameter = graph_.nodes()[index];
    PreprocessContext context(nodes_);
    context.color = said.color;
    context.model_type = parameter.outputs[0].type;
    context.model_shape = shapes_[index][0];
    const PartialShape image = ImageShape(parameter, said, context);
    for (size_t plane = 0; plane < PlanesOf(said.color); plane++) AddPlane(parameter, said, plane, image, context);
    for (const PreprocessStep& step : said.steps) step(context);
    CheckModelColor(context);
    if (context.flows[0].type != context.model_type) ConvertTypeStep(context.model_type)(context);
    if (!context.model_layout.IsEmpty() && context.model_layout != context.layout) {
      ConvertLayoutStep(context.model_layout)(context);
    }
    if (!AreCompatible(context.flows[0].shape, context.model_shape)) {
      throw Failure("Resulting shape '" + context.flows[0].shape.ToString() +
                    "' after preprocessing is not aligned with original parameter's shape: " +
                    context.model_shape.ToString() + ", input parameter: " + parameter.name);
    }
    sources_.push_back(context.flows[0].source);
  }

  void AddOutput(Node result, std::optional<size_t> type) {
    const Source source = Moved(result.inputs[0]);
    result.inputs = {source};
    NodeOutput& output = nodes_[source.node].outputs[source.output];
    if (type && output.type != *type && output.type != 0) {
      if (*type == 0) {
        throw Failure(
            "Can't convert to dynamic/unknown element type, consider using of InputTensorInfo::set_element_type");
      }
      Node conversion;
      conversion.name = "Convert_" + std::to_string(nodes_.size());
      conversion.type = "Convert";
      conversion.rule = ShapeRule::kSameAsInput;
      conversion.inputs = {source};
      conversion.follows_input = nodes_[source.node].follows_input;
      conversion.is_inserted = true;
      NodeOutput& converted = conversion.outputs.emplace_back();
      converted.type = *type;
      converted.shape = output.shape;
      if (result.result_names.empty()) converted.names.swap(output.names);
      result.inputs = {{nodes_.size(), 0}};
      nodes_.push_back(std::move(conversion));
    }
    Keep(std::move(result));
  }

  void AddOther(size_t index) {
    Node node = graph_.nodes()[index];
    for (Source& source : node.inputs) source = Moved(source);
    // as it is now: what it was reshaped to
    for (size_t i = 0; i < node.outputs.size(); i++) node.outputs[i].shape = shapes_[index][i];
    Keep(std::move(node));
  }

  std::vector<Node> Take() { return std::move(nodes_); }

 private:
  Source Moved(Source source) const {
    const Source& now = sources_[source.node];
    return {now.node, now.output + source.output};
  }

  void Keep(Node node) {
    sources_.push_back({nodes_.size(), 0});
    nodes_.push_back(std::move(node));
  }

  /** Shape of the image that the planes make up; finds the layouts on its way. */
  static PartialShape ImageShape(const Node& parameter, const InputPreprocess& said, PreprocessContext& context) {
    context.layout = said.layout.value_or(LayoutOf(said.color));
    context.model_layout = said.model_layout.value_or(parameter.layout);
    if (context.model_layout.IsEmpty() && said.layout) {
      context.model_layout = said.converted_layout.value_or(context.layout);
    }
    PartialShape shape = context.model_shape;
    if (!context.layout.IsEmpty() && !context.model_layout.IsEmpty() && context.model_layout != context.layout) {
      const ShapeInLayout shorter = Squeezed(context.model_layout, shape, context.layout);
      shape = Permuted(shorter.shape, FindPermutation(shorter.layout, shorter.shape, context.layout));
    } else if (context.layout.IsEmpty()) {
      context.layout = context.model_layout;
    }
    if (said.shape) return *said.shape;
    if (said.sides) {
      const size_t height = IndexOf(context.layout, shape, "H", "height");
      const size_t width = IndexOf(context.layout, shape, "W", "width");
      shape.dims[height] = Dimension::Of(said.sides->first);
      shape.dims[width] = Dimension::Of(said.sides->second);
    }
    return shape;
  }

  void AddPlane(const Node& parameter, const InputPreprocess& said, size_t plane, const PartialShape& image,
                PreprocessContext& context) {
    Node node;
    node.type = "Parameter";
    node.rule = ShapeRule::kOwn;
    node.follows_input = true;
    NodeOutput& output = node.outputs.emplace_back();
    output.type = said.type.value_or(context.model_type);
    output.shape = PlaneShape(said.color, plane, image, context.layout);
    if (!said.plane_names.empty()) {
      for (const std::string& name : parameter.outputs[0].names) AddPlaneName(output, name, said.plane_names[plane]);
      node.name = parameter.name + "/" + said.plane_names[plane];
    } else if (PlanesOf(said.color) == 1) {
      output.names = parameter.outputs[0].names;
      node.name = parameter.name;
    } else {
      node.name = "Parameter_" + std::to_string(nodes_.size());
    }
    if (!context.layout.IsEmpty() && !context.layout.IsCompatible(output.shape)) {
      throw Failure("Can't set layout for Parameter/Result: layout " + context.layout.ToString() +
                    " is not compatible with shape " + output.shape.ToString());
    }
    node.layout = context.layout;
    context.flows.push_back({{nodes_.size(), 0}, output.type, output.shape});
    nodes_.push_back(std::move(node));
  }

  void AddPlaneName(NodeOutput& output, const std::string& tensor, const std::string& plane) const {
    const std::string name = tensor + "/" + plane;
    for (const Node& node : graph_.nodes()) {
      for (const NodeOutput& other : node.outputs) {
        if (other.names.count(name) == 0) continue;
        throw Failure("Error while trying to create plane input with name '" + name +
                      "' - name already exists in model. Please specify another sub-name for set_color_format");
      }
    }
    output.names.insert(name);
  }

  const Graph& graph_;
  const std::vector<std::vector<PartialShape>>& shapes_;
  std::vector<Node> nodes_;
  /** What stands where the old nodes' first outputs stood. */
  std::vector<Source> sources_;
};

}  // namespace

void InputPreprocess::SetColorFormat(ov_color_format_e format, std::vector<std::string> names) {
  const size_t planes = PlanesOf(format);
  if (planes == 1 && !names.empty()) {
    throw Failure(std::string("Plane names are not allowed for single plane color format '") + ColorName(format) + "'");
  }
  if (!names.empty() && names.size() != planes) {
    throw Failure("Number of sub-names (" + std::to_string(names.size()) + ") shall match with number of planes for '" +
                  ColorName(format) + "' color format (" + std::to_string(planes) + ")");
  }
  color = format;
  plane_names = std::move(names);
}

void InputPreprocess::SetShape(const Shape& tensor_shape, size_t tensor_type) {
  if (sides) {
    throw Failure(
        "'set_spatial_static_shape', 'set_spatial_dynamic_shape', 'set_shape/set_from' shall not be used together");
  }
  shape = PartialShape::Of(tensor_shape);
  type = tensor_type;
}

void InputPreprocess::SetSides(int height, int width) {
  if (shape) throw Failure("'set_spatial_static_shape' and 'set_shape/set_from' shall not be used together");
  sides = {height, width};
}

PrePostProcessor::PrePostProcessor(std::shared_ptr<Model> model)
    : inputs(model->inputs().size()),
      output_types(model->outputs().size()),
      model_(std::move(model)),
      graph_(model_->graph()) {}

void PrePostProcessor::Build() {
  const Graph& graph = *graph_;
  std::vector<PartialShape> now;
  if (model_->graph() == graph_) {
    for (const Port& port : model_->inputs()) now.push_back(port.shape);
  } else {
    for (const Port& port : graph.Inputs()) now.push_back(port.shape);
  }
  const std::vector<std::vector<PartialShape>> shapes = InferAll(graph, now);
  Builder builder(graph, shapes);
  size_t input = 0;
  size_t output = 0;
  for (size_t index = 0; index < graph.nodes().size(); index++) {
    const Node& node = graph.nodes()[index];
    if (node.Is("Parameter")) {
      builder.AddInput(index, inputs.at(input++));
      if (model_->graph() != graph_) {
        throw Failure(
            "Parameter to replace has been replaced by previous steps of preprocessing. Use only one InputInfo for one "
            "input parameter");
      }
    } else if (node.Is("Result")) {
      builder.AddOutput(node, output_types.at(output++));
    } else {
      builder.AddOther(index);
    }
  }
  model_->Replace(std::make_shared<const Graph>(graph.name(), builder.Take()));
}

}  // namespace openvino_mock
