#include "core/base/plane.h"

#include <algorithm>

namespace gezhi {
namespace {

constexpr std::int32_t kProbe = 1 << 14;

struct Step {
  std::int64_t x;
  std::int64_t y;
};

Step from_to(PointE7 a, PointE7 b) {
  return {std::int64_t{b.lon} - a.lon, std::int64_t{b.lat} - a.lat};
}

std::int64_t cross(Step a, Step b) { return a.x * b.y - a.y * b.x; }

std::int64_t square_root(std::uint64_t value) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 31; bit != 0; bit >>= 1) {
    const std::uint64_t candidate = root | bit;
    if (candidate * candidate <= value) root = candidate;
  }
  return static_cast<std::int64_t>(root);
}

}  // namespace

void BoxE7::cover(PointE7 p) {
  low.lon = std::min(low.lon, p.lon);
  low.lat = std::min(low.lat, p.lat);
  high.lon = std::max(high.lon, p.lon);
  high.lat = std::max(high.lat, p.lat);
}

PointE7 BoxE7::middle() const {
  return {static_cast<std::int32_t>((std::int64_t{low.lon} + high.lon) / 2),
          static_cast<std::int32_t>((std::int64_t{low.lat} + high.lat) / 2)};
}

struct NearPlane::Ends {
  Step start;  // a, from the origin
  Step way;    // from a to b
  std::int64_t scale = 1;

  std::int64_t square() const { return way.x * way.x + way.y * way.y; }
  std::int64_t along() const { return -(start.x * way.x + start.y * way.y); }
};

NearPlane::NearPlane(PointE7 origin)
    : origin_(origin),
      east_mm_(distance_mm(
          origin, {origin.lon > 0 ? origin.lon - kProbe : origin.lon + kProbe, origin.lat})),
      north_mm_(distance_mm({0, 0}, {0, kProbe})) {
  east_mm_ = std::max<std::int64_t>(east_mm_, 1);
}

NearPlane::Ends NearPlane::ends(PointE7 a, PointE7 b) const {
  const auto plane = [&](PointE7 p) {
    const Step step = from_to(origin_, p);
    return Step{step.x * east_mm_ / kProbe, step.y * north_mm_ / kProbe};
  };
  const Step first = plane(a);
  const Step second = plane(b);
  Ends result{first, {second.x - first.x, second.y - first.y}};
  // Squares stay below 2^63 for sides under 1e9 mm; longer ones lose their last bits.
  const auto large = [&](std::int64_t v) {
    return v / result.scale > 1000000000 || v / result.scale < -1000000000;
  };
  while (large(first.x) || large(first.y) || large(result.way.x) || large(result.way.y)) {
    result.scale *= 2;
  }
  if (result.scale > 1) {
    result.start = {first.x / result.scale, first.y / result.scale};
    result.way = {result.way.x / result.scale, result.way.y / result.scale};
  }
  return result;
}

std::int64_t NearPlane::to_line_mm(PointE7 a, PointE7 b) const {
  const Ends line = ends(a, b);
  const std::int64_t square = line.square();
  const std::int64_t along = line.along();
  Step nearest = line.start;
  if (square > 0 && along > 0) {
    if (along < square) {
      const std::int64_t off = cross(line.start, line.way);
      return (off < 0 ? -off : off) / square_root(static_cast<std::uint64_t>(square)) * line.scale;
    }
    nearest = {line.start.x + line.way.x, line.start.y + line.way.y};
  }
  return square_root(static_cast<std::uint64_t>(nearest.x * nearest.x + nearest.y * nearest.y)) *
         line.scale;
}

std::int64_t NearPlane::nearest_part_q20(PointE7 a, PointE7 b) const {
  const Ends line = ends(a, b);
  std::int64_t square = line.square();
  std::int64_t along = line.along();
  if (square <= 0 || along <= 0) return 0;
  if (along >= square) return 1 << 20;
  while (along > (std::int64_t{1} << 42)) {
    along /= 2;
    square /= 2;
  }
  return (along << 20) / square;
}

BoxE7 NearPlane::box(std::int64_t reach_mm) const {
  const auto limited = [](std::int64_t v) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(v, -1800000000, 1800000000));
  };
  const std::int64_t dx = reach_mm * kProbe / east_mm_ + 2;
  const std::int64_t dy = reach_mm * kProbe / north_mm_ + 2;
  return {{limited(origin_.lon - dx), limited(origin_.lat - dy)},
          {limited(origin_.lon + dx), limited(origin_.lat + dy)}};
}

}  // namespace gezhi
