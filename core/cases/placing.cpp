#include "core/cases/placing.h"

#include "core/grid/street.h"

namespace gezhi {

void forget_grids(Place& place) {
  place.grid = place.community = place.beat = place.border_with = {};
  place.outside_known_grids = true;
}

void locate_place(const Ground& ground, Place& place) {
  forget_grids(place);
  if (place.point.is_none() || is_rough(place.accuracy_m)) return;
  const Located located = ground.locator->locate(place.point);
  const LayerPlace& governance = located.in(GridLayer::governance);
  place.grid = governance.grid;
  place.community = located.in(GridLayer::community).grid;
  place.beat = located.in(GridLayer::police).grid;
  if (governance.border && governance.neighbour_count > 0) {
    place.border_with = governance.neighbours[0].grid;
  }
  place.outside_known_grids = place.grid.is_none();
}

bool agrees(const Place& named, const Place& found) {
  const auto fits = [](GridId one, GridId other) { return one.is_none() || one == other; };
  const bool across = named.grid == found.border_with;
  return (across || named.grid == found.grid) &&
         fits(named.border_with, across ? found.grid : found.border_with) &&
         fits(named.community, found.community) && fits(named.beat, found.beat);
}

ShardId street_at(const Ground& ground, PointE7 point) {
  if (point.is_none()) return {};
  return shard_of(*ground.tree, ground.locator->at(GridLayer::governance, point));
}

}  // namespace gezhi
