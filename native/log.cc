#include "log.h"

#include <algorithm>
#include <utility>

#include "convert.h"
#include "environment.h"
#include "error.h"
#include "runtime_object.h"

namespace openvino_node {

namespace {

/**
 * Who listens. The C function has no argument for a caller's own data, so this is global as the library's log itself is: one
 * for the process, whatever the environments.
 */
struct Listeners {
  std::mutex mutex;
  std::vector<std::shared_ptr<LogSink>> sinks;

  /**
   * Held by who tells a library where its messages go; never with `mutex`, which the library's threads take, perhaps under a
   * lock of its own.
   */
  std::mutex telling;
  /** Libraries that call `OnMessage`. They are told once: a change is seen by threads that log meanwhile. */
  std::vector<std::shared_ptr<Runtime>> told;
};

Listeners& TheListeners() {
  // leaked on purpose: threads of the library may outlive static destructors
  static Listeners* listeners = new Listeners;
  return *listeners;
}

/** OpenVINO's threads, and JavaScript's within its calls. */
void OnMessage(const char* message) {
  Listeners& listeners = TheListeners();
  std::lock_guard<std::mutex> lock(listeners.mutex);
  for (const std::shared_ptr<LogSink>& sink : listeners.sinks) sink->Add(message == nullptr ? "" : message);
}

void AddLogSink(const std::shared_ptr<LogSink>& sink, const std::shared_ptr<Runtime>& runtime) {
  Listeners& listeners = TheListeners();
  std::lock_guard<std::mutex> telling(listeners.telling);
  {
    std::lock_guard<std::mutex> lock(listeners.mutex);
    listeners.sinks.push_back(sink);
  }
  if (std::find(listeners.told.begin(), listeners.told.end(), runtime) != listeners.told.end()) return;
  runtime->api().ov_util_set_log_callback(OnMessage);
  listeners.told.push_back(runtime);
}

}  // namespace

LogSink::LogSink(const Napi::Value& handler, std::shared_ptr<Mailbox> mailbox) : mailbox_(std::move(mailbox)) {
  if (handler.IsFunction()) {
    handler_ = Napi::Persistent(handler.As<Napi::Function>());
  } else {
    closed_ = true;
  }
}

void LogSink::Add(const char* message) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return;
  if (waiting_.size() >= kMostWaiting) {
    dropped_++;
    return;
  }
  waiting_.emplace_back(message);
  if (std::exchange(posted_, true)) return;
  mailbox_->Post([self = shared_from_this()](Napi::Env env) { self->Tell(env); });
}

void LogSink::Close() {
  std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  waiting_.clear();
  handler_.Reset();
}

void LogSink::Tell(Napi::Env env) {
  std::vector<std::string> messages;
  size_t dropped = 0;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    posted_ = false;
    messages.swap(waiting_);
    dropped = std::exchange(dropped_, 0);
    if (closed_) return;
  }
  Napi::Array texts = Napi::Array::New(env, messages.size());
  for (size_t i = 0; i < messages.size(); i++) {
    texts[static_cast<uint32_t>(i)] = Napi::String::New(env, messages[i]);
  }
  handler_.Call({texts, Napi::Number::New(env, static_cast<double>(dropped))});
}

void SetLogHandler(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::shared_ptr<Runtime> runtime = NativeOf<RuntimeObject>(info[0], "runtime").runtime();
  CheckSupported(env, *runtime, "ov_util_set_log_callback", runtime->api().ov_util_set_log_callback != nullptr);
  const Napi::Value handler = info[1];
  if (!handler.IsFunction() && !handler.IsNull() && !handler.IsUndefined()) {
    ThrowInvalid(env, "handler", "a function, null or undefined");
  }
  Environment& environment = Environment::Of(env);
  // the new one first: between the two, messages would go to the standard output
  const std::shared_ptr<LogSink> old = std::exchange(environment.log_sink, nullptr);
  if (!handler.IsUndefined()) {
    environment.log_sink = std::make_shared<LogSink>(handler, environment.shared_mailbox());
    AddLogSink(environment.log_sink, runtime);
  }
  RemoveLogSink(old);
}

void RemoveLogSink(const std::shared_ptr<LogSink>& sink) {
  if (sink == nullptr) return;
  sink->Close();
  Listeners& listeners = TheListeners();
  std::lock_guard<std::mutex> telling(listeners.telling);
  {
    std::lock_guard<std::mutex> lock(listeners.mutex);
    std::vector<std::shared_ptr<LogSink>>& sinks = listeners.sinks;
    sinks.erase(std::remove(sinks.begin(), sinks.end(), sink), sinks.end());
    if (!sinks.empty()) return;
  }
  for (const std::shared_ptr<Runtime>& runtime : listeners.told) runtime->api().ov_util_reset_log_callback();
  listeners.told.clear();
}

}  // namespace openvino_node
