// What is reached within eight minutes by e-bike in Jinan.
//
//   road.isochrone   milliseconds from one place: the search, the pieces of road, the outline
//   road.coverage    milliseconds to say for 5,000 places which of 50 teams is there in time, beside
//                    asking for the nearest team place by place
#include "core/base/prng.h"
#include "core/district/district.h"
#include "core/road/isochrone.h"
#include "tests/bench/bench.h"
#include "tests/bench/jinan.h"

namespace gezhi {
namespace {

constexpr std::uint32_t kLimitMs = 8 * 60000;
constexpr Profile kProfile = Profile::ebike;

template <class Work>
double ms_each(std::int64_t count, const Work& work) {
  return bench::median_of_3([&] { return bench::ns_each(count, work) / 1e6; });
}

const bench::Registration kReach("road.reach", [] {
  auto pack = jinan_pack();
  if (!pack) return;
  const District district(*std::move(pack));
  const RoadGraph& roads = district.roads();
  const RoadIndex& index = district.road_index();
  Prng prng(8);
  const auto anywhere = [&] {
    return roads.node_point({static_cast<std::uint32_t>(prng.below(roads.node_count()))});
  };
  std::vector<Snap> teams;
  std::vector<PointE7> places;
  for (int i = 0; i < 50; ++i) teams.push_back(index.snap(anywhere(), kProfile));
  for (int i = 0; i < 5000; ++i) places.push_back(anywhere());

  Isochrone isochrone(index);
  std::vector<EdgePart> parts;
  bench::print({"road.isochrone",
                ms_each(50,
                        [&] {
                          for (const Snap& team : teams) {
                            isochrone.search({&team, 1}, kProfile, kLimitMs);
                            isochrone.parts(parts);
                            bench::keep(outline_of(roads, parts).rings.size());
                          }
                        }),
                "ms", bench::Better::kLower});

  std::vector<Covered> covered;
  std::uint32_t in_time = 0, in_time_one_by_one = 0;
  const double together = ms_each(1, [&] {
    isochrone.search(teams, kProfile, kLimitMs);
    isochrone.cover(places, covered);
    in_time = 0;
    for (const Covered& one : covered) in_time += one.reached ? 1U : 0U;
  });
  RouteQuery query(index, &district.hierarchies());
  std::vector<Reach> nearest;
  const double one_by_one = ms_each(1, [&] {
    in_time_one_by_one = 0;
    for (const PointE7 place : places) {
      query.nearest(place, teams, kProfile, 1, nearest);
      const bool reached = nearest[0].by_road && nearest[0].duration_ms <= kLimitMs;
      in_time_one_by_one += reached ? 1U : 0U;
    }
  });
  GEZHI_CHECK(in_time == in_time_one_by_one);
  bench::print({"road.coverage", together, "ms", bench::Better::kLower,
                "the nearest team for each place by itself", one_by_one});
});

}  // namespace
}  // namespace gezhi
