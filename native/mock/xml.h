// A small XML reader, for scenarios and models. Entities beyond the five of XML are not expanded, nothing outside the text is
// ever read, and depth and size are limited.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace openvino_mock {

struct XmlElement {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<XmlElement> children;
  /** The element's own characters and CDATA, one after the other; runs of nothing but white space are left out. */
  std::string text;

  /** Value of an attribute; null where there is none. */
  const std::string* Attribute(std::string_view name) const;
  /** The first child of a name; null where there is none. */
  const XmlElement* Child(std::string_view name) const;
  std::vector<const XmlElement*> Children(std::string_view name) const;
};

/** The document's element; what stands around it is ignored. Throws Failure with what is wrong, and where (line). */
XmlElement ParseXml(std::string_view text);

}  // namespace openvino_mock
