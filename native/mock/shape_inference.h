// How the shapes of a model's outputs follow those of its inputs. The mock knows no operation's meaning beyond these rules:
//
// - A Parameter has the shape that it is given, a Const its own.
// - Operations on single elements, and others that change no shape (ReLU, Sigmoid, Convert, SoftMax …), have their first
//   input's shape.
// - Elementwise operations of two inputs (Add, Multiply, Equal …) broadcast them as NumPy does, or as the file says. Shapes that
//   do not fit are refused.
// - Convolution, GroupConvolution, MaxPool and AvgPool have the shape that their window gives them, where the shape of the
//   filter is known. Ranks and channels that do not fit are refused.
// - DetectionOutput has rows in proportion to the first dimension of the model's first input (as with "every other").
// - Operations of preprocessing have the shape that the step gives them.
// - Every other operation has the shape that the file gives it, in which the first dimension follows that of the model's first
//   input, where the two are equal in the file and the operation depends on an input.
//
// So a model read from a true file has true shapes, and other batch sizes are true for models that have the batch first. Other
// changes (the height of a picture) do not reach beyond an operation of the last kind: its shape is a guess from there on, and
// what does not fit with a guess has the shape of the file and is not refused.
#pragma once

#include <vector>

#include "graph.h"

namespace openvino_mock {

/** How the shape of an operation's outputs follows, by its type. */
ShapeRule RuleOf(const std::string& type);

/** Shapes of a graph's outputs for inputs of these shapes. Throws Failure where they can't be. */
std::vector<PartialShape> InferOutputs(const Graph& graph, const std::vector<PartialShape>& inputs);

/** Shapes of every operation's outputs for inputs of these shapes. Throws Failure. */
std::vector<std::vector<PartialShape>> InferAll(const Graph& graph, const std::vector<PartialShape>& inputs);

}  // namespace openvino_mock
