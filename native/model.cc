#include "model.h"

#include "convert.h"
#include "environment.h"
#include "error.h"
#include "port.h"

namespace openvino_node {

namespace {

constexpr PortFunctions<ov_model_t> kInputs = {&Api::ov_model_inputs_size, &Api::ov_model_const_input_by_index,
                                               &Api::ov_model_const_input_by_name};
constexpr PortFunctions<ov_model_t> kOutputs = {&Api::ov_model_outputs_size, &Api::ov_model_const_output_by_index,
                                                &Api::ov_model_const_output_by_name};

/** The shapes of a reshape, with their memory. */
struct Shapes {
  explicit Shapes(const Napi::Value& value) {
    if (!value.IsArray()) ThrowInvalid(value.Env(), "shapes", "an array of partial shapes");
    const Napi::Array array = value.As<Napi::Array>();
    const uint32_t length = array.Length();
    for (uint32_t i = 0; i < length; i++) owners.emplace_back(array.Get(i));
    for (PartialShape& owner : owners) structs.push_back(owner.get());
  }
  std::vector<PartialShape> owners;
  std::vector<ov_partial_shape_t> structs;
};

std::vector<size_t> ToIndexes(const Napi::Value& value) {
  if (!value.IsArray()) ThrowInvalid(value.Env(), "indexes", "an array of numbers");
  const Napi::Array array = value.As<Napi::Array>();
  std::vector<size_t> indexes;
  const uint32_t length = array.Length();
  for (uint32_t i = 0; i < length; i++) indexes.push_back(ToIndex(array.Get(i), "index"));
  return indexes;
}

PortOwner<ov_model_t> PortsOf(const ModelState& state) {
  return {state.handle.runtime(), state.handle.get(), state.kept};
}

}  // namespace

Napi::Function Model::Define(Napi::Env env) {
  return DefineClass(env, "Model",
                     {
                         InstanceMethod<&Model::Inputs>("inputs"),
                         InstanceMethod<&Model::Outputs>("outputs"),
                         InstanceMethod<&Model::InputByName>("inputByName"),
                         InstanceMethod<&Model::OutputByName>("outputByName"),
                         InstanceMethod<&Model::FriendlyName>("friendlyName"),
                         InstanceMethod<&Model::IsDynamic>("isDynamic"),
                         InstanceMethod<&Model::ReshapeSingle>("reshapeSingle"),
                         InstanceMethod<&Model::ReshapeByNames>("reshapeByNames"),
                         InstanceMethod<&Model::ReshapeByIndexes>("reshapeByIndexes"),
                         InstanceMethod<&Model::ReshapeByName>("reshapeByName"),
                         InstanceMethod<&Model::ReshapeByPorts>("reshapeByPorts"),
                         InstanceMethod<&Model::Close>("close"),
                     });
}

Napi::Object Model::Wrap(Napi::Env env, std::shared_ptr<ModelState> state) {
  return Environment::Of(env).model_class.New({Napi::External<std::shared_ptr<ModelState>>::New(env, &state)});
}

Model::Model(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Model>(info) {
  if (!info[0].IsExternal()) ThrowInvalid(info.Env(), "model", "one that a core gave");
  state_ = *info[0].As<Napi::External<std::shared_ptr<ModelState>>>().Data();
  const napi_type_tag tag = TypeTag<Model>();
  napi_type_tag_object(info.Env(), info.This(), &tag);
}

const std::shared_ptr<ModelState>& Model::state() const {
  if (state_ == nullptr) throw ClosedError(Env(), "model");
  return state_;
}

const ModelHandle& Model::Writable(const char* operation) const {
  const ModelHandle& handle = state()->handle;
  if (state_->readers == 0) return handle;
  throw AddonError(Env(), operation, "REQUEST_BUSY",
                   std::string("The model is being compiled; await compileModel before ") + operation + "().");
}

// ov_model_inputs_size(model, size), ov_model_const_input_by_index(model, index, port) -> inputs(): Port[]
Napi::Value Model::Inputs(const Napi::CallbackInfo& info) { return AllPorts(info.Env(), PortsOf(*state()), kInputs); }

// ov_model_outputs_size(model, size), ov_model_const_output_by_index(model, index, port) -> outputs(): Port[]
Napi::Value Model::Outputs(const Napi::CallbackInfo& info) { return AllPorts(info.Env(), PortsOf(*state()), kOutputs); }

// ov_model_const_input_by_name(model, tensor_name, port) -> inputByName(name: string): Port
Napi::Value Model::InputByName(const Napi::CallbackInfo& info) {
  return PortByName(info[0], PortsOf(*state()), kInputs);
}

// ov_model_const_output_by_name(model, tensor_name, port) -> outputByName(name: string): Port
Napi::Value Model::OutputByName(const Napi::CallbackInfo& info) {
  return PortByName(info[0], PortsOf(*state()), kOutputs);
}

// ov_model_get_friendly_name(model, friendly_name) -> friendlyName(): string
Napi::Value Model::FriendlyName(const Napi::CallbackInfo& info) {
  const ModelHandle& handle = state()->handle;
  char* name = nullptr;
  OV_CHECK(info.Env(), handle.runtime(), ov_model_get_friendly_name, handle.get(), &name);
  return Napi::String::New(info.Env(), TakeString(handle.api(), name));
}

// ov_model_is_dynamic(model) -> isDynamic(): boolean
Napi::Value Model::IsDynamic(const Napi::CallbackInfo& info) {
  const ModelHandle& handle = state()->handle;
  return Napi::Boolean::New(info.Env(), handle.api().ov_model_is_dynamic(handle.get()));
}

// ov_model_reshape_single_input(model, partial_shape) -> reshapeSingle(shape: number[] | null): void
void Model::ReshapeSingle(const Napi::CallbackInfo& info) {
  PartialShape shape(info[0]);
  const ModelHandle& handle = Writable("reshape");
  OV_CHECK(info.Env(), handle.runtime(), ov_model_reshape_single_input, handle.get(), shape.get());
}

// ov_model_reshape(model, tensor_names, partial_shapes, size) -> reshapeByNames(names: string[], shapes: (number[] | null)[]): void
void Model::ReshapeByNames(const Napi::CallbackInfo& info) {
  const std::vector<std::string> names = ToStrings(info[0], "names");
  const Shapes shapes(info[1]);
  const ModelHandle& handle = Writable("reshape");
  if (names.size() != shapes.structs.size()) ThrowInvalid(info.Env(), "shapes", "as many as names");
  std::vector<const char*> pointers;
  for (const std::string& name : names) pointers.push_back(name.c_str());
  OV_CHECK(info.Env(), handle.runtime(), ov_model_reshape, handle.get(), pointers.data(), shapes.structs.data(),
           pointers.size());
}

// ov_model_reshape_by_port_indexes(model, port_indexes, partial_shape, size) -> reshapeByIndexes(indexes: number[], shapes: (number[] | null)[]): void
void Model::ReshapeByIndexes(const Napi::CallbackInfo& info) {
  const std::vector<size_t> indexes = ToIndexes(info[0]);
  const Shapes shapes(info[1]);
  const ModelHandle& handle = Writable("reshape");
  if (indexes.size() != shapes.structs.size()) ThrowInvalid(info.Env(), "shapes", "as many as indexes");
  OV_CHECK(info.Env(), handle.runtime(), ov_model_reshape_by_port_indexes, handle.get(), indexes.data(),
           shapes.structs.data(), indexes.size());
}

// ov_model_reshape_input_by_name(model, tensor_name, partial_shape) -> reshapeByName(name: string, shape: number[] | null): void
void Model::ReshapeByName(const Napi::CallbackInfo& info) {
  const std::string name = ToString(info[0], "name");
  PartialShape shape(info[1]);
  const ModelHandle& handle = Writable("reshape");
  OV_CHECK(info.Env(), handle.runtime(), ov_model_reshape_input_by_name, handle.get(), name.c_str(), shape.get());
}

// ov_model_input_by_index(model, index, input_port), ov_model_reshape_by_ports(model, output_ports, partial_shapes, size) -> reshapeByPorts(indexes: number[], shapes: (number[] | null)[]): void
void Model::ReshapeByPorts(const Napi::CallbackInfo& info) {
  const std::vector<size_t> indexes = ToIndexes(info[0]);
  const Shapes shapes(info[1]);
  const ModelHandle& handle = Writable("reshape");
  if (indexes.size() != shapes.structs.size()) ThrowInvalid(info.Env(), "shapes", "as many as indexes");
  std::vector<WritablePortHandle> ports;
  std::vector<const ov_output_port_t*> pointers;
  for (const size_t index : indexes) {
    ov_output_port_t* port = nullptr;
    OV_CHECK(info.Env(), handle.runtime(), ov_model_input_by_index, handle.get(), index, &port);
    ports.emplace_back(handle.runtime(), port);
    pointers.push_back(port);
  }
  OV_CHECK(info.Env(), handle.runtime(), ov_model_reshape_by_ports, handle.get(), pointers.data(),
           shapes.structs.data(), pointers.size());
}

void Model::Close(const Napi::CallbackInfo&) { state_.reset(); }

}  // namespace openvino_node
