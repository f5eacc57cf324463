#include "remote_context.h"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "../element.h"
#include "candidates.h"
#include "device_string.h"
#include "failure.h"

namespace openvino_mock {

namespace {

/** What one allocation may take: such a limit has every GPU. */
constexpr size_t kLargestBytes = size_t{1} << 30;

/** As the library writes a pointer; a null one is 0. */
std::string HandleText(uint64_t handle) {
  char text[24];
  std::snprintf(text, sizeof text, handle == 0 ? "%" PRIx64 : "0x%" PRIx64, handle);
  return text;
}

const RemoteValue& Required(const RemoteParams& params, const std::string& key, const char* plugin) {
  const auto found = params.find(key);
  if (found != params.end()) return found->second;
  throw Failure(std::string(plugin) + "No parameter " + key + " found in parameters map");
}

}  // namespace

uint64_t RemoteValue::Handle() const {
  return is_pointer ? pointer : static_cast<uint64_t>(std::strtoull(text.c_str(), nullptr, 16));
}

long RemoteValue::Integer() const { return std::strtol(text.c_str(), nullptr, 10); }

bool TakesPointer(const std::string& key) {
  return key == "OCL_CONTEXT" || key == "OCL_QUEUE" || key == "VA_DEVICE" || key == "MEM_HANDLE";
}

std::string RemoteContext::DeviceName() const {
  const DeviceSpec& spec = device_->spec();
  if (spec.base() != "GPU") return spec.name;
  return spec.base() + "." + (spec.id().empty() ? "0" : spec.id());
}

std::string ParamsText(const std::map<std::string, std::string>& params) {
  std::string text = "{";
  for (const auto& [key, value] : params) text += (text.size() > 1 ? "," : "") + key + ":" + value;
  return text + "}";
}

/** What a tensor is to lie in, and what it says of that. */
struct RemoteContext::Memory {
  /** 0 where the device makes it. */
  uint64_t handle = 0;
  std::map<std::string, std::string> told;
};

RemoteContext::Memory RemoteContext::ForGpu(RemoteParams params) const {
  Memory memory;
  memory.told["OCL_CONTEXT"] = told_.at("OCL_CONTEXT");
  const std::string type = params.empty() ? "OCL_BUFFER" : Required(params, "SHARED_MEM_TYPE", "[GPU] ").text;
  memory.told["SHARED_MEM_TYPE"] = type;
  if (params.empty() || type == "USM_HOST_BUFFER" || type == "USM_DEVICE_BUFFER") return memory;
  if (type == "VA_SURFACE") {
    if (told_.count("VA_DEVICE") == 0) {
      throw Failure("[GPU] Shared context is required to to share this type of memory");
    }
    const long plane = Required(params, "VA_PLANE", "[GPU] ").Integer();
    const long surface = Required(params, "DEV_OBJECT_HANDLE", "[GPU] ").Integer();
    memory.told["VA_DEVICE"] = told_.at("VA_DEVICE");
    memory.told["VA_PLANE"] = std::to_string(plane);
    memory.told["DEV_OBJECT_HANDLE"] = std::to_string(surface);
    // surfaces are numbers of their device
    memory.handle = (uint64_t{1} << 62) + (static_cast<uint64_t>(surface) << 8) + static_cast<uint64_t>(plane);
    return memory;
  }
  if (type != "OCL_BUFFER" && type != "USM_USER_BUFFER" && type != "OCL_IMAGE2D") {
    throw Failure(type == "DX_BUFFER" ? "[GPU] Unsupported shared object type " + type
                                      : "Unsupported memory type: " + type);
  }
  memory.handle = Required(params, "MEM_HANDLE", "[GPU] ").Handle();
  return memory;
}

RemoteContext::Memory RemoteContext::ForNpu(RemoteParams params) const {
  for (const auto& [key, value] : given_) params.emplace(key, value);
  const bool has_handle = params.count("MEM_HANDLE") > 0;
  if (params.count("MEM_TYPE") == 0 && (has_handle || params.count("TENSOR_TYPE") > 0)) {
    throw Failure("Parameter MEM_TYPE must be set");
  }
  Memory memory;
  const auto type = params.find("MEM_TYPE");
  memory.told["MEM_TYPE"] = type == params.end() ? "L0_INTERNAL_BUF" : type->second.text;
  if (memory.told["MEM_TYPE"] == "SHARED_BUF") {
    memory.handle = Required(params, "MEM_HANDLE", "").Handle();
  } else if (memory.told["MEM_TYPE"] != "L0_INTERNAL_BUF") {
    throw Failure("Unsupported memory type: " + memory.told["MEM_TYPE"]);
  }
  return memory;
}

std::shared_ptr<DeviceMemory> RemoteContext::Find(uint64_t handle, size_t byte_length) {
  auto& all = world_->device_memory;
  for (auto at = all.begin(); at != all.end();) at = at->second.expired() ? all.erase(at) : std::next(at);
  std::weak_ptr<DeviceMemory>& known = all[handle];
  std::shared_ptr<DeviceMemory> memory = known.lock();
  if (memory == nullptr) {
    // what the program has at that handle nobody may read here: it may be an address of nothing
    memory = std::make_shared<DeviceMemory>(byte_length);
    known = memory;
  }
  if (memory->byte_length < byte_length) {
    throw Failure("[" + device_->spec().base() + "] shared buffer has smaller size (" +
                  std::to_string(memory->byte_length) + ") than specified layout (" + std::to_string(byte_length) +
                  ")");
  }
  return memory;
}

std::shared_ptr<Tensor> RemoteContext::CreateTensor(size_t type, const Shape& shape, const RemoteParams& params) {
  if (device_->is_lost()) throw Failure(device_->lost_message());
  const size_t byte_length = openvino_node::ElementBytes(type, static_cast<size_t>(ElementCount(shape)));
  const std::string base = device_->spec().base();
  Memory memory = base == "GPU" ? ForGpu(params) : ForNpu(params);
  if (byte_length > kLargestBytes) {
    throw Failure("[" + base + "] Exceeded max size of memory object allocation: requested " +
                  std::to_string(byte_length) + " bytes, but max alloc size supported by device is " +
                  std::to_string(kLargestBytes) + " bytes.");
  }
  RemoteMemory remote;
  remote.context = shared_from_this();
  remote.is_shared = memory.handle != 0;
  const uint64_t handle = remote.is_shared ? memory.handle : world_->NewHandle();
  remote.memory = Find(handle, byte_length);
  memory.told["MEM_HANDLE"] = HandleText(handle);
  remote.params = std::move(memory.told);
  return std::make_shared<Tensor>(type, shape, std::move(remote));
}

std::shared_ptr<Tensor> RemoteContext::CreateHostTensor(size_t type, const Shape& shape) const {
  if (device_->is_lost()) throw Failure(device_->lost_message());
  return std::make_shared<Tensor>(type, shape);
}

namespace {

/**
 * The device of a context.
 *
 * @param function What its plugin is asked for.
 * @param what What schedulers do not support.
 */
std::shared_ptr<Device> FindDevice(const World& world, const std::string& name, const std::string& function,
                                   const std::string& what) {
  for (const char* scheduler : {"HETERO", "MULTI", "AUTO", "BATCH"}) {
    if (name.rfind(scheduler, 0) == 0) throw Failure(std::string(scheduler) + " device does not support " + what);
  }
  const std::string base = name.substr(0, name.find('.'));
  if (world.Find(name) == nullptr && world.Find(base) == nullptr) throw Failure(NotRegistered(base));
  if (base != "GPU" && base != "NPU") {
    throw Failure("Not Implemented: " + function + " is not supported by " + base + " plugin!");
  }
  const std::shared_ptr<Device> device = LoneDevice(world, name);
  if (device->is_lost()) throw Failure(device->lost_message());
  return device;
}

/** The handle of the context that a device has by itself. */
uint64_t OwnHandle(World& world, const Device& device) {
  uint64_t& handle = world.default_contexts[device.name()];
  if (handle == 0) handle = world.NewHandle();
  return handle;
}

std::shared_ptr<RemoteContext> MakeGpu(const std::shared_ptr<World>& world, const std::shared_ptr<Device>& device,
                                       const RemoteParams& params) {
  std::map<std::string, std::string> told;
  const std::string type = Required(params, "CONTEXT_TYPE", "[GPU] ").text;
  told["CONTEXT_TYPE"] = type;
  const auto handle_of = [&](const char* key, const char* what) {
    const uint64_t handle = Required(params, key, "[GPU] ").Handle();
    if (handle != 0) return HandleText(handle);
    throw Failure(std::string("[GPU] Can't create shared ") + what + " context as user handle is nullptr!");
  };
  if (type == "OCL") {
    told["OCL_CONTEXT"] = handle_of("OCL_CONTEXT", "OCL");
    const auto queue = params.find("OCL_QUEUE");
    told["OCL_QUEUE"] = HandleText(queue == params.end() ? 0 : queue->second.Handle());
  } else if (type == "VA_SHARED") {
    told["VA_DEVICE"] = handle_of("VA_DEVICE", "VA/DX");
    told["OCL_CONTEXT"] = HandleText(world->NewHandle());
  } else {
    throw Failure("Unsupported context type: " + type);
  }
  return std::make_shared<RemoteContext>(world, device, std::move(told), RemoteParams());
}

std::shared_ptr<RemoteContext> MakeDefault(const std::shared_ptr<World>& world, const std::shared_ptr<Device>& device,
                                           const RemoteParams& given) {
  const std::string own = HandleText(OwnHandle(*world, *device));
  std::map<std::string, std::string> told;
  if (device->spec().base() == "GPU") {
    told = {{"CONTEXT_TYPE", "OCL"}, {"OCL_CONTEXT", own}, {"OCL_QUEUE", HandleText(0)}};
  } else {
    told = {{"L0_CONTEXT", own}};
  }
  return std::make_shared<RemoteContext>(world, device, std::move(told), given);
}

}  // namespace

std::shared_ptr<RemoteContext> CreateContext(const std::shared_ptr<World>& world, const std::string& device,
                                             const RemoteParams& params) {
  const auto found = FindDevice(*world, device, "create_context", "remote context");
  if (found->spec().base() == "GPU" && !params.empty()) return MakeGpu(world, found, params);
  return MakeDefault(world, found, params);
}

std::shared_ptr<RemoteContext> DefaultContext(const std::shared_ptr<World>& world, const std::string& device) {
  const auto found = FindDevice(*world, device, "get_default_context", "default remote context");
  return MakeDefault(world, found, RemoteParams());
}

}  // namespace openvino_mock
