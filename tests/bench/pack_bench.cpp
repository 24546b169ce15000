// What a district pack weighs and how soon it is usable, for the roads of Jinan.
//
//   pack.bytes       the file; pack.bytes.node: for each crossing
//   pack.load        milliseconds from its bytes to indexes and the first route, beside the same
//                    without the stored plan of the hierarchy
//   pack.image       bytes of its image; pack.image.load: from it to the first route, beside pack.load
#include "core/base/check.h"
#include "core/district/image.h"
#include "core/district/pack_parts.h"
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

template <class Open>
double first_route_ms(const Open& open, std::pair<PointE7, PointE7> ends) {
  return 1000 * bench::seconds_of([&] {
           const auto district = open();
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
  const auto load = [&](const auto& open) {
    return bench::median_of_3([&] { return first_route_ms(open, ends); });
  };
  const double read = load([&] { return District::read(bytes); });
  const double contracted = load([&] { return District::read(without); });
  bench::print(
      {"pack.load", read, "ms", bench::Better::kLower, "contracted when read", contracted});
  const Bytes image = write_image(**District::read(bytes), pack_digest(bytes));
  bench::print({"pack.image", static_cast<double>(image.size()), "bytes", bench::Better::kLower});
  const double opened = load([&] { return open_district(bytes, image); });
  bench::print({"pack.image.load", opened, "ms", bench::Better::kLower, "pack.load", read});
}

const bench::Registration kPack("pack", run);

}  // namespace
}  // namespace gezhi
