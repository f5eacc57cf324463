// What happened in a world, as text: read by tests through the pseudo-device MOCK.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

namespace openvino_mock {

class EventLog {
 public:
  /** Adds `time kind device request compiled detail`, separated by tabs; the oldest go where there are too many. */
  void Add(int64_t time_ns, const char* kind, const std::string& device, uint64_t request, uint64_t compiled,
           const std::string& detail = "");

  /** Lines from number `first` on, of all that were ever added, each with a newline. */
  std::string From(uint64_t first) const;

 private:
  static constexpr size_t kMost = 200'000;
  uint64_t dropped_ = 0;
  std::deque<std::string> lines_;
};

}  // namespace openvino_mock
