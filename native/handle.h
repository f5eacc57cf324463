// RAII owners of the library's objects. Each keeps its runtime: an object must be freed by the library that made it.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "runtime.h"

namespace openvino_node {

/**
 * Whether the process is about to end, with nothing in flight any more: then nothing is freed. To free a compiled model takes
 * 8 ms, and the system takes the memory anyway. Set once, never cleared.
 */
inline std::atomic<bool> process_ending{false};

/** What must outlive an object of the library's though the library does not see to it: memory that it uses, code that it runs. */
using Kept = std::shared_ptr<const void>;

/** Both of two, either of which may be nothing. */
inline Kept Both(Kept one, Kept other) {
  if (one == nullptr) return other;
  if (other == nullptr) return one;
  return std::make_shared<std::pair<Kept, Kept>>(std::move(one), std::move(other));
}

/** Whether code of the library's model readers may be in an object: one that is made of a model. */
template <typename T>
constexpr bool kUsesReaders =
    std::is_same_v<T, ov_model_t> || std::is_same_v<T, ov_compiled_model_t> || std::is_same_v<T, ov_infer_request_t> ||
    std::is_same_v<T, ov_output_port_t> || std::is_same_v<T, ov_output_const_port_t>;

/** Owner of a `T*` that the table's function `Free` releases. */
template <typename T, void (*Api::*Free)(T*)>
class Handle {
 public:
  Handle() = default;
  Handle(std::shared_ptr<Runtime> runtime, T* object) : runtime_(std::move(runtime)), object_(object) {
    if (kUsesReaders<T> && object_ != nullptr) runtime_->reader_uses().Begin();
  }
  Handle(Handle&& other) noexcept
      : runtime_(std::move(other.runtime_)), object_(std::exchange(other.object_, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    if (this != &other) {
      Reset();
      runtime_ = std::move(other.runtime_);
      object_ = std::exchange(other.object_, nullptr);
    }
    return *this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() { Reset(); }

  void Reset() {
    T* object = std::exchange(object_, nullptr);
    if (object == nullptr || process_ending) return;
    (runtime_->api().*Free)(object);
    if (kUsesReaders<T>) runtime_->reader_uses().End();
  }

  T* get() const { return object_; }
  explicit operator bool() const { return object_ != nullptr; }
  const std::shared_ptr<Runtime>& runtime() const { return runtime_; }
  const Api& api() const { return runtime_->api(); }

 private:
  std::shared_ptr<Runtime> runtime_;
  T* object_ = nullptr;
};

using ModelHandle = Handle<ov_model_t, &Api::ov_model_free>;
using CompiledModelHandle = Handle<ov_compiled_model_t, &Api::ov_compiled_model_free>;
using InferRequestHandle = Handle<ov_infer_request_t, &Api::ov_infer_request_free>;
using TensorHandle = Handle<ov_tensor_t, &Api::ov_tensor_free>;
/** A port that a model can be reshaped by; what it tells is a `PortHandle`'s. */
using WritablePortHandle = Handle<ov_output_port_t, &Api::ov_output_port_free>;
using RemoteContextHandle = Handle<ov_remote_context_t, &Api::ov_remote_context_free>;
using PortHandle = Handle<ov_output_const_port_t, &Api::ov_output_const_port_free>;
using LayoutHandle = Handle<ov_layout_t, &Api::ov_layout_free>;
using PrePostProcessorHandle = Handle<ov_preprocess_prepostprocessor_t, &Api::ov_preprocess_prepostprocessor_free>;
using InputInfoHandle = Handle<ov_preprocess_input_info_t, &Api::ov_preprocess_input_info_free>;
using InputTensorInfoHandle = Handle<ov_preprocess_input_tensor_info_t, &Api::ov_preprocess_input_tensor_info_free>;
using InputModelInfoHandle = Handle<ov_preprocess_input_model_info_t, &Api::ov_preprocess_input_model_info_free>;
using PreProcessStepsHandle = Handle<ov_preprocess_preprocess_steps_t, &Api::ov_preprocess_preprocess_steps_free>;
using OutputInfoHandle = Handle<ov_preprocess_output_info_t, &Api::ov_preprocess_output_info_free>;
using OutputTensorInfoHandle = Handle<ov_preprocess_output_tensor_info_t, &Api::ov_preprocess_output_tensor_info_free>;

/** Owner of an `ov_core_t`: freeing one clears the library's error text, so it is done under the text's lock. */
class CoreHandle {
 public:
  CoreHandle(std::shared_ptr<Runtime> runtime, ov_core_t* core) : runtime_(std::move(runtime)), core_(core) {}
  CoreHandle(const CoreHandle&) = delete;
  CoreHandle& operator=(const CoreHandle&) = delete;
  ~CoreHandle() {
    if (!process_ending) runtime_->FreeCore(core_);
  }

  ov_core_t* get() const { return core_; }
  const std::shared_ptr<Runtime>& runtime() const { return runtime_; }
  const Api& api() const { return runtime_->api(); }

  /** Before a library of operations is added to it. */
  void Extend() { is_extended_ = true; }
  bool is_extended() const { return is_extended_; }

 private:
  std::shared_ptr<Runtime> runtime_;
  ov_core_t* core_;
  std::atomic<bool> is_extended_{false};
};

/**
 * What the models of a core need of it: where a library of operations was added, its code, which is unloaded with the core
 * (measured: a model, its ports and what is compiled from it crash the process then, 2025.4 and 2026.4).
 */
inline Kept CodeOf(const std::shared_ptr<CoreHandle>& core) { return core->is_extended() ? Kept(core) : nullptr; }

/** Makes a core, by default or as a plugins.xml says. */
inline Outcome CreateCore(const Runtime& runtime, const std::optional<std::string>& plugins_xml, ov_core_t** core) {
  const Api& api = runtime.api();
  return runtime.After(plugins_xml ? api.ov_core_create_with_config(plugins_xml->c_str(), core)
                                   : api.ov_core_create(core));
}

}  // namespace openvino_node
