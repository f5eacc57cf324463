#include "ir_operation.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "../element.h"
#include "element_names.h"
#include "failure.h"
#include "lower_case.h"
#include "shape_inference.h"
#include "shape_text.h"

namespace openvino_mock {

namespace {

constexpr size_t kDynamic = 0;
constexpr size_t kBoolean = 1;

size_t TypeOf(const std::vector<Node>& nodes, Source source) { return nodes[source.node].outputs[source.output].type; }

/** Operation sets have the names opset1, opset2 …; a few old operations stand outside of them. */
void CheckOpset(const IrLayer& layer) {
  constexpr int kNewestOpset = 17;
  for (int number = 1; number <= kNewestOpset; number++) {
    if (layer.version == "opset" + std::to_string(number)) return;
  }
  const bool is_old = layer.type == "GRUCell" || layer.type == "RNNCell" || layer.type == "Proposal" ||
                      layer.type.rfind("ExperimentalDetectron", 0) == 0;
  if (is_old && (layer.version == "experimental" || layer.version == "extension")) return;
  throw Failure("Cannot create " + layer.type + " layer " + layer.name + " id:" + std::to_string(layer.id) +
                " from unsupported opset: " + layer.version);
}

NodeOutput ParameterOutput(const IrLayer& layer) {
  if (layer.element->Child("data") == nullptr) {
    throw Failure("Layer data must be defined for: " + layer.version + "::Parameter " + layer.name +
                  " () -> (dynamic[])");
  }
  const std::string* type = layer.Data("element_type");
  const std::string* shape = layer.Data("shape");
  NodeOutput output;
  output.type = type == nullptr ? kDynamic : ElementOfAttribute(*type);
  if (shape != nullptr) output.shape = ReadPartialShape(*shape);
  return output;
}

void CheckConstSize(size_t type, const Shape& shape, uint64_t size) {
  constexpr uint64_t kMost = uint64_t{1} << 56;  // so that no count of bits overflows
  std::string needed = "more than can be";
  try {
    const uint64_t count = ElementCount(shape);
    if (count < kMost) {
      const size_t bytes = openvino_node::ElementBytes(type, static_cast<size_t>(count));
      if (bytes <= size) return;
      needed = std::to_string(bytes);
    }
  } catch (const Failure&) {
    // a negative dimension, or too many elements
  }
  throw Failure("Attribute and shape size are inconsistent for Const op!" + std::to_string(size) + ", " + needed);
}

NodeOutput ConstOutput(const IrLayer& layer, std::optional<size_t> weights_byte_length) {
  const XmlElement* data = layer.element->Child("data");
  if (data == nullptr) throw Failure("No attrtibutes defined for Const op!");
  const std::string* type = data->Attribute("element_type");
  const std::string* shape = data->Attribute("shape");
  if (!weights_byte_length) throw Failure("Empty weights data in bin file or bin file cannot be found!");
  if (type == nullptr) throw Failure("Missing attribute 'element_type' for Const");
  const size_t element = ElementOfAttribute(*type);
  if (shape == nullptr) throw Failure("Missing attribute 'shape' for Const");
  const Shape dims = ReadShape(*shape);
  const uint64_t size = RequiredNumber(*data, "size");
  const uint64_t offset = RequiredNumber(*data, "offset");
  if (offset > *weights_byte_length || size > *weights_byte_length - offset) {
    throw Failure("Incorrect weights in bin file!");
  }
  if (element != openvino_node::kStringType) CheckConstSize(element, dims, size);
  NodeOutput output;
  output.type = element;
  output.shape = PartialShape::Of(dims);
  return output;
}

/** Whether an operation of this name gives truths, whatever its inputs are. */
bool IsComparison(const std::string& name) {
  return name.find("equal") != std::string::npos || name == "greater" || name == "less";
}

void CheckOperandType(const std::string& name, size_t type) {
  const bool is_logical = name.rfind("logical", 0) == 0;
  if (is_logical && type != kBoolean && type != kDynamic) {
    throw Failure("Operands for logical operators must have boolean element type but have element type " +
                  std::string(ElementName(type)) + ".");
  }
  const bool takes_booleans = is_logical || name.rfind("bitwise", 0) == 0 || IsComparison(name);
  if ((type == kBoolean && !takes_booleans) || (type == openvino_node::kStringType && !IsComparison(name))) {
    throw Failure(std::string("This operation does not support inputs with element type: ") + ElementName(type));
  }
}

size_t BroadcastType(const Node& node, const std::vector<Node>& nodes) {
  if (node.inputs.size() != 2) throw Failure("Incorrect number of inputs. Required: 2");
  const size_t a = TypeOf(nodes, node.inputs[0]);
  const size_t b = TypeOf(nodes, node.inputs[1]);
  if (a != b && a != kDynamic && b != kDynamic) {
    throw Failure(std::string("Arguments do not have the same element type (arg0 element type: ") + ElementName(a) +
                  ", arg1 element type: " + ElementName(b) + ").");
  }
  const size_t type = a == kDynamic ? b : a;
  const std::string name = LowerCase(node.type);
  CheckOperandType(name, type);
  return IsComparison(name) ? kBoolean : type;
}

Broadcast ReadBroadcast(const IrLayer& layer) {
  const std::string* how = layer.Data("auto_broadcast");
  if (how == nullptr) return Broadcast::kNumpy;
  const std::string name = LowerCase(*how);
  if (name == "numpy") return Broadcast::kNumpy;
  if (name == "pdpd") return Broadcast::kPdpd;
  if (name == "none" || name == "explicit") return Broadcast::kNone;
  throw Failure('"' + *how + "\" is not a member of enum ov::op::AutoBroadcastType");
}

/** Whether an operation on single elements takes numbers only, as far as the real library checks. */
bool IsArithmetic(const std::string& name) {
  static constexpr std::string_view kNames[] = {"abs",     "acos", "acosh",    "asin", "asinh",   "atan",  "atanh",
                                                "ceiling", "cos",  "cosh",     "erf",  "exp",     "floor", "hsigmoid",
                                                "hswish",  "log",  "negative", "relu", "sigmoid", "sign",  "sin",
                                                "sinh",    "sqrt", "tan",      "tanh"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

size_t SameShapeType(const IrLayer& layer, const Node& node, const std::vector<Node>& nodes) {
  if (node.inputs.empty()) throw Failure("index '0' out of range");
  const std::string name = LowerCase(node.type);
  if (IsArithmetic(name) && node.inputs.size() > 1) throw Failure("node index is out of range");
  const size_t type = TypeOf(nodes, node.inputs[0]);
  if (name == "convert") {
    const std::string* destination = layer.Data("destination_type");
    return destination == nullptr ? kDynamic : ElementOfAttribute(*destination);
  }
  if (name == "convertlike" && node.inputs.size() == 2) return TypeOf(nodes, node.inputs[1]);
  if (name.rfind("is", 0) == 0) return kBoolean;
  if ((type == kBoolean || type == openvino_node::kStringType) && IsArithmetic(name)) {
    throw Failure(std::string("This operation does not support input with element type: ") + ElementName(type));
  }
  return type;
}

size_t WindowType(const Node& node, const std::vector<Node>& nodes) {
  const size_t needed = node.window->HasFilter() ? 2 : 1;
  if (node.inputs.size() < needed) throw Failure("index '" + std::to_string(node.inputs.size()) + "' out of range");
  const size_t data = TypeOf(nodes, node.inputs[0]);
  if (!node.window->HasFilter()) return data;
  const size_t filter = TypeOf(nodes, node.inputs[1]);
  if (data != filter && data != kDynamic && filter != kDynamic) {
    throw Failure(std::string("Element types for data batch and filters do not match (data batch element type: ") +
                  ElementName(data) + ", filters element type: " + ElementName(filter) + ").");
  }
  const size_t type = data == kDynamic ? filter : data;
  if (type == kBoolean || type == openvino_node::kStringType) {
    throw Failure(std::string("Element types must be numeric. Got: ") + ElementName(type));
  }
  return type;
}

/** Its first output, where it is the only one. */
std::optional<NodeOutput> AddWindow(const IrLayer& layer, const std::vector<Node>& nodes, Node& node) {
  node.window = ReadWindow(layer);
  if (!node.window) {
    node.rule = ShapeRule::kFromFile;
    return std::nullopt;
  }
  const size_t type = WindowType(node, nodes);
  if (node.window->output_count > 1) return std::nullopt;
  return NodeOutput{type, {}, {}};
}

/** The outputs that the file gives, of which the first is the only one of all operations but those of an unknown rule. */
void AddOutputs(const IrLayer& layer, std::optional<NodeOutput> first, Node& node) {
  for (const IrPort& port : layer.outputs) {
    node.outputs.push_back({port.type, port.shape, port.names});
    if (first) break;
  }
  if (!first) return;
  if (node.outputs.empty()) node.outputs.emplace_back();
  NodeOutput& output = node.outputs[0];
  output.type = first->type;
  if (node.rule == ShapeRule::kOwn) output.shape = first->shape;
}

}  // namespace

Node MakeNode(const IrLayer& layer, std::vector<Source> inputs, const std::vector<Node>& nodes,
              std::optional<size_t> weights_byte_length) {
  CheckOpset(layer);
  Node node;
  node.name = layer.name;
  node.type = layer.type;
  node.inputs = std::move(inputs);
  node.rule = RuleOf(layer.type);
  for (Source source : node.inputs) node.follows_input = node.follows_input || nodes[source.node].follows_input;
  std::optional<NodeOutput> first;
  if (node.Is("Parameter")) {
    first = ParameterOutput(layer);
    if (!layer.outputs.empty()) node.layout = TensorLayout::Parse(layer.outputs[0].layout);
    node.follows_input = true;
  } else if (node.Is("Const")) {
    first = ConstOutput(layer, weights_byte_length);
  } else if (node.Is("Result")) {
    if (node.inputs.size() != 1) {
      throw Failure("Argument has " + std::to_string(node.inputs.size()) + " outputs (1 expected).");
    }
    return node;
  } else if (node.Is("ShapeOf")) {
    // what becomes of a shape is no batch of anything
    node.follows_input = false;
  } else if (node.rule == ShapeRule::kBroadcast) {
    node.broadcast = ReadBroadcast(layer);
    first = NodeOutput{BroadcastType(node, nodes), {}, {}};
  } else if (node.rule == ShapeRule::kWindow) {
    first = AddWindow(layer, nodes, node);
  } else if (node.rule == ShapeRule::kSameAsInput) {
    first = NodeOutput{SameShapeType(layer, node, nodes), {}, {}};
  }
  AddOutputs(layer, std::move(first), node);
  return node;
}

}  // namespace openvino_mock
