// Types of OpenVINO's C ABI, as facts: no header of OpenVINO is copied or needed to build. The conformance test
// (native/test/conformance.cc) compiles this file beside the real headers and compares every value, size and offset.
#pragma once

#include <cstddef>
#include <cstdint>

#ifndef OPENVINO_NODE_USE_LIBRARY_TYPES
extern "C" {
struct ov_core;
struct ov_model;
struct ov_compiled_model;
struct ov_infer_request;
struct ov_tensor;
struct ov_output_const_port;
struct ov_output_port;
struct ov_remote_context;
struct ov_layout;
struct ov_preprocess_prepostprocessor;
struct ov_preprocess_input_info;
struct ov_preprocess_input_tensor_info;
struct ov_preprocess_input_model_info;
struct ov_preprocess_preprocess_steps;
struct ov_preprocess_output_info;
struct ov_preprocess_output_tensor_info;

typedef struct ov_core ov_core_t;
typedef struct ov_model ov_model_t;
typedef struct ov_compiled_model ov_compiled_model_t;
typedef struct ov_infer_request ov_infer_request_t;
typedef struct ov_tensor ov_tensor_t;
typedef struct ov_output_const_port ov_output_const_port_t;
typedef struct ov_output_port ov_output_port_t;

typedef void (*ov_util_log_callback_func)(const char* message);
typedef struct ov_remote_context ov_remote_context_t;
typedef struct ov_layout ov_layout_t;
typedef struct ov_preprocess_prepostprocessor ov_preprocess_prepostprocessor_t;
typedef struct ov_preprocess_input_info ov_preprocess_input_info_t;
typedef struct ov_preprocess_input_tensor_info ov_preprocess_input_tensor_info_t;
typedef struct ov_preprocess_input_model_info ov_preprocess_input_model_info_t;
typedef struct ov_preprocess_preprocess_steps ov_preprocess_preprocess_steps_t;
typedef struct ov_preprocess_output_info ov_preprocess_output_info_t;
typedef struct ov_preprocess_output_tensor_info ov_preprocess_output_tensor_info_t;

// Statuses that the addon or the mocked library tells apart; the others are failures without a meaning of their own. The last
// one is here for the range of the type: a status outside of it is undefined behaviour to read.
typedef enum {
  OK = 0,
  GENERAL_ERROR = -1,
  NOT_IMPLEMENTED = -2,
  NOT_FOUND = -5,
  REQUEST_BUSY = -8,
  RESULT_NOT_READY = -9,
  INFER_CANCELLED = -13,
  INVALID_C_PARAM = -14,
  UNKNOW_EXCEPTION = -17,
} ov_status_e;

// Numbers of element types differ by release (element.h), so the enumeration is only its underlying type here.
typedef unsigned int ov_element_type_e;

typedef struct ov_version {
  const char* buildNumber;
  const char* description;
} ov_version_t;

typedef struct {
  const char* device_name;
  ov_version_t version;
} ov_core_version_t;

typedef struct {
  ov_core_version_t* versions;
  size_t size;
} ov_core_version_list_t;

typedef struct {
  char** devices;
  size_t size;
} ov_available_devices_t;

typedef struct {
  const char* key;
  const void* value;
} ov_property_t;

typedef struct {
  int64_t rank;
  int64_t* dims;
} ov_shape_t;

typedef struct ov_dimension {
  int64_t min;
  int64_t max;
} ov_dimension_t;

typedef ov_dimension_t ov_rank_t;

typedef struct ov_partial_shape {
  ov_rank_t rank;
  ov_dimension_t* dims;
} ov_partial_shape_t;

typedef struct {
  void (*callback_func)(void* args);
  void* args;
} ov_callback_t;

typedef struct {
  unsigned int status;
  int64_t real_time;
  int64_t cpu_time;
  const char* node_name;
  const char* exec_type;
  const char* node_type;
} ov_profiling_info_t;

typedef struct {
  ov_profiling_info_t* profiling_infos;
  size_t size;
} ov_profiling_info_list_t;

// What preprocessing tells apart; lib/preprocess/color-format.ts and lib/preprocess/preprocess-steps.ts have the names in the same order.
typedef enum {
  UNDEFINE = 0U,
  NV12_SINGLE_PLANE,
  NV12_TWO_PLANES,
  I420_SINGLE_PLANE,
  I420_THREE_PLANES,
  RGB,
  BGR,
  GRAY,
  RGBX,
  BGRX,
} ov_color_format_e;

typedef enum {
  RESIZE_LINEAR = 0,
  RESIZE_CUBIC,
  RESIZE_NEAREST,
} ov_preprocess_resize_algorithm_e;

typedef enum {
  CONSTANT = 0,
  EDGE,
  REFLECT,
  SYMMETRIC,
} ov_padding_mode_e;
}
#endif
