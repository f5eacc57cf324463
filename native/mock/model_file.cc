// Models from files and from memory.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

#include "failure.h"
#include "ir_reader.h"
#include "lower_case.h"
#include "model.h"
#include "version.h"
#include "xml.h"

namespace openvino_mock {

namespace {

namespace files = std::filesystem;

constexpr size_t kOldestVersion = 10;
constexpr size_t kNewestVersion = 11;

/** How far into a file its root has to begin. */
constexpr size_t kBeginning = 4096;

/** A path as the C API gives it: UTF-8. */
files::path PathOf(const std::string& text) { return files::u8path(text); }

/** Length of a regular file that can be read; nullopt for anything else, such as a pipe, whose reading could wait forever. */
std::optional<size_t> ByteLength(const files::path& path) {
  std::error_code error;
  if (!files::is_regular_file(path, error) || !std::ifstream(path, std::ios::binary).is_open()) return std::nullopt;
  const uintmax_t byte_length = files::file_size(path, error);
  return error ? std::nullopt : std::optional<size_t>(static_cast<size_t>(byte_length));
}

/** The first bytes of a file, at most so many. */
std::string ReadFile(const std::string& path, size_t most) {
  const std::optional<size_t> byte_length = ByteLength(PathOf(path));
  if (!byte_length)
    throw Failure("FrontEnd API failed with GeneralFailure: ir: Could not open the file: \"" + path + '"');
  std::string text(std::min(*byte_length, most), '\0');
  std::ifstream stream(PathOf(path), std::ios::binary);
  if (!stream.read(text.data(), static_cast<std::streamsize>(text.size()))) {
    throw Failure("FrontEnd API failed with GeneralFailure: ir: Could not open the file: \"" + path + '"');
  }
  return text;
}

/** Length of the weights; nullopt where there are none beside the model. */
std::optional<size_t> WeightsByteLength(const std::string& path, const char* weights_path) {
  const bool is_given = weights_path != nullptr && weights_path[0] != '\0';
  const files::path weights = is_given ? PathOf(weights_path) : PathOf(path).replace_extension(".bin");
  const std::optional<size_t> byte_length = ByteLength(weights);
  if (!byte_length && is_given) {
    throw Failure("Can not open file " + weights.u8string() +
                  " for mapping. Ensure that file exists and has appropriate permissions.");
  }
  return byte_length;
}

/** Whether a file's beginning looks like that of an IR, so that what is wrong with it is worth telling. */
bool LooksLikeIr(const std::string& beginning) { return LowerCase(beginning).find("<net") != std::string::npos; }

/** The document of a model, if it is an IR of a version that is read. */
std::optional<XmlElement> ParseModel(const std::string& text) {
  if (!LooksLikeIr(text.substr(0, kBeginning))) return std::nullopt;
  XmlElement document = ParseXml(text);
  const std::optional<size_t> version = IrVersion(document);
  if (!version || *version < kOldestVersion || *version > kNewestVersion) return std::nullopt;
  return document;
}

}  // namespace

std::shared_ptr<Model> ReadModelFile(const std::string& path, const char* weights_path) {
  const std::string extension = PathOf(path).extension().u8string();
  const bool is_ir = LooksLikeIr(ReadFile(path, kBeginning));
  ModelSource source;
  if (is_ir) source.xml = ReadFile(path, SIZE_MAX);
  const std::optional<XmlElement> document = is_ir ? ParseModel(source.xml) : std::nullopt;
  if (!document && LowerCase(extension) != ".xml") {
    throw Failure("The mocked OpenVINO reads models in OpenVINO's own format (.xml and .bin) only, which \"" + path +
                  "\" is not.");
  }
  if (!document) {
    // 2026 puts quotation marks around both, and has the dot
    const bool is_quoted = IsAtLeast(LibraryVersion(), 2026, 0);
    const std::string mark = is_quoted ? "\"" : "";
    throw Failure("Unable to read the model: " + mark + path + mark + " Please check that model format: " + mark +
                  (is_quoted || extension.empty() ? extension : extension.substr(1)) + mark +
                  " is supported and the model is correct. Available frontends: ir");
  }
  source.weights_byte_length = WeightsByteLength(path, weights_path);
  std::shared_ptr<const Graph> graph = ReadIr(*document, source.weights_byte_length);
  return std::make_shared<Model>(std::move(graph), std::move(source));
}

std::shared_ptr<Model> ReadModelText(const std::string& xml, std::optional<size_t> weights_byte_length) {
  const std::optional<XmlElement> document = ParseModel(xml);
  if (!document) {
    throw Failure("Unable to read the model. Please check if the model format is supported and model is correct.");
  }
  return std::make_shared<Model>(ReadIr(*document, weights_byte_length), ModelSource{xml, weights_byte_length});
}

}  // namespace openvino_mock
