// Where a point lies, as a case keeps it. The device that reports, the desk that corrects and the
// street that looks again (journal/steward.h) all ask here: on one map they get one answer.
#pragma once

#include "core/base/sha256.h"
#include "core/cases/case.h"
#include "core/grid/locate.h"

namespace gezhi {

// A unit grid is 100 to 300 m across. The radius of a fix is where the device is in 95 of 100 cases
// (W3C Geolocation): with more than this it may stand in the next grid but one, and names none.
inline constexpr std::uint32_t kFixRadiusMaxM = 100;

// A place that was chosen on the map, by search or by its code has no radius.
constexpr bool is_rough(std::uint32_t accuracy_m) { return accuracy_m > kFixRadiusMaxM; }

// What is known of the ground, neither nullptr. `pack` names the map it is from.
struct Ground {
  const GridTree* tree = nullptr;
  const GridLocator* locator = nullptr;
  Digest pack{};
};

// Works the grids of the place out from its point; address, code and radius stay. A rough point, and
// one outside every governance grid, has no grids and is flagged.
void locate_place(const Ground& ground, Place& place);

// The street that the point lies in, also when it is rough; none outside.
ShardId street_at(const Ground& ground, PointE7 point);

// Whether the grids that somebody named for a place are those that the map finds for its point: the same,
// or on a border those of the other side. What was not named is not wrong.
bool agrees(const Place& named, const Place& found);

// Leaves point, address and code: of grids that a street does not have nothing is said.
void forget_grids(Place& place);

}  // namespace gezhi
