// AUTO: one device, the first of its candidates that works. Until it has compiled the model the CPU takes its place, where
// that is a candidate too.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "hardware_executor.h"
#include "job_queue.h"

namespace openvino_mock {

class AutoExecutor : public Executor, public std::enable_shared_from_this<AutoExecutor> {
 public:
  using HardwarePtr = std::shared_ptr<HardwareExecutor>;
  /** Compiles for the next candidate that can, and gives it when the world's clock says so; null where none is left. */
  using LoadNext = std::function<void(std::function<void(HardwarePtr)>)>;

  struct Settings {
    bool runtime_fallback = true;
    uint64_t compiled = 0;
  };

  AutoExecutor(World& world, Settings settings, LoadNext load_next)
      : world_(world), settings_(settings), load_next_(std::move(load_next)) {}

  /** The CPU, until the target is there. */
  void SetHelper(HardwarePtr helper) { helper_ = std::move(helper); }
  /** The device that was chosen; null where no candidate (but the helper) works. */
  void SetTarget(HardwarePtr target);
  bool has_target() const { return target_ != nullptr; }

  void Submit(const JobPtr& job) override;
  unsigned OptimalRequests() const override;
  std::vector<std::string> ExecutionDevices() const override;
  std::vector<const HardwareExecutor*> Hardware() const override;

 private:
  const HardwarePtr& Current() const { return target_ == nullptr ? helper_ : target_; }
  void Run(const JobPtr& job);
  void Ended(const HardwarePtr& on, const JobPtr& job, const Result& result);
  void LeaveCurrent(const JobPtr& job, const Result& result);
  void RunWaiting();

  World& world_;
  Settings settings_;
  LoadNext load_next_;
  HardwarePtr helper_;
  HardwarePtr target_;
  /** Inferences wait while another device takes the place of one that failed. */
  bool is_reloading_ = false;
  /** No candidate is left: what fails now fails for good. */
  bool is_exhausted_ = false;
  JobQueue waiting_;
};

}  // namespace openvino_mock
