#pragma once

#include <napi.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "property.h"
#include "runtime.h"

namespace openvino_node {

/**
 * What can be found out about a device and properties that a compilation failed with: nearly every failure of the library
 * has the status −1, so the facts are asked again, one by one, of a core of its own. As a job (model_job.h), since asking
 * for the first time which devices there are loads every plugin: 200 to 300 ms.
 */
class DiagnoseJob {
 public:
  /** runtime, pluginsXml: string | null, device: string (without its list), pairs: string[] */
  explicit DiagnoseJob(const Napi::CallbackInfo& info);

  /** Any thread. */
  void Run();
  /** `{ devices: string[], supported: string | undefined, refused: number, reason: Error | undefined }` */
  Napi::Value Take(Napi::Env env);

 private:
  void TryProperties(ov_core_t* core);

  std::shared_ptr<Runtime> runtime_;
  std::optional<std::string> plugins_xml_;
  std::string device_;
  PropertyList properties_;
  Outcome outcome_;
  std::vector<std::string> devices_;
  std::optional<std::string> supported_;
  /** Index of the first property that the device refuses, and why; −1 for none. */
  int refused_ = -1;
  Outcome reason_;
};

}  // namespace openvino_node
