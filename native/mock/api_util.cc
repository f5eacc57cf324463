// Texts, versions and statuses.
#include "exports.h"
#include "log.h"
#include "version.h"

using namespace openvino_mock;

void ov_free(const char* content) { delete[] content; }

const char* ov_get_last_err_msg() { return CopyLastError(); }

ov_status_e ov_get_openvino_version(ov_version_t* version) {
  return Guarded([&] {
    RequireAll(version);
    version->buildNumber = CopyText(BuildNumber(LibraryVersion()));
    version->description = CopyText("MOCK OpenVINO Runtime (SIMULATED devices)");
  });
}

void ov_version_free(ov_version_t* version) {
  if (version == nullptr) return;
  ov_free(version->buildNumber);
  ov_free(version->description);
  *version = {nullptr, nullptr};
}

const char* ov_get_error_info(ov_status_e status) {
  switch (static_cast<int>(status)) {
    case 0:
      return "success";
    case -1:
      return "general error";
    case -2:
      return "it's not implement";
    case -3:
      return "failed to network";
    case -4:
      return "input parameter mismatch";
    case -5:
      return "cannot find the value";
    case -6:
      return "out of bounds";
    case -7:
      return "run with unexpected error";
    case -8:
      return "request is busy";
    case -9:
      return "result is not ready";
    case -10:
      return "it is not allocated";
    case -11:
      return "inference start with error";
    case -12:
      return "network is not ready";
    case -13:
      return "inference is canceled";
    case -14:
      return "invalid c input parameters";
    case -15:
      return "unknown c error";
    case -16:
      return "not implement in c method";
    default:
      return "unknown exception";
  }
}

void ov_shutdown() {}

void ov_util_set_log_callback(ov_util_log_callback_func func) { SetLogCallback(func); }

void ov_util_reset_log_callback() { SetLogCallback(nullptr); }
