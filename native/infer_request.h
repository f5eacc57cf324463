#pragma once

#include <napi.h>

#include <unordered_map>

#include "request_state.h"

namespace openvino_node {

/** `ov_infer_request_t` for JavaScript. JavaScript keeps the memory alive that its tensors stand for. */
class InferRequest : public Napi::ObjectWrap<InferRequest> {
 public:
  static constexpr uint64_t kTag = 4;
  static constexpr const char* kName = "a native InferRequest";
  static Napi::Function Define(Napi::Env env);
  static Napi::Object Wrap(Napi::Env env, InferRequestHandle handle, Kept kept, size_t byte_length,
                           std::shared_ptr<Pace> pace, std::shared_ptr<Relay> relay);

  explicit InferRequest(const Napi::CallbackInfo& info);
  ~InferRequest() override;

 private:
  using Get = ov_status_e (*Api::*)(const ov_infer_request_t*, const size_t, ov_tensor_t**);
  using Set = ov_status_e (*Api::*)(ov_infer_request_t*, const size_t, const ov_tensor_t*);
  /** The request's own tensors of one direction, by port, from before another was set. */
  using OwnTensors = std::unordered_map<size_t, TensorHandle>;

  void SetInput(const Napi::CallbackInfo& info);
  void SetOutput(const Napi::CallbackInfo& info);
  void ResetInput(const Napi::CallbackInfo& info);
  void ResetOutput(const Napi::CallbackInfo& info);
  Napi::Value GetInput(const Napi::CallbackInfo& info);
  Napi::Value GetOutput(const Napi::CallbackInfo& info);
  Napi::Value Uses(const Napi::CallbackInfo& info);
  void CopyOutput(const Napi::CallbackInfo& info);
  Napi::Value Calls(const Napi::CallbackInfo& info);
  static napi_value Infer(napi_env env, napi_callback_info info);
  static napi_value Start(napi_env env, napi_callback_info info);
  Napi::Value Withdraw(const Napi::CallbackInfo& info);
  void Cancel(const Napi::CallbackInfo& info);
  Napi::Value Stamps(const Napi::CallbackInfo& info);
  Napi::Value ProfilingInfo(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);

  void Free();
  /** The state of a request that is open and idle; throws CLOSED, REQUEST_BUSY. */
  RequestState& Idle() const;
  TensorHandle GetTensor(const char* operation, Get get, size_t index) const;
  void SetTensor(const Napi::CallbackInfo& info, const char* operation, Get get, Set set, OwnTensors& own);
  void ResetTensor(const Napi::CallbackInfo& info, const char* operation, Set set, OwnTensors& own);

  // freed after the tensors it gave
  std::unique_ptr<RequestState> state_;
  OwnTensors own_inputs_;
  OwnTensors own_outputs_;
  int64_t byte_length_ = 0;
};

}  // namespace openvino_node
