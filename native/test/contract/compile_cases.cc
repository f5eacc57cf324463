// Compiling for the CPU, and what is refused.
#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

std::string Compiling(const char* device, const Properties& properties = {}, const std::string& name = "relu") {
  Compiled compiled;
  const ov_status_e status = TryCompile(Read(name).get(), device, properties, &compiled);
  return Said(status) + (compiled.get() == nullptr ? "" : " on " + Get(compiled.get(), "EXECUTION_DEVICES"));
}

std::string FromFile(const std::string& name, const char* device) {
  Compiled compiled;
  const std::string path = File(name);
  const ov_status_e status = api.ov_core_compile_model_from_file(SharedCore(), path.c_str(), device, 0, compiled.out());
  return Said(status) + (compiled.get() == nullptr ? "" : " on " + Get(compiled.get(), "EXECUTION_DEVICES"));
}

}  // namespace

CASE("compile: for the CPU") { Observe(Compiling("CPU")); }
CASE("compile: for CPU.0") { Observe(Compiling("CPU.0")); }
CASE("compile: for CPU.1") { Observe(Compiling("CPU.1")); }
CASE("compile: for a device in small letters") { Observe(Compiling("cpu")); }
CASE("compile: for a device that nobody knows") {
  Observe("MYRIAD", Compiling("MYRIAD"));
  Observe("FOO", Compiling("FOO"));
  Observe("FOO.0", Compiling("FOO.0"));
}
CASE("compile: for an empty device") { Observe(Compiling("")); }
CASE("compile: for a NULL device") {
  Compiled compiled;
  Observe(Said(TryCompile(Read("relu").get(), nullptr, {}, &compiled)));
  if (compiled.get() != nullptr) Observe("on", WhereItRuns(compiled.get()));
}
CASE("compile: for two devices without MULTI") { Observe(Compiling("CPU,CPU")); }
CASE("compile: a model that stays") {
  const Model model = Read("weights");
  Compiled one;
  Compiled two;
  Observe("once", Said(TryCompile(model.get(), "CPU", {}, &one)));
  Observe("twice", Said(TryCompile(model.get(), "CPU", {}, &two)));
  Observe("name", Get(two.get(), "NETWORK_NAME"));
}

CASE("compile: NULL") {
  const Model model = Read("relu");
  Compiled compiled;
  Observe("core", Said(api.ov_core_compile_model(nullptr, model.get(), "CPU", 0, compiled.out())));
  Observe("model", Said(api.ov_core_compile_model(SharedCore(), nullptr, "CPU", 0, compiled.out())));
  Observe("compiled", Said(api.ov_core_compile_model(SharedCore(), model.get(), "CPU", 0, nullptr)));
}

CASE("compile: an odd number of arguments") {
  Compiled compiled;
  Observe(Said(api.ov_core_compile_model(SharedCore(), Read("relu").get(), "CPU", 1, compiled.out(), "NUM_STREAMS")));
}

CASE("compile: from a file") {
  Observe("CPU", FromFile("weights.xml", "CPU"));
  Observe("MULTI", FromFile("weights.xml", "MULTI:CPU"));
  Observe("HETERO", FromFile("weights.xml", "HETERO:CPU"));
  Observe("unknown device", FromFile("weights.xml", "MYRIAD"));
}

CASE("compile: from a file that is none") {
  Observe("missing", FromFile("no-such-model.xml", "CPU"));
  Observe("text", FromFile("text.xml", "CPU"));
  Observe("weights missing", FromFile("missing-bin.xml", "CPU"));
  Observe("AUTO", FromFile("no-such-model.xml", "AUTO"));
}

CASE("compile: from a file, NULL") {
  Compiled compiled;
  const std::string path = File("relu.xml");
  Observe("core", Said(api.ov_core_compile_model_from_file(nullptr, path.c_str(), "CPU", 0, compiled.out())));
  Observe("path", Said(api.ov_core_compile_model_from_file(SharedCore(), nullptr, "CPU", 0, compiled.out())));
  Observe("compiled", Said(api.ov_core_compile_model_from_file(SharedCore(), path.c_str(), "CPU", 0, nullptr)));
}

CASE("compile: with properties") {
  for (const Properties& properties :
       {Properties{{"PERFORMANCE_HINT", "LATENCY"}}, Properties{{"PERFORMANCE_HINT", "THROUGHPUT"}},
        Properties{{"PERFORMANCE_HINT", "CUMULATIVE_THROUGHPUT"}}, Properties{{"NUM_STREAMS", "2"}},
        Properties{{"NUM_STREAMS", "AUTO"}}, Properties{{"INFERENCE_NUM_THREADS", "1"}},
        Properties{{"NUM_STREAMS", "1"}, {"PERF_COUNT", "YES"}}}) {
    std::vector<std::string> words;
    for (const auto& [key, value] : properties) words.push_back(key + "=" + value);
    Observe(Join(words), Compiling("CPU", properties));
  }
}

CASE("compile: with a property that nobody knows") { Observe(Compiling("CPU", {{"NO_SUCH_PROPERTY", "1"}})); }

CASE("compile: with bad values") {
  Observe("hint", Compiling("CPU", {{"PERFORMANCE_HINT", "FAST"}}));
  Observe("streams", Compiling("CPU", {{"NUM_STREAMS", "many"}}));
  Observe("negative streams", Compiling("CPU", {{"NUM_STREAMS", "-5"}}));
  Observe("threads", Compiling("CPU", {{"INFERENCE_NUM_THREADS", "x"}}));
  Observe("switch", Compiling("CPU", {{"PERF_COUNT", "MAYBE"}}));
  Observe("precision", Compiling("CPU", {{"INFERENCE_PRECISION_HINT", "i8"}}));
  Observe("empty", Compiling("CPU", {{"PERFORMANCE_HINT", ""}}));
}

CASE("compile: with a property that only reads") {
  Observe("FULL_DEVICE_NAME", Compiling("CPU", {{"FULL_DEVICE_NAME", "x"}}));
  Observe("OPTIMAL_NUMBER_OF_INFER_REQUESTS", Compiling("CPU", {{"OPTIMAL_NUMBER_OF_INFER_REQUESTS", "1"}}));
}

CASE("compile: with words for switches") {
  for (const char* word : {"YES", "NO", "true", "false", "TRUE", "1", "0"}) {
    Observe(word, Compiling("CPU", {{"PERF_COUNT", word}}));
  }
}

CASE("compile: with an array of properties") {
  if (api.ov_core_compile_model_props == nullptr) return Observe("this release has no such function");
  const Model model = Read("relu");
  Compiled compiled;
  const ov_property_t good[] = {{"PERFORMANCE_HINT", "THROUGHPUT"}, {"NUM_STREAMS", "2"}};
  Observe("two", Said(api.ov_core_compile_model_props(SharedCore(), model.get(), "CPU", 2, good, compiled.out())));
  Observe("streams", Get(compiled.get(), "NUM_STREAMS"));
  Observe("none", Said(api.ov_core_compile_model_props(SharedCore(), model.get(), "CPU", 0, nullptr, compiled.out())));
  const ov_property_t bad[] = {{"NO_SUCH_PROPERTY", "1"}};
  Observe("unknown", Said(api.ov_core_compile_model_props(SharedCore(), model.get(), "CPU", 1, bad, compiled.out())));
  const ov_property_t empty[] = {{"NUM_STREAMS", nullptr}};
  Observe("NULL value",
          Said(api.ov_core_compile_model_props(SharedCore(), model.get(), "CPU", 1, empty, compiled.out())));
  Observe("NULL array",
          Said(api.ov_core_compile_model_props(SharedCore(), model.get(), "CPU", 1, nullptr, compiled.out())));
}

CASE("compile: from a file with an array of properties") {
  if (api.ov_core_compile_model_from_file_props == nullptr) return Observe("this release has no such function");
  Compiled compiled;
  const std::string path = File("weights.xml");
  const ov_property_t good[] = {{"NUM_STREAMS", "2"}};
  Observe(Said(api.ov_core_compile_model_from_file_props(SharedCore(), path.c_str(), "CPU", 1, good, compiled.out())));
  Observe("streams", Get(compiled.get(), "NUM_STREAMS"));
}

}  // namespace contract
