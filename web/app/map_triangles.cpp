#include <numeric>

#include "web/app/map_base.h"

namespace gezhi::app {
namespace {

// Twice the signed area of the corner a-b-c: positive when it turns left.
std::int64_t turn(PointE7 a, PointE7 b, PointE7 c) {
  const std::int64_t bx = std::int64_t{b.lon} - a.lon;
  const std::int64_t by = std::int64_t{b.lat} - a.lat;
  const std::int64_t cx = std::int64_t{c.lon} - a.lon;
  const std::int64_t cy = std::int64_t{c.lat} - a.lat;
  return bx * cy - by * cx;
}

bool holds(PointE7 a, PointE7 b, PointE7 c, PointE7 p) {
  return turn(a, b, p) >= 0 && turn(b, c, p) >= 0 && turn(c, a, p) >= 0;
}

bool is_ear(std::span<const PointE7> ring, const std::vector<std::uint32_t>& left, std::size_t i) {
  const std::size_t n = left.size();
  const PointE7 a = ring[left[(i + n - 1) % n]];
  const PointE7 b = ring[left[i]];
  const PointE7 c = ring[left[(i + 1) % n]];
  if (turn(a, b, c) <= 0) return false;
  for (const std::uint32_t other : left) {
    const PointE7 p = ring[other];
    if (p != a && p != b && p != c && holds(a, b, c, p)) return false;
  }
  return true;
}

}  // namespace

std::vector<std::uint32_t> triangles_of(std::span<const PointE7> ring) {
  std::vector<std::uint32_t> left(ring.size());
  std::iota(left.begin(), left.end(), 0U);
  if (doubled_ring_area(ring) < 0) left.assign(left.rbegin(), left.rend());
  std::vector<std::uint32_t> triangles;
  std::size_t i = 0;
  std::size_t tried = 0;
  while (left.size() >= 3 && tried < left.size()) {
    const std::size_t n = left.size();
    i %= n;
    if (!is_ear(ring, left, i)) {
      ++i;
      ++tried;
      continue;
    }
    triangles.insert(triangles.end(), {left[(i + n - 1) % n], left[i], left[(i + 1) % n]});
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
    tried = 0;
    if (i > 0) --i;
  }
  return triangles;
}

}  // namespace gezhi::app
