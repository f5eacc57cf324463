#include "ir_reader.h"

#include <atomic>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "failure.h"
#include "ir_layer.h"
#include "ir_operation.h"
#include "legacy_types.h"
#include "lower_case.h"
#include "port_names.h"

namespace openvino_mock {

namespace {

struct Edge {
  uint64_t from_layer;
  uint64_t from_port;
  uint64_t to_port;
};

/** Layers and what is connected to them. */
class Layout {
 public:
  explicit Layout(const XmlElement& document) {
    if (const XmlElement* layers = document.Child("layers")) {
      for (const XmlElement& child : layers->children) {
        if (child.name == "layer") AddLayer(ReadLayer(child));
      }
    }
    if (const XmlElement* edges = document.Child("edges")) {
      for (const XmlElement& child : edges->children) {
        if (child.name == "edge") AddEdge(child);
      }
    }
    for (uint64_t sink : sinks_) Visit(sink);
  }

  /** Ids of the layers in an order in which they can be made: inputs first, in the file's order. */
  const std::vector<uint64_t>& order() const { return order_; }

  const IrLayer& Layer(uint64_t id) { return layers_[id]; }
  const std::vector<Edge>& EdgesTo(uint64_t id) { return edges_[id]; }

 private:
  void AddLayer(IrLayer layer) {
    const uint64_t id = layer.id;
    if (layer.type == "Result" || layer.type == "Assign") sinks_.push_back(id);
    if (layer.type == "Parameter") {
      done_.insert(id);
      order_.push_back(id);
    }
    // of several layers with one id the last one counts
    layers_[id] = std::move(layer);
  }

  void AddEdge(const XmlElement& edge) {
    const uint64_t from_layer = RequiredNumber(edge, "from-layer");
    const uint64_t from_port = RequiredNumber(edge, "from-port");
    const uint64_t to_layer = RequiredNumber(edge, "to-layer");
    edges_[to_layer].push_back({from_layer, from_port, RequiredNumber(edge, "to-port")});
  }

  /** Puts what a layer depends on, and then itself, at the end of the order. */
  void Visit(uint64_t sink) {
    std::vector<uint64_t> stack = {sink};
    std::unordered_set<uint64_t> begun;
    while (!stack.empty()) {
      const uint64_t id = stack.back();
      if (done_.count(id) > 0) {
        stack.pop_back();
      } else if (!begun.insert(id).second) {
        done_.insert(id);
        order_.push_back(id);
        stack.pop_back();
      } else {
        for (const Edge& edge : edges_[id]) {
          if (done_.count(edge.from_layer) == 0) stack.push_back(edge.from_layer);
        }
      }
    }
  }

  std::unordered_map<uint64_t, IrLayer> layers_;
  std::unordered_map<uint64_t, std::vector<Edge>> edges_;
  std::vector<uint64_t> sinks_;
  std::vector<uint64_t> order_;
  std::unordered_set<uint64_t> done_;
};

class Reader {
 public:
  Reader(const XmlElement& document, size_t version, std::optional<size_t> weights_byte_length)
      : layout_(document), version_(version), weights_byte_length_(weights_byte_length) {}

  std::vector<Node> Run() {
    for (uint64_t id : layout_.order()) {
      const IrLayer& layer = layout_.Layer(id);
      Node node = MakeNode(layer, Connect(layer, id), nodes_, weights_byte_length_);
      if (node.Is("Result")) {
        AddResult(layer, std::move(node));
      } else {
        node_of_layer_[id] = nodes_.size();
        nodes_.push_back(std::move(node));
        if (version_ == kLegacyVersion && nodes_.back().Is("Parameter")) AddLegacyInput(id);
      }
    }
    MakeNamesUnique(nodes_);
    if (version_ == kLegacyVersion) AddOperationNames(nodes_);
    return std::move(nodes_);
  }

 private:
  static constexpr size_t kLegacyVersion = 10;

  std::vector<Source> Connect(const IrLayer& layer, uint64_t id) {
    const std::vector<Edge>& edges = layout_.EdgesTo(id);
    std::vector<std::optional<Source>> found(edges.size());
    for (const Edge& edge : edges) {
      const auto from = node_of_layer_.find(edge.from_layer);
      if (from == node_of_layer_.end()) {
        throw Failure("Attempt to access node " + std::to_string(edge.from_layer) + " that not in graph.");
      }
      const size_t input = layer.InputIndex(edge.to_port);
      if (input >= found.size()) throw Inconsistent(layer, "is inconsistent!");
      found[input] = Source{from->second, FindOutput(edge, from->second)};
    }
    std::vector<Source> inputs;
    for (const std::optional<Source>& source : found) {
      if (!source) throw Inconsistent(layer, "has incorrect input with index " + std::to_string(inputs.size()) + "!");
      inputs.push_back(*source);
    }
    return inputs;
  }

  size_t FindOutput(const Edge& edge, size_t node) {
    const size_t output = layout_.Layer(edge.from_layer).OutputIndex(edge.from_port);
    if (output >= nodes_[node].outputs.size()) throw Failure("node index is out of range");
    return output;
  }

  static Failure Inconsistent(const IrLayer& layer, const std::string& how) {
    return Failure(layer.type + " layer " + layer.name + " with id: " + std::to_string(layer.id) + " " + how);
  }

  /** An input has a type that applications of the time knew; a conversion behind it gives the model its own. */
  void AddLegacyInput(uint64_t id) {
    NodeOutput& output = nodes_.back().outputs[0];
    const size_t type = std::exchange(output.type, LegacyInputType(output.type));
    if (type == output.type) return;
    AddConversion({nodes_.size() - 1, 0}, type);
    node_of_layer_[id] = nodes_.size() - 1;
  }

  void AddResult(const IrLayer& layer, Node result) {
    const Source source = result.inputs[0];
    NodeOutput& output = nodes_[source.node].outputs[source.output];
    if (version_ == kLegacyVersion) {
      const size_t type = LegacyOutputType(output.type);
      if (type != output.type) result.inputs[0] = AddConversion(source, type);
    } else {
      AddResultNames(layer, output, nodes_[source.node].Is("Parameter"), result);
    }
    nodes_.push_back(std::move(result));
  }

  static void AddResultNames(const IrLayer& layer, NodeOutput& output, bool is_parameter, Node& result) {
    if (const std::string* names = layer.element->Attribute("output_names")) {
      result.result_names = ReadNames(*names);
      output.names.insert(result.result_names.begin(), result.result_names.end());
    } else if (!is_parameter) {
      result.result_names = output.names;
    }
  }

  Source AddConversion(Source source, size_t type) {
    const Node& before = nodes_[source.node];
    Node conversion;
    conversion.name = before.name + "/convert_element_type";
    conversion.type = "Convert";
    conversion.rule = ShapeRule::kSameAsInput;
    conversion.inputs = {source};
    conversion.follows_input = before.follows_input;
    conversion.is_inserted = true;
    conversion.outputs.emplace_back().type = type;
    nodes_.push_back(std::move(conversion));
    return {nodes_.size() - 1, 0};
  }

  Layout layout_;
  size_t version_;
  std::optional<size_t> weights_byte_length_;
  std::vector<Node> nodes_;
  std::unordered_map<uint64_t, size_t> node_of_layer_;
};

/** The model's name; numbered where it has none. */
std::string ModelName(const XmlElement& document) {
  static std::atomic<size_t> unnamed{0};
  const std::string* name = document.Attribute("name");
  return name == nullptr || name->empty() ? "Model" + std::to_string(unnamed++) : *name;
}

}  // namespace

std::optional<size_t> IrVersion(const XmlElement& document) {
  if (LowerCase(document.name) != "net") return std::nullopt;
  if (document.Attribute("version") == nullptr) return 0;
  return RequiredNumber(document, "version");
}

std::shared_ptr<const Graph> ReadIr(const XmlElement& document, std::optional<size_t> weights_byte_length) {
  const size_t version = IrVersion(document).value_or(0);
  return std::make_shared<const Graph>(ModelName(document), Reader(document, version, weights_byte_length).Run());
}

}  // namespace openvino_mock
