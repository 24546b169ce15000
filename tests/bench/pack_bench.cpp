// What a district pack weighs and how soon it is usable, for the roads of Jinan.
//
//   pack.bytes       the file; pack.bytes.node: for each crossing
//   pack.load        milliseconds from its bytes to indexes and the first route, beside the same
//                    without the stored plan of the hierarchy
#include "core/base/check.h"
#include "core/district/district.h"
#include "core/district/road_sections.h"
#include "tests/bench/bench.h"
#include "tests/bench/jinan.h"

namespace gezhi {
namespace {

// The first and the last node of the main network: far apart.
std::pair<PointE7, PointE7> ends_of(const RoadGraph& roads) {
  std::vector<PointE7> main;
  for (std::uint32_t node = 0; node < roads.node_count(); ++node) {
    if (roads.part({node}, Profile::ebike) == 0) main.push_back(roads.node_point({node}));
  }
  return {main.front(), main.back()};
}

double first_route_ms(const Bytes& bytes, std::pair<PointE7, PointE7> ends) {
  return 1000 * bench::seconds_of([&] {
           const auto district = District::read(bytes);
           RouteQuery query((*district)->road_index(), &(*district)->hierarchies());
           Route route;
           query.route(ends.first, ends.second, Profile::ebike, route);
           GEZHI_CHECK(route.found);
         });
}

void run() {
  auto pack = jinan_pack();
  if (!pack) return;
  const Bytes bytes = write_pack(*pack);
  const auto size = static_cast<double>(bytes.size());
  bench::print({"pack.bytes", size, "bytes", bench::Better::kLower});
  bench::print(
      {"pack.bytes.node", size / pack->roads.node_count(), "bytes", bench::Better::kLower});
  const auto ends = ends_of(pack->roads);
  pack->hierarchies = {};
  const Bytes without = write_pack(*pack);
  const double ours = bench::median_of_3([&] { return first_route_ms(bytes, ends); });
  const double theirs = bench::median_of_3([&] { return first_route_ms(without, ends); });
  bench::print({"pack.load", ours, "ms", bench::Better::kLower, "contracted when read", theirs});
}

const bench::Registration kPack("pack", run);

}  // namespace
}  // namespace gezhi
