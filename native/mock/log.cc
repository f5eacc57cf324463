#include "log.h"

#include <atomic>

namespace openvino_mock {

namespace {

std::atomic<ov_util_log_callback_func> the_callback{nullptr};

}  // namespace

void SetLogCallback(ov_util_log_callback_func callback) { the_callback = callback; }

bool LogsInfo(const std::string& log_level) {
  return log_level == "LOG_INFO" || log_level == "LOG_DEBUG" || log_level == "LOG_TRACE";
}

void Log(const std::string& message) {
  if (const ov_util_log_callback_func callback = the_callback.load()) callback(message.c_str());
}

}  // namespace openvino_mock
