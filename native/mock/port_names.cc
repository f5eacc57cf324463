#include "port_names.h"

#include <map>
#include <utility>

#include "failure.h"

namespace openvino_mock {

namespace {

NodeOutput& At(std::vector<Node>& nodes, Source source) { return nodes[source.node].outputs[source.output]; }

/** The node whose output a Result has, with the number of the output where there are several. */
std::string NameOfOrigin(const std::vector<Node>& nodes, Source origin) {
  const Node& node = nodes[origin.node];
  return node.outputs.size() == 1 ? node.name : node.name + "." + std::to_string(origin.output);
}

/** The tensors of Parameters, then those of Results, each once. */
std::vector<Source> PortTensors(const std::vector<Node>& nodes) {
  std::set<std::pair<size_t, size_t>> seen;
  std::vector<Source> tensors;
  const auto add = [&](Source source) {
    if (seen.insert({source.node, source.output}).second) tensors.push_back(source);
  };
  for (size_t index = 0; index < nodes.size(); index++) {
    if (nodes[index].Is("Parameter")) add({index, 0});
  }
  for (const Node& node : nodes) {
    if (node.Is("Result")) add(node.inputs[0]);
  }
  return tensors;
}

void Replace(std::set<std::string>& names, const std::string& name, const std::string& by) {
  if (names.erase(name) > 0) names.insert(by);
}

/** Renames a tensor, also where Results have the name as their own. */
void Rename(std::vector<Node>& nodes, Source tensor, const std::string& name, const std::string& by) {
  Replace(At(nodes, tensor).names, name, by);
  for (Node& node : nodes) {
    if (!node.Is("Result")) continue;
    const auto [before, output] = node.inputs[0];
    if (before == tensor.node && output == tensor.output) Replace(node.result_names, name, by);
  }
}

/** The names of tensors at the edges of a model of IR version 10: the port that has each. */
class LeafNames {
 public:
  /** Adds a port's names; they may be no other port's. */
  void Add(const std::set<std::string>& names, size_t port) {
    for (const std::string& name : names) {
      const auto [entry, is_new] = ports_.insert({name, port});
      if (!is_new && entry->second != port) Collide("Model tensor names have collisions");
    }
  }

  /** Gives a tensor the name of its operation, which may be no other tensor's. */
  void Name(NodeOutput& tensor, const std::string& name, size_t port) {
    if (ports_.count(name) > 0 && tensor.names.count(name) == 0) {
      Collide("Model operation names have collisions with tensor names");
    }
    tensor.names.insert(name);
    ports_.insert({name, port});
  }

 private:
  [[noreturn]] static void Collide(const std::string& what) {
    throw Failure(what + ". Please use OVC to generate new IR version, it should allow to avoid the issue");
  }

  std::map<std::string, size_t> ports_;
};

}  // namespace

std::set<std::string> ReadNames(const std::string& list) {
  std::set<std::string> names;
  std::string name;
  for (size_t at = 0; at <= list.size(); at++) {
    if (at == list.size() || list[at] == ',') {
      if (!name.empty()) names.insert(std::move(name));
      name.clear();
    } else if (list[at] == '\\' && at + 1 < list.size() && list[at + 1] == ',') {
      name += list[++at];
    } else {
      name += list[at];
    }
  }
  return names;
}

Source OriginOf(const std::vector<Node>& nodes, const Node& result) {
  Source source = result.inputs[0];
  while (nodes[source.node].is_inserted) source = nodes[source.node].inputs[0];
  return source;
}

void MakeNamesUnique(std::vector<Node>& nodes) {
  std::set<std::string> taken;
  std::map<std::string, size_t> last_numbers;
  for (Source tensor : PortTensors(nodes)) {
    const std::set<std::string> names = At(nodes, tensor).names;
    for (const std::string& name : names) {
      std::string unique = name;
      while (taken.count(unique) > 0) unique = name + "_" + std::to_string(++last_numbers[name]);
      if (unique != name) Rename(nodes, tensor, name, unique);
      taken.insert(unique);
    }
  }
}

void AddOperationNames(std::vector<Node>& nodes) {
  LeafNames names;
  for (size_t index = 0; index < nodes.size(); index++) {
    if (nodes[index].Is("Parameter")) names.Add(nodes[index].outputs[0].names, index);
  }
  for (size_t index = 0; index < nodes.size(); index++) {
    if (nodes[index].Is("Result")) names.Add(At(nodes, OriginOf(nodes, nodes[index])).names, index);
  }
  for (size_t index = 0; index < nodes.size(); index++) {
    if (!nodes[index].Is("Result")) continue;
    const Source origin = OriginOf(nodes, nodes[index]);
    names.Name(At(nodes, origin), NameOfOrigin(nodes, origin), index);
  }
  for (size_t index = 0; index < nodes.size(); index++) {
    if (nodes[index].Is("Parameter")) names.Name(nodes[index].outputs[0], nodes[index].name, index);
  }
  for (const Node& node : nodes) {
    if (!node.Is("Result") || !nodes[node.inputs[0].node].is_inserted) continue;
    const Source conversion = node.inputs[0];
    At(nodes, conversion).names = std::exchange(At(nodes, nodes[conversion.node].inputs[0]).names, {});
  }
}

}  // namespace openvino_mock
