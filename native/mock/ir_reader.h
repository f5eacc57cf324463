// Reads models in OpenVINO's own format, IR, versions 10 and 11.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "graph.h"
#include "xml.h"

namespace openvino_mock {

/** The IR version that a document says it has; nullopt where it is no IR. Throws Failure where that is no number. */
std::optional<size_t> IrVersion(const XmlElement& document);

/**
 * The graph of a model. As the real library does, it looks at the layers that outputs depend on, and at all inputs.
 *
 * @param weights_byte_length Nullopt where the model has no weights.
 */
std::shared_ptr<const Graph> ReadIr(const XmlElement& document, std::optional<size_t> weights_byte_length);

}  // namespace openvino_mock
