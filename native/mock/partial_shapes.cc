#include "partial_shapes.h"

#include "failure.h"

namespace openvino_mock {

ov_partial_shape_t ToStruct(const PartialShape& shape) {
  ov_partial_shape_t made = {{0, -1}, nullptr};
  if (!shape.has_rank) return made;
  const auto rank = static_cast<int64_t>(shape.dims.size());
  made.rank = {rank, rank};
  made.dims = new ov_dimension_t[shape.dims.size()];
  for (size_t i = 0; i < shape.dims.size(); i++) made.dims[i] = {shape.dims[i].min, shape.dims[i].max};
  return made;
}

ov_shape_t ToStruct(const Shape& shape) {
  ov_shape_t made = {static_cast<int64_t>(shape.size()), nullptr};
  if (shape.empty()) return made;
  made.dims = new int64_t[shape.size()];
  for (size_t i = 0; i < shape.size(); i++) made.dims[i] = shape[i];
  return made;
}

PartialShape FromStruct(const ov_partial_shape_t& shape) {
  PartialShape made;
  // the C API has no other way to say it: without dimensions or with a range of ranks, the rank is not known
  made.has_rank = shape.rank.min == shape.rank.max && shape.dims != nullptr;
  for (int64_t i = 0; made.has_rank && i < shape.rank.max; i++) {
    const ov_dimension_t& dimension = shape.dims[i];
    const bool is_any = dimension.min == -1 && dimension.max == -1;
    made.dims.push_back(is_any ? Dimension{} : Dimension{dimension.min, dimension.max});
  }
  return made;
}

Shape FromStruct(const ov_shape_t& shape) {
  if (shape.rank < 0 || (shape.rank > 0 && shape.dims == nullptr)) throw Failure("A shape has no dimensions");
  return Shape(shape.dims, shape.dims + shape.rank);
}

}  // namespace openvino_mock
