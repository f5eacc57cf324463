// Properties of compiled models. Numbers of threads, names of processors and what they are capable of are left out.
#include <algorithm>

#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

void Values(const char* device, const Properties& properties, std::initializer_list<const char*> keys) {
  const Compiled compiled = Compile("relu", device, properties);
  for (const char* key : keys) Observe(key, Get(compiled.get(), key));
}

void Supported(const char* device) {
  std::vector<std::string> words = Words(Get(Compile("relu", device).get(), "SUPPORTED_PROPERTIES"));
  std::sort(words.begin(), words.end());
  Observe(Join(words));
}

}  // namespace

CASE("compiled properties: supported by CPU") { Supported("CPU"); }
CASE("compiled properties: supported by AUTO") { Supported("AUTO:CPU"); }
CASE("compiled properties: supported by MULTI") { Supported("MULTI:CPU"); }
CASE("compiled properties: supported by HETERO") { Supported("HETERO:CPU"); }
CASE("compiled properties: supported by BATCH") { Supported("BATCH:CPU(2)"); }

CASE("compiled properties: of the CPU") {
  Values("CPU", {},
         {"EXECUTION_DEVICES", "NETWORK_NAME", "PERFORMANCE_HINT", "NUM_STREAMS", "OPTIMAL_NUMBER_OF_INFER_REQUESTS",
          "PERF_COUNT", "EXECUTION_MODE_HINT", "PERFORMANCE_HINT_NUM_REQUESTS", "LOG_LEVEL", "SCHEDULING_CORE_TYPE"});
}

CASE("compiled properties: of the CPU as they were asked for") {
  Values("CPU", {{"PERFORMANCE_HINT", "THROUGHPUT"}, {"NUM_STREAMS", "2"}},
         {"PERFORMANCE_HINT", "NUM_STREAMS", "OPTIMAL_NUMBER_OF_INFER_REQUESTS"});
  Values("CPU", {{"INFERENCE_PRECISION_HINT", "f32"}, {"PERF_COUNT", "YES"}, {"EXECUTION_MODE_HINT", "ACCURACY"}},
         {"INFERENCE_PRECISION_HINT", "PERF_COUNT", "EXECUTION_MODE_HINT"});
  Values("CPU", {{"INFERENCE_NUM_THREADS", "1"}}, {"INFERENCE_NUM_THREADS"});
}

CASE("compiled properties: of AUTO") {
  Values("AUTO:CPU", {},
         {"EXECUTION_DEVICES", "NETWORK_NAME", "PERFORMANCE_HINT", "OPTIMAL_NUMBER_OF_INFER_REQUESTS", "PERF_COUNT",
          "MULTI_DEVICE_PRIORITIES", "MODEL_PRIORITY", "LOADED_FROM_CACHE", "NUM_STREAMS"});
}

CASE("compiled properties: of MULTI") {
  Values("MULTI:CPU", {},
         {"EXECUTION_DEVICES", "NETWORK_NAME", "PERFORMANCE_HINT", "PERF_COUNT", "MULTI_DEVICE_PRIORITIES",
          "MODEL_PRIORITY", "LOADED_FROM_CACHE", "NUM_STREAMS"});
}

CASE("compiled properties: of HETERO") {
  Values("HETERO:CPU", {},
         {"EXECUTION_DEVICES", "NETWORK_NAME", "OPTIMAL_NUMBER_OF_INFER_REQUESTS", "MULTI_DEVICE_PRIORITIES",
          "PERFORMANCE_HINT", "NUM_STREAMS"});
}

CASE("compiled properties: of BATCH") {
  Values("BATCH:CPU(2)", {},
         {"EXECUTION_DEVICES", "NETWORK_NAME", "OPTIMAL_NUMBER_OF_INFER_REQUESTS", "AUTO_BATCH_TIMEOUT",
          "MULTI_DEVICE_PRIORITIES", "PERFORMANCE_HINT"});
}

CASE("compiled properties: how those of the devices are written") {
  for (const char* device : {"AUTO:CPU", "MULTI:CPU", "HETERO:CPU"}) {
    // {CPU:{KEY:value,KEY:value}}: the keys are the CPU's, the values those of the machine
    const std::string text = Get(Compile("relu", device).get(), "DEVICE_PROPERTIES");
    const bool framed = text.rfind("{CPU:{", 0) == 0 && text.size() > 8 && text.substr(text.size() - 2) == "}}";
    Observe(device, framed ? "{CPU:{...}}" : text);
    for (const char* key : {"NUM_STREAMS", "PERFORMANCE_HINT", "NETWORK_NAME"}) {
      Observe(key, text.find(std::string(key) + ":") != std::string::npos);
    }
  }
}

CASE("compiled properties: of a device through AUTO") {
  const Compiled compiled = Compile("relu", "AUTO:CPU", {{"DEVICE_PROPERTIES", "{CPU:{NUM_STREAMS:2}}"}});
  Observe("best", Get(compiled.get(), "OPTIMAL_NUMBER_OF_INFER_REQUESTS"));
  Observe("streams", Get(compiled.get(), "DEVICE_PROPERTIES").find("NUM_STREAMS:2") != std::string::npos);
}

CASE("compiled properties: priorities name devices that were left out") {
  Values("MULTI:MYRIAD,CPU", {}, {"EXECUTION_DEVICES", "MULTI_DEVICE_PRIORITIES"});
  Values("AUTO:CPU,MYRIAD", {}, {"EXECUTION_DEVICES", "MULTI_DEVICE_PRIORITIES"});
}

CASE("compiled properties: a name with special letters") {
  Observe("CPU", Get(Compile("relu").get(), "NETWORK_NAME"));
  Observe("MULTI", Get(Compile("relu", "MULTI:CPU").get(), "NETWORK_NAME"));
}

CASE("compiled properties: that do not exist") {
  for (const char* device : {"CPU", "AUTO:CPU", "MULTI:CPU", "HETERO:CPU", "BATCH:CPU(2)"}) {
    Observe(device, Get(Compile("relu", device).get(), "NO_SUCH_PROPERTY"));
  }
}

CASE("compiled properties: NULL") {
  const Compiled compiled = Compile("relu");
  char* value = nullptr;
  Observe("get", Said(api.ov_compiled_model_get_property(nullptr, "NUM_STREAMS", &value)) + " " +
                     Said(api.ov_compiled_model_get_property(compiled.get(), nullptr, &value)) + " " +
                     Said(api.ov_compiled_model_get_property(compiled.get(), "NUM_STREAMS", nullptr)));
  Observe("set", Said(api.ov_compiled_model_set_property(nullptr, "NUM_STREAMS", "1")));
}

CASE("compiled properties: writing to the CPU's") {
  const Compiled compiled = Compile("relu");
  Observe("NUM_STREAMS", Said(api.ov_compiled_model_set_property(compiled.get(), "NUM_STREAMS", "2")));
  Observe("NO_SUCH_PROPERTY", Said(api.ov_compiled_model_set_property(compiled.get(), "NO_SUCH_PROPERTY", "2")));
  Observe("still", Get(compiled.get(), "NUM_STREAMS"));
}

CASE("compiled properties: writing to those of AUTO and MULTI") {
  for (const char* device : {"AUTO:CPU", "MULTI:CPU"}) {
    const Compiled compiled = Compile("relu", device);
    Observe(std::string(device) + " MULTI_DEVICE_PRIORITIES",
            Said(api.ov_compiled_model_set_property(compiled.get(), "MULTI_DEVICE_PRIORITIES", "CPU")));
    Observe("PERFORMANCE_HINT",
            Said(api.ov_compiled_model_set_property(compiled.get(), "PERFORMANCE_HINT", "LATENCY")));
    Observe("NO_SUCH_PROPERTY",
            Said(api.ov_compiled_model_set_property(compiled.get(), "NO_SUCH_PROPERTY", "LATENCY")));
  }
}

CASE("compiled properties: an array of them") {
  if (api.ov_compiled_model_set_properties == nullptr) return Observe("this release has no such function");
  const Compiled compiled = Compile("relu", "MULTI:CPU");
  const ov_property_t list[] = {{"MULTI_DEVICE_PRIORITIES", "CPU"}};
  Observe("MULTI", Said(api.ov_compiled_model_set_properties(compiled.get(), 1, list)));
  Observe("none", Said(api.ov_compiled_model_set_properties(compiled.get(), 0, nullptr)));
  Observe("NULL array", Said(api.ov_compiled_model_set_properties(compiled.get(), 1, nullptr)));
  const ov_property_t empty[] = {{"MULTI_DEVICE_PRIORITIES", nullptr}};
  Observe("NULL value", Said(api.ov_compiled_model_set_properties(compiled.get(), 1, empty)));
}

CASE("compiled properties: outlive their core and model") {
  Core core = NewCore();
  Model model = Read("relu");
  Compiled compiled;
  Must(api.ov_core_compile_model(core.get(), model.get(), "MULTI:CPU", 0, compiled.out()), "compile");
  core.Reset();
  model.Reset();
  Observe(Get(compiled.get(), "EXECUTION_DEVICES"));
}

}  // namespace contract
