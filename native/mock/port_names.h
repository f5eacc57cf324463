// Names of inputs and outputs, as the real library gives them.
#pragma once

#include <string>
#include <vector>

#include "graph.h"

namespace openvino_mock {

/** Names of a port's list: separated by commas, those within a name written with a backslash. */
std::set<std::string> ReadNames(const std::string& list);

/** What the file has before a Result: inserted conversions are passed over. */
Source OriginOf(const std::vector<Node>& nodes, const Node& result);

/** A name that two ports' tensors share is given to the first one; the others get it with `_1`, `_2` … behind it. */
void MakeNamesUnique(std::vector<Node>& nodes);

/**
 * IR version 10: ports have the names of their operations too, and an inserted conversion before a Result takes the names of
 * its tensor. Throws Failure where names collide.
 */
void AddOperationNames(std::vector<Node>& nodes);

}  // namespace openvino_mock
