#include "event_log.h"

#include <algorithm>

namespace openvino_mock {

void EventLog::Add(int64_t time_ns, const char* kind, const std::string& device, uint64_t request, uint64_t compiled,
                   const std::string& detail) {
  std::string line = std::to_string(time_ns) + '\t' + kind + '\t' + device + '\t' + std::to_string(request) + '\t' +
                     std::to_string(compiled) + '\t' + detail;
  std::replace(line.begin(), line.end(), '\n', ' ');
  lines_.push_back(std::move(line));
  if (lines_.size() > kMost) {
    lines_.pop_front();
    dropped_++;
  }
}

std::string EventLog::From(uint64_t first) const {
  std::string text;
  for (size_t i = first > dropped_ ? first - dropped_ : 0; i < lines_.size(); i++) text += lines_[i] + '\n';
  return text;
}

}  // namespace openvino_mock
