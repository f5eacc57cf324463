// The graph of a model: what is connected to what, and what the file says of it.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model.h"
#include "shape.h"
#include "tensor_layout.h"
#include "window.h"

namespace openvino_mock {

/** How an operation's output follows from its inputs (shape_inference.h says what each means). */
enum class ShapeRule { kOwn, kSameAsInput, kBroadcast, kWindow, kDetections, kGiven, kFromFile };

enum class Broadcast { kNone, kNumpy, kPdpd };

/** An output of an operation, seen from the one that it feeds. */
struct Source {
  size_t node = 0;
  size_t output = 0;
};

struct NodeOutput {
  size_t type = 0;
  /** As the file has it. */
  PartialShape shape;
  /** Names of the tensor. */
  std::set<std::string> names;
};

/** Shape of an operation's output by those of its inputs. Throws Failure. */
using NodeShape = std::function<PartialShape(const std::vector<PartialShape>&)>;

struct Node {
  std::string name;
  /** As the file writes it. */
  std::string type;
  ShapeRule rule = ShapeRule::kFromFile;
  Broadcast broadcast = Broadcast::kNumpy;
  /** Where the rule is kWindow. */
  std::optional<Window> window;
  /** Where the rule is kGiven. */
  NodeShape shape_of;
  std::vector<Source> inputs;
  std::vector<NodeOutput> outputs;
  /** Of a Result: the names that are its own; empty where it has those of the tensor. */
  std::set<std::string> result_names;
  /** Of a Parameter: what its dimensions mean, where that is known. */
  TensorLayout layout;
  /** Whether its values, and so its shape, may depend on an input of the model. */
  bool follows_input = false;
  /** Whether the file does not have it: a conversion at the edge of a model of IR version 10. */
  bool is_inserted = false;

  bool Is(const char* what) const { return type == what; }
};

class Graph {
 public:
  /** `nodes`: in an order in which they can run, and in which inputs and outputs are counted. */
  Graph(std::string name, std::vector<Node> nodes);

  const std::string& name() const { return name_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  /** Indexes of the Parameters. */
  const std::vector<size_t>& parameters() const { return parameters_; }
  /** Indexes of the Results. */
  const std::vector<size_t>& results() const { return results_; }
  const std::vector<Operation>& operations() const { return operations_; }

  /** Inputs as the file has them. */
  std::vector<Port> Inputs() const;
  /** Outputs, with shapes that `shapes` gives. */
  std::vector<Port> Outputs(const std::vector<PartialShape>& shapes) const;

 private:
  std::string name_;
  std::vector<Node> nodes_;
  std::vector<size_t> parameters_;
  std::vector<size_t> results_;
  std::vector<Operation> operations_;
};

}  // namespace openvino_mock
