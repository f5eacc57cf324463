// Characters of an XML document: references and line ends.
#pragma once

#include <string>
#include <string_view>

namespace openvino_mock {

/**
 * Appends characters as they are meant: the five predefined entities and numeric references resolved, other entities left as
 * they stand. In attributes white space becomes spaces.
 */
void AppendXmlText(std::string_view raw, bool is_attribute, std::string& to);

}  // namespace openvino_mock
