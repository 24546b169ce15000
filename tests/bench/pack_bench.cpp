// What a district pack weighs and how soon it is usable, for the roads of Jinan.
//
//   pack.bytes       the file; pack.bytes.node: for each crossing
//   pack.load        milliseconds from its bytes to indexes and the first route, beside the same
//                    without the stored plan of the hierarchy
#include "core/district/district.h"
#include "core/district/road_sections.h"
#include "tests/bench/bench.h"
#include "tests/bench/jinan.h"

namespace gezhi {
namespace {

double first_route_ms(const Bytes& bytes) {
  return 1000 * bench::seconds_of([&] {
           const auto district = District::read(bytes);
           RouteQuery query((*district)->road_index(), &(*district)->hierarchies());
           const BoxE7& box = (*district)->box();
           Route route;
           query.route(box.middle(), box.low, Profile::ebike, route);
           bench::keep(static_cast<std::uint64_t>(route.duration_ms));
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
  pack->hierarchies = {};
  const Bytes without = write_pack(*pack);
  const double ours = bench::median_of_3([&] { return first_route_ms(bytes); });
  const double theirs = bench::median_of_3([&] { return first_route_ms(without); });
  bench::print({"pack.load", ours, "ms", bench::Better::kLower, "contracted when read", theirs});
}

const bench::Registration kPack("pack", run);

}  // namespace
}  // namespace gezhi
