#pragma once

#include <napi.h>

#include <cstdio>
#include <memory>

namespace openvino_node {

/** Closes a file. */
struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

/** An exported model that the library has written to a file, for JavaScript to read; with it the file goes. */
class ExportedBlob : public Napi::ObjectWrap<ExportedBlob> {
 public:
  static Napi::Function Define(Napi::Env env);
  static Napi::Object Wrap(Napi::Env env, File file);

  explicit ExportedBlob(const Napi::CallbackInfo& info);

 private:
  Napi::Value ByteLength(const Napi::CallbackInfo& info);
  Napi::Value Read(const Napi::CallbackInfo& info);
  void Close(const Napi::CallbackInfo& info);
  /** Throws CLOSED. */
  std::FILE* file() const;

  File file_;
};

}  // namespace openvino_node
