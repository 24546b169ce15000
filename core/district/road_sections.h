// The sections ROAD, WAYS, HIER and HCAR of a district pack.
//
// WAYS, numbers to base 128, tells of cars and of tunnels and bridges: its form, 1; how many links; for
// each, its form × 4 and 1 for cars along it, 2 for cars against it; how many signs; for each, its node,
// its rule, and but for `closed` the links it is from and to. Missing: no cars, all on the ground.
//
// HIER holds the plans of the first two profiles, HCAR in the same form those of the others: software
// from before there were cars reads HIER alone. Nodes that are copies for cars are not in HIER.
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
// Empty when there is nothing to tell.
Bytes way_bytes(const RoadLinks& roads);
Result<RoadGraph> read_roads(ByteView bytes, ByteView ways);

// Which profiles: of HIER the first two, of HCAR the others.
enum class PlanSection : std::uint8_t { before_cars, cars };

// Empty when there is no hierarchy.
Bytes hierarchy_bytes(const Hierarchies& hierarchies, const RoadGraph& graph, PlanSection section);
// Adds those of a section.
Result<Done> read_hierarchies(ByteView bytes, const RoadGraph& graph, PlanSection section,
                              Hierarchies& hierarchies);

}  // namespace gezhi
