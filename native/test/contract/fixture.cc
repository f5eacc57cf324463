#include "fixture.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "contract.h"
#include "elements.h"
#include "words.h"

namespace contract {

namespace {

std::string model_folder;
Core shared_core;
Compiled shared_heavy;

}  // namespace

void SetModelFolder(const std::string& folder) { model_folder = folder; }
const std::string& ModelFolder() { return model_folder; }
std::string File(const std::string& name) { return model_folder + "/" + name; }

std::string FileText(const std::string& name) {
  std::ifstream file(File(name), std::ios::binary);
  if (!file) throw CannotRun("no file " + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void Must(ov_status_e status, const char* what) {
  if (status != OK) throw CannotRun(std::string(what) + " failed: " + Told(status));
}

Core NewCore() {
  Core core;
  Must(api.ov_core_create(core.out()), "ov_core_create");
  return core;
}

ov_core_t* SharedCore() {
  if (shared_core.get() == nullptr) shared_core = NewCore();
  return shared_core.get();
}

ov_compiled_model_t* SharedHeavy() {
  if (shared_heavy.get() == nullptr) {
    shared_heavy = Compile("heavy", "CPU", {{"NUM_STREAMS", "1"}});
    // the first inference is slower than those that follow
    Must(api.ov_infer_request_infer(NewRequest(shared_heavy.get()).get()), "ov_infer_request_infer");
  }
  return shared_heavy.get();
}

void FreeShared() {
  shared_heavy.Reset();
  shared_core.Reset();
}

Model Read(const std::string& name) {
  Model model;
  Must(api.ov_core_read_model(SharedCore(), File(name + ".xml").c_str(), nullptr, model.out()), "ov_core_read_model");
  return model;
}

ov_status_e TryCompile(ov_model_t* model, const char* device, const Properties& properties, Compiled* compiled) {
  // the count says how many are there, so that one call serves them all
  std::array<const char*, 8> words = {};
  if (properties.size() * 2 > words.size()) throw CannotRun("too many properties");
  size_t count = 0;
  for (const auto& [key, value] : properties) {
    words[count++] = key.c_str();
    words[count++] = value.c_str();
  }
  return api.ov_core_compile_model(SharedCore(), model, device, count, compiled->out(), words[0], words[1], words[2],
                                   words[3], words[4], words[5], words[6], words[7]);
}

Compiled Compile(const std::string& name, const char* device, const Properties& properties) {
  Compiled compiled;
  Must(TryCompile(Read(name).get(), device, properties, &compiled), "ov_core_compile_model");
  return compiled;
}

Request NewRequest(ov_compiled_model_t* compiled) {
  Request request;
  Must(api.ov_compiled_model_create_infer_request(compiled, request.out()), "ov_compiled_model_create_infer_request");
  return request;
}

Request RequestFor(const std::string& name, const Properties& properties) {
  return NewRequest(Compile(name, "CPU", properties).get());
}

std::string Get(ov_compiled_model_t* compiled, const char* key) {
  char* value = nullptr;
  const ov_status_e status = api.ov_compiled_model_get_property(compiled, key, &value);
  return status == OK ? Take(value) : "(" + Said(status) + ")";
}

std::string WhereItRuns(ov_compiled_model_t* compiled) {
  ov_available_devices_t devices = {nullptr, 0};
  Must(api.ov_core_get_available_devices(SharedCore(), &devices), "ov_core_get_available_devices");
  // in brackets while AUTO has not made up its mind
  std::string where = Get(compiled, "EXECUTION_DEVICES");
  where.erase(std::remove_if(where.begin(), where.end(), [](char c) { return c == '(' || c == ')'; }), where.end());
  const bool known =
      std::find(devices.devices, devices.devices + devices.size, where) != devices.devices + devices.size;
  api.ov_available_devices_free(&devices);
  return known ? "a device of the machine" : where;
}

std::string CoreGet(ov_core_t* core, const char* device, const char* key) {
  char* value = nullptr;
  const ov_status_e status = api.ov_core_get_property(core, device, key, &value);
  return status == OK ? Take(value) : "(" + Said(status) + ")";
}

Tensor NewTensor(const std::string& type, std::vector<int64_t> dims) {
  Tensor tensor;
  Must(api.ov_tensor_create(Element(type), {static_cast<int64_t>(dims.size()), dims.data()}, tensor.out()),
       "ov_tensor_create");
  return tensor;
}

Tensor HostTensor(const std::string& type, std::vector<int64_t> dims, void* memory) {
  Tensor tensor;
  const ov_shape_t shape = {static_cast<int64_t>(dims.size()), dims.data()};
  Must(api.ov_tensor_create_from_host_ptr(Element(type), shape, memory, tensor.out()),
       "ov_tensor_create_from_host_ptr");
  return tensor;
}

void* Data(ov_tensor_t* tensor) {
  void* data = nullptr;
  Must(api.ov_tensor_data(tensor, &data), "ov_tensor_data");
  return data;
}

size_t ByteSize(ov_tensor_t* tensor) {
  size_t bytes = 0;
  Must(api.ov_tensor_get_byte_size(tensor, &bytes), "ov_tensor_get_byte_size");
  return bytes;
}

std::string TensorShape(ov_tensor_t* tensor) {
  ov_shape_t shape = {0, nullptr};
  Must(api.ov_tensor_get_shape(tensor, &shape), "ov_tensor_get_shape");
  const std::string text = ShapeText({shape.dims, shape.dims + shape.rank});
  api.ov_shape_free(&shape);
  return text;
}

std::string Describe(ov_tensor_t* tensor) {
  ov_element_type_e type = 0;
  Must(api.ov_tensor_get_element_type(tensor, &type), "ov_tensor_get_element_type");
  return ElementName(type) + " " + TensorShape(tensor) + " " + std::to_string(ByteSize(tensor)) + " bytes";
}

Tensor Input(ov_infer_request_t* request, size_t index) {
  Tensor tensor;
  Must(api.ov_infer_request_get_input_tensor_by_index(request, index, tensor.out()),
       "ov_infer_request_get_input_tensor_by_index");
  return tensor;
}

Tensor Output(ov_infer_request_t* request, size_t index) {
  Tensor tensor;
  Must(api.ov_infer_request_get_output_tensor_by_index(request, index, tensor.out()),
       "ov_infer_request_get_output_tensor_by_index");
  return tensor;
}

std::string Describe(ov_output_const_port_t* port) {
  char* name = nullptr;
  const ov_status_e named = api.ov_port_get_any_name(port, &name);
  ov_element_type_e type = 0;
  Must(api.ov_port_get_element_type(port, &type), "ov_port_get_element_type");
  return (named == OK ? Take(name) : "(" + Said(named) + ")") + " " + ElementName(type) + " " + PortShape(port);
}

std::string PortShape(ov_output_const_port_t* port) {
  ov_partial_shape_t shape = {{0, 0}, nullptr};
  Must(api.ov_port_get_partial_shape(port, &shape), "ov_port_get_partial_shape");
  const std::string text = Take(api.ov_partial_shape_to_string(shape));
  api.ov_partial_shape_free(&shape);
  return text;
}

}  // namespace contract
