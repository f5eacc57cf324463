#include "reader_uses.h"

#include <algorithm>

namespace openvino_node {

void ReaderUses::Begin() {
  std::lock_guard<std::mutex> lock(mutex_);
  count_++;
}

void ReaderUses::End() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (--count_ > 0) return;
  for (const ShutdownFunction shutdown : due_) shutdown();
  due_.clear();
}

void ReaderUses::Shutdown(ShutdownFunction shutdown) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (count_ == 0) {
    shutdown();
  } else if (std::find(due_.begin(), due_.end(), shutdown) == due_.end()) {
    due_.push_back(shutdown);
  }
}

}  // namespace openvino_node
