// Cores, devices and versions.
#include <cstdio>
#include <set>

#include "contract.h"
#include "fixture.h"
#include "words.h"

namespace contract {

namespace {

std::string VersionsOf(const char* device) {
  ov_core_version_list_t versions = {nullptr, 0};
  const ov_status_e status = api.ov_core_get_versions_by_device_name(SharedCore(), device, &versions);
  if (status != OK) return Said(status);
  std::vector<std::string> names;
  for (size_t i = 0; i < versions.size; i++) names.push_back(versions.versions[i].device_name);
  api.ov_core_versions_free(&versions);
  return "[" + Join(names) + "]";
}

}  // namespace

CASE("core: is made and freed") {
  ov_core_t* core = nullptr;
  Observe("create", Said(api.ov_core_create(&core)));
  Observe("made", core != nullptr);
  api.ov_core_free(core);
  Observe("into NULL", Said(api.ov_core_create(nullptr)));
}

CASE("core: several live side by side") {
  std::vector<Core> cores;
  for (int i = 0; i < 5; i++) cores.push_back(NewCore());
  Observe("made", cores.size());
  cores.erase(cores.begin() + 1, cores.begin() + 4);
  Model model;
  Observe("the last one reads",
          Said(api.ov_core_read_model(cores.back().get(), File("relu.xml").c_str(), nullptr, model.out())));
}

CASE("core: from a plugins.xml that is not there") {
  Core core;
  Observe(Said(api.ov_core_create_with_config(File("no-such-plugins.xml").c_str(), core.out())));
  Observe("made", core.get() != nullptr);
}

CASE("core: from a plugins.xml that is no XML") {
  Core core;
  Observe(Said(api.ov_core_create_with_config(File("text.xml").c_str(), core.out())));
  Observe("made", core.get() != nullptr);
}

CASE("core: from an empty path of a plugins.xml") {
  Core core;
  Observe(Said(api.ov_core_create_with_config("", core.out())));
  if (core.get() != nullptr) Observe("versions of CPU", VersionsOf("CPU"));
  Observe("NULL path", Said(api.ov_core_create_with_config(nullptr, core.out())));
  Observe("into NULL", Said(api.ov_core_create_with_config("", nullptr)));
}

CASE("core: version of the library") {
  ov_version_t version = {nullptr, nullptr};
  Observe("status", Said(api.ov_get_openvino_version(&version)));
  int parts[3] = {0, 0, 0};
  std::sscanf(version.buildNumber, "%d.%d.%d", &parts[0], &parts[1], &parts[2]);
  Observe(std::to_string(parts[0]) + "." + std::to_string(parts[1]) + "." + std::to_string(parts[2]));
  api.ov_version_free(&version);
  Observe("text after free", version.buildNumber == nullptr ? "NULL" : "left");
  Observe("into NULL", Said(api.ov_get_openvino_version(nullptr)));
}

CASE("core: description of the library") {
  ov_version_t version = {nullptr, nullptr};
  Must(api.ov_get_openvino_version(&version), "ov_get_openvino_version");
  Observe(version.description);
  api.ov_version_free(&version);
}

CASE("core: devices") {
  ov_available_devices_t devices = {nullptr, 0};
  Observe("status", Said(api.ov_core_get_available_devices(SharedCore(), &devices)));
  const std::set<std::string> names(devices.devices, devices.devices + devices.size);
  Observe("CPU", names.count("CPU") == 1);
  Observe("twice", names.size() != devices.size);
  Observe("AUTO, MULTI, HETERO or BATCH",
          names.count("AUTO") + names.count("MULTI") + names.count("HETERO") + names.count("BATCH") > 0);
  api.ov_available_devices_free(&devices);
  Observe("list after free", devices.devices == nullptr ? "NULL" : "left");
  Observe("size after free", devices.size);
  Observe("of NULL", Said(api.ov_core_get_available_devices(nullptr, &devices)));
}

CASE("core: version of a device") {
  Observe("CPU", VersionsOf("CPU"));
  Observe("AUTO", VersionsOf("AUTO"));
  Observe("MULTI", VersionsOf("MULTI"));
  Observe("HETERO", VersionsOf("HETERO"));
  Observe("BATCH", VersionsOf("BATCH"));
  Observe("MULTI:CPU", VersionsOf("MULTI:CPU"));
}

CASE("core: version of a device is the library's") {
  ov_version_t version = {nullptr, nullptr};
  Must(api.ov_get_openvino_version(&version), "ov_get_openvino_version");
  ov_core_version_list_t versions = {nullptr, 0};
  Must(api.ov_core_get_versions_by_device_name(SharedCore(), "CPU", &versions), "ov_core_get_versions_by_device_name");
  Observe("same build", std::string(version.buildNumber) == versions.versions[0].version.buildNumber);
  api.ov_core_versions_free(&versions);
  api.ov_version_free(&version);
  Observe("list after free", versions.versions == nullptr ? "NULL" : "left");
}

CASE("core: version of a device that nobody knows") {
  Observe("MYRIAD", VersionsOf("MYRIAD"));
  Observe("cpu", VersionsOf("cpu"));
  Observe("empty", VersionsOf(""));
}

CASE("core: version with NULL") {
  ov_core_version_list_t versions = {nullptr, 0};
  Observe("core", Said(api.ov_core_get_versions_by_device_name(nullptr, "CPU", &versions)));
  Observe("device", Said(api.ov_core_get_versions_by_device_name(SharedCore(), nullptr, &versions)));
  Observe("list", Said(api.ov_core_get_versions_by_device_name(SharedCore(), "CPU", nullptr)));
}

CASE("core: an extension that is not there") {
  if (api.ov_core_add_extension == nullptr) return Observe("this release has no such function");
  Observe("missing", Said(api.ov_core_add_extension(SharedCore(), File("no-such-extension.so").c_str())));
  Observe("no library", Said(api.ov_core_add_extension(SharedCore(), File("text.xml").c_str())));
  Observe("NULL", Said(api.ov_core_add_extension(SharedCore(), nullptr)));
}

CASE("core: texts of statuses") {
  for (int status = 0; status >= -18; status--) {
    const char* text = api.ov_get_error_info(static_cast<ov_status_e>(status));
    Observe(std::to_string(status), text == nullptr ? "(null)" : text);
  }
}

}  // namespace contract
