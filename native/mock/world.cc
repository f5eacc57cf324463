#include "world.h"

#include <algorithm>
#include <utility>

#include "device.h"
#include "failure.h"

namespace openvino_mock {

namespace {

struct Registry {
  std::mutex mutex;
  std::map<std::string, std::weak_ptr<World>> by_id;
};

Registry& TheRegistry() {
  // never destroyed: a world's thread may outlive static objects
  static Registry& registry = *new Registry;
  return registry;
}

}  // namespace

std::shared_ptr<World> World::Of(Scenario scenario) {
  if (scenario.id.empty()) return Make(std::move(scenario));
  Registry& registry = TheRegistry();
  std::lock_guard<std::mutex> lock(registry.mutex);
  for (auto entry = registry.by_id.begin(); entry != registry.by_id.end();) {
    entry = entry->second.expired() && entry->first != scenario.id ? registry.by_id.erase(entry) : std::next(entry);
  }
  std::weak_ptr<World>& known = registry.by_id[scenario.id];
  std::shared_ptr<World> world = known.lock();
  if (world == nullptr) known = world = Make(std::move(scenario));
  return world;
}

std::shared_ptr<World> World::Make(Scenario scenario) {
  std::shared_ptr<World> world(new World(std::move(scenario)));
  world->self_ = world;
  {
    const Guard guard = world->Lock();
    for (const auto& device : world->devices_) device->PlanFaults();
  }
  // What the library's objects hold. The world's thread holds the world itself: with the last object it is told to end, and
  // the last of both to go takes the world along, on whatever thread that is.
  return {world.get(), [world](World*) { world->Shutdown(); }};
}

World::World(Scenario scenario) : scenario_(std::move(scenario)) {
  for (const DeviceSpec& spec : scenario_.devices) devices_.push_back(std::make_shared<Device>(*this, spec));
}

World::~World() = default;

void World::Shutdown() {
  const Guard guard = Lock();
  stopping_ = true;
  changed_.notify_all();
}

Nanoseconds World::Now() const {
  if (!scenario_.real_time) return now_;
  const std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - started_;
  return static_cast<Nanoseconds>(elapsed.count() * scenario_.speed);
}

std::chrono::steady_clock::time_point World::WallTime(Nanoseconds time) const {
  const std::chrono::duration<double, std::nano> wall(static_cast<double>(time) / scenario_.speed);
  return started_ + std::chrono::duration_cast<std::chrono::steady_clock::duration>(wall);
}

void World::At(Nanoseconds time, std::function<void()> action) {
  events_.emplace(time, std::move(action));
  EnsureThread();
  changed_.notify_all();
}

bool World::Wait(Guard& guard, const std::function<bool()>& done, Nanoseconds longest) {
  if (done()) return true;
  if (longest <= 0) return false;
  const auto late = std::make_shared<bool>(false);
  const Nanoseconds now = Now();
  if (longest < kNever - now) {
    At(now + longest, [this, late] {
      *late = true;
      Changed();
    });
  }
  waiting_.push_back(&done);
  while (!done() && !*late) {
    if (!Drives() || !Fire(guard, kNever)) changed_.wait(guard);
  }
  waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &done));
  return done();
}

size_t World::waiting() const {
  const auto waits = [](const std::function<bool()>* done) { return !(*done)(); };
  return static_cast<size_t>(std::count_if(waiting_.begin(), waiting_.end(), waits));
}

void World::WaitUnderWay(Guard& guard, const std::function<bool()>& done) {
  if (done()) return;
  Waiter self{done};
  waiters_.push_back(&self);
  Begin();
  Wait(guard, done);
  waiters_.erase(std::find(waiters_.begin(), waiters_.end(), &self));
  if (self.counts) End();
}

void World::Changed() {
  effects_++;
  for (Waiter* waiter : waiters_) {
    if (!waiter->counts || !waiter->done()) continue;
    waiter->counts = false;
    End();
  }
  changed_.notify_all();
}

bool World::Fire(Guard& guard, Nanoseconds until) {
  if (events_.empty() || events_.begin()->first > until) return false;
  const auto event = events_.extract(events_.begin());
  if (!scenario_.real_time && event.key() > now_) now_ = event.key();
  event.mapped()();
  RunAfterwards(guard);
  return true;
}

void World::RunAfterwards(Guard& guard) {
  while (!afterwards_.empty()) {
    const std::vector<std::function<void()>> callbacks = std::exchange(afterwards_, {});
    guard.unlock();
    for (const auto& callback : callbacks) callback();
    guard.lock();
  }
}

void World::AttachPump() {
  pumped_ = true;
  owner_ = std::this_thread::get_id();
}

void World::DetachPump() {
  pumped_ = false;
  EnsureThread();
  changed_.notify_all();
}

void World::Step(Guard& guard) {
  if (scenario_.real_time) return;
  const size_t before = effects_;
  while (under_way_ > 0 && effects_ == before && Fire(guard, kNever)) {
  }
}

void World::Advance(Guard& guard, Nanoseconds by) {
  if (scenario_.real_time) throw Failure("The mock's clock is the machine's: its time can not be advanced.");
  const Nanoseconds until = now_ + by;
  while (Fire(guard, until)) {
  }
  if (now_ < until) now_ = until;
}

void World::EnsureThread() {
  if (has_thread_ || stopping_ || (!scenario_.real_time && pumped_)) return;
  const std::shared_ptr<World> self = self_.lock();
  if (self == nullptr) return;
  std::thread(RunThread, self).detach();
  has_thread_ = true;
}

void World::RunThread(std::shared_ptr<World> self) { self->Work(); }

void World::Work() {
  Guard guard = Lock();
  while (!stopping_) {
    const bool active = !events_.empty() && (scenario_.real_time || (!pumped_ && under_way_ > 0));
    if (!active) {
      changed_.wait(guard);
      continue;
    }
    if (scenario_.real_time) {
      const auto due = WallTime(events_.begin()->first);
      if (std::chrono::steady_clock::now() < due) {
        changed_.wait_until(guard, due);
        continue;
      }
    }
    Fire(guard, kNever);
  }
}

std::shared_ptr<Device> World::Find(const std::string& name) const {
  for (const auto& device : devices_) {
    const std::string& own = device->spec().name;
    if (own == name || own == name + ".0" || own + ".0" == name) return device;
  }
  return nullptr;
}

}  // namespace openvino_mock
