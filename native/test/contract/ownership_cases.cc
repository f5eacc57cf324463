// Who owns what, and in which order things may go.
#include <cstring>

#include "busy.h"
#include "contract.h"
#include "words.h"

namespace contract {

CASE("ownership: NULL may be freed") {
  api.ov_free(nullptr);
  api.ov_core_free(nullptr);
  api.ov_model_free(nullptr);
  api.ov_compiled_model_free(nullptr);
  api.ov_infer_request_free(nullptr);
  api.ov_tensor_free(nullptr);
  api.ov_output_const_port_free(nullptr);
  api.ov_version_free(nullptr);
  api.ov_available_devices_free(nullptr);
  api.ov_core_versions_free(nullptr);
  api.ov_profiling_info_list_free(nullptr);
  api.ov_partial_shape_free(nullptr);
  Observe("shape", Said(api.ov_shape_free(nullptr)));
}

CASE("ownership: a shape freed twice") {
  const Tensor tensor = NewTensor("f32", {2, 3});
  ov_shape_t shape = {0, nullptr};
  Must(api.ov_tensor_get_shape(tensor.get(), &shape), "ov_tensor_get_shape");
  Observe("once", Said(api.ov_shape_free(&shape)));
  Observe("left", shape.dims == nullptr && shape.rank == 0 ? "nothing" : "something");
  Observe("twice", Said(api.ov_shape_free(&shape)));
}

CASE("ownership: a list of devices freed twice") {
  ov_available_devices_t devices = {nullptr, 0};
  Must(api.ov_core_get_available_devices(SharedCore(), &devices), "ov_core_get_available_devices");
  api.ov_available_devices_free(&devices);
  api.ov_available_devices_free(&devices);
  Observe("left", devices.devices == nullptr && devices.size == 0 ? "nothing" : "something");
}

CASE("ownership: a list of profiling freed twice") {
  const Request request = RequestFor("weights", {{"PERF_COUNT", "YES"}});
  Must(api.ov_infer_request_infer(request.get()), "infer");
  ov_profiling_info_list_t list = {nullptr, 0};
  Must(api.ov_infer_request_get_profiling_info(request.get(), &list), "ov_infer_request_get_profiling_info");
  api.ov_profiling_info_list_free(&list);
  api.ov_profiling_info_list_free(&list);
  Observe("left", list.profiling_infos == nullptr && list.size == 0 ? "nothing" : "something");
}

CASE("ownership: core, model and compiled model go before the request") {
  Core core = NewCore();
  Model model;
  Compiled compiled;
  Must(api.ov_core_read_model(core.get(), File("weights.xml").c_str(), nullptr, model.out()), "read");
  Must(api.ov_core_compile_model(core.get(), model.get(), "CPU", 0, compiled.out()), "compile");
  const Request request = NewRequest(compiled.get());
  core.Reset();
  model.Reset();
  compiled.Reset();
  Observe("infer", Said(api.ov_infer_request_infer(request.get())));
  Observe("start", Said(api.ov_infer_request_start_async(request.get())));
  Observe("wait", Said(api.ov_infer_request_wait(request.get())));
}

CASE("ownership: they go while the request runs") {
  for (const char* device : {"CPU", "MULTI:CPU", "AUTO:CPU"}) {
    Compiled compiled = Compile("heavy", device);
    const Request request = NewRequest(compiled.get());
    Must(api.ov_infer_request_start_async(request.get()), "start");
    compiled.Reset();
    Observe(device, Said(api.ov_infer_request_wait(request.get())));
  }
}

CASE("ownership: a tensor outlives its request") {
  Request request = RequestFor("relu");
  Must(api.ov_infer_request_infer(request.get()), "infer");
  const Tensor output = Output(request.get());
  const void* data = Data(output.get());
  request.Reset();
  Observe(Describe(output.get()));
  Observe("same memory", Data(output.get()) == data);
  std::memset(Data(output.get()), 0, ByteSize(output.get()));
}

CASE("ownership: freeing a busy request waits for it and drops its callback") {
  Counter counter;
  Request request = NewRequest(SharedHeavy());
  Must(api.ov_infer_request_set_callback(request.get(), counter.callback()), "set_callback");
  const Busy busy(3);
  Must(api.ov_infer_request_start_async(request.get()), "start");
  request.Reset();
  Observe("those before it have ended", Said(api.ov_infer_request_wait_for(busy.last(), 0)));
  Observe("calls", counter.count());
}

CASE("ownership: texts are the caller's") {
  Compiled compiled = Compile("relu");
  char* name = nullptr;
  Must(api.ov_compiled_model_get_property(compiled.get(), "NETWORK_NAME", &name), "get_property");
  compiled.Reset();
  Observe(Take(name));
}

CASE("ownership: a property's text is a copy each time") {
  const Compiled compiled = Compile("relu");
  char* one = nullptr;
  char* two = nullptr;
  Must(api.ov_compiled_model_get_property(compiled.get(), "NETWORK_NAME", &one), "get_property");
  Must(api.ov_compiled_model_get_property(compiled.get(), "NETWORK_NAME", &two), "get_property");
  Observe("same memory", one == two);
  api.ov_free(one);
  api.ov_free(two);
}

}  // namespace contract
