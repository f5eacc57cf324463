#include <algorithm>

#include "candidates.h"
#include "compile_request.h"
#include "device_load.h"
#include "failure.h"
#include "hetero_executor.h"
#include "version.h"

namespace openvino_mock {

namespace {

/** Divides the model: each device of the list gets the operations that it can run and none before it can. */
std::vector<Part> Divide(const CompileRequest& request) {
  std::vector<Operation> left = request.compilation->model.operations();
  const auto total = static_cast<double>(std::max<size_t>(left.size(), 1));
  std::vector<Part> parts;
  for (const DeviceString::Entry& entry : request.device.list) {
    // refused by 2022.3 even where no operation is left for it
    const bool is_needed = !left.empty() || parts.empty();
    if (!is_needed && IsAtLeast(request.world.scenario().version, 2023, 0)) break;
    const std::shared_ptr<Device> device = LoneDevice(request.world, entry.name);
    const auto rest = std::stable_partition(left.begin(), left.end(),
                                            [&](const Operation& operation) { return !CanRun(*device, operation); });
    const auto own = static_cast<double>(left.end() - rest);
    left.erase(rest, left.end());
    if (own > 0 || parts.empty()) parts.push_back({device, own / total, false});
  }
  if (parts.empty()) throw Failure("Unexpected node type found in model after query_model_update()");
  if (!left.empty()) {
    throw Failure("Operation " + left.front().name + " of type " + left.front().type +
                  " is not supported by any of the mocked devices " + request.device.text);
  }
  return parts;
}

}  // namespace

CompiledModel::Parts CompileForHetero(const CompileRequest& request) {
  request.PassOn(request.given);
  std::vector<HardwarePtr> hardware;
  for (const Loaded& loaded : LoadAll(*request.compilation, request.guard, Divide(request))) {
    if (loaded.hardware == nullptr) throw Failure(loaded.failure);
    hardware.push_back(loaded.hardware);
  }
  CompiledModel::Parts parts;
  parts.kind = CompiledModel::Kind::kHetero;
  parts.own["MULTI_DEVICE_PRIORITIES"] = request.device.text.substr(request.device.text.find(':') + 1);
  parts.executor = std::make_shared<HeteroExecutor>(std::move(hardware));
  return parts;
}

}  // namespace openvino_mock
