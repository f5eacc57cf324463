// What a compilation was asked for.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "compilation.h"
#include "compiled_model.h"
#include "device_string.h"
#include "properties.h"
#include "world.h"

namespace openvino_mock {

/** Properties that a core was given for devices and schedulers, by their names. */
using CoreProperties = std::map<std::string, Properties>;

struct CompileRequest {
  World& world;
  World::Guard& guard;
  DeviceString device;
  /** Those of the compilation; under a scheduler those that the core was given for it, too. */
  Properties given;
  CoreProperties core;
  std::shared_ptr<Compilation> compilation;

  /** What a scheduler passes on: each device gets what it takes, and what DEVICE_PROPERTIES has for it. */
  void PassOn(const Properties& properties) const;
  /** What a device gets by itself: it takes the properties, or refuses them. */
  void PassOnStrictly(const Properties& properties) const;
};

/** Each compiles as one scheduler does; they throw Failure. */
CompiledModel::Parts CompileForDevice(const CompileRequest& request);
CompiledModel::Parts CompileForAuto(const CompileRequest& request);
CompiledModel::Parts CompileForMulti(const CompileRequest& request);
CompiledModel::Parts CompileForHetero(const CompileRequest& request);
CompiledModel::Parts CompileForBatch(const CompileRequest& request);

/** Loads the model onto one device. */
HardwarePtr LoadOne(const CompileRequest& request, const std::shared_ptr<Device>& device);

}  // namespace openvino_mock
