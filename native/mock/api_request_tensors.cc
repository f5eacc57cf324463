// Infer requests: their tensors.
#include "exports.h"
#include "handles.h"

using namespace openvino_mock;

namespace {

/** An input or output by one of its names. */
struct Place {
  bool is_input;
  size_t index;
};

Place Find(const Model& model, const std::string& name) {
  for (const bool is_input : {true, false}) {
    const std::vector<Port>& ports = is_input ? model.inputs() : model.outputs();
    for (size_t i = 0; i < ports.size(); i++) {
      if (ports[i].Has(name)) return {is_input, i};
    }
  }
  throw Failure("Port for tensor name " + name + " was not found.");
}

void CheckOnly(const std::vector<Port>& ports, const char* function, const char* what) {
  if (ports.size() == 1) return;
  throw Failure(std::string(function) + "() must be called on a function with exactly one " + what + ".");
}

void CheckIndex(const std::vector<Port>& ports, size_t index, const char* direction) {
  if (index < ports.size()) return;
  throw Failure(std::string(direction) + " port for index " + std::to_string(index) +
                " was not found! The model has only " + std::to_string(ports.size()) +
                (std::string(direction) == "Input" ? " inputs." : " outputs."));
}

ov_tensor_t* Wrap(TensorPtr tensor) { return new ov_tensor{std::move(tensor)}; }

}  // namespace

ov_status_e ov_infer_request_set_input_tensor_by_index(ov_infer_request_t* infer_request, const size_t idx,
                                                       const ov_tensor_t* tensor) {
  return Guarded([&] {
    RequireAll(infer_request, tensor);
    const World::Guard guard = infer_request->world->Lock();
    CheckIndex(infer_request->request->model().inputs(), idx, "Input");
    infer_request->request->SetInput(idx, tensor->tensor);
  });
}

ov_status_e ov_infer_request_set_output_tensor_by_index(ov_infer_request_t* infer_request, const size_t idx,
                                                        const ov_tensor_t* tensor) {
  return Guarded([&] {
    RequireAll(infer_request, tensor);
    const World::Guard guard = infer_request->world->Lock();
    CheckIndex(infer_request->request->model().outputs(), idx, "Output");
    infer_request->request->SetOutput(idx, tensor->tensor);
  });
}

ov_status_e ov_infer_request_get_input_tensor_by_index(const ov_infer_request_t* infer_request, const size_t idx,
                                                       ov_tensor_t** tensor) {
  return Guarded([&] {
    RequireAll(infer_request, tensor);
    const World::Guard guard = infer_request->world->Lock();
    *tensor = Wrap(infer_request->request->GetInput(idx));
  });
}

ov_status_e ov_infer_request_get_output_tensor_by_index(const ov_infer_request_t* infer_request, const size_t idx,
                                                        ov_tensor_t** tensor) {
  return Guarded([&] {
    RequireAll(infer_request, tensor);
    const World::Guard guard = infer_request->world->Lock();
    *tensor = Wrap(infer_request->request->GetOutput(idx));
  });
}

ov_status_e ov_infer_request_set_tensor(ov_infer_request_t* infer_request, const char* tensor_name,
                                        const ov_tensor_t* tensor) {
  return Guarded([&] {
    RequireAll(infer_request, tensor_name, tensor);
    const World::Guard guard = infer_request->world->Lock();
    InferRequest& request = *infer_request->request;
    const Place place = Find(request.model(), tensor_name);
    if (place.is_input) {
      request.SetInput(place.index, tensor->tensor);
    } else {
      request.SetOutput(place.index, tensor->tensor);
    }
  });
}

ov_status_e ov_infer_request_get_tensor(const ov_infer_request_t* infer_request, const char* tensor_name,
                                        ov_tensor_t** tensor) {
  return Guarded([&] {
    RequireAll(infer_request, tensor_name, tensor);
    const World::Guard guard = infer_request->world->Lock();
    const InferRequest& request = *infer_request->request;
    const Place place = Find(request.model(), tensor_name);
    *tensor = Wrap(place.is_input ? request.GetInput(place.index) : request.GetOutput(place.index));
  });
}

ov_status_e ov_infer_request_set_input_tensor(ov_infer_request_t* infer_request, const ov_tensor_t* tensor) {
  return Guarded([&] {
    RequireAll(infer_request, tensor);
    const World::Guard guard = infer_request->world->Lock();
    CheckOnly(infer_request->request->model().inputs(), "set_input_tensor", "parameter");
    infer_request->request->SetInput(0, tensor->tensor);
  });
}

ov_status_e ov_infer_request_get_input_tensor(const ov_infer_request_t* infer_request, ov_tensor_t** tensor) {
  return Guarded([&] {
    RequireAll(infer_request, tensor);
    const World::Guard guard = infer_request->world->Lock();
    CheckOnly(infer_request->request->model().inputs(), "get_input_tensor", "parameter");
    *tensor = Wrap(infer_request->request->GetInput(0));
  });
}

ov_status_e ov_infer_request_set_output_tensor(ov_infer_request_t* infer_request, const ov_tensor_t* tensor) {
  return Guarded([&] {
    RequireAll(infer_request, tensor);
    const World::Guard guard = infer_request->world->Lock();
    CheckOnly(infer_request->request->model().outputs(), "set_output_tensor", "result");
    infer_request->request->SetOutput(0, tensor->tensor);
  });
}

ov_status_e ov_infer_request_get_output_tensor(const ov_infer_request_t* infer_request, ov_tensor_t** tensor) {
  return Guarded([&] {
    RequireAll(infer_request, tensor);
    const World::Guard guard = infer_request->world->Lock();
    CheckOnly(infer_request->request->model().outputs(), "get_output_tensor", "result");
    *tensor = Wrap(infer_request->request->GetOutput(0));
  });
}
