// Parameters of remote contexts and remote tensors. Unlike properties, some of their values are no text but a pointer.
#pragma once

#include <napi.h>

#include <string>
#include <vector>

#include "api.h"

namespace openvino_node {

/**
 * Parameters of a call, copied from JavaScript's `[key, value, key, value, …]`: a bigint for each key whose value the library
 * takes as a pointer, a string for every other one. Which is which is the library's decision alone, by the key: it reads a
 * text at what it is given for the one, and takes what it is given for the other as an address of the device's driver. So
 * neither ever gets here for the wrong key.
 */
class RemoteParams {
 public:
  static constexpr size_t kMost = 16;

  explicit RemoteParams(const Napi::Value& pairs);

  /** Makes a context. `device` is a device's name. */
  ov_status_e CreateContext(const Api& api, const ov_core_t* core, const char* device,
                            ov_remote_context_t** context) const;
  ov_status_e CreateTensor(const Api& api, const ov_remote_context_t* context, ov_element_type_e type,
                           const ov_shape_t& shape, ov_tensor_t** tensor) const;

 private:
  struct Entry {
    std::string key;
    std::string text;
    const void* pointer = nullptr;
    const void* value() const { return pointer != nullptr ? pointer : text.c_str(); }
  };
  std::vector<ov_property_t> structs() const;

  std::vector<Entry> entries_;
};

}  // namespace openvino_node
