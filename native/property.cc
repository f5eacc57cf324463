#include "property.h"

#include "convert.h"
#include "variadic.h"

namespace openvino_node {

namespace {

constexpr size_t kArguments = 2 * PropertyList::kMost;

VariadicArguments<PropertyList::kMost> Arguments(const PropertyList& properties) {
  VariadicArguments<PropertyList::kMost> arguments = {};
  for (size_t i = 0; i < properties.size(); i++) {
    arguments[2 * i] = properties.key(i).c_str();
    arguments[2 * i + 1] = properties.value(i).c_str();
  }
  return arguments;
}

}  // namespace

PropertyList::PropertyList(const Napi::Value& pairs) : texts_(ToStrings(pairs, "properties")) {
  if (texts_.size() % 2 != 0 || texts_.size() > kArguments) {
    ThrowInvalid(pairs.Env(), "properties", "at most 32 pairs of strings");
  }
}

std::vector<ov_property_t> PropertyList::structs() const {
  std::vector<ov_property_t> structs;
  for (size_t i = 0; i < size(); i++) structs.push_back({key(i).c_str(), value(i).c_str()});
  return structs;
}

ov_status_e SetCoreProperties(const Api& api, const ov_core_t* core, const char* device,
                              const PropertyList& properties) {
  if (api.ov_core_set_properties != nullptr) {
    const std::vector<ov_property_t> structs = properties.structs();
    return api.ov_core_set_properties(core, device, structs.size(), structs.data());
  }
  // the variadic function reads one pair, whatever it is given
  for (size_t i = 0; i < properties.size(); i++) {
    const ov_status_e status =
        api.ov_core_set_property(core, device, properties.key(i).c_str(), properties.value(i).c_str());
    if (status != OK) return status;
  }
  return OK;
}

ov_status_e SetCompiledModelProperties(const Api& api, const ov_compiled_model_t* model,
                                       const PropertyList& properties) {
  if (api.ov_compiled_model_set_properties != nullptr) {
    const std::vector<ov_property_t> structs = properties.structs();
    return api.ov_compiled_model_set_properties(model, structs.size(), structs.data());
  }
  for (size_t i = 0; i < properties.size(); i++) {
    const ov_status_e status =
        api.ov_compiled_model_set_property(model, properties.key(i).c_str(), properties.value(i).c_str());
    if (status != OK) return status;
  }
  return OK;
}

ov_status_e Compile(const Api& api, const ov_core_t* core, const ov_model_t* model, const char* device,
                    const PropertyList& properties, ov_compiled_model_t** compiled) {
  if (api.ov_core_compile_model_props != nullptr) {
    const std::vector<ov_property_t> structs = properties.structs();
    return api.ov_core_compile_model_props(core, model, device, structs.size(), structs.data(), compiled);
  }
  return CallVariadic(api.ov_core_compile_model, Arguments(properties), core, model, device, 2 * properties.size(),
                      compiled);
}

ov_status_e CompileFile(const Api& api, const ov_core_t* core, const char* path, const char* device,
                        const PropertyList& properties, ov_compiled_model_t** compiled) {
  if (api.ov_core_compile_model_from_file_props != nullptr) {
    const std::vector<ov_property_t> structs = properties.structs();
    return api.ov_core_compile_model_from_file_props(core, path, device, structs.size(), structs.data(), compiled);
  }
  return CallVariadic(api.ov_core_compile_model_from_file, Arguments(properties), core, path, device,
                      2 * properties.size(), compiled);
}

ov_status_e CompileWithContext(const Api& api, const ov_core_t* core, const ov_model_t* model,
                               const ov_remote_context_t* context, const PropertyList& properties,
                               ov_compiled_model_t** compiled) {
  if (api.ov_core_compile_model_with_context_props != nullptr) {
    const std::vector<ov_property_t> structs = properties.structs();
    return api.ov_core_compile_model_with_context_props(core, model, context, structs.size(), structs.data(), compiled);
  }
  return CallVariadic(api.ov_core_compile_model_with_context, Arguments(properties), core, model, context,
                      2 * properties.size(), compiled);
}

}  // namespace openvino_node
