// The units that every street has, for a street that brings no list of its own: a desk, the limbs
// (手脚) of seed 1, police, fire, market regulation, and a grid station per community.
#pragma once

#include <vector>

#include "core/grid/tree.h"
#include "core/people/unit.h"

namespace gezhi {

// Ids 1001 … in the order of kinds, then 2001 … per community by grid id.
std::vector<Unit> standard_units(const GridTree& tree, GridId street);

}  // namespace gezhi
