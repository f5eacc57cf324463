// MULTI, AUTO, HETERO and BATCH. Absent devices are ones that no release has a plugin for; GPU and NPU depend on the machine.
#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

void Compiling(const char* device, const Properties& properties = {}) {
  Compiled compiled;
  const ov_status_e status = TryCompile(Read("relu").get(), device, properties, &compiled);
  std::string said = Said(status);
  if (status == OK) {
    said += " on " + Get(compiled.get(), "EXECUTION_DEVICES") +
            ", infers: " + Said(api.ov_infer_request_infer(NewRequest(compiled.get()).get()));
  }
  Observe(device, said);
}

std::string Optimal(const char* device, const Properties& properties = {}) {
  return Get(Compile("relu", device, properties).get(), "OPTIMAL_NUMBER_OF_INFER_REQUESTS");
}

}  // namespace

CASE("MULTI: of the CPU") { Compiling("MULTI:CPU"); }
CASE("MULTI: without devices") {
  Compiling("MULTI");
  Compiling("MULTI:");
}
CASE("MULTI: the CPU twice") { Compiling("MULTI:CPU,CPU"); }
CASE("MULTI: with absent devices") {
  Compiling("MULTI:MYRIAD,CPU");
  Compiling("MULTI:CPU,MYRIAD");
  Compiling("MULTI:FOO,MYRIAD,CPU");
}
CASE("MULTI: of absent devices alone") {
  Compiling("MULTI:MYRIAD");
  Compiling("MULTI:MYRIAD,FOO");
}
CASE("MULTI: devices by property") { Compiling("MULTI", {{"MULTI_DEVICE_PRIORITIES", "CPU"}}); }
CASE("MULTI: with blanks and empty places") {
  Compiling("MULTI:CPU,");
  Compiling("MULTI:,CPU");
  Compiling("MULTI: CPU");
}
CASE("MULTI: with numbers of requests") { Compiling("MULTI:CPU(2)"); }
CASE("MULTI: excluding a device") { Compiling("MULTI:CPU,-MYRIAD"); }

CASE("AUTO: of the CPU") { Compiling("AUTO:CPU"); }
CASE("AUTO: without devices") {
  for (const char* device : {"AUTO", "AUTO:", "AUTO:-MYRIAD"}) {
    Compiled compiled;
    Observe(device, Said(TryCompile(Read("relu").get(), device, {}, &compiled)));
    if (compiled.get() != nullptr) Observe("on", WhereItRuns(compiled.get()));
  }
}
CASE("AUTO: with absent devices") {
  Compiling("AUTO:MYRIAD,CPU");
  Compiling("AUTO:CPU,MYRIAD");
}
CASE("AUTO: of absent devices alone") { Compiling("AUTO:MYRIAD"); }
CASE("AUTO: with each hint") {
  for (const char* hint : {"LATENCY", "THROUGHPUT", "CUMULATIVE_THROUGHPUT"}) {
    Compiling("AUTO:CPU", {{"PERFORMANCE_HINT", hint}});
  }
}
CASE("AUTO: with properties of its devices") {
  Compiling("AUTO:CPU", {{"DEVICE_PROPERTIES", "{CPU:{NUM_STREAMS:2}}"}});
  Compiling("AUTO:CPU", {{"DEVICE_PROPERTIES", "nonsense"}});
}

CASE("HETERO: of the CPU") { Compiling("HETERO:CPU"); }
CASE("HETERO: without devices") {
  Compiling("HETERO");
  Compiling("HETERO:");
}
CASE("HETERO: with absent devices") {
  Compiling("HETERO:MYRIAD,CPU");
  Compiling("HETERO:CPU,MYRIAD");
}
CASE("HETERO: of absent devices alone") { Compiling("HETERO:MYRIAD"); }

CASE("BATCH: of the CPU") {
  // how long it waits for a batch to fill up, in ms; a second where nothing is said
  Compiling("BATCH:CPU(2)", {{"AUTO_BATCH_TIMEOUT", "1"}});
  Compiling("BATCH:CPU", {{"AUTO_BATCH_TIMEOUT", "1"}});
}
CASE("BATCH: without a device") { Compiling("BATCH"); }
CASE("BATCH: of an absent device") { Compiling("BATCH:MYRIAD(2)"); }
CASE("BATCH: a size that is none") {
  Compiling("BATCH:CPU(0)");
  Compiling("BATCH:CPU(x)");
}

CASE("virtual: nested") {
  Compiling("MULTI:AUTO:CPU");
  Compiling("AUTO:MULTI:CPU");
  Compiling("HETERO:MULTI:CPU");
}

CASE("virtual: unknown properties and bad values") {
  Compiled compiled;
  const Model model = Read("relu");
  for (const char* device : {"MULTI:CPU", "AUTO:CPU", "HETERO:CPU", "BATCH:CPU(2)"}) {
    Observe(device, Said(TryCompile(model.get(), device, {{"NO_SUCH_PROPERTY", "1"}}, &compiled)) + " " +
                        Said(TryCompile(model.get(), device, {{"PERFORMANCE_HINT", "FAST"}}, &compiled)) + " " +
                        Said(TryCompile(model.get(), device, {{"PERF_COUNT", "MAYBE"}}, &compiled)) + " " +
                        Said(TryCompile(model.get(), device, {{"NUM_STREAMS", "2"}}, &compiled)));
  }
}

CASE("virtual: hints that each has of its own") {
  for (const char* device : {"CPU", "AUTO:CPU", "MULTI:CPU"}) {
    Observe(device, Get(Compile("relu", device).get(), "PERFORMANCE_HINT"));
  }
}

CASE("virtual: how many requests are best") {
  Observe("CPU", Optimal("CPU"));
  Observe("AUTO", Optimal("AUTO:CPU"));
  Observe("HETERO", Optimal("HETERO:CPU"));
  const std::string throughput = Optimal("CPU", {{"PERFORMANCE_HINT", "THROUGHPUT"}});
  Observe("MULTI as the CPU for throughput", Optimal("MULTI:CPU") == throughput);
  Observe("AUTO for throughput likewise", Optimal("AUTO:CPU", {{"PERFORMANCE_HINT", "THROUGHPUT"}}) == throughput);
  Observe("AUTO cumulative likewise",
          Optimal("AUTO:CPU", {{"PERFORMANCE_HINT", "CUMULATIVE_THROUGHPUT"}}) == throughput);
  Observe("CPU with 2 streams", Optimal("CPU", {{"NUM_STREAMS", "2"}}));
}

}  // namespace contract
