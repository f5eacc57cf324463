// An infer request: its tensors, the inference under way, and the callback.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "../api_types.h"
#include "compiled_model.h"
#include "job.h"
#include "tensor.h"

namespace openvino_mock {

using TensorPtr = std::shared_ptr<Tensor>;

/** A line of the profile. */
struct NodeTime {
  Operation operation;
  int64_t time_us = 0;
  bool was_executed = false;
  /** `mock_gpu`: as real ones, a word of the plugin's own. */
  std::string exec_type;
};

class InferRequest : public std::enable_shared_from_this<InferRequest> {
 public:
  explicit InferRequest(std::shared_ptr<CompiledModel> compiled);
  ~InferRequest();
  InferRequest(const InferRequest&) = delete;
  InferRequest& operator=(const InferRequest&) = delete;

  World& world() const { return *compiled_->world(); }
  const Model& model() const { return compiled_->model(); }

  /** To be called with the world's lock, all of them; those that are refused while it runs throw Failure. */
  TensorPtr GetInput(size_t index) const;
  TensorPtr GetOutput(size_t index) const;
  void SetInput(size_t index, const TensorPtr& tensor);
  void SetOutput(size_t index, const TensorPtr& tensor);
  void SetCallback(const ov_callback_t* callback);
  std::vector<NodeTime> Profile() const;

  /** Runs an inference and waits for its end. */
  void Infer(World::Guard& guard);
  void Start();
  /** Waits for the inference that was started last; throws Failure where it failed. */
  void Wait(World::Guard& guard);
  /** False where it had not ended in time, or where none was ever started. */
  bool WaitFor(World::Guard& guard, Nanoseconds longest);
  void Cancel();
  /** Before it is freed: waits for an inference under way, whose callback is dropped. */
  void Close(World::Guard& guard);

 private:
  /** One inference. */
  struct Run {
    /** Of its inputs, in their order. */
    uint32_t hash = 0;
    bool has_ended = false;
    Result result;
  };

  void CheckIdle() const;
  /** Throws Failure for a tensor in memory that the model's device can't reach. */
  void CheckReach(const Tensor& tensor) const;
  /** Whether the device that ran an inference reaches all of its tensors. */
  bool Reaches(const std::string& device) const;
  void Begin(bool calls_back);
  void Complete(const std::shared_ptr<Run>& run, const Result& result, bool calls_back);
  void Compute(uint32_t hash);
  void ThrowResult(const Result& result) const;
  /** Which device ran an operation of the last inference. */
  std::string DeviceOf(const Operation& operation, const std::vector<const HardwareExecutor*>& hardware) const;

  std::shared_ptr<CompiledModel> compiled_;
  uint64_t number_;
  std::vector<TensorPtr> inputs_;
  std::vector<TensorPtr> outputs_;
  /** The caller's struct, not a copy: the real library keeps its address, too. */
  const ov_callback_t* callback_ = nullptr;
  bool is_running_ = false;
  std::shared_ptr<Run> run_;
  JobPtr job_;
  Nanoseconds started_ = 0;
  Nanoseconds duration_ = 0;
};

}  // namespace openvino_mock
