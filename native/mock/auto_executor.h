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

/** The candidates of AUTO, one after the other. */
class Candidature {
 public:
  using HardwarePtr = std::shared_ptr<HardwareExecutor>;

  virtual ~Candidature() = default;
  /** Whether any is left. */
  virtual bool HasNext() const = 0;
  /** Finds the next one that works, when the world's clock says so; null where none is left. */
  virtual void FindNext(std::function<void(HardwarePtr)> found) = 0;
};

class AutoExecutor : public Executor, public std::enable_shared_from_this<AutoExecutor> {
 public:
  using HardwarePtr = std::shared_ptr<HardwareExecutor>;

  struct Settings {
    bool runtime_fallback = true;
    uint64_t compiled = 0;
  };

  AutoExecutor(World& world, Settings settings, std::shared_ptr<Candidature> candidates)
      : world_(world), settings_(settings), candidates_(std::move(candidates)) {}

  /** Begins to look for the target. */
  void FindTarget();
  /** The CPU, until the target is there. */
  void SetHelper(HardwarePtr helper);
  const HardwarePtr& helper() const { return helper_; }
  /** Whether the search has ended: with a target, or with none. */
  bool has_ended_search() const { return !is_searching_; }

  void Submit(const JobPtr& job) override;
  unsigned OptimalRequests() const override;
  std::vector<std::string> ExecutionDevices() const override;
  std::vector<const HardwareExecutor*> Hardware() const override;

 private:
  const HardwarePtr& Current() const { return target_ == nullptr ? helper_ : target_; }
  void SetTarget(HardwarePtr target);
  void Run(const JobPtr& job);
  void Ended(const HardwarePtr& on, const JobPtr& job, const Result& result);
  void LeaveCurrent(const JobPtr& job, const Result& result);
  void RunWaiting();

  World& world_;
  Settings settings_;
  std::shared_ptr<Candidature> candidates_;
  HardwarePtr helper_;
  HardwarePtr target_;
  bool is_searching_ = false;
  /** Why the last device was given up. */
  std::string last_failure_ = "[AUTO] No device is left that works";
  /** Inferences that no device can take at the moment. */
  JobQueue waiting_;
};

}  // namespace openvino_mock
