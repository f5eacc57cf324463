// Ports by index and by name, for models and compiled models alike.
#pragma once

#include <string>
#include <vector>

#include "failure.h"
#include "handles.h"

namespace openvino_mock {

/** A port by one of its names. Throws Failure, `direction` being Input or Output. */
inline ov_output_const_port_t* PortByName(const std::vector<Port>& ports, const std::string& name,
                                          const char* direction) {
  for (const Port& port : ports) {
    if (port.Has(name)) return new ov_output_const_port{port};
  }
  throw Failure(std::string(direction) + " for tensor name '" + name + "' is not found.");
}

}  // namespace openvino_mock
