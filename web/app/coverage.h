// Which unit grids no team on duty reaches by road within a time (S2-37), of the streets followed here.
// A team counts for the grids of its own area only. Places, not people: teams are units.
#pragma once

#include <vector>

#include "core/base/time.h"
#include "core/cases/world.h"
#include "core/road/isochrone.h"

namespace gezhi::app {

struct Coverage {
  struct Grid {
    GridId grid;
    PointE7 middle;
    Covered covered;
    UnitId team;  // the first there; none when nobody comes
  };
  std::vector<Grid> grids;  // the longest wait first
  int uncovered = 0;
  int teams = 0;                              // on duty, with a place from which they come
  std::vector<std::vector<PointE7>> reached;  // rings around what is reached
  std::uint64_t number = 0;                   // another one for every answer
};

// At an hour, with `limit_ms` on an e-bike. Kept until the limit, the map, the streets or the teams on
// duty are others. Cost: some milliseconds for each area that has teams; empty without a map.
const Coverage& coverage_at(TimeMs at, std::uint32_t limit_ms);

// For each of the 24 hours of `day`, how many grids nobody reaches; kept likewise. Cost: hours with the
// same teams on duty share one answer, also with coverage_at().
const std::vector<int>& uncovered_by_hour(CivilDay day, std::uint32_t limit_ms);

}  // namespace gezhi::app
