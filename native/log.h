// Log messages of OpenVINO, on their way from its threads to the environments that listen.
#pragma once

#include <napi.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "mailbox.h"
#include "runtime.h"

namespace openvino_node {

/** An environment's handler, and what has come for it. */
class LogSink : public std::enable_shared_from_this<LogSink> {
 public:
  /** Null for one that hears and tells nothing. */
  LogSink(const Napi::Value& handler, std::shared_ptr<Mailbox> mailbox);

  /** Any thread. */
  void Add(const char* message);
  /** JavaScript thread: from now on nothing is told. */
  void Close();

 private:
  /** Beyond this, messages are counted and dropped: JavaScript may be slower than a device that traces, or blocked. */
  static constexpr size_t kMostWaiting = 10000;

  void Tell(Napi::Env env);

  // JavaScript thread alone
  Napi::FunctionReference handler_;
  std::shared_ptr<Mailbox> mailbox_;
  std::mutex mutex_;
  bool closed_ = false;
  bool posted_ = false;
  size_t dropped_ = 0;
  std::vector<std::string> waiting_;
};

/**
 * Gives messages of a library to a handler, to nobody (null), or back to where they go by default (undefined).
 *
 * setLogHandler(runtime: Runtime, handler: ((messages: string[], dropped: number) => void) | null | undefined): void
 */
void SetLogHandler(const Napi::CallbackInfo& info);

/** Its handler hears nothing more; where it was the last one, the libraries' messages go where they go by default. */
void RemoveLogSink(const std::shared_ptr<LogSink>& sink);

}  // namespace openvino_node
