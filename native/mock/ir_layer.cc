#include "ir_layer.h"

#include <cerrno>
#include <cstdlib>

#include "element_names.h"
#include "failure.h"
#include "port_names.h"

namespace openvino_mock {

namespace {

/** From `<rt_info><attribute name="layout" layout="[N,C,H,W]"/></rt_info>`. */
std::string ReadLayout(const XmlElement& port) {
  const XmlElement* info = port.Child("rt_info");
  if (info == nullptr) return "";
  for (const XmlElement& attribute : info->children) {
    const std::string* name = attribute.Attribute("name");
    const std::string* layout = attribute.Attribute("layout");
    if (name != nullptr && *name == "layout" && layout != nullptr) return *layout;
  }
  return "";
}

IrPort ReadPort(const XmlElement& element, bool is_output) {
  IrPort port;
  port.id = RequiredNumber(element, "id");
  for (const XmlElement& child : element.children) {
    if (child.name != "dim") continue;
    char* end = nullptr;
    errno = 0;
    const int64_t size = std::strtoll(child.text.c_str(), &end, 10);
    if (end == child.text.c_str() || size < -1 || errno == ERANGE) {
      throw Failure("dimension (" + child.text + ") in node dim must be greater or equal to -1");
    }
    port.shape.dims.push_back(size == -1 ? Dimension{} : Dimension::Of(size));
  }
  if (is_output) port.type = ElementOfPrecision(RequiredAttribute(element, "precision"));
  if (const std::string* names = element.Attribute("names")) port.names = ReadNames(*names);
  port.layout = ReadLayout(element);
  return port;
}

std::vector<IrPort> ReadPorts(const XmlElement& layer, const char* side, bool are_outputs) {
  std::vector<IrPort> ports;
  const XmlElement* parent = layer.Child(side);
  if (parent == nullptr) return ports;
  for (const XmlElement& child : parent->children) {
    if (child.name == "port") ports.push_back(ReadPort(child, are_outputs));
  }
  return ports;
}

size_t IndexOf(const std::vector<IrPort>& ports, uint64_t id, const char* side, const std::string& layer) {
  for (size_t index = 0; index < ports.size(); index++) {
    if (ports[index].id == id) return index;
  }
  throw Failure(std::string("Can not find ") + side + " port with id " + std::to_string(id) + " in layer " + layer);
}

}  // namespace

const std::string* IrLayer::Data(const char* attribute) const {
  const XmlElement* data = element == nullptr ? nullptr : element->Child("data");
  return data == nullptr ? nullptr : data->Attribute(attribute);
}

size_t IrLayer::InputIndex(uint64_t port) const { return IndexOf(inputs, port, "input", name); }

size_t IrLayer::OutputIndex(uint64_t port) const { return IndexOf(outputs, port, "output", name); }

IrLayer ReadLayer(const XmlElement& element) {
  IrLayer layer;
  layer.id = RequiredNumber(element, "id");
  layer.version = RequiredAttribute(element, "version");
  layer.type = RequiredAttribute(element, "type");
  layer.name = RequiredAttribute(element, "name");
  layer.outputs = ReadPorts(element, "output", true);
  layer.inputs = ReadPorts(element, "input", false);
  layer.element = &element;
  return layer;
}

const std::string& RequiredAttribute(const XmlElement& element, const char* name) {
  const std::string* value = element.Attribute(name);
  if (value == nullptr) throw Failure("node <" + element.name + "> is missing mandatory attribute: " + name);
  return *value;
}

uint64_t RequiredNumber(const XmlElement& element, const char* name) {
  const std::string& text = RequiredAttribute(element, name);
  const bool has_digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  errno = 0;
  const uint64_t number = std::strtoull(text.c_str(), nullptr, 10);
  if (!has_digits || errno == ERANGE) {
    throw Failure("node <" + element.name + "> has attribute \"" + name + "\" = \"" + text +
                  "\" which is not an unsigned 64 bit integer");
  }
  return number;
}

}  // namespace openvino_mock
