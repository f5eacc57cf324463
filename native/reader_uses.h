// Who uses the library's model readers: `ov_shutdown` unloads them, so it waits for the last.
#pragma once

#include <cstddef>
#include <mutex>
#include <vector>

namespace openvino_node {

/**
 * What is there, or under way, that code of the model readers may be in: nodes of models, constants of what HETERO compiled,
 * calls that read. Without it (measured, 2024.3 to 2026.4) a port of an ONNX model and a model compiled for HETERO crash the
 * process once ov_shutdown was called. All methods are for any thread.
 */
class ReaderUses {
 public:
  using ShutdownFunction = void (*)();

  ReaderUses() = default;
  ReaderUses(const ReaderUses&) = delete;
  ReaderUses& operator=(const ReaderUses&) = delete;

  void Begin();
  void End();

  /** Calls a library's `ov_shutdown`, at once or when the last use has ended. */
  void Shutdown(ShutdownFunction shutdown);

 private:
  // held across ov_shutdown: nothing may begin to read meanwhile
  std::mutex mutex_;
  size_t count_ = 0;
  std::vector<ShutdownFunction> due_;
};

/** A call's use, until the end of its scope. */
class ReaderUse {
 public:
  explicit ReaderUse(ReaderUses& uses) : uses_(uses) { uses_.Begin(); }
  ReaderUse(const ReaderUse&) = delete;
  ReaderUse& operator=(const ReaderUse&) = delete;
  ~ReaderUse() { uses_.End(); }

 private:
  ReaderUses& uses_;
};

}  // namespace openvino_node
