// A layer of an IR file, as its element describes it.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "shape.h"
#include "xml.h"

namespace openvino_mock {

struct IrPort {
  uint64_t id = 0;
  PartialShape shape;
  /** Of outputs. */
  size_t type = 0;
  std::set<std::string> names;
  /** Text of the layout that the file gives it; empty where it gives none. */
  std::string layout;
};

struct IrLayer {
  uint64_t id = 0;
  std::string version;
  std::string type;
  std::string name;
  std::vector<IrPort> inputs;
  std::vector<IrPort> outputs;
  /** The layer's element; null for one that edges speak of and the file does not have. */
  const XmlElement* element = nullptr;

  /** Attribute of the element `data`; null where there is none. */
  const std::string* Data(const char* attribute) const;
  /** Index of the port that has an id. Throws Failure. */
  size_t InputIndex(uint64_t port) const;
  size_t OutputIndex(uint64_t port) const;
};

/** Reads a `<layer>`. Throws Failure. */
IrLayer ReadLayer(const XmlElement& element);

/** An attribute that has to be there. Throws Failure. */
const std::string& RequiredAttribute(const XmlElement& element, const char* name);

/** An attribute that has to be there and a number of 64 bits without a sign. Throws Failure. */
uint64_t RequiredNumber(const XmlElement& element, const char* name);

}  // namespace openvino_mock
