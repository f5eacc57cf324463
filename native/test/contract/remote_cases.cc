// Remote contexts and remote tensors, as far as a machine without a GPU shows them: that the CPU and the schedulers have none.
#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

using Context = Owned<ov_remote_context_t, &Api::ov_remote_context_free>;

std::string Default(const char* device) {
  Context context;
  const ov_status_e status = api.ov_core_get_default_context(SharedCore(), device, context.out());
  return Told(status) + (context.get() == nullptr ? "" : " a context");
}

std::string Created(const char* device) {
  Context context;
  const ov_status_e status = api.ov_core_create_context(SharedCore(), device, 0, context.out());
  return Told(status) + (context.get() == nullptr ? "" : " a context");
}

std::string OfCompiled(const char* device) {
  const Compiled compiled = Compile("relu", device);
  Context context;
  return Told(api.ov_compiled_model_get_context(compiled.get(), context.out()));
}

}  // namespace

CASE("remote: the CPU has no contexts") {
  Observe("default", Default("CPU"));
  Observe("created", Created("CPU"));
  Observe("default by number", Default("CPU.0"));
  Observe("created by number", Created("CPU.0"));
}

CASE("remote: the CPU has no contexts, whatever parameters it is given") {
  Context context;
  int memory = 0;
  Observe("text", Told(api.ov_core_create_context(SharedCore(), "CPU", 2, context.out(), "CONTEXT_TYPE", "OCL")));
  Observe("pointer", Told(api.ov_core_create_context(SharedCore(), "CPU", 4, context.out(), "CONTEXT_TYPE", "OCL",
                                                     "OCL_CONTEXT", static_cast<void*>(&memory))));
}

CASE("remote: schedulers have no contexts") {
  for (const char* device :
       {"AUTO", "AUTO:CPU", "MULTI", "MULTI:CPU", "HETERO", "HETERO:CPU", "BATCH", "BATCH:CPU(2)"}) {
    Observe(std::string(device) + " default", Default(device));
    Observe(std::string(device) + " created", Created(device));
  }
}

CASE("remote: devices that nobody knows") {
  for (const char* device : {"MYRIAD", "cpu", ""}) {
    Observe(std::string(device) + " default", Default(device));
    Observe(std::string(device) + " created", Created(device));
  }
}

CASE("remote: compiled models without contexts") {
  for (const char* device : {"CPU", "AUTO:CPU", "MULTI:CPU", "HETERO:CPU", "BATCH:CPU(2)"}) {
    Observe(device, OfCompiled(device));
  }
}

CASE("remote: NULL") {
  Context context;
  const Model model = Read("relu");
  Compiled compiled;
  Observe("core", Said(api.ov_core_get_default_context(nullptr, "CPU", context.out())) + " " +
                      Said(api.ov_core_create_context(nullptr, "CPU", 0, context.out())));
  Observe("device", Said(api.ov_core_get_default_context(SharedCore(), nullptr, context.out())) + " " +
                        Said(api.ov_core_create_context(SharedCore(), nullptr, 0, context.out())));
  Observe("into NULL", Said(api.ov_core_get_default_context(SharedCore(), "CPU", nullptr)) + " " +
                           Said(api.ov_core_create_context(SharedCore(), "CPU", 0, nullptr)));
  Observe("a key without a value", Said(api.ov_core_create_context(SharedCore(), "CPU", 1, context.out(), "KEY")));
  Observe("context",
          Said(api.ov_core_compile_model_with_context(SharedCore(), model.get(), nullptr, 0, compiled.out())));
  Observe("of compiled", Said(api.ov_compiled_model_get_context(nullptr, context.out())) + " " +
                             Said(api.ov_compiled_model_get_context(Compile("relu").get(), nullptr)));
  char* text = nullptr;
  size_t size = 0;
  Observe("of context", Said(api.ov_remote_context_get_device_name(nullptr, &text)) + " " +
                            Said(api.ov_remote_context_get_params(nullptr, &size, &text)));
  api.ov_remote_context_free(nullptr);
}

CASE("remote: parameters in an array") {
  if (api.ov_core_create_context_props == nullptr) return Observe("this release has no such function");
  Context context;
  const ov_property_t type = {"CONTEXT_TYPE", "OCL"};
  const ov_property_t no_value = {"CONTEXT_TYPE", nullptr};
  const ov_property_t no_handle = {"OCL_CONTEXT", nullptr};
  const ov_property_t no_key = {nullptr, "OCL"};
  const auto made = [&](size_t count, const ov_property_t* list) {
    return Told(api.ov_core_create_context_props(SharedCore(), "CPU", count, list, context.out()));
  };
  Observe("none", made(0, nullptr));
  Observe("one", made(1, &type));
  Observe("NULL list", made(1, nullptr));
  Observe("NULL value", made(1, &no_value));
  Observe("NULL handle", made(1, &no_handle));
  Observe("NULL key", made(1, &no_key));
}

CASE("remote: a tensor of the host is none") {
  const Tensor tensor = NewTensor("f32", {4});
  char* text = nullptr;
  size_t size = 0;
  Observe("device", Said(api.ov_remote_tensor_get_device_name(tensor.get(), &text)));
  Observe("parameters", Said(api.ov_remote_tensor_get_params(tensor.get(), &size, &text)));
  Observe("of NULL", Said(api.ov_remote_tensor_get_device_name(nullptr, &text)) + " " +
                         Said(api.ov_remote_tensor_get_params(nullptr, &size, &text)));
}

}  // namespace contract
