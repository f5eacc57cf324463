// Exporting and importing compiled models, and what became of a model when it was compiled.
#include <filesystem>
#include <fstream>

#include "blob.h"
#include "device_string.h"
#include "exports.h"
#include "handles.h"

using namespace openvino_mock;

ov_status_e ov_compiled_model_export_model(const ov_compiled_model_t* compiled_model, const char* export_model_path) {
  return Guarded([&] {
    RequireAll(compiled_model, export_model_path);
    const std::string blob = WriteBlob(*compiled_model->compiled);
    std::ofstream stream(std::filesystem::u8path(export_model_path), std::ios::binary);
    if (!stream.is_open()) throw Failure("Can not open file " + std::string(export_model_path));
    // as the real library: whether it could be written is not looked at
    stream.write(blob.data(), static_cast<std::streamsize>(blob.size()));
  });
}

ov_status_e ov_core_import_model(const ov_core_t* core, const char* content, const size_t content_size,
                                 const char* device_name, ov_compiled_model_t** compiled_model) {
  return Guarded([&] {
    RequireAll(core, content, device_name, compiled_model);
    const DeviceString device = ParseDeviceString(device_name);
    if (!device.scheduler.empty() && device.scheduler != "HETERO") throw Failure("Not Implemented");
    const std::string kind = device.scheduler.empty() ? device_name : device.scheduler;
    World::Guard guard = core->world->Lock();
    if (device.scheduler.empty() && core->world->Find(device_name) == nullptr) {
      throw Failure("Device with \"" + kind + "\" name is not registered in the OpenVINO Runtime");
    }
    const std::shared_ptr<Model> model = ReadBlob(std::string(content, content_size), kind);
    *compiled_model = new ov_compiled_model{
        core->world, Compile(core->world, guard, *model, device_name, Properties(), core->properties)};
  });
}

ov_status_e ov_compiled_model_get_runtime_model(const ov_compiled_model_t* compiled_model, ov_model_t** model) {
  return Guarded([&] {
    RequireAll(compiled_model, model);
    auto copy = std::make_shared<Model>(compiled_model->compiled->model());
    copy->ForgetNames();
    *model = new ov_model{std::move(copy)};
  });
}
