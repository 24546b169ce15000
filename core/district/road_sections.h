// The sections ROAD and HIER of a district pack.
//
// HIER, numbers to base 128: its form, 1; how many profiles; then for each profile 0 = no plan here, or
// 1, weights_mark() and per node its level, how many shortcuts lead over it, and for each
// ((high × (high - 1) / 2 + low) × 3 + ways - 1): mostly one byte.
//
// Errors: a message with the place. A HIER of another form, or made for other durations than this
// software gives the roads, is as good as none: a hierarchy is then built where one is needed.
#pragma once

#include "core/base/bytes.h"
#include "core/road/hierarchy.h"

namespace gezhi {

Bytes road_bytes(const RoadLinks& roads);
Result<RoadGraph> read_roads(ByteView bytes);

// Empty when there is no hierarchy.
Bytes hierarchy_bytes(const Hierarchies& hierarchies);
Result<Hierarchies> read_hierarchies(ByteView bytes, const RoadGraph& graph);

}  // namespace gezhi
