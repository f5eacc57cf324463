// Models whose shapes are known only when they run.
#include <array>

#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

std::string Run(ov_infer_request_t* request, int64_t batch) {
  const Tensor tensor = NewTensor("f32", {batch, 16});
  const ov_status_e set = api.ov_infer_request_set_input_tensor_by_index(request, 0, tensor.get());
  if (set != OK) return "set " + Said(set);
  const ov_status_e status = api.ov_infer_request_infer(request);
  return status == OK ? Describe(Output(request).get()) : Said(status);
}

}  // namespace

CASE("dynamic: tensors before anything is set") {
  const Request request = RequestFor("dynamic-batch");
  Observe("input", Describe(Input(request.get()).get()));
  Observe("output", Describe(Output(request.get()).get()));
}

CASE("dynamic: outputs take their inputs' shapes") {
  const Request request = RequestFor("dynamic-batch");
  Observe(Run(request.get(), 2));
  Observe(Run(request.get(), 5));
  Observe(Run(request.get(), 1));
}

CASE("dynamic: the input as it was set") {
  const Request request = RequestFor("dynamic-batch");
  Run(request.get(), 3);
  Observe(Describe(Input(request.get()).get()));
}

CASE("dynamic: a dimension that is fixed") {
  const Request request = RequestFor("dynamic-batch");
  const Tensor tensor = NewTensor("f32", {2, 15});
  Observe(Said(api.ov_infer_request_set_input_tensor_by_index(request.get(), 0, tensor.get())));
}

CASE("dynamic: a batch of nothing") { Observe(Run(RequestFor("dynamic-batch").get(), 0)); }

CASE("dynamic: within a range and outside of it") {
  const Request request = RequestFor("bounded");
  Observe("8", Run(request.get(), 8));
  Observe("9", Run(request.get(), 9));
}

CASE("dynamic: an output tensor that fits") {
  const Request request = RequestFor("dynamic-batch");
  std::array<float, 32> memory = {};
  const Tensor output = HostTensor("f32", {2, 16}, memory.data());
  Observe("set", Said(api.ov_infer_request_set_output_tensor_by_index(request.get(), 0, output.get())));
  Observe(Run(request.get(), 2));
  Observe("same memory", Data(Output(request.get()).get()) == memory.data());
}

CASE("dynamic: an output that is held over the next inference") {
  const Request request = RequestFor("dynamic-batch");
  Run(request.get(), 2);
  const Tensor output = Output(request.get());
  Run(request.get(), 64);
  Observe("the tensor", Describe(output.get()));
  Observe("the new one", Describe(Output(request.get()).get()));
}

CASE("dynamic: never set") { Observe(Said(api.ov_infer_request_infer(RequestFor("dynamic-batch").get()))); }

CASE("dynamic: reshaped to static") {
  const Model model = Read("dynamic-batch");
  PartialShape shape = {{3, 3}, {16, 16}};
  Must(api.ov_model_reshape_single_input(model.get(), shape.get()), "reshape");
  Compiled compiled;
  Must(TryCompile(model.get(), "CPU", {}, &compiled), "compile");
  const Request request = NewRequest(compiled.get());
  Observe("input", Describe(Input(request.get()).get()));
  Observe("2", Run(request.get(), 2));
  Observe("3", Run(request.get(), 3));
}

}  // namespace contract
