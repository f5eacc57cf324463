// What the C API's opaque pointers point to.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "../api_types.h"
#include "compile.h"
#include "compiled_model.h"
#include "infer_request.h"
#include "model.h"
#include "remote_context.h"
#include "tensor.h"
#include "world.h"

struct ov_core {
  std::shared_ptr<openvino_mock::World> world;
  /** What it was told for devices, under the world's lock; `""` for all. */
  openvino_mock::CoreProperties properties;
  /** Devices whose plugins it has loaded: what is set for another one is noted and not looked at, as by the real core. */
  std::set<std::string> loaded;
};

struct ov_model {
  std::shared_ptr<openvino_mock::Model> model;
};

struct ov_compiled_model {
  std::shared_ptr<openvino_mock::World> world;
  std::shared_ptr<openvino_mock::CompiledModel> compiled;
};

struct ov_infer_request {
  std::shared_ptr<openvino_mock::World> world;
  std::shared_ptr<openvino_mock::InferRequest> request;
};

struct ov_remote_context {
  std::shared_ptr<openvino_mock::RemoteContext> context;
};

struct ov_tensor {
  std::shared_ptr<openvino_mock::Tensor> tensor;
};

/** An input that its model can be reshaped by. */
struct ov_output_port {
  std::shared_ptr<openvino_mock::Model> model;
  size_t index;
};

struct ov_output_const_port {
  /** A model's port shows what the model is reshaped to later, as the real library's does. */
  std::shared_ptr<const openvino_mock::Model> model;
  bool is_input;
  size_t index;

  const openvino_mock::Port& port() const { return (is_input ? model->inputs() : model->outputs())[index]; }
};
