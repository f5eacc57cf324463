// Properties of devices, before anything is compiled.
#include <algorithm>

#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

std::string Set(ov_core_t* core, const char* device, const char* key, const char* value) {
  return Said(api.ov_core_set_property(core, device, key, value));
}

/** Sets a property and reads it back. */
void SetAndGet(ov_core_t* core, const char* device, const char* key, const char* value) {
  const std::string set = Set(core, device, key, value);
  Observe(std::string(device) + " " + key + "=" + value, set + " " + CoreGet(core, device, key));
}

/** A core that has loaded its CPU plugin: until then properties are only noted, good or bad. */
Core LoadedCore() {
  Core core = NewCore();
  if (CoreGet(core.get(), "CPU", "FULL_DEVICE_NAME") == "(-1)") throw CannotRun("no CPU");
  return core;
}

std::string Sorted(const std::string& text) {
  std::vector<std::string> words = Words(text);
  std::sort(words.begin(), words.end());
  return Join(words);
}

}  // namespace

CASE("core properties: supported by the CPU") { Observe(Sorted(CoreGet(SharedCore(), "CPU", "SUPPORTED_PROPERTIES"))); }
CASE("core properties: supported by AUTO") { Observe(Sorted(CoreGet(SharedCore(), "AUTO", "SUPPORTED_PROPERTIES"))); }
CASE("core properties: supported by MULTI") { Observe(Sorted(CoreGet(SharedCore(), "MULTI", "SUPPORTED_PROPERTIES"))); }
CASE("core properties: supported by HETERO") {
  Observe(Sorted(CoreGet(SharedCore(), "HETERO", "SUPPORTED_PROPERTIES")));
}
CASE("core properties: supported by BATCH") { Observe(Sorted(CoreGet(SharedCore(), "BATCH", "SUPPORTED_PROPERTIES"))); }

CASE("core properties: of a new core") {
  const Core core = NewCore();
  for (const char* key : {"PERFORMANCE_HINT", "NUM_STREAMS", "PERF_COUNT", "EXECUTION_MODE_HINT", "DEVICE_ID",
                          "PERFORMANCE_HINT_NUM_REQUESTS", "EXECUTION_DEVICES", "DEVICE_TYPE", "AVAILABLE_DEVICES",
                          "LOG_LEVEL", "SCHEDULING_CORE_TYPE", "CACHE_DIR"}) {
    Observe(key, CoreGet(core.get(), "CPU", key));
  }
}

CASE("core properties: of AUTO and MULTI") {
  for (const char* device : {"AUTO", "MULTI"}) {
    for (const char* key :
         {"PERFORMANCE_HINT", "PERF_COUNT", "MULTI_DEVICE_PRIORITIES", "MODEL_PRIORITY", "SCHEDULE_POLICY",
          "ENABLE_STARTUP_FALLBACK", "ENABLE_RUNTIME_FALLBACK", "DEVICE_BIND_BUFFER", "FULL_DEVICE_NAME"}) {
      Observe(std::string(device) + " " + key, CoreGet(SharedCore(), device, key));
    }
  }
}

CASE("core properties: that the CPU has not") {
  Observe("unknown", CoreGet(SharedCore(), "CPU", "NO_SUCH_PROPERTY"));
  Observe("a compiled model's", CoreGet(SharedCore(), "CPU", "OPTIMAL_NUMBER_OF_INFER_REQUESTS"));
  Observe("small letters", CoreGet(SharedCore(), "CPU", "performance_hint"));
  Observe("empty", CoreGet(SharedCore(), "CPU", ""));
}

CASE("core properties: of a device that nobody knows") {
  Observe("MYRIAD", CoreGet(SharedCore(), "MYRIAD", "FULL_DEVICE_NAME"));
  Observe("empty", CoreGet(SharedCore(), "", "FULL_DEVICE_NAME"));
  Observe("set", Set(SharedCore(), "MYRIAD", "PERF_COUNT", "YES"));
}

CASE("core properties: through a virtual device's list") {
  Observe("MULTI:CPU", CoreGet(SharedCore(), "MULTI:CPU", "PERFORMANCE_HINT"));
  Observe("AUTO:CPU", CoreGet(SharedCore(), "AUTO:CPU", "PERFORMANCE_HINT"));
  Observe("HETERO:CPU", CoreGet(SharedCore(), "HETERO:CPU", "FULL_DEVICE_NAME"));
  Observe("CPU.0", CoreGet(SharedCore(), "CPU.0", "PERFORMANCE_HINT"));
}

CASE("core properties: set and read back") {
  const Core core = LoadedCore();
  SetAndGet(core.get(), "CPU", "PERFORMANCE_HINT", "THROUGHPUT");
  SetAndGet(core.get(), "CPU", "NUM_STREAMS", "2");
  SetAndGet(core.get(), "CPU", "INFERENCE_PRECISION_HINT", "f32");
  SetAndGet(core.get(), "CPU", "INFERENCE_NUM_THREADS", "1");
  SetAndGet(core.get(), "CPU", "PERF_COUNT", "YES");
  SetAndGet(core.get(), "CPU", "PERF_COUNT", "false");
  SetAndGet(core.get(), "CPU", "EXECUTION_MODE_HINT", "ACCURACY");
  SetAndGet(core.get(), "CPU", "PERFORMANCE_HINT_NUM_REQUESTS", "4");
}

CASE("core properties: set on a new core and read back") {
  const Core core = NewCore();
  SetAndGet(core.get(), "CPU", "PERFORMANCE_HINT", "THROUGHPUT");
  SetAndGet(core.get(), "CPU", "NUM_STREAMS", "2");
}

CASE("core properties: bad values") {
  const Core core = LoadedCore();
  SetAndGet(core.get(), "CPU", "PERFORMANCE_HINT", "FAST");
  SetAndGet(core.get(), "CPU", "NUM_STREAMS", "many");
  SetAndGet(core.get(), "CPU", "PERF_COUNT", "MAYBE");
  SetAndGet(core.get(), "CPU", "INFERENCE_NUM_THREADS", "-3");
}

CASE("core properties: bad ones on a new core") {
  const Core core = NewCore();
  Observe("PERFORMANCE_HINT", Set(core.get(), "CPU", "PERFORMANCE_HINT", "FAST"));
  Observe("NO_SUCH_PROPERTY", Set(core.get(), "CPU", "NO_SUCH_PROPERTY", "x"));
  Observe("then", CoreGet(core.get(), "CPU", "PERFORMANCE_HINT"));
}

CASE("core properties: writing what only reads") {
  const Core core = LoadedCore();
  Observe("FULL_DEVICE_NAME", Set(core.get(), "CPU", "FULL_DEVICE_NAME", "x"));
  Observe("AVAILABLE_DEVICES", Set(core.get(), "CPU", "AVAILABLE_DEVICES", "x"));
  Observe("NO_SUCH_PROPERTY", Set(core.get(), "CPU", "NO_SUCH_PROPERTY", "x"));
}

CASE("core properties: are one core's") {
  const Core one = NewCore();
  const Core two = NewCore();
  Observe("set", Set(one.get(), "CPU", "NUM_STREAMS", "2"));
  Observe("other core", CoreGet(two.get(), "CPU", "NUM_STREAMS"));
}

CASE("core properties: reach models compiled later") {
  const Core core = NewCore();
  const Model model = Read("relu");
  Observe("set", Set(core.get(), "CPU", "NUM_STREAMS", "2"));
  Compiled compiled;
  Must(api.ov_core_compile_model(core.get(), model.get(), "CPU", 0, compiled.out()), "compile");
  Observe("compiled", Get(compiled.get(), "NUM_STREAMS"));
  Must(api.ov_core_compile_model(core.get(), model.get(), "CPU", 2, compiled.out(), "NUM_STREAMS", "1"), "compile");
  Observe("with its own", Get(compiled.get(), "NUM_STREAMS"));
  Must(api.ov_core_compile_model(core.get(), model.get(), "AUTO:CPU", 0, compiled.out()), "compile");
  Observe("AUTO", Get(compiled.get(), "OPTIMAL_NUMBER_OF_INFER_REQUESTS"));
}

CASE("core properties: set through virtual devices") {
  const Core core = NewCore();
  SetAndGet(core.get(), "AUTO", "PERFORMANCE_HINT", "THROUGHPUT");
  SetAndGet(core.get(), "MULTI", "MULTI_DEVICE_PRIORITIES", "CPU");
  SetAndGet(core.get(), "HETERO", "MULTI_DEVICE_PRIORITIES", "CPU");
  SetAndGet(core.get(), "BATCH", "AUTO_BATCH_TIMEOUT", "5");
  Observe("AUTO:CPU", Set(core.get(), "AUTO:CPU", "PERFORMANCE_HINT", "LATENCY"));
  Observe("MULTI:CPU", Set(core.get(), "MULTI:CPU", "PERF_COUNT", "YES"));
}

CASE("core properties: unknown ones and bad values of virtual devices") {
  const Core core = NewCore();
  for (const char* device : {"AUTO", "MULTI", "HETERO", "BATCH"}) {
    if (CoreGet(core.get(), device, "FULL_DEVICE_NAME") == "(-1)") throw CannotRun("no plugin");
    Observe(device, Set(core.get(), device, "NO_SUCH_PROPERTY", "1"));
    Observe("hint", Set(core.get(), device, "PERFORMANCE_HINT", "FAST"));
    Observe("switch", Set(core.get(), device, "PERF_COUNT", "MAYBE"));
  }
}

CASE("core properties: NULL") {
  char* value = nullptr;
  Observe("get", Said(api.ov_core_get_property(nullptr, "CPU", "NUM_STREAMS", &value)) + " " +
                     Said(api.ov_core_get_property(SharedCore(), nullptr, "NUM_STREAMS", &value)) + " " +
                     Said(api.ov_core_get_property(SharedCore(), "CPU", nullptr, &value)) + " " +
                     Said(api.ov_core_get_property(SharedCore(), "CPU", "NUM_STREAMS", nullptr)));
  Observe("set", Said(api.ov_core_set_property(nullptr, "CPU", "NUM_STREAMS", "1")));
}

CASE("core properties: an array of them") {
  if (api.ov_core_set_properties == nullptr) return Observe("this release has no such function");
  const Core core = NewCore();
  const ov_property_t good[] = {{"NUM_STREAMS", "2"}, {"PERF_COUNT", "YES"}};
  Observe("two", Said(api.ov_core_set_properties(core.get(), "CPU", 2, good)));
  Observe(CoreGet(core.get(), "CPU", "NUM_STREAMS") + " " + CoreGet(core.get(), "CPU", "PERF_COUNT"));
  const ov_property_t half[] = {{"NUM_STREAMS", "4"}, {"NO_SUCH_PROPERTY", "1"}};
  Observe("one of them unknown", Said(api.ov_core_set_properties(core.get(), "CPU", 2, half)));
  Observe("streams", CoreGet(core.get(), "CPU", "NUM_STREAMS"));
  const ov_property_t empty[] = {{"NUM_STREAMS", nullptr}};
  Observe("NULL value", Said(api.ov_core_set_properties(core.get(), "CPU", 1, empty)));
  Observe("none", Said(api.ov_core_set_properties(core.get(), "CPU", 0, nullptr)));
  Observe("NULL array", Said(api.ov_core_set_properties(core.get(), "CPU", 1, nullptr)));
}

}  // namespace contract
