// Which unit grids no team on duty reaches by road within a time (S2-37), of the streets followed here.
// A team counts for the grids of its own area only. Places, not people: teams are units.
#pragma once

#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "core/base/time.h"
#include "core/cases/world.h"
#include "core/district/district.h"
#include "core/road/isochrone.h"
#include "web/app/memo.h"

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

class Session;

class CoverageSearch {
 public:
  explicit CoverageSearch(const Session& session) : session_(session) {}

  // At an hour, with `limit_ms` on an e-bike. Kept until the limit, the map, the streets or the teams on
  // duty are others. Cost: some milliseconds for each area that has teams; empty without a map.
  const Coverage& at(TimeMs at, std::uint32_t limit_ms);

  // For each of the 24 hours of `day`, how many grids nobody reaches; kept likewise. Cost: hours with the
  // same teams on duty share one answer, also with at().
  const std::vector<int>& uncovered_by_hour(CivilDay day, std::uint32_t limit_ms);

  struct Team {
    UnitId unit;
    PointE7 base;
    bool operator==(const Team&) const = default;
  };
  using Teams = std::map<GridId, std::vector<Team>>;  // by the area that they work in

  // Which team is first at every grid, and when: the same for every limit.
  struct Waits {
    Teams teams;
    std::vector<Coverage::Grid> grids;  // the longest first
  };
  // A map with the streets followed on it. What was found there goes with it.
  struct Ground {
    std::uint64_t number;
    std::shared_ptr<const District> district;
    std::vector<ShardId> streets;
    std::vector<Coverage::Grid> grids;  // nobody there yet
    Isochrone search;
    std::vector<Waits> waits;  // the oldest first
  };

 private:
  Ground* ground();  // nullptr without a map

  const Session& session_;
  std::uint64_t grounds_ = 0;
  std::uint64_t answers_ = 0;
  std::unique_ptr<Ground> ground_;
  Coverage none_;
  Memo<std::tuple<std::uint64_t, std::uint64_t, std::int64_t>, Teams> teams_;
  Memo<std::tuple<std::uint64_t, Teams, std::uint32_t>, Coverage> coverage_;
  Memo<std::tuple<std::uint64_t, std::uint64_t, std::int64_t, std::uint32_t>, std::vector<int>>
      hours_;
};

}  // namespace gezhi::app
