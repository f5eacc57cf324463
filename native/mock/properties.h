// Properties of devices: which there are, what they read, what they take. Those of the CPU are the real library's; other
// devices have the common ones. A scenario may add to both.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenario.h"

namespace openvino_mock {

/** Values by key. */
using Properties = std::map<std::string, std::string>;

/** What a core was told about a device that it has not compiled for yet, and what the device says of itself. */
class DeviceProperties {
 public:
  explicit DeviceProperties(const DeviceSpec& spec);

  /** Throws Failure as the real library for a key that there is not. */
  std::string Get(const std::string& key, const Properties& set) const;

  /** Checks a value to set. Throws Failure for a key that can't be set, or a value that it does not take. */
  void Check(const std::string& key, const std::string& value) const;
  bool Takes(const std::string& key) const;

  /** SUPPORTED_PROPERTIES of a compiled model, and the value of each that was not set. */
  const Properties& of_compiled_model() const { return compiled_; }
  std::vector<std::string> compiled_keys() const { return compiled_keys_; }

 private:
  void Add(const std::string& key, const std::string& value, bool writable, bool of_core, bool of_compiled_model);

  const DeviceSpec& spec_;
  std::vector<std::string> keys_;
  std::vector<std::string> compiled_keys_;
  Properties values_;
  Properties compiled_;
  std::map<std::string, bool> writable_;
};

/** A value; `otherwise` where there is none, or an empty one. */
std::string ValueOf(const Properties& properties, const std::string& key, const std::string& otherwise);

/** Properties of a name; none where it has none. */
const Properties& PropertiesOf(const std::map<std::string, Properties>& all, const std::string& name);

/** Keys in one line, as SUPPORTED_PROPERTIES has them. */
std::string JoinWords(const std::vector<std::string>& words);

/**
 * Reads the text of DEVICE_PROPERTIES, `{CPU:{NUM_STREAMS:2},GPU:{…}}`: properties by device. Nothing for what is in no braces.
 */
std::map<std::string, Properties> ParseDeviceProperties(const std::string& text);

/** Writes it. */
std::string FormatDeviceProperties(const std::map<std::string, Properties>& devices);

/** YES and NO in all their spellings; throws Failure for anything else. */
bool ParseBool(const std::string& key, const std::string& value);

}  // namespace openvino_mock
