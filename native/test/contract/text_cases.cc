// Reasons that the library gives, as the addon hands them on: without their layers. A case each, for they change with releases.
#include "contract.h"
#include "elements.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

void Reading(const char* name) {
  Model model;
  Observe(Told(api.ov_core_read_model(SharedCore(), File(name).c_str(), nullptr, model.out())));
}

void Compiling(const char* device, const Properties& properties = {}) {
  Compiled compiled;
  Observe(Told(TryCompile(Read("relu").get(), device, properties, &compiled)));
}

void Setting(const char* device, const char* key, const char* value) {
  const Core core = NewCore();
  CoreGet(core.get(), device, "FULL_DEVICE_NAME");
  Observe(Told(api.ov_core_set_property(core.get(), device, key, value)));
}

void Getting(const char* device, const char* key) {
  char* value = nullptr;
  Observe(Told(api.ov_core_get_property(SharedCore(), device, key, &value)));
}

}  // namespace

CASE("text: read a file that is not there") { Reading("no-such-model.xml"); }
CASE("text: read an empty file") { Reading("empty.xml"); }
CASE("text: read text that is no XML") { Reading("text.xml"); }
CASE("text: read half an .xml") { Reading("truncated.xml"); }
CASE("text: read without weights") { Reading("missing-bin.xml"); }
CASE("text: read with weights too short") { Reading("short-bin.xml"); }
CASE("text: read an operation that nobody knows") { Reading("unknown-operation.xml"); }

CASE("text: compile for a device that nobody knows") { Compiling("MYRIAD"); }
CASE("text: compile for CPU.1") { Compiling("CPU.1"); }
CASE("text: compile for an empty device") { Compiling(""); }
CASE("text: compile for MULTI without devices") { Compiling("MULTI"); }
CASE("text: compile for MULTI with absent devices alone") { Compiling("MULTI:MYRIAD"); }
CASE("text: compile for AUTO with absent devices alone") { Compiling("AUTO:MYRIAD"); }
CASE("text: compile for HETERO without devices") { Compiling("HETERO"); }
CASE("text: compile for HETERO with absent devices") { Compiling("HETERO:MYRIAD,CPU"); }
CASE("text: compile for BATCH without a device") { Compiling("BATCH"); }
CASE("text: compile with a property that nobody knows") { Compiling("CPU", {{"NO_SUCH_PROPERTY", "1"}}); }
CASE("text: compile with a bad hint") { Compiling("CPU", {{"PERFORMANCE_HINT", "FAST"}}); }
CASE("text: compile with bad streams") { Compiling("CPU", {{"NUM_STREAMS", "many"}}); }
CASE("text: compile with a bad switch") { Compiling("CPU", {{"PERF_COUNT", "MAYBE"}}); }
CASE("text: compile for MULTI with a bad hint") { Compiling("MULTI:CPU", {{"PERFORMANCE_HINT", "FAST"}}); }
CASE("text: compile for AUTO with a bad switch") { Compiling("AUTO:CPU", {{"PERF_COUNT", "MAYBE"}}); }

CASE("text: get a property that nobody knows") { Getting("CPU", "NO_SUCH_PROPERTY"); }
CASE("text: get a property of a device that nobody knows") { Getting("MYRIAD", "FULL_DEVICE_NAME"); }
CASE("text: get a property of MULTI that nobody knows") { Getting("MULTI", "NO_SUCH_PROPERTY"); }
CASE("text: get a property of AUTO:CPU") { Getting("AUTO:CPU", "PERFORMANCE_HINT"); }
CASE("text: set a property that nobody knows") { Setting("CPU", "NO_SUCH_PROPERTY", "1"); }
CASE("text: set a property that only reads") { Setting("CPU", "FULL_DEVICE_NAME", "1"); }
CASE("text: set a bad hint") { Setting("CPU", "PERFORMANCE_HINT", "FAST"); }
CASE("text: get a compiled model's property that nobody knows") {
  char* value = nullptr;
  Observe(Told(api.ov_compiled_model_get_property(Compile("relu").get(), "NO_SUCH_PROPERTY", &value)));
}
CASE("text: set a compiled model's property") {
  Observe(Told(api.ov_compiled_model_set_property(Compile("relu").get(), "NUM_STREAMS", "2")));
}

CASE("text: reshape to channels that a convolution refuses") {
  const Model model = Read("convolution");
  PartialShape shape = {{1, 1}, {4, 4}, {32, 32}, {32, 32}};
  Observe(Told(api.ov_model_reshape_single_input(model.get(), shape.get())));
}
CASE("text: reshape by a name that does not exist") {
  const Model model = Read("relu");
  PartialShape shape = {{4, 4}, {16, 16}};
  const char* names[] = {"nothing"};
  const ov_partial_shape_t shapes[] = {shape.get()};
  Observe(Told(api.ov_model_reshape(model.get(), names, shapes, 1)));
}
CASE("text: an input by a name that does not exist") {
  Port port;
  Observe(Told(api.ov_model_const_input_by_name(Read("relu").get(), "nothing", port.out())));
}
CASE("text: a compiled model's input out of range") {
  Port port;
  Observe(Told(api.ov_compiled_model_input_by_index(Compile("relu").get(), 3, port.out())));
}
CASE("text: a port without a name") {
  Port port;
  char* name = nullptr;
  Must(api.ov_model_const_input_by_index(Read("nameless").get(), 0, port.out()), "ov_model_const_input_by_index");
  Observe(Told(api.ov_port_get_any_name(port.get(), &name)));
}

CASE("text: set a tensor of a wrong shape") {
  const Request request = RequestFor("relu");
  const Tensor tensor = NewTensor("f32", {1, 15});
  Observe(Told(api.ov_infer_request_set_input_tensor_by_index(request.get(), 0, tensor.get())));
}
CASE("text: set a tensor of a wrong type") {
  const Request request = RequestFor("relu");
  const Tensor tensor = NewTensor("i32", {1, 16});
  Observe(Told(api.ov_infer_request_set_input_tensor_by_index(request.get(), 0, tensor.get())));
}
CASE("text: set an output tensor of a wrong shape") {
  const Request request = RequestFor("relu");
  const Tensor tensor = NewTensor("f32", {1, 15});
  Observe(Told(api.ov_infer_request_set_output_tensor_by_index(request.get(), 0, tensor.get())));
}
CASE("text: set a tensor at an index out of range") {
  const Request request = RequestFor("relu");
  const Tensor tensor = NewTensor("f32", {1, 16});
  Observe(Told(api.ov_infer_request_set_input_tensor_by_index(request.get(), 4, tensor.get())));
}
CASE("text: set a tensor by a name that does not exist") {
  const Request request = RequestFor("relu");
  const Tensor tensor = NewTensor("f32", {1, 16});
  Observe(Told(api.ov_infer_request_set_tensor(request.get(), "nothing", tensor.get())));
}
CASE("text: the one input of two") {
  const Request request = RequestFor("add");
  Tensor tensor;
  Observe(Told(api.ov_infer_request_get_input_tensor(request.get(), tensor.out())));
}
CASE("text: infer with a dynamic input that was never set") {
  Observe(Told(api.ov_infer_request_infer(RequestFor("dynamic-batch").get())));
}
CASE("text: profiling that was not asked for") {
  const Request request = RequestFor("relu");
  ov_profiling_info_list_t list = {nullptr, 0};
  Must(api.ov_infer_request_infer(request.get()), "infer");
  const ov_status_e status = api.ov_infer_request_get_profiling_info(request.get(), &list);
  Observe(Told(status));
  if (status == OK) api.ov_profiling_info_list_free(&list);
}
CASE("text: a tensor of a negative size") {
  Tensor tensor;
  int64_t dims[] = {-1};
  Observe(Told(api.ov_tensor_create(Element("u8"), {1, dims}, tensor.out())));
}
CASE("text: a negative timeout") {
  const Request request = RequestFor("relu");
  Observe(Told(api.ov_infer_request_wait_for(request.get(), -1)));
}

}  // namespace contract
