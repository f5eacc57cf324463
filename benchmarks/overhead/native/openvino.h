// What a C program needs of OpenVINO's API: its functions, a compiled model, a request with its memory. The peers in C
// share it, so that they make the very same calls.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "../../../native/api.h"
#include "../../../native/library.h"

namespace overhead {

inline openvino_node::Api api;

/** Without a peer there is nothing to measure: its process ends. */
[[noreturn]] inline void Fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

inline void Check(ov_status_e status, const char* call) {
  if (status == OK) return;
  const char* text = api.ov_get_last_err_msg();
  Fail(std::string(call) + " failed with " + std::to_string(status) + ": " + (text == nullptr ? "" : text));
}

#define OVERHEAD_CALL(name, ...) ::overhead::Check(::overhead::api.name(__VA_ARGS__), #name)

/** Opens libopenvino_c, before it the library of TBB where it has to be ("" where not), and fills the table. */
inline void OpenRuntime(const std::string& path, const std::string& preload) {
  std::string error;
  if (!preload.empty() && openvino_node::OpenLibrary(preload, &error) == nullptr) Fail(error);
  void* library = openvino_node::OpenLibrary(path, &error);
  if (library == nullptr) Fail(error);
#define OV_FUNCTION(result, name, parameters, since) \
  api.name = reinterpret_cast<decltype(api.name)>(openvino_node::LibrarySymbol(library, #name));
#include "../../../native/api_functions.h"
#undef OV_FUNCTION
}

struct Model {
  ov_core_t* core = nullptr;
  ov_compiled_model_t* compiled = nullptr;
};

inline Model Compile(const std::string& path, const std::string& hint) {
  Model model;
  OVERHEAD_CALL(ov_core_create, &model.core);
  // two variadic arguments: a name and its value
  OVERHEAD_CALL(ov_core_compile_model_from_file, model.core, path.c_str(), "CPU", 2, &model.compiled,
                "PERFORMANCE_HINT", hint.c_str());
  return model;
}

inline int OptimalRequests(const Model& model) {
  char* text = nullptr;
  OVERHEAD_CALL(ov_compiled_model_get_property, model.compiled, "OPTIMAL_NUMBER_OF_INFER_REQUESTS", &text);
  const int optimal = std::atoi(text);
  api.ov_free(text);
  return optimal;
}

/** A request of a model with one input and one output, and where its output is. */
struct Request {
  ov_infer_request_t* handle = nullptr;
  ov_tensor_t* output = nullptr;
  const float* values = nullptr;
  size_t output_bytes = 0;
};

inline Request MakeRequest(const Model& model) {
  Request request;
  OVERHEAD_CALL(ov_compiled_model_create_infer_request, model.compiled, &request.handle);
  OVERHEAD_CALL(ov_infer_request_get_output_tensor_by_index, request.handle, 0, &request.output);
  void* data = nullptr;
  OVERHEAD_CALL(ov_tensor_data, request.output, &data);
  OVERHEAD_CALL(ov_tensor_get_byte_size, request.output, &request.output_bytes);
  request.values = static_cast<const float*>(data);
  return request;
}

/** What a tensor for a request's input has to be. A release's number of its element type is taken from there as well. */
struct InputForm {
  ov_element_type_e type = 0;
  std::vector<int64_t> dimensions;
  size_t bytes = 0;

  ov_shape_t shape() const {
    return {static_cast<int64_t>(dimensions.size()), const_cast<int64_t*>(dimensions.data())};
  }
};

inline InputForm FormOfInput(const Request& request) {
  ov_tensor_t* own = nullptr;
  OVERHEAD_CALL(ov_infer_request_get_input_tensor_by_index, request.handle, 0, &own);
  InputForm form;
  ov_shape_t shape = {0, nullptr};
  OVERHEAD_CALL(ov_tensor_get_shape, own, &shape);
  form.dimensions.assign(shape.dims, shape.dims + shape.rank);
  api.ov_shape_free(&shape);
  OVERHEAD_CALL(ov_tensor_get_element_type, own, &form.type);
  OVERHEAD_CALL(ov_tensor_get_byte_size, own, &form.bytes);
  api.ov_tensor_free(own);
  return form;
}

/** A tensor over the caller's memory. */
inline ov_tensor_t* Wrap(const InputForm& form, void* memory) {
  ov_tensor_t* tensor = nullptr;
  OVERHEAD_CALL(ov_tensor_create_from_host_ptr, form.type, form.shape(), memory, &tensor);
  return tensor;
}

inline void Free(Request& request) {
  api.ov_tensor_free(request.output);
  api.ov_infer_request_free(request.handle);
}

inline void Free(Model& model) {
  api.ov_compiled_model_free(model.compiled);
  api.ov_core_free(model.core);
}

}  // namespace overhead
