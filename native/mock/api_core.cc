// Cores: devices, versions, and reading models.
#include <algorithm>
#include <optional>

#include "candidates.h"
#include "device_load.h"
#include "exports.h"
#include "handles.h"
#include "lower_case.h"
#include "version.h"

using namespace openvino_mock;

namespace {

/** Names of the plugins behind a device string, in alphabetical order, each once; empty where one is not there. */
std::vector<std::string> Plugins(const World& world, const std::string& text) {
  const DeviceString device = ParseDeviceString(text);
  std::vector<std::string> plugins;
  if (!device.scheduler.empty() && !text.empty()) plugins.push_back(device.scheduler);
  for (const DeviceString::Entry& entry : device.list) {
    const auto found = world.Find(entry.name);
    const std::string base = entry.name.substr(0, entry.name.find('.'));
    if (found == nullptr && world.Find(base) == nullptr) return {};
    if (found != nullptr) CheckLoadable(*found);
    plugins.push_back(base);
  }
  std::sort(plugins.begin(), plugins.end());
  plugins.erase(std::unique(plugins.begin(), plugins.end()), plugins.end());
  return plugins;
}

}  // namespace

ov_status_e ov_core_create(ov_core_t** core) {
  return Guarded([&] {
    RequireAll(core);
    *core = new ov_core{World::Of(DefaultScenario()), {}, {}};
  });
}

ov_status_e ov_core_create_with_config(const char* xml_config_file, ov_core_t** core) {
  return Guarded([&] {
    RequireAll(xml_config_file, core);
    const std::string path = xml_config_file;
    *core = new ov_core{World::Of(path.empty() ? DefaultScenario() : ReadScenario(path)), {}, {}};
  });
}

void ov_core_free(ov_core_t* core) {
  if (core == nullptr) return;
  delete core;
  ClearLastError();
}

ov_status_e ov_core_get_available_devices(const ov_core_t* core, ov_available_devices_t* devices) {
  return Guarded([&] {
    RequireAll(core, devices);
    const World::Guard guard = core->world->Lock();
    std::vector<std::string> names;
    for (const auto& device : core->world->devices()) {
      const bool is_usable = device->spec().Fault(FaultSpec::Kind::kNotLoadable) == nullptr && !device->is_lost();
      if (is_usable) names.push_back(device->name());
      const_cast<ov_core_t*>(core)->loaded.insert(device->spec().base());
    }
    devices->size = names.size();
    devices->devices = names.empty() ? nullptr : new char*[names.size()];
    for (size_t i = 0; i < names.size(); i++) devices->devices[i] = CopyText(names[i]);
  });
}

void ov_available_devices_free(ov_available_devices_t* devices) {
  if (devices == nullptr) return;
  for (size_t i = 0; i < devices->size; i++) ov_free(devices->devices[i]);
  delete[] devices->devices;
  *devices = {nullptr, 0};
}

ov_status_e ov_core_get_versions_by_device_name(const ov_core_t* core, const char* device_name,
                                                ov_core_version_list_t* versions) {
  bool is_there = true;
  const ov_status_e status = Guarded([&] {
    RequireAll(core, device_name, versions);
    const World::Guard guard = core->world->Lock();
    const std::vector<std::string> plugins = Plugins(*core->world, device_name);
    is_there = !plugins.empty();
    if (!is_there) return;
    versions->size = plugins.size();
    versions->versions = new ov_core_version_t[plugins.size()];
    for (size_t i = 0; i < plugins.size(); i++) {
      versions->versions[i] = {CopyText(plugins[i]),
                               {CopyText(BuildNumber(core->world->scenario().version)),
                                CopyText("openvino_mock_" + LowerCase(plugins[i]) + "_plugin")}};
    }
  });
  // as the real library: a status of its own, and no text
  return is_there ? status : NOT_FOUND;
}

void ov_core_versions_free(ov_core_version_list_t* versions) {
  if (versions == nullptr) return;
  for (size_t i = 0; i < versions->size; i++) {
    ov_free(versions->versions[i].device_name);
    ov_version_free(&versions->versions[i].version);
  }
  delete[] versions->versions;
  *versions = {nullptr, 0};
}

ov_status_e ov_core_add_extension(const ov_core_t* core, const char* path) {
  return Guarded([&] {
    RequireAll(core, path);
    throw Failure("Cannot load library \"" + std::string(path) +
                  "\": the mocked OpenVINO runs no operations, and loads no extensions");
  });
}

ov_status_e ov_core_read_model(const ov_core_t* core, const char* model_path, const char* bin_path,
                               ov_model_t** model) {
  return Guarded([&] {
    RequireAll(core, model_path, model);
    *model = new ov_model{ReadModelFile(model_path, bin_path)};
  });
}

ov_status_e ov_core_read_model_from_memory_buffer(const ov_core_t* core, const char* model_str, const size_t str_len,
                                                  const ov_tensor_t* weights, ov_model_t** model) {
  return Guarded([&] {
    RequireAll(core, model_str, model);
    if (str_len == 0) throw InvalidArgument();
    const std::string xml(model_str, str_len);
    std::optional<size_t> weights_byte_length;
    if (weights != nullptr && weights->tensor->data() != nullptr) weights_byte_length = weights->tensor->byte_length();
    *model = new ov_model{ReadModelText(xml, weights_byte_length)};
  });
}
