// Infer requests that take turns on a device: at most so many run, and one that is ready starts when another ends, on the
// library's own thread. So the device does not wait for JavaScript's thread to be woken (measured: 5 % of the throughput).
#pragma once

#include <napi.h>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

namespace openvino_node {

class RequestState;

class Relay {
 public:
  explicit Relay(size_t limit) : limit_(limit) {}
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /** JavaScript thread: true where a request may start now; else it is in the line, and is started from there. */
  bool Enter(RequestState* request);

  /** Any thread, when an inference has ended or could not start: starts those in the line until one runs. */
  void PassOn();

  /** JavaScript thread: takes a request out of the line; false where it has started, or just does. */
  bool Leave(RequestState* request);

  /** JavaScript thread: waits until no request is between the line and its start. */
  void AwaitStarts();

 private:
  RequestState* Next();

  const size_t limit_;
  std::mutex mutex_;
  std::condition_variable started_;
  std::deque<RequestState*> line_;
  size_t running_ = 0;
  size_t starting_ = 0;
};

/** A relay for JavaScript, which makes requests with it. */
class RelayObject : public Napi::ObjectWrap<RelayObject> {
 public:
  static constexpr uint64_t kTag = 8;
  static constexpr const char* kName = "a native Relay";
  static Napi::Function Define(Napi::Env env);

  explicit RelayObject(const Napi::CallbackInfo& info);
  const std::shared_ptr<Relay>& relay() const { return relay_; }

 private:
  std::shared_ptr<Relay> relay_;
};

}  // namespace openvino_node
