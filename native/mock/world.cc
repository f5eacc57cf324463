#include "world.h"

#include <algorithm>
#include <utility>

#include "device.h"
#include "device_load.h"
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
  // the last of both to go takes the world along, on whatever thread that is. The registry's weak pointer keeps this deleter
  // longer than that: it must not keep the world.
  return {world.get(), [world](World*) mutable {
            world->Shutdown();
            world.reset();
          }};
}

World::World(Scenario scenario) : scenario_(std::move(scenario)) {
  for (const DeviceSpec& spec : scenario_.devices) devices_.push_back(std::make_shared<Device>(*this, spec));
}

World::~World() = default;

void World::Shutdown() {
  // the last object may go with a callback that the world's own thread has run: it has the lock then
  if (std::this_thread::get_id() == thread_) {
    stopping_ = true;
    return;
  }
  const Guard guard = Lock();
  stopping_ = true;
  changed_.notify_all();
}

Nanoseconds World::Now() const {
  if (!scenario_.real_time) return now_;
  const std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - started_;
  return FromMs(elapsed.count() * scenario_.speed / 1e6);
}

std::chrono::steady_clock::time_point World::WallTime(Nanoseconds time) const {
  // no clock of a machine gets there
  constexpr double kFarAway = 1e18;
  const std::chrono::duration<double, std::nano> wall(std::min(static_cast<double>(time) / scenario_.speed, kFarAway));
  return started_ + std::chrono::duration_cast<std::chrono::steady_clock::duration>(wall);
}

void World::At(Nanoseconds time, std::function<void()> action) {
  if (time == kNever) return;
  events_.emplace(time, std::move(action));
  EnsureThread();
  changed_.notify_all();
}

bool World::Wait(Guard& guard, const std::function<bool()>& done, Nanoseconds longest) {
  if (done()) return true;
  if (longest <= 0) return false;
  const auto late = std::make_shared<bool>(false);
  if (longest != kNever) {
    At(Later(Now(), longest), [this, late] {
      *late = true;
      Changed();
    });
  }
  Claims none;
  const std::function<bool()> over = [&] { return done() || *late; };
  WaitFor(guard, over, none);
  return done();
}

void World::WaitFor(Guard& guard, const std::function<bool()>& done, Claims& claims) {
  const Waiter self{done, &claims};
  // also where it throws
  struct Registration {
    World& world;
    const Waiter& waiter;
    ~Registration() {
      world.waiters_.erase(std::find(world.waiters_.begin(), world.waiters_.end(), &waiter));
      world.EndClaims(*waiter.claims);
    }
  } const registration{*this, self};
  waiters_.push_back(&self);
  if (Drives()) owner_seen_ = std::chrono::steady_clock::now();
  while (!done()) {
    if (!Drives()) {
      WaitForPump(guard);
    } else if (!Fire(guard, kNever)) {
      throw Failure(
          "This waits for a mocked load that hangs, on the thread that would release it: compile asynchronously, or "
          "release "
          "the loads before");
    }
  }
}

void World::WaitForPump(Guard& guard) {
  if (!pumped_) {
    changed_.wait(guard);
    return;
  }
  // A thread of JavaScript that is terminated pumps no more, and its end waits for this one: then time passes by itself.
  constexpr std::chrono::seconds kPatience(10);
  changed_.wait_for(guard, std::chrono::seconds(1));
  if (!pumped_ || std::chrono::steady_clock::now() - owner_seen_ < kPatience) return;
  releases_loads = true;
  DetachPump();
  At(Now(), [this] { ReleaseLoads(*this, nullptr, ""); });
  Fire(guard, Now());
}

size_t World::waiting() const {
  const auto waits = [](const Waiter* waiter) { return !waiter->done(); };
  return static_cast<size_t>(std::count_if(waiters_.begin(), waiters_.end(), waits));
}

void World::Claim(Claims& claims) {
  if (claims.has_ended) return;
  claims.count++;
  Begin();
}

void World::Unclaim(Claims& claims) {
  if (claims.has_ended) return;
  claims.count--;
  End();
}

void World::EndClaims(Claims& claims) {
  claims.has_ended = true;
  for (; claims.count > 0; claims.count--) End();
}

void World::Changed() {
  effects_++;
  for (const Waiter* waiter : waiters_) {
    if (!waiter->claims->has_ended && waiter->done()) EndClaims(*waiter->claims);
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
    // they go with the lock: what they hold may be the last of an object that is guarded by it
    const std::vector<std::function<void()>> callbacks = std::exchange(afterwards_, {});
    guard.unlock();
    for (const auto& callback : callbacks) callback();
    guard.lock();
  }
}

void World::AttachPump() {
  if (pumped_ && owner_ != std::this_thread::get_id()) {
    throw Failure(
        "Another thread lets this mock's time pass already: each thread needs a scenario with an id of its own");
  }
  pumped_ = true;
  owner_ = std::this_thread::get_id();
  owner_seen_ = std::chrono::steady_clock::now();
}

void World::DetachPump() {
  pumped_ = false;
  EnsureThread();
  changed_.notify_all();
}

void World::Step(Guard& guard) {
  if (scenario_.real_time) return;
  owner_seen_ = std::chrono::steady_clock::now();
  const size_t before = effects_;
  while (under_way_ > 0 && effects_ == before && Fire(guard, kNever)) {
  }
}

void World::Advance(Guard& guard, Nanoseconds by) {
  if (scenario_.real_time) throw Failure("The mock's clock is the machine's: its time can not be advanced.");
  const Nanoseconds until = Later(now_, by);
  while (Fire(guard, until)) {
  }
  if (now_ < until && until != kNever) now_ = until;
}

void World::Alarm(Nanoseconds time) {
  Begin();
  At(time, [this] {
    End();
    Changed();
  });
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
  thread_ = std::this_thread::get_id();
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
