// Functions of libopenvino_c that the addon does not call and programs in C do: the mocked library has them as well, and the
// contract suite uses them. Rows as in ../api_functions.h; no include guard for the same reason.

// clang-format off
OV_FUNCTION(ov_status_e, ov_infer_request_wait_for, (ov_infer_request_t* infer_request, const int64_t timeout), "2024.3")
OV_FUNCTION(ov_status_e, ov_infer_request_set_tensor, (ov_infer_request_t* infer_request, const char* tensor_name, const ov_tensor_t* tensor), "2024.3")
OV_FUNCTION(ov_status_e, ov_infer_request_get_tensor, (const ov_infer_request_t* infer_request, const char* tensor_name, ov_tensor_t** tensor), "2024.3")
OV_FUNCTION(ov_status_e, ov_infer_request_set_input_tensor, (ov_infer_request_t* infer_request, const ov_tensor_t* tensor), "2024.3")
OV_FUNCTION(ov_status_e, ov_infer_request_get_input_tensor, (const ov_infer_request_t* infer_request, ov_tensor_t** tensor), "2024.3")
OV_FUNCTION(ov_status_e, ov_infer_request_set_output_tensor, (ov_infer_request_t* infer_request, const ov_tensor_t* tensor), "2024.3")
OV_FUNCTION(ov_status_e, ov_infer_request_get_output_tensor, (const ov_infer_request_t* infer_request, ov_tensor_t** tensor), "2024.3")

OV_FUNCTION(ov_status_e, ov_tensor_set_shape, (ov_tensor_t* tensor, const ov_shape_t shape), "2024.3")
OV_FUNCTION(ov_status_e, ov_shape_create, (const int64_t rank, const int64_t* dims, ov_shape_t* shape), "2024.3")
OV_FUNCTION(ov_status_e, ov_const_port_get_shape, (const ov_output_const_port_t* port, ov_shape_t* tensor_shape), "2024.3")
OV_FUNCTION(const char*, ov_partial_shape_to_string, (const ov_partial_shape_t partial_shape), "2024.3")
// clang-format on
