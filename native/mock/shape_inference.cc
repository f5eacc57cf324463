#include "shape_inference.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "broadcast.h"
#include "failure.h"
#include "lower_case.h"
#include "window_shapes.h"

namespace openvino_mock {

namespace {

constexpr std::string_view kSameAsInput[] = {
    "abs",      "acos",     "acosh",        "asin",        "asinh", "atan",       "atanh",       "bitwisenot",
    "ceiling",  "clamp",    "convert",      "convertlike", "cos",   "cosh",       "cumsum",      "elu",
    "erf",      "exp",      "fakequantize", "floor",       "gelu",  "grn",        "hardsigmoid", "hsigmoid",
    "hswish",   "isfinite", "isinf",        "isnan",       "log",   "logicalnot", "logsoftmax",  "lrn",
    "mish",     "mvn",      "negative",     "normalizel2", "prelu", "relu",       "reverse",     "reversesequence",
    "round",    "selu",     "sigmoid",      "sign",        "sin",   "sinh",       "softmax",     "softplus",
    "softsign", "sqrt",     "swish",        "tan",         "tanh"};

constexpr std::string_view kBroadcast[] = {
    "add",       "bitwiseand", "bitwiseor",         "bitwisexor", "divide",    "equal",
    "floormod",  "greater",    "greaterequal",      "less",       "lessequal", "logicaland",
    "logicalor", "logicalxor", "maximum",           "minimum",    "mod",       "multiply",
    "notequal",  "power",      "squareddifference", "subtract"};

template <size_t kCount>
bool Contains(const std::string_view (&names)[kCount], const std::string& name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

struct Inferred {
  PartialShape shape;
  /** Whether it is sure, or derived from the shape that the file gives an operation unknown here. */
  bool is_exact = true;
};

class Inference {
 public:
  Inference(const Graph& graph, const std::vector<PartialShape>& inputs)
      : graph_(graph), inferred_(graph.nodes().size()) {
    FindBatch(inputs);
    size_t input = 0;
    for (size_t index = 0; index < graph.nodes().size(); index++) {
      const Node& node = graph.nodes()[index];
      std::vector<Inferred>& outputs = inferred_[index];
      if (node.Is("Parameter")) {
        outputs.push_back({inputs.at(input++), true});
      } else {
        for (size_t output = 0; output < node.outputs.size(); output++) outputs.push_back(Infer(node, output));
      }
    }
  }

  std::vector<std::vector<PartialShape>> All() const {
    std::vector<std::vector<PartialShape>> all(inferred_.size());
    for (size_t index = 0; index < inferred_.size(); index++) {
      for (const Inferred& output : inferred_[index]) all[index].push_back(output.shape);
    }
    return all;
  }

  std::vector<PartialShape> Outputs() const {
    std::vector<PartialShape> shapes;
    for (size_t index : graph_.results()) shapes.push_back(At(graph_.nodes()[index].inputs[0]).shape);
    return shapes;
  }

 private:
  const Inferred& At(Source source) const { return inferred_[source.node][source.output]; }

  /** The first dimension of the first input, in the file and now. */
  void FindBatch(const std::vector<PartialShape>& inputs) {
    if (graph_.parameters().empty()) return;
    const PartialShape& in_file = graph_.nodes()[graph_.parameters()[0]].outputs[0].shape;
    const PartialShape& now = inputs.at(0);
    has_batch_ = in_file.has_rank && !in_file.dims.empty() && now.has_rank && !now.dims.empty();
    if (!has_batch_) return;
    batch_in_file_ = in_file.dims[0];
    batch_ = now.dims[0];
  }

  Inferred Infer(const Node& node, size_t output) const {
    const PartialShape& in_file = node.outputs[output].shape;
    switch (node.rule) {
      case ShapeRule::kOwn:
        return {in_file, true};
      case ShapeRule::kSameAsInput:
        return At(node.inputs[0]);
      case ShapeRule::kBroadcast:
        return InferBroadcast(node, in_file);
      case ShapeRule::kWindow:
        return InferWindow(node, in_file);
      case ShapeRule::kDetections:
        return {WithDetections(node, in_file), false};
      case ShapeRule::kGiven:
        return InferGiven(node);
      case ShapeRule::kFromFile:
        break;
    }
    return {WithBatch(node, in_file), false};
  }

  Inferred InferGiven(const Node& node) const {
    std::vector<PartialShape> shapes;
    bool is_exact = true;
    for (const Source& source : node.inputs) {
      shapes.push_back(At(source).shape);
      is_exact = is_exact && At(source).is_exact;
    }
    return {node.shape_of(shapes), is_exact};
  }

  Inferred InferBroadcast(const Node& node, const PartialShape& in_file) const {
    const Inferred& a = At(node.inputs[0]);
    const Inferred& b = At(node.inputs[1]);
    const std::optional<PartialShape> shape = BroadcastShapes(a.shape, b.shape, node.broadcast);
    const bool is_exact = a.is_exact && b.is_exact;
    if (shape) return {*shape, is_exact};
    if (is_exact) throw Failure("Argument shapes are inconsistent.");
    return {WithBatch(node, in_file), false};
  }

  Inferred InferWindow(const Node& node, const PartialShape& in_file) const {
    const Inferred& data = At(node.inputs[0]);
    const Inferred* filter = node.window->HasFilter() ? &At(node.inputs[1]) : nullptr;
    const bool is_exact = data.is_exact && (filter == nullptr || filter->is_exact);
    // a guess serves as well where no input of the model can change it
    const bool is_known = filter != nullptr && (filter->is_exact || !graph_.nodes()[node.inputs[1].node].follows_input);
    std::optional<PartialShape> shape;
    try {
      shape = WindowShape(*node.window, data.shape, is_known ? &filter->shape : nullptr);
    } catch (const Failure&) {
      if (is_exact) throw;
    }
    if (shape) return {*shape, is_exact};
    return {WithBatch(node, in_file), false};
  }

  PartialShape WithBatch(const Node& node, PartialShape shape) const {
    if (!has_batch_ || !node.follows_input || shape.dims.empty()) return shape;
    Dimension& first = shape.dims[0];
    // ports don't write ranges: one that is not fixed stands for any that isn't
    const bool both_open = !first.IsStatic() && !batch_in_file_.IsStatic();
    if (both_open || first == batch_in_file_) first = batch_;
    return shape;
  }

  PartialShape WithDetections(const Node& node, PartialShape shape) const {
    constexpr size_t kRows = 2;
    if (!has_batch_ || !node.follows_input || shape.dims.size() != 4 || batch_ == batch_in_file_) return shape;
    Dimension& rows = shape.dims[kRows];
    const bool is_known = rows.IsStatic() && batch_in_file_.IsStatic() && batch_.IsStatic() && batch_in_file_.min > 0;
    int64_t total = 0;
    if (!is_known || Overflows(rows.min / batch_in_file_.min, batch_.min, total)) {
      rows = Dimension{};
    } else {
      rows = Dimension::Of(total);
    }
    return shape;
  }

  static bool Overflows(int64_t a, int64_t b, int64_t& product) {
    constexpr int64_t kMost = INT64_MAX;
    if (a != 0 && b > kMost / a) return true;
    product = a * b;
    return false;
  }

  const Graph& graph_;
  std::vector<std::vector<Inferred>> inferred_;
  bool has_batch_ = false;
  Dimension batch_in_file_;
  Dimension batch_;
};

}  // namespace

ShapeRule RuleOf(const std::string& type) {
  const std::string name = LowerCase(type);
  if (name == "parameter" || name == "const" || name == "constant") return ShapeRule::kOwn;
  if (HasWindow(name)) return ShapeRule::kWindow;
  if (name == "detectionoutput") return ShapeRule::kDetections;
  if (Contains(kSameAsInput, name)) return ShapeRule::kSameAsInput;
  return Contains(kBroadcast, name) ? ShapeRule::kBroadcast : ShapeRule::kFromFile;
}

std::vector<PartialShape> InferOutputs(const Graph& graph, const std::vector<PartialShape>& inputs) {
  return Inference(graph, inputs).Outputs();
}

std::vector<std::vector<PartialShape>> InferAll(const Graph& graph, const std::vector<PartialShape>& inputs) {
  return Inference(graph, inputs).All();
}

}  // namespace openvino_mock
