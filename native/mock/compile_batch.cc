#include <algorithm>
#include <cstdlib>

#include "batch_executor.h"
#include "candidates.h"
#include "compile_request.h"
#include "failure.h"

namespace openvino_mock {

CompiledModel::Parts CompileForBatch(const CompileRequest& request) {
  if (request.device.list.empty()) {
    throw Failure("ov::device::priorities key for AUTO BATCH is not set for BATCH device");
  }
  const DeviceString::Entry& entry = request.device.list.front();
  if (entry.has_count && entry.count == 0) {
    throw Failure("Batch value for '" + entry.name + "' must be > 0, while 0is passed");
  }
  const std::shared_ptr<Device> device = LoneDevice(request.world, entry.name);
  Properties passed = request.given;
  passed.erase("AUTO_BATCH_TIMEOUT");
  for (const auto& [key, value] : passed) {
    if (!DeviceProperties(device->spec()).Takes(key)) throw Failure("Unsupported config key: " + key);
  }
  request.PassOnStrictly(passed);
  const double timeout_ms = std::strtod(ValueOf(request.given, "AUTO_BATCH_TIMEOUT", "1000").c_str(), nullptr);
  CompiledModel::Parts parts;
  parts.kind = CompiledModel::Kind::kBatch;
  parts.own["MULTI_DEVICE_PRIORITIES"] = request.device.text.substr(request.device.text.find(':') + 1);
  parts.batch =
      std::make_shared<BatchExecutor>(request.world, LoadOne(request, device), std::max(entry.count, 1u), timeout_ms);
  parts.executor = parts.batch;
  return parts;
}

}  // namespace openvino_mock
