// MULTI, and AUTO with CUMULATIVE_THROUGHPUT: all devices at once. An inference goes to the first device of the list that has
// a request to spare; where none has, the device that is free first takes it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hardware_executor.h"
#include "job_queue.h"

namespace openvino_mock {

class MultiExecutor : public Executor, public std::enable_shared_from_this<MultiExecutor> {
 public:
  struct Settings {
    /** Whether a failed inference is run again on another device, and the one that failed left out from then on. */
    bool runtime_fallback = true;
    /** SCHEDULE_POLICY=ROUND_ROBIN: the devices in turn. */
    bool round_robin = false;
  };

  /** @param devices Those that the model was compiled on, in the order of their priority. */
  MultiExecutor(World& world, std::vector<std::shared_ptr<HardwareExecutor>> devices, Settings settings);

  void Submit(const JobPtr& job) override;
  unsigned OptimalRequests() const override;
  std::vector<std::string> ExecutionDevices() const override;
  std::vector<const HardwareExecutor*> Hardware() const override;

 private:
  struct Member {
    std::shared_ptr<HardwareExecutor> hardware;
    unsigned in_flight = 0;
    bool has_failed = false;
  };

  void Dispatch();
  Member* Free();
  void Run(Member& member, const JobPtr& job);
  void Ended(Member& member, const JobPtr& job, const Result& result);

  World& world_;
  std::vector<Member> members_;
  Settings settings_;
  size_t turn_ = 0;
  JobQueue queue_;
};

}  // namespace openvino_mock
