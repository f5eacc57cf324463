// Exporting and importing compiled models. Blobs themselves are not compared: the mock's are its own.
#include <cstdio>
#include <fstream>
#include <iterator>

#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

std::string ReadAll(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/** Exports; gives the status, and whether there is anything. */
std::string Exporting(const char* device, std::string* blob = nullptr) {
  const Compiled compiled = Compile("relu", device);
  const std::string path = File("exported.blob");
  std::remove(path.c_str());
  const ov_status_e status = api.ov_compiled_model_export_model(compiled.get(), path.c_str());
  const std::string bytes = ReadAll(path);
  if (blob != nullptr) *blob = bytes;
  return Said(status) + (bytes.empty() ? " nothing" : " something");
}

std::string Importing(const std::string& blob, const char* device, Compiled* compiled) {
  return Said(api.ov_core_import_model(SharedCore(), blob.data(), blob.size(), device, compiled->out()));
}

void RoundTrip(const char* from, const char* to) {
  std::string blob;
  Observe(Exporting(from, &blob));
  Compiled compiled;
  Observe(Importing(blob, to, &compiled));
  if (compiled.get() == nullptr) return;
  Port input;
  Must(api.ov_compiled_model_input_by_index(compiled.get(), 0, input.out()), "ov_compiled_model_input_by_index");
  Observe(Describe(input.get()));
  Observe(Get(compiled.get(), "LOADED_FROM_CACHE"));
  const Request request = NewRequest(compiled.get());
  Observe(Said(api.ov_infer_request_infer(request.get())));
}

void Refusing(const std::string& blob, const char* device = "CPU") {
  Compiled compiled;
  Observe(Importing(blob, device, &compiled));
}

}  // namespace

CASE("blob: the CPU's, imported by the CPU") { RoundTrip("CPU", "CPU"); }
CASE("blob: HETERO's, imported by HETERO") { RoundTrip("HETERO:CPU", "HETERO:CPU"); }
CASE("blob: HETERO's, imported by the CPU") { RoundTrip("HETERO:CPU", "CPU"); }
CASE("blob: the CPU's, imported by HETERO") { RoundTrip("CPU", "HETERO:CPU"); }
CASE("blob: the CPU's, imported by AUTO") { RoundTrip("CPU", "AUTO"); }
CASE("blob: the CPU's, imported by MULTI") { RoundTrip("CPU", "MULTI:CPU"); }
CASE("blob: the CPU's, imported by a device that is not there") { RoundTrip("CPU", "XPU"); }
CASE("blob: AUTO exports nothing") { Observe(Exporting("AUTO:CPU")); }
CASE("blob: MULTI exports nothing") { Observe(Exporting("MULTI:CPU")); }
CASE("blob: BATCH exports nothing") { Observe(Exporting("BATCH:CPU(2)")); }
CASE("blob: garbage") { Refusing("no blob at all"); }
CASE("blob: nothing") { Refusing(""); }
CASE("blob: a null pointer") {
  Compiled compiled;
  Observe(Said(api.ov_core_import_model(SharedCore(), nullptr, 0, "CPU", compiled.out())));
}
CASE("blob: cut off") {
  std::string blob;
  Exporting("CPU", &blob);
  Refusing(blob.substr(0, 40));
}
CASE("blob: into a folder that is not there") {
  const Compiled compiled = Compile("relu");
  Observe(Said(api.ov_compiled_model_export_model(compiled.get(), File("no/such/folder/blob").c_str())));
}

CASE("runtime model: its ports") {
  const Compiled compiled = Compile("add");
  Model model;
  Observe(Said(api.ov_compiled_model_get_runtime_model(compiled.get(), model.out())));
  size_t inputs = 0;
  size_t outputs = 0;
  Must(api.ov_model_inputs_size(model.get(), &inputs), "ov_model_inputs_size");
  Must(api.ov_model_outputs_size(model.get(), &outputs), "ov_model_outputs_size");
  Observe("inputs", inputs);
  Observe("outputs", outputs);
  Port input;
  Must(api.ov_model_const_input_by_index(model.get(), 0, input.out()), "ov_model_const_input_by_index");
  Observe(PortShape(input.get()));
  char* name = nullptr;
  Observe(Said(api.ov_port_get_any_name(input.get(), &name)));
}

}  // namespace contract
