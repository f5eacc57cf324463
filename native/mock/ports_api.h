// Ports by index and by name, for models and compiled models alike.
#pragma once

#include <string>
#include <vector>

#include "failure.h"
#include "handles.h"

namespace openvino_mock {

inline const std::vector<Port>& PortsOf(const Model& model, bool is_input) {
  return is_input ? model.inputs() : model.outputs();
}

/** A port by one of its names. Throws Failure. */
inline ov_output_const_port_t* PortByName(const std::shared_ptr<const Model>& model, bool is_input,
                                          const std::string& name) {
  const std::vector<Port>& ports = PortsOf(*model, is_input);
  for (size_t i = 0; i < ports.size(); i++) {
    if (ports[i].Has(name)) return new ov_output_const_port{model, is_input, i};
  }
  throw Failure(std::string(is_input ? "Input" : "Output") + " for tensor name '" + name + "' is not found.");
}

}  // namespace openvino_mock
