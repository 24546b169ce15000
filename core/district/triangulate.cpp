#include "core/district/triangulate.h"

namespace gezhi {
namespace {

// Twice the area of a-b-c; positive when it turns left. Halved coordinates keep it below 2^63.
std::int64_t turn(PointE7 a, PointE7 b, PointE7 c) {
  const auto half = [](std::int64_t v) { return v / 2; };
  return half(std::int64_t{b.lon} - a.lon) * half(std::int64_t{c.lat} - a.lat) -
         half(std::int64_t{b.lat} - a.lat) * half(std::int64_t{c.lon} - a.lon);
}

bool holds(PointE7 a, PointE7 b, PointE7 c, PointE7 p) {
  if (p == a || p == b || p == c) return false;
  return turn(a, b, p) >= 0 && turn(b, c, p) >= 0 && turn(c, a, p) >= 0;
}

}  // namespace

void triangulate(std::span<const PointE7> ring, std::vector<std::uint32_t>& triangles) {
  const auto size = static_cast<std::uint32_t>(ring.size());
  if (size < 3) return;
  std::int64_t area = 0;
  for (std::uint32_t i = 1; i + 1 < size; ++i) area += turn(ring[0], ring[i], ring[i + 1]) / 4;
  std::vector<std::uint32_t> left(size);
  for (std::uint32_t i = 0; i < size; ++i) left[i] = area >= 0 ? i : size - 1 - i;

  const auto is_ear = [&](std::size_t at) {
    const PointE7 a = ring[left[(at + left.size() - 1) % left.size()]];
    const PointE7 b = ring[left[at]];
    const PointE7 c = ring[left[(at + 1) % left.size()]];
    if (turn(a, b, c) < 0) return false;
    for (const std::uint32_t other : left) {
      if (holds(a, b, c, ring[other])) return false;
    }
    return true;
  };
  std::size_t at = 0;
  std::size_t tried = 0;
  while (left.size() > 3) {
    if (at >= left.size()) at = 0;
    // A ring that crosses itself may have no ear: then any corner is cut.
    if (is_ear(at) || tried > left.size()) {
      triangles.push_back(left[(at + left.size() - 1) % left.size()]);
      triangles.push_back(left[at]);
      triangles.push_back(left[(at + 1) % left.size()]);
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(at));
      tried = 0;
    } else {
      ++at;
      ++tried;
    }
  }
  triangles.insert(triangles.end(), left.begin(), left.end());
}

}  // namespace gezhi
