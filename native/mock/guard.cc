#include "guard.h"

#include <cstring>
#include <mutex>

namespace openvino_mock {

namespace {

struct LastError {
  std::mutex mutex;
  std::string text;
};

LastError& TheLastError() {
  // never destroyed: threads of the library may outlive static objects
  static LastError& last = *new LastError;
  return last;
}

}  // namespace

void SetLastError(const std::string& text) {
  LastError& last = TheLastError();
  const std::lock_guard<std::mutex> lock(last.mutex);
  last.text = text;
}

void ClearLastError() { SetLastError(""); }

char* CopyLastError() {
  LastError& last = TheLastError();
  const std::lock_guard<std::mutex> lock(last.mutex);
  return last.text.empty() ? nullptr : CopyText(last.text);
}

char* CopyText(const std::string& text) {
  auto* copy = new char[text.size() + 1];
  std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}

}  // namespace openvino_mock
