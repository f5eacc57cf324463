// An infer request apart from its JavaScript object: what the library's callback, the mailbox and the environment's end use.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "environment.h"
#include "handle.h"
#include "memory.h"
#include "pace.h"
#include "relay.h"

namespace openvino_node {

class RequestState {
 public:
  /** Monotonic; on Linux the clock of process.hrtime(). */
  using Clock = std::chrono::steady_clock;
  /** Of the last inference: when it was started, when the library had done it, when JavaScript's thread heard of it. */
  struct Stamps {
    Clock::time_point started;
    Clock::time_point ended;
    Clock::time_point received;
  };

  /** A moment in milliseconds of the clock. */
  static double Milliseconds(Clock::time_point moment) {
    return std::chrono::duration<double, std::milli>(moment.time_since_epoch()).count();
  }

  /**
   * @param pace Of the compiled model; null where JavaScript is to hear of each end at once.
   * @param relay Null for a request that starts whenever it is told to.
   */
  RequestState(InferRequestHandle handle, std::shared_ptr<Mailbox> mailbox, Kept kept, std::shared_ptr<Pace> pace,
               std::shared_ptr<Relay> relay)
      : kept_(std::move(kept)),
        handle_(std::move(handle)),
        mailbox_(std::move(mailbox)),
        pace_(std::move(pace)),
        relay_(std::move(relay)) {}
  RequestState(const RequestState&) = delete;
  RequestState& operator=(const RequestState&) = delete;
  /** In flight, it cancels and waits: JavaScript keeps its object until the end, so this is the last resort. */
  ~RequestState();

  bool running() const { return running_; }
  const InferRequestHandle& handle() const { return handle_; }
  const Runtime& runtime() const { return *handle_.runtime(); }

  /** Runs an inference on this thread. */
  Outcome Infer();

  /** Starts one, now or in its turn; the mailbox gets this when it has ended. JavaScript knows the inference by `number`. */
  Outcome Start(uint32_t number);

  /** The relay, on any thread: starts it; where that fails it has ended, and the mailbox gets it. */
  bool StartInTurn();

  /** JavaScript thread: takes one back that waits for its turn: it is idle, and not handed over. False where it has begun. */
  bool Withdraw();

  /** JavaScript thread: asks an inference that has begun to stop. */
  void Cancel();

  /** JavaScript thread, at the environment's end: no thread starts it any more, and it stops. */
  void Stop();

  /**
   * After the mailbox brought it back: its outcome; it is idle again. Waits for the end, which is safe on the JavaScript
   * thread after the callback (measured: 1 us).
   */
  Outcome Finish(Clock::time_point received);

  /** Of the last inference that has ended; nothing before the first. */
  const std::optional<Stamps>& stamps() const { return stamps_; }
  uint32_t number() const { return number_; }

  /** Its place among the mailbox's expected. */
  size_t position() const { return position_; }
  void set_position(size_t position) { position_ = position; }

 private:
  static void OnDone(void* self);
  ov_status_e Begin();
  /** Hands it over to JavaScript's thread. */
  void HandOver() { mailbox_->Complete(this, pace_.get(), ended_); }
  /** It ends without having run. */
  void EndUnstarted(Outcome outcome);

  // freed after the handle
  Kept kept_;
  InferRequestHandle handle_;
  std::shared_ptr<Mailbox> mailbox_;
  std::shared_ptr<Pace> pace_;
  std::shared_ptr<Relay> relay_;
  // the library keeps the address of this struct, not a copy: it must live as long as the request
  ov_callback_t callback_ = {nullptr, nullptr};
  bool running_ = false;
  /** Set before the library is asked to stop: a start that is just under way on another thread looks at it afterwards. */
  std::atomic<bool> cancelled_{false};
  /** Why it never ran. */
  std::optional<Outcome> unstarted_;
  uint32_t number_ = 0;
  size_t position_ = 0;
  Clock::time_point started_;
  Clock::time_point ended_;
  std::optional<Stamps> stamps_;
};

/** JavaScript thread: tells JavaScript of the requests that have ended, all in one call. */
void SettleRequests(Napi::Env env, Environment& environment, const std::vector<RequestState*>& ended);

}  // namespace openvino_node
