// What cases have in common: models by name, a core for all, and calls that have to succeed before there is anything to see.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "owned.h"

namespace contract {

using Properties = std::vector<std::pair<std::string, std::string>>;

void SetModelFolder(const std::string& folder);
const std::string& ModelFolder();
/** Path of a file in the folder of models. */
std::string File(const std::string& name);
std::string FileText(const std::string& name);

/** Throws CannotRun where a call that a case builds on failed. */
void Must(ov_status_e status, const char* what);

Core NewCore();
/** A core that all cases share; main frees it at the end. */
ov_core_t* SharedCore();
/** The slow model on the CPU with one stream: an inference takes long, and a second one waits for the first. */
ov_compiled_model_t* SharedHeavy();
void FreeShared();

/** Reads NAME.xml. */
Model Read(const std::string& name);
ov_status_e TryCompile(ov_model_t* model, const char* device, const Properties& properties, Compiled* compiled);
Compiled Compile(const std::string& name, const char* device = "CPU", const Properties& properties = {});
Request NewRequest(ov_compiled_model_t* compiled);
/** A request for NAME.xml on the CPU; nothing else of it is kept. */
Request RequestFor(const std::string& name, const Properties& properties = {});

/** A property's text, or how asking for it failed. */
std::string Get(ov_compiled_model_t* compiled, const char* key);
/** Where a compiled model runs that was told no devices: a machine may have more of them than the CPU. */
std::string WhereItRuns(ov_compiled_model_t* compiled);
std::string CoreGet(ov_core_t* core, const char* device, const char* key);

/** A tensor of the library's own memory. */
Tensor NewTensor(const std::string& type, std::vector<int64_t> dims);
Tensor HostTensor(const std::string& type, std::vector<int64_t> dims, void* memory);
void* Data(ov_tensor_t* tensor);
size_t ByteSize(ov_tensor_t* tensor);
std::string TensorShape(ov_tensor_t* tensor);
/** "f32 [1,16] 64 bytes" */
std::string Describe(ov_tensor_t* tensor);
Tensor Input(ov_infer_request_t* request, size_t index = 0);
Tensor Output(ov_infer_request_t* request, size_t index = 0);

/** "x f32 [1,16]" */
std::string Describe(ov_output_const_port_t* port);
std::string PortShape(ov_output_const_port_t* port);

/** A partial shape's struct over dimensions that live as long as this. */
class PartialShape {
 public:
  PartialShape(std::initializer_list<ov_dimension_t> dims) : dims_(dims) {}
  ov_partial_shape_t get() {
    const auto rank = static_cast<int64_t>(dims_.size());
    return {{rank, rank}, dims_.data()};
  }

 private:
  std::vector<ov_dimension_t> dims_;
};

}  // namespace contract
