#include "layout_order.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "failure.h"

namespace openvino_mock {

namespace {

bool IsTrivial(const std::vector<size_t>& order) {
  for (size_t i = 0; i < order.size(); i++) {
    if (order[i] != i) return false;
  }
  return true;
}

size_t Named(const std::vector<std::string>& names) {
  return names.size() - std::count(names.begin(), names.end(), "");
}

/** Between layouts of one rank, of which the first has no more names than the other. */
std::vector<size_t> OrderOf(const std::vector<std::string>& from, const TensorLayout& to) {
  const size_t rank = from.size();
  std::vector<size_t> order(rank, rank);
  std::vector<bool> is_taken(rank, false);
  // the library goes through a hash table: of several that are missing it may name another one
  for (size_t i = rank; i-- > 0;) {
    if (from[i].empty()) continue;
    const std::optional<int64_t> place = to.Place(from[i]);
    if (!place) throw Failure("Dimension name '" + from[i] + "' is not found in layout: " + to.ToString());
    order[static_cast<size_t>(*place)] = i;
    is_taken[i] = true;
  }
  size_t next = 0;
  for (size_t& source : order) {
    if (source < rank) continue;
    while (is_taken[next]) next++;
    source = next++;
  }
  return order;
}

}  // namespace

size_t IndexOf(const TensorLayout& layout, const PartialShape& shape, const char* name, const char* called) {
  std::string capital = called;
  capital[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(capital[0])));
  const std::optional<int64_t> place = layout.Place(name);
  if (!place) throw Failure("Layout " + layout.ToString() + " doesn't have `" + called + "` dimension");
  if (!shape.has_rank) throw Failure(std::string("Can't get shape ") + called + " index for shape with dynamic rank");
  const auto rank = static_cast<int64_t>(shape.dims.size());
  const int64_t index = *place < 0 ? rank + *place : *place;
  if (index < 0 || index >= rank) throw Failure(capital + " dimension is out of bounds " + std::to_string(index));
  return static_cast<size_t>(index);
}

std::vector<size_t> FindPermutation(const TensorLayout& from, const PartialShape& shape, const TensorLayout& to) {
  if (from == to || from.IsEmpty() || to.IsEmpty()) return {};
  if ((from.IsDynamic() || to.IsDynamic()) && !shape.has_rank) {
    throw Failure("Conversion is not supported for dynamic layouts with fully dynamic shapes");
  }
  const size_t rank = shape.dims.size();
  const TensorLayout known_from = from.WithRank(rank);
  const TensorLayout known_to = to.WithRank(rank);
  const size_t length = known_from.names().size();
  const std::string both = from.ToString() + " <-> " + to.ToString();
  if (length != known_to.names().size()) {
    throw Failure("Conversion is not supported for layouts with different sizes, " + both);
  }
  if (shape.has_rank && length != rank) {
    throw Failure("Conversion layout " + both + " failure. Layout is not consistent with input shape " +
                  shape.ToString() + ". Layout length " + std::to_string(length) +
                  " shall match with input shape rank " + std::to_string(rank));
  }
  std::vector<size_t> order;
  if (Named(known_from.names()) > Named(known_to.names())) {
    const std::vector<size_t> inverted = OrderOf(known_to.names(), known_from);
    order.resize(length);
    for (size_t i = 0; i < length; i++) order[inverted[i]] = i;
  } else {
    order = OrderOf(known_from.names(), known_to);
  }
  return IsTrivial(order) ? std::vector<size_t>() : order;
}

PartialShape Permuted(const PartialShape& shape, const std::vector<size_t>& order) {
  if (!shape.has_rank || order.empty()) return shape;
  PartialShape permuted;
  for (const size_t index : order) permuted.dims.push_back(shape.dims.at(index));
  return permuted;
}

ShapeInLayout Squeezed(const TensorLayout& from, const PartialShape& shape, const TensorLayout& to) {
  const std::vector<std::string>& names = from.names();
  if (from.IsDynamic() || to.IsDynamic() || names.size() <= to.names().size()) return {shape, from, 0};
  const std::string both = "Layout conversion " + to.ToString() + " <-> " + from.ToString();
  if (Named(names) != names.size()) {
    throw Failure(both + " is not supported. Please use fully specified model layout, current is " + from.ToString());
  }
  if (Named(to.names()) != to.names().size()) {
    throw Failure(both + " is not supported. Please use fully specified tensor layout, current is " + to.ToString());
  }
  if (shape.has_rank && shape.dims.size() != names.size()) {
    throw Failure("Model input layout " + from.ToString() + " is inconsistent with input shape " + shape.ToString() +
                  ". Layout and shape shall have same rank, got " + std::to_string(names.size()) +
                  " != " + std::to_string(shape.dims.size()));
  }
  PartialShape squeezed;
  squeezed.has_rank = shape.has_rank;
  std::vector<std::string> kept;
  for (size_t i = 0; i < names.size(); i++) {
    if (!to.Has(names[i])) continue;
    if (shape.has_rank) squeezed.dims.push_back(shape.dims[i]);
    kept.push_back(names[i]);
  }
  if (kept.size() != to.names().size()) {
    std::string missing;
    for (const std::string& name : to.names()) {
      if (std::find(kept.begin(), kept.end(), name) == kept.end()) missing += "'" + name + "' ";
    }
    throw Failure("Layout conversion failed. Tensor layout" + to.ToString() +
                  " has dimensions missing in model layout " + from.ToString() + ". Missing dimensions are ( " +
                  missing + ")");
  }
  return {squeezed, TensorLayout::Of(std::move(kept)), 0};
}

ShapeInLayout Unsqueezed(const TensorLayout& from, const PartialShape& shape, const TensorLayout& to) {
  const std::vector<std::string>& names = from.names();
  if (from.IsDynamic() || to.IsDynamic() || names.size() >= to.names().size()) return {shape, from, 0};
  const size_t added = to.names().size() - names.size();
  std::vector<std::string> longer;
  for (const std::string& name : to.names()) {
    if (!from.Has(name) && longer.size() < added) longer.push_back(name);
  }
  longer.resize(added);
  longer.insert(longer.end(), names.begin(), names.end());
  PartialShape unsqueezed;
  unsqueezed.has_rank = shape.has_rank;
  if (shape.has_rank) {
    unsqueezed.dims.assign(added, Dimension::Of(1));
    unsqueezed.dims.insert(unsqueezed.dims.end(), shape.dims.begin(), shape.dims.end());
  }
  return {unsqueezed, TensorLayout::Of(std::move(longer)), added};
}

}  // namespace openvino_mock
