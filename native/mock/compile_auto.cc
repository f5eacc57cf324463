#include "compile_auto.h"

#include <algorithm>
#include <utility>

#include "failure.h"

namespace openvino_mock {

namespace {

/** Compiles for candidates in their order. The helper's device is compiled for once: when its turn comes it is there. */
class Loader : public Candidature, public std::enable_shared_from_this<Loader> {
 public:
  Loader(std::shared_ptr<Compilation> compilation, Devices devices)
      : compilation_(std::move(compilation)), devices_(std::move(devices)) {}

  void set_executor(const std::shared_ptr<AutoExecutor>& executor) { executor_ = executor; }

  bool HasNext() const override { return next_ < devices_.size(); }

  void FindNext(std::function<void(HardwarePtr)> found) override {
    if (!HasNext()) {
      found(nullptr);
      return;
    }
    const std::shared_ptr<Device> device = devices_[next_++];
    if (device == helper_device_ && helper_ != Helper::kGone) {
      TakeHelper(std::move(found));
      return;
    }
    LoadOnto(*compilation_, {device}, [self = shared_from_this(), found = std::move(found)](const Loaded& loaded) {
      self->Ended(loaded, found);
    });
  }

  void LoadHelper(const std::shared_ptr<Device>& device) {
    helper_device_ = device;
    helper_ = Helper::kComing;
    LoadOnto(*compilation_, {device}, [self = shared_from_this()](const Loaded& loaded) { self->HelperEnded(loaded); });
  }

  bool HelperIsComing() const { return helper_ == Helper::kComing; }

  /** Those that failed, in the order of the candidates. */
  std::vector<Loaded> failures() const {
    std::vector<Loaded> ordered = failures_;
    const auto rank = [this](const Loaded& failed) {
      return std::find(devices_.begin(), devices_.end(), failed.device) - devices_.begin();
    };
    std::stable_sort(ordered.begin(), ordered.end(),
                     [&](const Loaded& a, const Loaded& b) { return rank(a) < rank(b); });
    return ordered;
  }

 private:
  /** Of the CPU: loads, serves or is done with; gone, where its turn means a compilation of its own. */
  enum class Helper { kGone, kComing, kReady, kFailed };
  using Found = std::function<void(HardwarePtr)>;

  void Ended(const Loaded& loaded, const Found& found) {
    if (loaded.hardware != nullptr) {
      found(loaded.hardware);
      return;
    }
    failures_.push_back(loaded);
    FindNext(found);
  }

  void TakeHelper(Found found) {
    const auto executor = executor_.lock();
    if (helper_ == Helper::kComing) {
      awaiting_helper_ = std::move(found);
    } else if (helper_ == Helper::kReady && executor != nullptr && executor->helper() != nullptr) {
      found(executor->helper());
    } else {
      // it has failed: its load, or an inference on it
      FindNext(std::move(found));
    }
  }

  void HelperEnded(const Loaded& loaded) {
    const bool works = loaded.hardware != nullptr;
    helper_ = works ? Helper::kReady : Helper::kFailed;
    if (!works) failures_.push_back(loaded);
    const auto executor = executor_.lock();
    if (executor == nullptr) return;
    if (works && (!executor->has_ended_search() || awaiting_helper_)) executor->SetHelper(loaded.hardware);
    // a target was there first: the CPU is one candidate among others again
    if (works && executor->helper() == nullptr) helper_ = Helper::kGone;
    if (!awaiting_helper_) return;
    const Found found = std::exchange(awaiting_helper_, nullptr);
    if (works) {
      found(loaded.hardware);
    } else {
      FindNext(found);
    }
  }

  std::shared_ptr<Compilation> compilation_;
  Devices devices_;
  size_t next_ = 0;
  std::shared_ptr<Device> helper_device_;
  Helper helper_ = Helper::kGone;
  Found awaiting_helper_;
  std::vector<Loaded> failures_;
  std::weak_ptr<AutoExecutor> executor_;
};

std::shared_ptr<Device> HelperOf(const Devices& candidates, const AutoOptions& options) {
  const auto is_cpu = [](const std::shared_ptr<Device>& device) { return device->spec().base() == "CPU"; };
  if (!options.startup_fallback || is_cpu(candidates.front())) return nullptr;
  const auto found = std::find_if(candidates.begin(), candidates.end(), is_cpu);
  return found == candidates.end() ? nullptr : *found;
}

}  // namespace

std::shared_ptr<AutoExecutor> CompileAuto(const std::shared_ptr<Compilation>& compilation, World::Guard& guard,
                                          const Devices& devices, const AutoOptions& options) {
  World& world = *compilation->world;
  const auto loader = std::make_shared<Loader>(compilation, devices);
  const auto executor = std::make_shared<AutoExecutor>(
      world, AutoExecutor::Settings{options.runtime_fallback, compilation->number}, loader);
  loader->set_executor(executor);
  if (const auto helper = HelperOf(devices, options)) loader->LoadHelper(helper);
  executor->FindTarget();
  const auto has_devices = [&] { return !executor->ExecutionDevices().empty(); };
  world.WaitFor(
      guard, [&] { return has_devices() || executor->has_ended_search(); }, *compilation->claims);
  if (!has_devices()) throw Failure(AllFailed("AUTO", loader->failures()));
  return executor;
}

}  // namespace openvino_mock
