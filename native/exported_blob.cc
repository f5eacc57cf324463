#include "exported_blob.h"

#include <utility>

#include "convert.h"
#include "environment.h"
#include "error.h"

namespace openvino_node {

namespace {

/** Goes to a place in a file; false where there is none. Blobs may be larger than a `long` counts on Windows. */
bool Seek(std::FILE* file, int64_t offset, int origin) {
#if defined(_WIN32)
  return _fseeki64(file, offset, origin) == 0;
#else
  return fseeko(file, static_cast<off_t>(offset), origin) == 0;
#endif
}

int64_t Tell(std::FILE* file) {
#if defined(_WIN32)
  return _ftelli64(file);
#else
  return static_cast<int64_t>(ftello(file));
#endif
}

}  // namespace

Napi::Function ExportedBlob::Define(Napi::Env env) {
  return DefineClass(env, "ExportedBlob",
                     {
                         InstanceMethod<&ExportedBlob::ByteLength>("byteLength"),
                         InstanceMethod<&ExportedBlob::Read>("read"),
                         InstanceMethod<&ExportedBlob::Close>("close"),
                     });
}

Napi::Object ExportedBlob::Wrap(Napi::Env env, File file) {
  return Environment::Of(env).exported_blob_class.New({Napi::External<File>::New(env, &file)});
}

ExportedBlob::ExportedBlob(const Napi::CallbackInfo& info) : Napi::ObjectWrap<ExportedBlob>(info) {
  if (!info[0].IsExternal()) ThrowInvalid(info.Env(), "exported blob", "one that a compiled model gave");
  file_ = std::move(*info[0].As<Napi::External<File>>().Data());
}

std::FILE* ExportedBlob::file() const {
  if (file_ == nullptr) throw ClosedError(Env(), "exported blob");
  return file_.get();
}

// -> byteLength(): number
Napi::Value ExportedBlob::ByteLength(const Napi::CallbackInfo& info) {
  if (!Seek(file(), 0, SEEK_END)) {
    throw AddonError(info.Env(), "byteLength", "GENERAL_ERROR", "The exported model can not be read.");
  }
  return Napi::Number::New(info.Env(), static_cast<double>(Tell(file_.get())));
}

// -> read(offset: number, destination: Uint8Array): number
Napi::Value ExportedBlob::Read(const Napi::CallbackInfo& info) {
  const size_t offset = ToIndex(info[0], "offset");
  const Bytes destination = ToBytes(info[1], "destination");
  if (!Seek(file(), static_cast<int64_t>(offset), SEEK_SET)) {
    throw AddonError(info.Env(), "read", "GENERAL_ERROR", "The exported model can not be read.");
  }
  const size_t count = destination.length == 0 ? 0 : std::fread(destination.data, 1, destination.length, file_.get());
  return Napi::Number::New(info.Env(), static_cast<double>(count));
}

void ExportedBlob::Close(const Napi::CallbackInfo&) { file_.reset(); }

}  // namespace openvino_node
