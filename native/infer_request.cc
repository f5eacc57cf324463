#include "infer_request.h"

#include <algorithm>
#include <cstring>

#include "convert.h"
#include "environment.h"
#include "error.h"
#include "tensor.h"

namespace openvino_node {

namespace {

/** What InferRequest's constructor gets. */
struct Parts {
  InferRequestHandle handle;
  Kept kept;
  int64_t byte_length;
  std::shared_ptr<Pace> pace;
  std::shared_ptr<Relay> relay;
};

/** Runs what may throw where node-addon-api does not catch it. */
template <typename F>
napi_value Guarded(F&& run) {
  try {
    run();
  } catch (const Napi::Error& error) {
    error.ThrowAsJavaScriptException();
  }
  return nullptr;
}

}  // namespace

Napi::Function InferRequest::Define(Napi::Env env) {
  return DefineClass(env, "InferRequest",
                     {
                         InstanceMethod<&InferRequest::SetInput>("setInput"),
                         InstanceMethod<&InferRequest::SetOutput>("setOutput"),
                         InstanceMethod<&InferRequest::ResetInput>("resetInput"),
                         InstanceMethod<&InferRequest::ResetOutput>("resetOutput"),
                         InstanceMethod<&InferRequest::GetInput>("getInput"),
                         InstanceMethod<&InferRequest::GetOutput>("getOutput"),
                         InstanceMethod<&InferRequest::Uses>("uses"),
                         InstanceMethod<&InferRequest::CopyOutput>("copyOutput"),
                         InstanceMethod<&InferRequest::Calls>("calls"),
                         InstanceMethod<&InferRequest::Withdraw>("withdraw"),
                         InstanceMethod<&InferRequest::Cancel>("cancel"),
                         InstanceMethod<&InferRequest::Stamps>("stamps"),
                         InstanceMethod<&InferRequest::ProfilingInfo>("profilingInfo"),
                         InstanceMethod<&InferRequest::Close>("close"),
                     });
}

Napi::Object InferRequest::Wrap(Napi::Env env, InferRequestHandle handle, Kept kept, size_t byte_length,
                                std::shared_ptr<Pace> pace, std::shared_ptr<Relay> relay) {
  // no more than a machine can have: the number only guides the garbage collector
  const auto accounted = static_cast<int64_t>(std::min(byte_length, size_t{1} << 40));
  Parts parts = {std::move(handle), std::move(kept), accounted, std::move(pace), std::move(relay)};
  return Environment::Of(env).infer_request_class.New({Napi::External<Parts>::New(env, &parts)});
}

InferRequest::InferRequest(const Napi::CallbackInfo& info) : Napi::ObjectWrap<InferRequest>(info) {
  if (!info[0].IsExternal()) ThrowInvalid(info.Env(), "infer request", "one that a compiled model gave");
  Parts& parts = *info[0].As<Napi::External<Parts>>().Data();
  state_ = std::make_unique<RequestState>(std::move(parts.handle), Environment::Of(info.Env()).shared_mailbox(),
                                          std::move(parts.kept), std::move(parts.pace), std::move(parts.relay));
  byte_length_ = parts.byte_length;
  Napi::MemoryManagement::AdjustExternalMemory(info.Env(), byte_length_);
}

InferRequest::~InferRequest() { Free(); }

void InferRequest::Free() {
  if (state_ == nullptr) return;
  Napi::MemoryManagement::AdjustExternalMemory(Env(), -byte_length_);
  own_inputs_.clear();
  own_outputs_.clear();
  state_.reset();
}

RequestState& InferRequest::Idle() const {
  if (state_ == nullptr) throw ClosedError(Env(), "infer request");
  if (!state_->running()) return *state_;
  throw AddonError(Env(), "infer request", "REQUEST_BUSY",
                   "The infer request is running; await it first, or use another request.");
}

TensorHandle InferRequest::GetTensor(const char* operation, Get get, size_t index) const {
  const InferRequestHandle& handle = Idle().handle();
  ov_tensor_t* tensor = nullptr;
  Check(Env(), operation, handle.runtime()->Call([&] { return (handle.api().*get)(handle.get(), index, &tensor); }));
  return {handle.runtime(), tensor};
}

void InferRequest::SetTensor(const Napi::CallbackInfo& info, const char* operation, Get get, Set set, OwnTensors& own) {
  const size_t index = ToIndex(info[0], "index");
  const Tensor& tensor = NativeOf<Tensor>(info[1], "tensor");
  const InferRequestHandle& handle = Idle().handle();
  if (tensor.handle().runtime() != handle.runtime()) ThrowInvalid(info.Env(), "tensor", "of the same OpenVINO runtime");
  if (own.find(index) == own.end()) own.emplace(index, GetTensor(operation, get, index));
  Check(info.Env(), operation,
        handle.runtime()->Call([&] { return (handle.api().*set)(handle.get(), index, tensor.handle().get()); }));
}

void InferRequest::ResetTensor(const Napi::CallbackInfo& info, const char* operation, Set set, OwnTensors& own) {
  const InferRequestHandle& handle = Idle().handle();
  const size_t index = ToIndex(info[0], "index");
  const auto found = own.find(index);
  if (found == own.end()) return;
  Check(info.Env(), operation,
        handle.runtime()->Call([&] { return (handle.api().*set)(handle.get(), index, found->second.get()); }));
}

// ov_infer_request_set_input_tensor_by_index(infer_request, idx, tensor) -> setInput(index: number, tensor: Tensor): void
void InferRequest::SetInput(const Napi::CallbackInfo& info) {
  SetTensor(info, "ov_infer_request_set_input_tensor_by_index", &Api::ov_infer_request_get_input_tensor_by_index,
            &Api::ov_infer_request_set_input_tensor_by_index, own_inputs_);
}

// ov_infer_request_set_output_tensor_by_index(infer_request, idx, tensor) -> setOutput(index: number, tensor: Tensor): void
void InferRequest::SetOutput(const Napi::CallbackInfo& info) {
  SetTensor(info, "ov_infer_request_set_output_tensor_by_index", &Api::ov_infer_request_get_output_tensor_by_index,
            &Api::ov_infer_request_set_output_tensor_by_index, own_outputs_);
}

// ov_infer_request_set_input_tensor_by_index(infer_request, idx, tensor) -> resetInput(index: number): void
void InferRequest::ResetInput(const Napi::CallbackInfo& info) {
  ResetTensor(info, "ov_infer_request_set_input_tensor_by_index", &Api::ov_infer_request_set_input_tensor_by_index,
              own_inputs_);
}

// ov_infer_request_set_output_tensor_by_index(infer_request, idx, tensor) -> resetOutput(index: number): void
void InferRequest::ResetOutput(const Napi::CallbackInfo& info) {
  ResetTensor(info, "ov_infer_request_set_output_tensor_by_index", &Api::ov_infer_request_set_output_tensor_by_index,
              own_outputs_);
}

// ov_infer_request_get_input_tensor_by_index(infer_request, idx, tensor) -> getInput(index: number): Tensor
Napi::Value InferRequest::GetInput(const Napi::CallbackInfo& info) {
  return Tensor::Wrap(info.Env(),
                      GetTensor("ov_infer_request_get_input_tensor_by_index",
                                &Api::ov_infer_request_get_input_tensor_by_index, ToIndex(info[0], "index")));
}

// ov_infer_request_get_output_tensor_by_index(infer_request, idx, tensor) -> getOutput(index: number): Tensor
Napi::Value InferRequest::GetOutput(const Napi::CallbackInfo& info) {
  return Tensor::Wrap(info.Env(),
                      GetTensor("ov_infer_request_get_output_tensor_by_index",
                                &Api::ov_infer_request_get_output_tensor_by_index, ToIndex(info[0], "index")));
}

// ov_infer_request_get_output_tensor_by_index(infer_request, idx, tensor), ov_tensor_data(tensor, data) -> copyOutput(index: number, destination: ArrayBufferView): void
void InferRequest::CopyOutput(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const TensorHandle tensor = GetTensor("ov_infer_request_get_output_tensor_by_index",
                                        &Api::ov_infer_request_get_output_tensor_by_index, ToIndex(info[0], "index"));
  const Bytes destination = ToBytes(info[1], "destination");
  const Bytes source = BytesOf(env, tensor);
  if (destination.length != source.length) ThrowInvalid(env, "destination", "of the output's length");
  if (source.length > 0) std::memcpy(destination.data, source.data, source.length);
}

// ov_tensor_data(tensor, data) -> uses(output: boolean, index: number, tensor: Tensor): boolean
Napi::Value InferRequest::Uses(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (!info[0].IsBoolean()) ThrowInvalid(env, "output", "a boolean");
  const bool output = info[0].As<Napi::Boolean>().Value();
  const size_t index = ToIndex(info[1], "index");
  const Tensor& other = NativeOf<Tensor>(info[2], "tensor");
  const TensorHandle tensor = output ? GetTensor("ov_infer_request_get_output_tensor_by_index",
                                                 &Api::ov_infer_request_get_output_tensor_by_index, index)
                                     : GetTensor("ov_infer_request_get_input_tensor_by_index",
                                                 &Api::ov_infer_request_get_input_tensor_by_index, index);
  return Napi::Boolean::New(env, BytesOf(env, tensor).data == BytesOf(env, other.handle()).data);
}

// ov_infer_request_infer(infer_request), ov_infer_request_start_async(infer_request) -> calls(): NativeInferenceCalls
Napi::Value InferRequest::Calls(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Napi::Object calls = Napi::Object::New(env);
  // functions of this one object, without node-addon-api's wrappers: to find it through `this` takes 50 ns a call
  const auto define = [&](const char* name, napi_callback callback) {
    napi_value value = nullptr;
    if (napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, this, &value) != napi_ok)
      throw Napi::Error::New(env);
    // it keeps the request, and nobody can take that away from it
    const napi_property_descriptor request = {"request", nullptr,     nullptr,      nullptr,
                                              nullptr,   info.This(), napi_default, nullptr};
    if (napi_define_properties(env, value, 1, &request) != napi_ok) throw Napi::Error::New(env);
    calls.Set(name, Napi::Function(env, value));
  };
  define("infer", Infer);
  define("start", Start);
  return calls;
}

// ov_infer_request_infer(infer_request) -> infer(): void
napi_value InferRequest::Infer(napi_env env, napi_callback_info info) {
  void* self = nullptr;
  napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &self);
  return Guarded([&] { Check(env, "ov_infer_request_infer", static_cast<InferRequest*>(self)->Idle().Infer()); });
}

// ov_infer_request_start_async(infer_request) -> start(number: number): void
napi_value InferRequest::Start(napi_env env, napi_callback_info info) {
  void* self = nullptr;
  size_t count = 1;
  napi_value number = nullptr;
  napi_get_cb_info(env, info, &count, &number, nullptr, &self);
  return Guarded([&] {
    const size_t index = ToIndex(Napi::Value(env, number), "number");
    RequestState& state = static_cast<InferRequest*>(self)->Idle();
    Check(env, "ov_infer_request_start_async", state.Start(static_cast<uint32_t>(index)));
  });
}

// -> withdraw(): boolean
Napi::Value InferRequest::Withdraw(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), state_ != nullptr && state_->running() && state_->Withdraw());
}

// ov_infer_request_cancel(infer_request) -> cancel(): void
void InferRequest::Cancel(const Napi::CallbackInfo&) {
  if (state_ != nullptr && state_->running()) state_->Cancel();
}

// -> stamps(): [startedMs: number, endedMs: number, receivedMs: number] | undefined
Napi::Value InferRequest::Stamps(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  if (state_ == nullptr) throw ClosedError(env, "infer request");
  if (!state_->stamps()) return env.Undefined();
  const RequestState::Stamps& stamps = *state_->stamps();
  Napi::Array array = Napi::Array::New(env, 3);
  array[0u] = Napi::Number::New(env, RequestState::Milliseconds(stamps.started));
  array[1u] = Napi::Number::New(env, RequestState::Milliseconds(stamps.ended));
  array[2u] = Napi::Number::New(env, RequestState::Milliseconds(stamps.received));
  return array;
}

// ov_infer_request_get_profiling_info(infer_request, profiling_infos) -> profilingInfo(): NativeProfilingRow[]
Napi::Value InferRequest::ProfilingInfo(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const InferRequestHandle& handle = Idle().handle();
  ov_profiling_info_list_t list = {nullptr, 0};
  OV_CHECK(env, handle.runtime(), ov_infer_request_get_profiling_info, handle.get(), &list);
  const auto text = [&](const char* string) { return Napi::String::New(env, string == nullptr ? "" : string); };
  Napi::Array rows = Napi::Array::New(env, list.size);
  for (size_t i = 0; i < list.size; i++) {
    const ov_profiling_info_t& node = list.profiling_infos[i];
    Napi::Array row = Napi::Array::New(env, 6);
    row[0u] = Napi::Number::New(env, node.status);
    row[1u] = Napi::Number::New(env, static_cast<double>(node.real_time));
    row[2u] = Napi::Number::New(env, static_cast<double>(node.cpu_time));
    row[3u] = text(node.node_name);
    row[4u] = text(node.exec_type);
    row[5u] = text(node.node_type);
    rows[static_cast<uint32_t>(i)] = row;
  }
  handle.api().ov_profiling_info_list_free(&list);
  return rows;
}

// ov_infer_request_free(infer_request) -> close(): void
void InferRequest::Close(const Napi::CallbackInfo&) {
  if (state_ == nullptr) return;
  // freeing a running request blocks until it has ended: JavaScript closes again when it has
  if (state_->running()) {
    state_->Cancel();
    return;
  }
  Free();
}

}  // namespace openvino_node
