// The world that mocked devices live in: one clock, one queue of events, one lock. Cores made from one scenario share it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "event_log.h"
#include "scenario.h"

namespace openvino_mock {

class Device;
struct DeviceMemory;

/** Of the world's clock, since its start. */
using Nanoseconds = int64_t;

constexpr Nanoseconds kNever = INT64_MAX;

/** A length of time; what is longer than 36 years is never. */
inline Nanoseconds FromMs(double ms) { return ms < 1.1e12 ? static_cast<Nanoseconds>(ms * 1e6 + 0.5) : kNever; }

inline Nanoseconds Later(Nanoseconds now, Nanoseconds by) { return by < kNever - now ? now + by : kNever; }

/**
 * Time passes only by events. Who fires them:
 * - real time: a thread of the world, when the wall clock says so;
 * - virtual time with a pump attached (JavaScript's tests): the pump's thread, one event a step, or while it is blocked in a
 *   call. So JavaScript has reacted to a completion before time goes on, and the same seed gives the same times;
 * - virtual time without a pump: a thread of the world, as soon as somebody waits for anything.
 */
class World {
 public:
  using Guard = std::unique_lock<std::mutex>;

  /** The world of a scenario; that of another core where both have the same id. */
  static std::shared_ptr<World> Of(Scenario scenario);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  const Scenario& scenario() const { return scenario_; }

  /** Everything below is to be called with the lock. */
  Guard Lock() { return Guard(mutex_); }

  Nanoseconds Now() const;

  /**
   * Runs an action under the lock when its time has come; those of one time in the order in which they were added. It must not
   * throw.
   */
  void At(Nanoseconds time, std::function<void()> action);

  /** From inside an action: runs this after the lock was given back (a user's callback). */
  void Afterwards(std::function<void()> callback) { afterwards_.push_back(std::move(callback)); }

  /**
   * Waits until `done`; for at most `longest`. False where that was over first. Throws Failure where this thread is the only one
   * that lets time pass, and no time would help.
   */
  bool Wait(Guard& guard, const std::function<bool()>& done, Nanoseconds longest = kNever);

  /** What is under way for one that waits: loads that will end. */
  struct Claims {
    size_t count = 0;
    bool has_ended = false;
  };
  void Claim(Claims& claims);
  void Unclaim(Claims& claims);

  /**
   * Waits until `done`. Its claims count until the very event that makes it done, not until this thread has woken up: otherwise
   * the pump would let time pass in between, and results would depend on the machine. None are taken afterwards.
   */
  void WaitFor(Guard& guard, const std::function<bool()>& done, Claims& claims);

  /** How many threads wait for what has not come yet. */
  size_t waiting() const;

  /** Wakes those who wait: something that they ask for has changed. It ends the pump's step, too. */
  void Changed();

  /** Something is under way that somebody waits for, and that it is over: without any, virtual time stands still. */
  void Begin() { under_way_++, changed_.notify_all(); }
  void End() { under_way_--; }
  size_t under_way() const { return under_way_; }

  /** Virtual time passes by this thread alone from now on. Throws Failure where it does by another one's already. */
  void AttachPump();
  void DetachPump();
  /** The pump: fires events up to and including the next that changes what somebody waits for. */
  void Step(Guard& guard);
  /** Lets virtual time pass. */
  void Advance(Guard& guard, Nanoseconds by);
  /** Somebody waits for that time: virtual time passes until then, whatever else is under way, and a step ends there. */
  void Alarm(Nanoseconds time);

  const std::vector<std::shared_ptr<Device>>& devices() const { return devices_; }
  /** The device of a name, `GPU` being the first of several; null where there is none. */
  std::shared_ptr<Device> Find(const std::string& name) const;

  EventLog log;
  uint64_t last_compiled = 0;
  uint64_t last_request = 0;
  /** Handles of devices' objects, as their drivers would give them: addresses of nothing. */
  uint64_t last_handle = 0x5600'0000'0000;
  uint64_t NewHandle() { return last_handle += 0x1000; }
  /** Memory of devices, by its handle. */
  std::map<uint64_t, std::weak_ptr<DeviceMemory>> device_memory;
  /** Handles of the contexts that devices have by themselves, by the device's name. */
  std::map<std::string, uint64_t> default_contexts;
  /** Loads that hang until somebody lets them fail. */
  struct HungLoad {
    const Device* device;
    std::function<void(const std::string& why)> end;
  };
  std::vector<HungLoad> hung_loads;
  /** Whether no load hangs any more: one that would fails at once. */
  bool releases_loads = false;

 private:
  explicit World(Scenario scenario);
  static std::shared_ptr<World> Make(Scenario scenario);
  /** Whether this thread is the one that lets time pass. */
  bool Drives() const { return !scenario_.real_time && pumped_ && std::this_thread::get_id() == owner_; }
  /** For another thread that waits: a while of real time, after which it looks whether the pump is still there. */
  void WaitForPump(Guard& guard);
  void EndClaims(Claims& claims);
  /** Fires the earliest event up to a time; false where there is none. */
  bool Fire(Guard& guard, Nanoseconds until);
  void RunAfterwards(Guard& guard);
  /** Makes the world's own thread, where events are its affair. */
  void EnsureThread();
  static void RunThread(std::shared_ptr<World> self);
  void Work();
  void Shutdown();
  std::chrono::steady_clock::time_point WallTime(Nanoseconds time) const;

  const Scenario scenario_;
  std::vector<std::shared_ptr<Device>> devices_;
  std::mutex mutex_;
  std::condition_variable changed_;
  /** In order of time; those of one time in the order of their coming, as multimaps keep it. */
  std::multimap<Nanoseconds, std::function<void()>> events_;
  std::vector<std::function<void()>> afterwards_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  Nanoseconds now_ = 0;
  size_t under_way_ = 0;
  /** Somebody who waits, and what is under way for him. */
  struct Waiter {
    const std::function<bool()>& done;
    Claims* claims;
  };
  std::vector<const Waiter*> waiters_;
  size_t effects_ = 0;
  bool pumped_ = false;
  std::thread::id owner_;
  /** When the pump's thread was last here. */
  std::chrono::steady_clock::time_point owner_seen_;
  /** The world's own, where it has one. */
  std::thread::id thread_;
  bool has_thread_ = false;
  std::atomic<bool> stopping_ = false;
  std::weak_ptr<World> self_;
};

}  // namespace openvino_mock
