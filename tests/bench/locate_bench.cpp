// grid.locate.1k and .20k: nanoseconds to find the grid of a point among 1,024 and 20,164 areas of
// about 100 points that share their borders; natively beside GEOS, which is asked the same points.
#include "tests/bench/bench.h"
#include "tests/bench/locate_ground.h"

namespace gezhi::bench {
namespace {

constexpr std::int64_t kPoints = 400000;
constexpr bool kHasGeos = sizeof(void*) > 4;  // there is no GEOS for wasm

LocateRivals rivals_of([[maybe_unused]] const GridShapes& shapes) {
#ifdef GEZHI_BENCH_GEOS
  return geos_rivals(shapes);
#else
  return {};
#endif
}

std::vector<PointE7> points_on(const Ground& ground) {
  Prng prng(2);
  std::vector<PointE7> points;
  for (std::int64_t i = 0; i < kPoints; ++i) {
    points.push_back(
        {kOrigin.lon + static_cast<std::int32_t>(prng.between(0, ground.side * kSize)),
         kOrigin.lat + static_cast<std::int32_t>(prng.between(0, ground.side * kSize))});
  }
  return points;
}

double ns_of(const std::function<std::uint64_t()>& sum_of_all) {
  return median_of_3([&] { return ns_each(kPoints, [&] { keep(sum_of_all()); }); });
}

void print_beside(const std::string& name, double mine, const std::string& rival,
                  const std::function<std::uint64_t(const std::vector<PointE7>&)>& theirs,
                  const std::vector<PointE7>& points) {
  Figure figure{name, mine, "ns", Better::kLower};
  if (kHasGeos) figure.rival = rival;
  if (theirs) figure.rival_value = ns_of([&] { return theirs(points); });
  figure.rival_missing = !theirs;
  print(figure);
}

void run(const std::string& name, std::int32_t side, bool with_prepared) {
  const Ground ground(side, 1);
  const GridLocator locator(ground.tree, ground.shapes);
  const LocateRivals rivals = rivals_of(ground.shapes);
  const std::vector<PointE7> points = points_on(ground);
  for (std::size_t i = 0; rivals.strictly_inside && i < points.size(); i += 997) {
    const std::uint64_t theirs = rivals.strictly_inside(points[i]);
    GEZHI_CHECK(theirs == 0 || theirs == locator.at(GridLayer::governance, points[i]).value);
  }
  const double mine = ns_of([&] {
    std::uint64_t sum = 0;
    for (const PointE7 p : points) sum += locator.at(GridLayer::governance, p).value;
    return sum;
  });
  if (with_prepared && kHasGeos) {
    print_beside("grid.locate", mine, "GEOS TemplateSTRtree + prepared polygons", rivals.prepared,
                 points);
  }
  print_beside(name, mine, "GEOS TemplateSTRtree + IndexedPointInAreaLocator", rivals.indexed,
               points);
}

const Registration kLocate("grid.locate", [] {
  run("grid.locate.1k", 32, true);
  run("grid.locate.20k", 142, false);
});

}  // namespace
}  // namespace gezhi::bench
