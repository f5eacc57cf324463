#include "blob.h"

#include <map>
#include <sstream>

#include "failure.h"
#include "shape_text.h"
#include "version.h"

namespace openvino_mock {

namespace {

constexpr const char* kMagic = "OPENVINO-MOCK-BLOB 1";

[[noreturn]] void ThrowUnreadable(const std::string& device) {
  throw Failure("[" + device + "] Could not deserialize by device xml header.");
}

/** As an IR writes it: without brackets. */
std::string InIrText(const PartialShape& shape) {
  const std::string text = shape.ToString();
  return text.size() > 2 && text.front() == '[' ? text.substr(1, text.size() - 2) : text;
}

std::string Line(std::istringstream& stream, const std::string& device) {
  std::string line;
  if (!std::getline(stream, line)) ThrowUnreadable(device);
  return line;
}

}  // namespace

std::string WriteBlob(const CompiledModel& compiled) {
  const Model& model = compiled.model();
  if (model.source().xml.empty()) throw Failure("The mocked OpenVINO exports no model that was preprocessed");
  std::string text = std::string(kMagic) + "\n" + LibraryVersion() + "\n" + compiled.ExportDevice() + "\n";
  text += std::to_string(model.inputs().size()) + "\n";
  for (const Port& input : model.inputs()) text += InIrText(input.shape) + "\n";
  const ModelSource& source = model.source();
  text += (source.weights_byte_length ? std::to_string(*source.weights_byte_length) : "none") + "\n";
  return text + std::to_string(source.xml.size()) + "\n" + source.xml;
}

std::shared_ptr<Model> ReadBlob(const std::string& blob, const std::string& device) {
  std::istringstream stream(blob);
  if (Line(stream, device) != kMagic) ThrowUnreadable(device);
  // of another release, or for another device
  if (Line(stream, device) != LibraryVersion() || Line(stream, device) != device) ThrowUnreadable(device);
  std::map<size_t, PartialShape> shapes;
  const size_t count = std::stoul(Line(stream, device));
  for (size_t i = 0; i < count; i++) shapes[i] = ReadPartialShape(Line(stream, device));
  const std::string weights = Line(stream, device);
  const size_t length = std::stoul(Line(stream, device));
  const auto begin = static_cast<size_t>(stream.tellg());
  if (blob.size() < begin + length) ThrowUnreadable(device);
  std::shared_ptr<Model> model = ReadModelText(
      blob.substr(begin, length), weights == "none" ? std::nullopt : std::optional<size_t>(std::stoul(weights)));
  model->Reshape(shapes);
  return model;
}

}  // namespace openvino_mock
