// Properties on their way into the library: array twins where it has them (since 2026.4), the variadic functions elsewhere.
#pragma once

#include <napi.h>

#include <string>
#include <utility>
#include <vector>

#include "api.h"

namespace openvino_node {

/** Properties of a call, at most 32, copied from JavaScript's `[key, value, key, value, …]`. */
class PropertyList {
 public:
  static constexpr size_t kMost = 32;

  explicit PropertyList(const Napi::Value& pairs);

  size_t size() const { return texts_.size() / 2; }
  const std::string& key(size_t i) const { return texts_[2 * i]; }
  const std::string& value(size_t i) const { return texts_[2 * i + 1]; }
  std::vector<ov_property_t> structs() const;
  /** A list of one of them. */
  PropertyList One(size_t i) const { return PropertyList({key(i), value(i)}); }

 private:
  explicit PropertyList(std::vector<std::string> texts) : texts_(std::move(texts)) {}

  std::vector<std::string> texts_;
};

ov_status_e SetCoreProperties(const Api& api, const ov_core_t* core, const char* device,
                              const PropertyList& properties);
ov_status_e SetCompiledModelProperties(const Api& api, const ov_compiled_model_t* model,
                                       const PropertyList& properties);
ov_status_e Compile(const Api& api, const ov_core_t* core, const ov_model_t* model, const char* device,
                    const PropertyList& properties, ov_compiled_model_t** compiled);
ov_status_e CompileFile(const Api& api, const ov_core_t* core, const char* path, const char* device,
                        const PropertyList& properties, ov_compiled_model_t** compiled);
ov_status_e CompileWithContext(const Api& api, const ov_core_t* core, const ov_model_t* model,
                               const ov_remote_context_t* context, const PropertyList& properties,
                               ov_compiled_model_t** compiled);

}  // namespace openvino_node
