#include "infer_request.h"

#include <algorithm>

#include "device_load.h"
#include "failure.h"
#include "hardware_executor.h"
#include "lower_case.h"
#include "outputs.h"
#include "remote_context.h"
#include "tensor_check.h"

namespace openvino_mock {

namespace {

const char* const kBusy = "Infer Request is busy";
const char* const kCancelled = "Infer Request was canceled";

/** A port's tensor before anybody set one; empty in the dimensions that are not known. */
TensorPtr DefaultTensor(const Port& port) {
  Shape shape;
  for (const Dimension& dimension : port.shape.dims) shape.push_back(dimension.IsStatic() ? dimension.min : 0);
  return std::make_shared<Tensor>(port.type, shape);
}

/** The shape that an output gets: what is still not known is as small as it may be. */
Shape Resolve(const PartialShape& partial) {
  Shape shape;
  for (const Dimension& dimension : partial.dims) {
    shape.push_back(dimension.IsStatic() ? dimension.min : std::max<int64_t>(dimension.min, 1));
  }
  return shape;
}

}  // namespace

InferRequest::InferRequest(std::shared_ptr<CompiledModel> compiled)
    : compiled_(std::move(compiled)), number_(++compiled_->world()->last_request) {
  for (const Port& port : model().inputs()) inputs_.push_back(DefaultTensor(port));
  for (const Port& port : model().outputs()) outputs_.push_back(DefaultTensor(port));
}

InferRequest::~InferRequest() = default;

void InferRequest::CheckIdle() const {
  if (is_running_) throw Failure(kBusy, REQUEST_BUSY);
}

TensorPtr InferRequest::GetInput(size_t index) const {
  CheckIdle();
  return At(inputs_, index);
}

TensorPtr InferRequest::GetOutput(size_t index) const {
  CheckIdle();
  return At(outputs_, index);
}

void InferRequest::SetInput(size_t index, const TensorPtr& tensor) {
  CheckIdle();
  At(inputs_, index);
  CheckTensor("input", index, model().inputs()[index], *tensor);
  CheckReach(*tensor);
  inputs_[index] = tensor;
}

void InferRequest::SetOutput(size_t index, const TensorPtr& tensor) {
  CheckIdle();
  At(outputs_, index);
  CheckTensor("output", index, model().outputs()[index], *tensor);
  CheckReach(*tensor);
  outputs_[index] = tensor;
}

void InferRequest::CheckReach(const Tensor& tensor) const {
  const RemoteMemory* remote = tensor.remote();
  if (remote == nullptr) return;
  const Device* device = compiled_->LoneDevice();
  const std::string base = device == nullptr ? "" : device->spec().base();
  const bool is_of_it = remote->context->device().spec().base() == base;
  // the CPU and schedulers take any, and fail when they read it
  const bool looks = base == "GPU" || base == "NPU";
  if (remote->context->world() != compiled_->world() || (looks && !is_of_it)) {
    throw Failure("[" + (looks ? base : compiled_->executor().Hardware().front()->device().spec().base()) +
                  "] Unexpected remote tensor");
  }
}

bool InferRequest::Reaches(const std::string& device) const {
  const std::string base = device.substr(0, device.find('.'));
  const auto reaches = [&](const TensorPtr& tensor) {
    return tensor->remote() == nullptr || tensor->remote()->context->device().spec().base() == base;
  };
  return std::all_of(inputs_.begin(), inputs_.end(), reaches) && std::all_of(outputs_.begin(), outputs_.end(), reaches);
}

void InferRequest::SetCallback(const ov_callback_t* callback) {
  CheckIdle();
  callback_ = callback;
}

void InferRequest::Begin(bool calls_back) {
  CheckIdle();
  for (size_t i = 0; i < inputs_.size(); i++) CheckTensor("input", i, model().inputs()[i], *inputs_[i]);
  is_running_ = true;
  started_ = world().Now();
  const auto run = std::make_shared<Run>();
  run_ = run;
  job_ = std::make_shared<Job>();
  job_->request = number_;
  job_->compiled = compiled_->number();
  job_->finish = [self = shared_from_this(), run, calls_back](const Result& result) {
    self->Complete(run, result, calls_back);
  };
  world().Begin();
  compiled_->executor().Submit(job_);
  // while the device is at it: in real time it would come late by what this takes
  for (const TensorPtr& input : inputs_) run->hash = Hash(input->data(), input->byte_length(), run->hash);
}

void InferRequest::Complete(const std::shared_ptr<Run>& run, const Result& result, bool calls_back) {
  run->result = result;
  try {
    if (result.kind == Result::Kind::kDone) {
      // HETERO's devices hand it on to one another
      if (!compiled_->IsSplit() && !Reaches(result.device)) throw Failure("Not Implemented");
      Compute(run->hash);
    }
  } catch (const std::exception& error) {
    // an output of dynamic shape that the caller's memory does not hold
    run->result = {Result::Kind::kFailed, error.what(), result.device};
  }
  duration_ = world().Now() - started_;
  is_running_ = false;
  job_ = nullptr;
  // Idle again before the callback, which may start it anew; whoever waits is woken after the callback, as by the real one.
  const ov_callback_t* const callback = calls_back ? callback_ : nullptr;
  world().Afterwards([self = shared_from_this(), run, callback] {
    if (callback != nullptr) callback->callback_func(callback->args);
    const World::Guard guard = self->world().Lock();
    run->has_ended = true;
    self->world().End();
    self->world().Changed();
  });
}

void InferRequest::Compute(uint32_t hash) {
  std::vector<PartialShape> outputs;
  if (model().IsDynamic()) {
    std::vector<PartialShape> shapes;
    for (const TensorPtr& input : inputs_) shapes.push_back(PartialShape::Of(input->shape()));
    outputs = model().OutputShapes(shapes);
  }
  for (size_t i = 0; i < outputs_.size(); i++) {
    Tensor& output = *outputs_[i];
    if (!model().outputs()[i].shape.IsStatic()) output.SetShape(Resolve(outputs[i]));
    FillOutput(output.data(), output.type(), output.shape(), hash, i);
  }
}

void InferRequest::ThrowResult(const Result& result) const {
  if (result.kind == Result::Kind::kFailed) throw Failure(result.message);
  if (result.kind == Result::Kind::kCancelled) throw Failure(kCancelled, INFER_CANCELLED);
}

void InferRequest::Infer(World::Guard& guard) {
  Begin(false);
  Wait(guard);
}

void InferRequest::Start() { Begin(true); }

void InferRequest::Wait(World::Guard& guard) {
  if (run_ == nullptr) return;
  const std::shared_ptr<Run> run = run_;
  world().Wait(guard, [&] { return run->has_ended; });
  ThrowResult(run->result);
}

bool InferRequest::WaitFor(World::Guard& guard, Nanoseconds longest) {
  if (run_ == nullptr) return false;
  const std::shared_ptr<Run> run = run_;
  if (!world().Wait(
          guard, [&] { return run->has_ended; }, longest))
    return false;
  ThrowResult(run->result);
  return true;
}

void InferRequest::Cancel() {
  if (job_ == nullptr) return;
  // as an event, so that its end is told of as any other's
  world().At(world().Now(), [job = std::weak_ptr<Job>(job_)] {
    if (const JobPtr kept = job.lock()) openvino_mock::Cancel(kept);
  });
}

void InferRequest::Close(World::Guard& guard) {
  callback_ = nullptr;
  if (run_ == nullptr) return;
  const std::shared_ptr<Run> run = run_;
  try {
    world().Wait(guard, [&] { return run->has_ended; });
  } catch (const Failure&) {
    // it waits for a load that hangs, and nobody for it any more
  }
}

std::string InferRequest::DeviceOf(const Operation& operation,
                                   const std::vector<const HardwareExecutor*>& hardware) const {
  // HETERO's devices run an inference one after the other, each the operations that none before it can
  for (const HardwareExecutor* part : hardware) {
    if (compiled_->IsSplit() && CanRun(part->device(), operation)) return part->device().name();
  }
  if (run_ != nullptr && !run_->result.device.empty()) return run_->result.device;
  return hardware.empty() ? "" : hardware.front()->device().name();
}

std::vector<NodeTime> InferRequest::Profile() const {
  CheckIdle();
  const bool counts = compiled_->IsProfiled();
  const auto hardware = compiled_->executor().Hardware();
  const auto& operations = model().operations();
  std::vector<NodeTime> times;
  for (const Operation& operation : operations) {
    NodeTime time;
    time.operation = operation;
    const std::string device = DeviceOf(operation, hardware);
    // by the plugin: two devices of one have the same kernels
    time.exec_type = "mock_" + LowerCase(device.substr(0, device.find('.')));
    time.was_executed = counts && run_ != nullptr && operation.type != "Parameter" && operation.type != "Result";
    if (time.was_executed) time.time_us = duration_ / 1000 / static_cast<int64_t>(operations.size());
    times.push_back(time);
  }
  return times;
}

}  // namespace openvino_mock
