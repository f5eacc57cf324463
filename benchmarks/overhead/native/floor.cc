// The floor: the thinnest addon of Node-API that can infer, in the style of C and without a check of what it is given.
// What this costs is Node-API's; what the package costs more than this is its own. Inferences in flight are in wake.h.

#define NAPI_VERSION 8
#include <node_api.h>

#include "openvino.h"
#include "wake.h"

namespace overhead {

namespace {

template <size_t N>
struct Arguments {
  napi_value values[N];

  Arguments(napi_env env, napi_callback_info info) {
    size_t count = N;
    CheckNode(napi_get_cb_info(env, info, &count, values, nullptr, nullptr));
  }
};

std::string TextOf(napi_env env, napi_value value) {
  size_t length = 0;
  CheckNode(napi_get_value_string_utf8(env, value, nullptr, 0, &length));
  std::string text(length, '\0');
  CheckNode(napi_get_value_string_utf8(env, value, text.data(), length + 1, &length));
  return text;
}

template <typename T>
napi_value External(napi_env env, T* pointer) {
  napi_value value;
  CheckNode(napi_create_external(env, pointer, nullptr, nullptr, &value));
  return value;
}

template <typename T>
T* Pointer(napi_env env, napi_value value) {
  void* pointer = nullptr;
  napi_get_value_external(env, value, &pointer);
  return static_cast<T*>(pointer);
}

/** open(library: string, preload: string): void */
napi_value Open(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  OpenRuntime(TextOf(env, arguments.values[0]), TextOf(env, arguments.values[1]));
  return nullptr;
}

/** createRequest(model: string, hint: string): Request, of a model compiled for it */
napi_value CreateRequest(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  const Model model = Compile(TextOf(env, arguments.values[0]), TextOf(env, arguments.values[1]));
  return External(env, new Request(MakeRequest(model)));
}

/** inputElements(request: Request): number */
napi_value InputElements(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  napi_value count;
  const InputForm form = FormOfInput(*Pointer<Request>(env, arguments.values[0]));
  CheckNode(napi_create_double(env, static_cast<double>(form.bytes / sizeof(float)), &count));
  return count;
}

/** createTensor(request: Request, array: Float32Array): Tensor, for its input; the caller keeps the array */
napi_value CreateTensor(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  void* data = nullptr;
  CheckNode(napi_get_typedarray_info(env, arguments.values[1], nullptr, nullptr, &data, nullptr, nullptr));
  return External(env, Wrap(FormOfInput(*Pointer<Request>(env, arguments.values[0])), data));
}

/** output(request: Request): ArrayBuffer, a live view */
napi_value OutputOf(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  const Request& request = *Pointer<Request>(env, arguments.values[0]);
  napi_value buffer;
  void* data = const_cast<float*>(request.values);
  CheckNode(napi_create_external_arraybuffer(env, data, request.output_bytes, nullptr, nullptr, &buffer));
  return buffer;
}

/** infer(request: Request): void */
napi_value Infer(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  OVERHEAD_CALL(ov_infer_request_infer, Pointer<Request>(env, arguments.values[0])->handle);
  return nullptr;
}

/** setAndInfer(request: Request, tensor: Tensor): void */
napi_value SetAndInfer(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  ov_infer_request_t* request = Pointer<Request>(env, arguments.values[0])->handle;
  OVERHEAD_CALL(ov_infer_request_set_input_tensor_by_index, request, 0, Pointer<ov_tensor_t>(env, arguments.values[1]));
  OVERHEAD_CALL(ov_infer_request_infer, request);
  return nullptr;
}

/**
 * createFlights(model: string, hint: string, ended: Int32Array, listener: (count: number) => void): Flights, as many as
 * the array has places. When the listener is called, `count` numbers of flights that have ended stand in the array, which
 * the caller keeps.
 */
napi_value CreateFlights(napi_env env, napi_callback_info info) {
  const Arguments<4> arguments(env, info);
  const Model model = Compile(TextOf(env, arguments.values[0]), TextOf(env, arguments.values[1]));
  size_t count = 0;
  void* ended = nullptr;
  CheckNode(napi_get_typedarray_info(env, arguments.values[2], nullptr, &count, &ended, nullptr, nullptr));
  return External(env, new WokenFlights(env, model, count, static_cast<int32_t*>(ended), arguments.values[3]));
}

/** start(flights: Flights, number: number): void */
napi_value Start(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  int32_t number = 0;
  CheckNode(napi_get_value_int32(env, arguments.values[1], &number));
  Pointer<WokenFlights>(env, arguments.values[0])->Start(number);
  return nullptr;
}

}  // namespace

}  // namespace overhead

NAPI_MODULE_INIT() {
  using namespace overhead;
  const napi_property_descriptor functions[] = {
      {"open", nullptr, Open, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"createRequest", nullptr, CreateRequest, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"inputElements", nullptr, InputElements, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"createTensor", nullptr, CreateTensor, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"output", nullptr, OutputOf, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"infer", nullptr, Infer, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"setAndInfer", nullptr, SetAndInfer, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"createFlights", nullptr, CreateFlights, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"start", nullptr, Start, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  CheckNode(napi_define_properties(env, exports, sizeof(functions) / sizeof(functions[0]), functions));
  return exports;
}
