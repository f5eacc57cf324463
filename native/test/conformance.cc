// Compiled, never run: compares what the addon believes of the C ABI with OpenVINO's own headers. The test that compiles it
// (test/native/conformance.test.ts) gives the headers' folder, and ELEMENT_OFFSET: 1 before 2025.1, 0 since.
#include <cstddef>
#include <type_traits>

#include "openvino/c/openvino.h"

namespace ours {
#include "../api_types.h"
}

// Functions: the rows that this release has (the test leaves out the newer ones) against the headers' declarations.
#define OV_FUNCTION(result, name, parameters, since) \
  static_assert(std::is_same_v<decltype(&::name), result(*) parameters>, "the signature of " #name " differs");
#include "functions_of_this_release.h"
#undef OV_FUNCTION

#define SAME_SIZE(type) \
  static_assert(sizeof(ours::type) == sizeof(::type) && alignof(ours::type) == alignof(::type), #type)
#define SAME_FIELD(type, field)                                                                       \
  static_assert(offsetof(ours::type, field) == offsetof(::type, field) &&                             \
                    sizeof(std::declval<ours::type>().field) == sizeof(std::declval<::type>().field), \
                #type "." #field)
#define SAME_STATUS(name) static_assert(static_cast<int>(ours::name) == static_cast<int>(::name), #name)

SAME_STATUS(OK);
SAME_STATUS(GENERAL_ERROR);
SAME_STATUS(NOT_IMPLEMENTED);
SAME_STATUS(REQUEST_BUSY);
SAME_STATUS(RESULT_NOT_READY);
SAME_STATUS(INFER_CANCELLED);
SAME_STATUS(NOT_FOUND);
SAME_STATUS(INVALID_C_PARAM);
SAME_STATUS(UNKNOW_EXCEPTION);
SAME_SIZE(ov_status_e);
SAME_SIZE(ov_element_type_e);
static_assert(std::is_same_v<std::underlying_type_t<::ov_element_type_e>, ours::ov_element_type_e>, "element types");

SAME_SIZE(ov_version_t);
SAME_FIELD(ov_version_t, buildNumber);
SAME_FIELD(ov_version_t, description);
SAME_SIZE(ov_core_version_t);
SAME_FIELD(ov_core_version_t, device_name);
SAME_FIELD(ov_core_version_t, version);
SAME_SIZE(ov_core_version_list_t);
SAME_FIELD(ov_core_version_list_t, versions);
SAME_FIELD(ov_core_version_list_t, size);
SAME_SIZE(ov_available_devices_t);
SAME_FIELD(ov_available_devices_t, devices);
SAME_FIELD(ov_available_devices_t, size);
SAME_SIZE(ov_shape_t);
SAME_FIELD(ov_shape_t, rank);
SAME_FIELD(ov_shape_t, dims);
SAME_SIZE(ov_dimension_t);
SAME_FIELD(ov_dimension_t, min);
SAME_FIELD(ov_dimension_t, max);
SAME_SIZE(ov_partial_shape_t);
SAME_FIELD(ov_partial_shape_t, rank);
SAME_FIELD(ov_partial_shape_t, dims);
SAME_SIZE(ov_callback_t);
SAME_FIELD(ov_callback_t, callback_func);
SAME_FIELD(ov_callback_t, args);
SAME_SIZE(ov_profiling_info_t);
SAME_FIELD(ov_profiling_info_t, status);
SAME_FIELD(ov_profiling_info_t, real_time);
SAME_FIELD(ov_profiling_info_t, cpu_time);
SAME_FIELD(ov_profiling_info_t, node_name);
SAME_FIELD(ov_profiling_info_t, exec_type);
SAME_FIELD(ov_profiling_info_t, node_type);
SAME_SIZE(ov_profiling_info_list_t);
SAME_FIELD(ov_profiling_info_list_t, profiling_infos);
SAME_FIELD(ov_profiling_info_list_t, size);

#ifdef HAS_PROPERTY_ARRAYS
SAME_SIZE(ov_property_t);
SAME_FIELD(ov_property_t, key);
SAME_FIELD(ov_property_t, value);
#endif

#define SAME_VALUE(name) static_assert(static_cast<int>(ours::name) == static_cast<int>(::name), #name)
SAME_SIZE(ov_color_format_e);
SAME_VALUE(UNDEFINE);
SAME_VALUE(NV12_SINGLE_PLANE);
SAME_VALUE(NV12_TWO_PLANES);
SAME_VALUE(I420_SINGLE_PLANE);
SAME_VALUE(I420_THREE_PLANES);
SAME_VALUE(RGB);
SAME_VALUE(BGR);
SAME_VALUE(GRAY);
SAME_VALUE(RGBX);
SAME_VALUE(BGRX);
SAME_SIZE(ov_preprocess_resize_algorithm_e);
SAME_VALUE(RESIZE_LINEAR);
SAME_VALUE(RESIZE_CUBIC);
SAME_VALUE(RESIZE_NEAREST);

#ifdef HAS_PADDING
SAME_SIZE(ov_padding_mode_e);
SAME_VALUE(CONSTANT);
SAME_VALUE(EDGE);
SAME_VALUE(REFLECT);
SAME_VALUE(SYMMETRIC);
#endif

// Element types, in the addon's order (lib/tensor/element.ts, native/element.cc): each is its place there plus the release's offset.
#define SAME_ELEMENT(name, place) static_assert(::name == (place) + ELEMENT_OFFSET, #name)
SAME_ELEMENT(DYNAMIC, 0);
SAME_ELEMENT(BOOLEAN, 1);
SAME_ELEMENT(BF16, 2);
SAME_ELEMENT(F16, 3);
SAME_ELEMENT(F32, 4);
SAME_ELEMENT(F64, 5);
SAME_ELEMENT(I4, 6);
SAME_ELEMENT(I8, 7);
SAME_ELEMENT(I16, 8);
SAME_ELEMENT(I32, 9);
SAME_ELEMENT(I64, 10);
SAME_ELEMENT(U1, 11);
SAME_ELEMENT(U2, 12);
SAME_ELEMENT(U3, 13);
SAME_ELEMENT(U4, 14);
SAME_ELEMENT(U6, 15);
SAME_ELEMENT(U8, 16);
SAME_ELEMENT(U16, 17);
SAME_ELEMENT(U32, 18);
SAME_ELEMENT(U64, 19);
SAME_ELEMENT(NF4, 20);
SAME_ELEMENT(F8E4M3, 21);
SAME_ELEMENT(F8E5M3, 22);
SAME_ELEMENT(STRING, 23);
SAME_ELEMENT(F4E2M1, 24);
SAME_ELEMENT(F8E8M0, 25);
