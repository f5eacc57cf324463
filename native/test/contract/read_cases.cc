// Reading models from files and from memory.
#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

ov_status_e ReadFile(const std::string& name, const char* weights, Model* model) {
  return api.ov_core_read_model(SharedCore(), File(name).c_str(), weights, model->out());
}

std::string Reading(const std::string& name, const char* weights = nullptr) {
  Model model;
  const ov_status_e status = ReadFile(name, weights, &model);
  return Said(status) + (model.get() == nullptr ? "" : " with a model");
}

ov_status_e ReadMemory(const std::string& xml, size_t length, ov_tensor_t* weights, Model* model) {
  return api.ov_core_read_model_from_memory_buffer(SharedCore(), xml.c_str(), length, weights, model->out());
}

std::string Name(ov_model_t* model) {
  char* name = nullptr;
  Must(api.ov_model_get_friendly_name(model, &name), "ov_model_get_friendly_name");
  return Take(name);
}

}  // namespace

CASE("read: a file, its weights beside it") {
  Observe("NULL", Reading("weights.xml"));
  Observe("empty", Reading("weights.xml", ""));
  Observe("named", Reading("weights.xml", File("weights.bin").c_str()));
}

CASE("read: weights elsewhere") {
  Observe("good", Reading("missing-bin.xml", File("weights-elsewhere.bin").c_str()));
  Observe("missing", Reading("weights.xml", File("no-such.bin").c_str()));
}

CASE("read: a model without constants and an empty weights file") { Observe(Reading("relu.xml")); }

CASE("read: the model's name") {
  Observe("relu", Name(Read("relu").get()));
  Observe("two outputs", Name(Read("two-outputs").get()));
  char* name = nullptr;
  Observe("of NULL", Said(api.ov_model_get_friendly_name(nullptr, &name)));
  Observe("into NULL", Said(api.ov_model_get_friendly_name(Read("relu").get(), nullptr)));
}

CASE("read: a file that is not there") { Observe(Reading("no-such-model.xml")); }
CASE("read: a folder") { Observe(Reading("folder.xml")); }
CASE("read: an empty file") { Observe(Reading("empty.xml")); }
CASE("read: text that is no XML") { Observe(Reading("text.xml")); }
CASE("read: a web page") { Observe(Reading("page.xml")); }
CASE("read: an .xml that ends in the middle") { Observe(Reading("truncated.xml")); }
CASE("read: weights missing") { Observe(Reading("missing-bin.xml")); }
CASE("read: weights too short") { Observe(Reading("short-bin.xml")); }
CASE("read: an operation that nobody knows") { Observe(Reading("unknown-operation.xml")); }
CASE("read: an .onnx that is none") { Observe(Reading("garbage.onnx")); }
CASE("read: a name without an extension") { Observe(Reading("noextension")); }
CASE("read: an empty path") {
  Model model;
  Observe(Said(api.ov_core_read_model(SharedCore(), "", nullptr, model.out())));
}

CASE("read: NULL") {
  Model model;
  const std::string path = File("relu.xml");
  Observe("core", Said(api.ov_core_read_model(nullptr, path.c_str(), nullptr, model.out())));
  Observe("path", Said(api.ov_core_read_model(SharedCore(), nullptr, nullptr, model.out())));
  Observe("model", Said(api.ov_core_read_model(SharedCore(), path.c_str(), nullptr, nullptr)));
}

CASE("read: from memory without weights") {
  const std::string xml = FileText("relu.xml");
  Model model;
  Observe(Said(ReadMemory(xml, xml.size(), nullptr, &model)));
  Observe(Name(model.get()));
}

CASE("read: from memory with weights") {
  const std::string xml = FileText("weights.xml");
  std::string weights = FileText("weights.bin");
  const Tensor tensor = HostTensor("u8", {static_cast<int64_t>(weights.size())}, weights.data());
  Model model;
  Observe(Said(ReadMemory(xml, xml.size(), tensor.get(), &model)));
  Observe(Name(model.get()));
}

CASE("read: from memory, weights missing or too short") {
  const std::string xml = FileText("weights.xml");
  std::string weights = FileText("weights.bin");
  Model model;
  Observe("missing", Said(ReadMemory(xml, xml.size(), nullptr, &model)));
  const Tensor half = HostTensor("u8", {static_cast<int64_t>(weights.size() / 2)}, weights.data());
  Observe("half", Said(ReadMemory(xml, xml.size(), half.get(), &model)));
}

CASE("read: from memory, text that is none") {
  Model model;
  const std::string text = FileText("text.xml");
  Observe("text", Said(ReadMemory(text, text.size(), nullptr, &model)));
  const std::string xml = FileText("relu.xml");
  Observe("half", Said(ReadMemory(xml, xml.size() / 2, nullptr, &model)));
  Observe("nothing", Said(ReadMemory("", 0, nullptr, &model)));
}

CASE("read: from memory, NULL") {
  const std::string xml = FileText("relu.xml");
  Model model;
  Observe("core",
          Said(api.ov_core_read_model_from_memory_buffer(nullptr, xml.c_str(), xml.size(), nullptr, model.out())));
  Observe("text", Said(api.ov_core_read_model_from_memory_buffer(SharedCore(), nullptr, 10, nullptr, model.out())));
  Observe("model",
          Said(api.ov_core_read_model_from_memory_buffer(SharedCore(), xml.c_str(), xml.size(), nullptr, nullptr)));
}

CASE("read: a model outlives its core") {
  Core core = NewCore();
  Model model;
  Must(api.ov_core_read_model(core.get(), File("weights.xml").c_str(), nullptr, model.out()), "ov_core_read_model");
  core.Reset();
  Observe(Name(model.get()));
  Compiled compiled;
  Observe("compiles", Said(TryCompile(model.get(), "CPU", {}, &compiled)));
}

}  // namespace contract
