// A model as the mock knows it: its ports, its operations by type, and how its outputs' shapes follow its inputs'. It is never
// executed.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shape.h"

namespace openvino_mock {

/** An input or output. */
struct Port {
  /** Names of its tensor, in the order in which the real library gives them; the first is "any name". May be empty. */
  std::vector<std::string> names;
  /** Name of the operation: a Parameter's, or of the one before a Result. */
  std::string friendly_name;
  /** Element type in the addon's numbering (native/element.h). */
  size_t type = 0;
  PartialShape shape;

  bool Has(const std::string& name) const;
};

/** An operation of the graph, constants left out. */
struct Operation {
  std::string name;
  /** `Convolution`, `ReLU` … */
  std::string type;
};

class Graph;

/** What a model was read from, for a blob that is to be read elsewhere. */
struct ModelSource {
  std::string xml;
  std::optional<size_t> weights_byte_length;
};

class Model {
 public:
  Model(std::shared_ptr<const Graph> graph, ModelSource source);

  const std::string& friendly_name() const;
  const std::vector<Port>& inputs() const { return inputs_; }
  const std::vector<Port>& outputs() const { return outputs_; }
  bool IsDynamic() const;
  const ModelSource& source() const { return *source_; }
  /** Operations in an order in which they can run. */
  const std::vector<Operation>& operations() const;

  /** Gives inputs (by index) other shapes; outputs follow. Throws Failure and changes nothing where the model can't take them. */
  void Reshape(const std::map<size_t, PartialShape>& shapes);

  const std::shared_ptr<const Graph>& graph() const { return graph_; }
  /** Puts another graph into the place of its own: one with preprocessing. */
  void Replace(std::shared_ptr<const Graph> graph);

  /** Shapes of the outputs for inputs of these shapes (one for each input). */
  std::vector<PartialShape> OutputShapes(const std::vector<PartialShape>& inputs) const;

  /** Its ports' tensors have no names from now on, as those of a runtime model. */
  void ForgetNames();

 private:
  std::shared_ptr<const Graph> graph_;
  std::shared_ptr<const ModelSource> source_;
  std::vector<Port> inputs_;
  std::vector<Port> outputs_;
};

/** Reads an IR from a file; `weights_path` null: the .bin beside it. Throws Failure in the real library's words. */
std::shared_ptr<Model> ReadModelFile(const std::string& path, const char* weights_path);

/** Reads an IR from memory; `weights_byte_length`: nothing where it has no weights. */
std::shared_ptr<Model> ReadModelText(const std::string& xml, std::optional<size_t> weights_byte_length);

}  // namespace openvino_mock
