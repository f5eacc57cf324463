#include "remote_params.h"

#include <cstdint>

#include "convert.h"
#include "variadic.h"

namespace openvino_node {

namespace {

/**
 * Keys whose value the library's C wrapper takes as a `void*`, in its variadic and in its array form alike: seen with each
 * release from 2024.3 to 2026.4 by putting a function of our own in the place of ov::Core::create_context. It reads all
 * others as text, DEV_OBJECT_HANDLE and the NPU's L0_CONTEXT among them.
 */
bool TakesPointer(const std::string& key) {
  return key == "OCL_CONTEXT" || key == "OCL_QUEUE" || key == "VA_DEVICE" || key == "MEM_HANDLE";
}

const void* ToPointer(const Napi::Value& value) {
  bool lossless = false;
  const uint64_t number = value.As<Napi::BigInt>().Uint64Value(&lossless);
  if (!lossless || number == 0 || number > UINTPTR_MAX) {
    ThrowInvalid(value.Env(), "handle", "an address, which is neither 0 nor longer than a pointer");
  }
  return reinterpret_cast<const void*>(static_cast<uintptr_t>(number));
}

VariadicArguments<RemoteParams::kMost> Arguments(const std::vector<ov_property_t>& structs) {
  VariadicArguments<RemoteParams::kMost> arguments = {};
  for (size_t i = 0; i < structs.size(); i++) {
    arguments[2 * i] = structs[i].key;
    arguments[2 * i + 1] = structs[i].value;
  }
  return arguments;
}

}  // namespace

RemoteParams::RemoteParams(const Napi::Value& pairs) {
  const Napi::Env env = pairs.Env();
  if (!pairs.IsArray()) ThrowInvalid(env, "parameters", "an array of keys and values");
  const Napi::Array array = pairs.As<Napi::Array>();
  const uint32_t length = array.Length();
  if (length % 2 != 0 || length > 2 * kMost) ThrowInvalid(env, "parameters", "at most 16 pairs");
  for (uint32_t i = 0; i < length; i += 2) {
    Entry entry;
    entry.key = ToString(array.Get(i), "parameter");
    const Napi::Value value = array.Get(i + 1);
    if (value.IsBigInt() != TakesPointer(entry.key)) {
      ThrowInvalid(env, entry.key.c_str(), TakesPointer(entry.key) ? "a handle, as a bigint" : "a string");
    }
    if (value.IsBigInt()) {
      entry.pointer = ToPointer(value);
    } else {
      entry.text = ToString(value, entry.key.c_str());
    }
    entries_.push_back(std::move(entry));
  }
}

std::vector<ov_property_t> RemoteParams::structs() const {
  std::vector<ov_property_t> structs;
  for (const Entry& entry : entries_) structs.push_back({entry.key.c_str(), entry.value()});
  return structs;
}

ov_status_e RemoteParams::CreateContext(const Api& api, const ov_core_t* core, const char* device,
                                        ov_remote_context_t** context) const {
  const std::vector<ov_property_t> list = structs();
  if (api.ov_core_create_context_props != nullptr) {
    return api.ov_core_create_context_props(core, device, list.size(), list.data(), context);
  }
  return CallVariadic(api.ov_core_create_context, Arguments(list), core, device, 2 * list.size(), context);
}

ov_status_e RemoteParams::CreateTensor(const Api& api, const ov_remote_context_t* context, ov_element_type_e type,
                                       const ov_shape_t& shape, ov_tensor_t** tensor) const {
  const std::vector<ov_property_t> list = structs();
  if (api.ov_remote_context_create_tensor_props != nullptr) {
    return api.ov_remote_context_create_tensor_props(context, type, shape, list.size(), list.data(), tensor);
  }
  return CallVariadic(api.ov_remote_context_create_tensor, Arguments(list), context, type, shape, 2 * list.size(),
                      tensor);
}

}  // namespace openvino_node
