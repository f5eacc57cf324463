#include "compile_auto.h"

#include <algorithm>
#include <utility>

#include "failure.h"

namespace openvino_mock {

namespace {

/** Tries candidates, one after the other. */
class Chain : public std::enable_shared_from_this<Chain> {
 public:
  Chain(std::shared_ptr<Compilation> compilation, Devices devices)
      : compilation_(std::move(compilation)), devices_(std::move(devices)) {}

  /** Gives the next that works; null where none is left, or where it is the helper, which is there already. */
  void Next(const std::function<void(HardwarePtr)>& found) {
    if (next_ == devices_.size()) {
      found(nullptr);
      return;
    }
    const std::shared_ptr<Device> device = devices_[next_++];
    if (device == helper_) {
      found(nullptr);
      return;
    }
    LoadOnto(*compilation_, device, [self = shared_from_this(), found](const Loaded& loaded) {
      self->failures_.push_back(loaded.failure);
      if (loaded.hardware != nullptr) {
        found(loaded.hardware);
      } else {
        self->Next(found);
      }
      self->compilation_->world->Changed();
    });
  }

  void set_helper(std::shared_ptr<Device> helper) { helper_ = std::move(helper); }
  const Devices& devices() const { return devices_; }
  const std::vector<std::string>& failures() const { return failures_; }
  bool HangsNext() const { return next_ < devices_.size() && Hangs(*devices_[next_]); }

 private:
  std::shared_ptr<Compilation> compilation_;
  Devices devices_;
  size_t next_ = 0;
  std::shared_ptr<Device> helper_;
  std::vector<std::string> failures_;
};

std::shared_ptr<Device> HelperOf(const Devices& candidates, const AutoOptions& options) {
  const auto is_cpu = [](const std::shared_ptr<Device>& device) { return device->spec().base() == "CPU"; };
  if (!options.startup_fallback || is_cpu(candidates.front())) return nullptr;
  const auto found = std::find_if(candidates.begin(), candidates.end(), is_cpu);
  return found == candidates.end() ? nullptr : *found;
}

}  // namespace

std::string AllFailed(const std::string& scheduler, const Devices& devices, const std::vector<std::string>& failures) {
  std::string text = "[" + scheduler + "] compile model failed, ";
  for (size_t i = 0; i < failures.size() && i < devices.size(); i++) {
    text += devices[i]->name() + ":" + failures[i] + "; ";
  }
  return text.substr(0, text.size() - 1);
}

std::shared_ptr<AutoExecutor> CompileAuto(const std::shared_ptr<Compilation>& compilation, World::Guard& guard,
                                          const Devices& candidates, const AutoOptions& options) {
  World& world = *compilation->world;
  const auto chain = std::make_shared<Chain>(compilation, candidates);
  const auto executor =
      std::make_shared<AutoExecutor>(world, AutoExecutor::Settings{options.runtime_fallback, compilation->number},
                                     [chain](std::function<void(HardwarePtr)> found) { chain->Next(found); });

  struct Progress {
    bool helper_failed = false;
    bool target_ended = false;
  };
  const auto progress = std::make_shared<Progress>();
  const std::shared_ptr<Device> helper = HelperOf(candidates, options);
  bool hangs = chain->HangsNext();
  if (helper != nullptr) {
    chain->set_helper(helper);
    hangs = Hangs(*helper);
    LoadOnto(*compilation, helper, [&world, chain, executor, progress](const Loaded& loaded) {
      progress->helper_failed = loaded.hardware == nullptr;
      if (progress->helper_failed) chain->set_helper(nullptr);
      if (loaded.hardware != nullptr && !executor->has_target()) executor->SetHelper(loaded.hardware);
      world.Changed();
    });
  }
  chain->Next([executor, progress](HardwarePtr target) {
    progress->target_ended = true;
    executor->SetTarget(std::move(target));
  });
  WaitForLoads(world, guard, hangs, [&] {
    const bool has_any = !executor->ExecutionDevices().empty();
    return has_any || (progress->target_ended && (helper == nullptr || progress->helper_failed));
  });
  if (executor->ExecutionDevices().empty()) throw Failure(AllFailed("AUTO", chain->devices(), chain->failures()));
  return executor;
}

}  // namespace openvino_mock
