#include "core/cases/presence.h"

#include <algorithm>

namespace gezhi {

Whereabouts whereabouts_of(const Policy& policy, const Place& place, PointE7 point,
                           std::uint32_t accuracy_m, std::int64_t error_radii) {
  const std::int64_t radius_m = policy.arrive_radius_m;
  if (radius_m == 0) return {};
  if (point.is_none() || place.point.is_none()) return {Presence::not_known, 0};
  const std::int64_t away_mm = distance_mm(point, place.point);
  const auto away_m = static_cast<std::uint32_t>(away_mm / 1000);
  // The place may have been reported by a rough fix itself.
  const std::int64_t place_m = std::min(std::int64_t{place.accuracy_m}, radius_m);
  const std::int64_t error_m = std::min(std::int64_t{accuracy_m}, error_radii * radius_m);
  if (away_mm > (radius_m + place_m + error_m) * 1000) return {Presence::away, away_m};
  return {accuracy_m > radius_m ? Presence::not_known : Presence::there, away_m};
}

}  // namespace gezhi
