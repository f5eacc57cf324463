// Properties of cores: of devices, of schedulers, of the library, and of the mock itself.
#include <cstdarg>

#include "control.h"
#include "device_load.h"
#include "device_string.h"
#include "exports.h"
#include "handles.h"
#include "properties.h"
#include "scheduler_properties.h"

using namespace openvino_mock;

namespace {

/** What a core answers and takes itself, for all devices. */
const Properties& Library() {
  static const Properties& defaults =
      *new Properties{{"CACHE_DIR", ""}, {"ENABLE_MMAP", "YES"}, {"FORCE_TBB_TERMINATE", "NO"}};
  return defaults;
}

/** Before its first use of a device: what was noted for it is looked at now. Throws Failure for what it does not take. */
void LoadPlugin(ov_core_t* core, const Device& device) {
  CheckLoadable(device);
  const std::string base = device.spec().base();
  if (core->loaded.count(base) > 0) return;
  const DeviceProperties own(device.spec());
  for (auto& [key, value] : core->properties[base]) {
    if (Library().count(key) == 0) own.Check(key, value);
    if (key == "PERF_COUNT") value = ParseBool(key, value) ? "YES" : "NO";
  }
  core->loaded.insert(base);
}

std::string GetLibraryProperty(const ov_core_t* core, const std::string& key) {
  const Properties& set = PropertiesOf(core->properties, "");
  if (const auto changed = set.find(key); changed != set.end()) return changed->second;
  if (const auto own = Library().find(key); own != Library().end()) return own->second;
  throw Failure("Exception is thrown while trying to call get_property with unsupported property: '" + key + "'");
}

std::string Get(ov_core_t* core, World::Guard& guard, const std::string& name, const std::string& key) {
  World& world = *core->world;
  if (name == kControlDevice) return ReadControl(world, guard, key);
  if (name.empty()) return GetLibraryProperty(core, key);
  const DeviceString device = ParseDeviceString(name);
  if (!device.scheduler.empty()) {
    if (!device.list.empty() || name.find(':') != std::string::npos) {
      throw Failure("You can only get_property of the " + device.scheduler +
                    " itself (without devices). get_property is also possible for the individual devices before "
                    "creating the " +
                    device.scheduler + " on top.");
    }
    return GetSchedulerProperty(device.scheduler, world.scenario().version, key,
                                PropertiesOf(core->properties, device.scheduler));
  }
  const auto found = world.Find(name);
  if (found == nullptr) throw Failure(NotRegistered(name.substr(0, name.find('.'))));
  LoadPlugin(core, *found);
  return DeviceProperties(found->spec()).Get(key, core->properties[found->spec().base()]);
}

void Set(ov_core_t* core, World::Guard& guard, const char* device_name, const std::string& key,
         const std::string& value) {
  World& world = *core->world;
  const std::string name = device_name == nullptr ? "" : device_name;
  if (name == kControlDevice) return WriteControl(world, guard, key, value);
  if (name.empty()) {
    const auto library = Library().find(key);
    if (library == Library().end()) throw Failure("property: " + key + ": not supported");
    const bool is_switch = !library->second.empty();
    if (is_switch) ParseBool(key, value);
    core->properties[""][key] = value;
    return;
  }
  const DeviceString device = ParseDeviceString(name);
  if (!device.scheduler.empty()) {
    if (name.find(':') != std::string::npos) {
      throw Failure("set_property is supported only for " + device.scheduler + " itself (without devices).");
    }
    CheckSchedulerProperty(device.scheduler, key, value);
    core->properties[device.scheduler][key] = value;
    return;
  }
  const auto found = world.Find(name);
  if (found == nullptr) throw Failure(NotRegistered(name));
  const std::string base = found->spec().base();
  if (core->loaded.count(base) == 0) {
    core->properties[base][key] = value;
    return;
  }
  if (Library().count(key) == 0) DeviceProperties(found->spec()).Check(key, value);
  core->properties[base][key] = key == "PERF_COUNT" ? (ParseBool(key, value) ? "YES" : "NO") : value;
}

}  // namespace

ov_status_e ov_core_get_property(const ov_core_t* core, const char* device_name, const char* property_key,
                                 char** property_value) {
  return Guarded([&] {
    RequireAll(core, property_key, property_value);
    if (device_name == nullptr) throw Failure("basic_string: construction from null is not valid", UNKNOW_EXCEPTION);
    World::Guard guard = core->world->Lock();
    *property_value = CopyText(Get(const_cast<ov_core_t*>(core), guard, device_name, property_key));
  });
}

ov_status_e ov_core_set_property(const ov_core_t* core, const char* device_name, ...) {
  va_list arguments;
  va_start(arguments, device_name);
  const char* key = va_arg(arguments, const char*);
  const char* value = va_arg(arguments, const char*);
  va_end(arguments);
  return Guarded([&] {
    RequireAll(core, key, value);
    World::Guard guard = core->world->Lock();
    Set(const_cast<ov_core_t*>(core), guard, device_name, key, value);
  });
}

ov_status_e ov_core_set_properties(const ov_core_t* core, const char* device_name, const size_t num_properties,
                                   const ov_property_t* properties) {
  return Guarded([&] {
    RequireAll(core, properties);
    if (num_properties == 0) throw InvalidArgument();
    World::Guard guard = core->world->Lock();
    for (size_t i = 0; i < num_properties; i++) {
      const ov_property_t& property = properties[i];
      if (property.key == nullptr || property.value == nullptr) throw Failure("A property's key or value is NULL");
    }
    // all of them or none
    const CoreProperties before = core->properties;
    try {
      for (size_t i = 0; i < num_properties; i++) {
        Set(const_cast<ov_core_t*>(core), guard, device_name, properties[i].key,
            static_cast<const char*>(properties[i].value));
      }
    } catch (...) {
      const_cast<ov_core_t*>(core)->properties = before;
      throw;
    }
  });
}
