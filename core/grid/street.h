// Which street (shard) a grid belongs to, and grids by their official codes.
#pragma once

#include "core/base/ids.h"
#include "core/grid/tree.h"

namespace gezhi {

// The statistics bureau's code: 6 digits district, 9 township, 12 village.
inline constexpr std::string_view kStatsScheme = "stats-12";
// 15 digits: village code and a number of three digits (GB/T 47678.3).
inline constexpr std::string_view kUnitScheme = "unit-15";
// Whatever an imported file called it.
inline constexpr std::string_view kSourceScheme = "source";

// The code in a scheme that still holds, else the last that did, or "".
std::string_view code_in(const GridNode& node, std::string_view scheme);

// First node (ids ascending) whose code that is, else the first whose code it was, or nullptr. For a
// given day see history.h. Cost: linear.
const GridNode* find_code(const GridTree& tree, std::string_view scheme, std::string_view code);

// The first 9 digits of a township's stats-12 code; none when it has no such code.
ShardId number_in_code(const GridNode& township);

// The township a node lies in (or is), as a shard: the number in its code, or its own id where it has
// none. None for a district and for unknown ids.
ShardId shard_of(const GridTree& tree, GridId id);

// The governance township of a shard, or none. Cost: linear.
GridId township_of(const GridTree& tree, ShardId shard);

// Direct children, ids ascending. Cost: linear.
std::vector<GridId> children_of(const GridTree& tree, GridId parent);

// Names from below the district down to the node, the way a street writes it: "米市巷街道沈塘桥社区".
std::string full_name(const GridTree& tree, GridId id);

// Appends a name as its language does: Chinese without, Latin with a space between.
void append_name(std::string& names, std::string_view name);

}  // namespace gezhi
