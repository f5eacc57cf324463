// What other threads hand to the JavaScript thread of one environment: ended inferences and finished jobs. Everything that
// arrives between two wake-ups is handled in one. It knows who may still write: the inferences in flight.
#pragma once

#include <napi.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace openvino_node {

class Pace;
class RequestState;

class Mailbox {
 public:
  /** Called on the JavaScript thread with what has arrived. */
  struct Receiver {
    std::function<void(Napi::Env, const std::vector<RequestState*>&)> completed;
  };
  using Task = std::function<void(Napi::Env)>;

  Mailbox(napi_env env, Receiver receiver);
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  /**
   * Any thread: an inference has ended. Takes no lock of the request.
   *
   * @param pace Of its model: it may wait for others that are about to end. Null where it may not.
   */
  void Complete(RequestState* request, Pace* pace, std::chrono::steady_clock::time_point ended);

  /** Any thread: run a task on the JavaScript thread. Dropped, unrun, where the environment has ended. */
  void Post(Task task);

  /** JavaScript thread: something is under way, so the event loop must stay alive; and that it is over. */
  void Hold();
  void Release();

  /** JavaScript thread: an inference is about to start; the event loop stays alive until it is received. */
  void Expect(RequestState* request);
  /** JavaScript thread: the inference was handed over. */
  void Received(RequestState* request);
  /** JavaScript thread: an inference that did not start, or is freed in flight (after its end): nobody hears of it. */
  void Abandon(RequestState* request);
  /** JavaScript thread: the inferences in flight; from now on they are the caller's to wait for. */
  std::vector<RequestState*> TakeExpected() { return std::move(expected_); }

  /** JavaScript thread, at the environment's end: from now on nothing wakes it. */
  void Close();
  /** JavaScript thread: whether that was. */
  bool closed() const { return closed_; }

 private:
  static void Wake(napi_env env, napi_value callback, void* context, void* data);
  void Signal();
  void Drain(Napi::Env env);
  /** Puts tasks that have not run to the front again. */
  void Return(std::vector<Task> tasks);

  /** So many at most wait for others. */
  static constexpr size_t kMostHeldBack = 3;

  std::mutex mutex_;
  bool closed_ = false;
  bool signalled_ = false;
  std::vector<RequestState*> completed_;
  std::vector<Task> tasks_;
  // JavaScript thread alone
  std::vector<RequestState*> expected_;
  std::vector<RequestState*> drained_;
  napi_threadsafe_function wake_ = nullptr;
  napi_env env_;
  Receiver receiver_;
  size_t holders_ = 0;
};

}  // namespace openvino_node
