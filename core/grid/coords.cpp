#include "core/grid/coords.h"

#include <cmath>

namespace gezhi {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kAxis = 6378245.0;
constexpr double kEccentricity = 0.006693421622965823;
constexpr double kBaiduPi = kPi * 3000.0 / 180.0;
constexpr int kRoundsMax = 12;
constexpr double kClosed = 1e-12;

struct Shift {
  double lon;
  double lat;
};

double wave(double x) {
  return (20.0 * std::sin(6.0 * x * kPi) + 20.0 * std::sin(2.0 * x * kPi)) * 2.0 / 3.0;
}

Shift gcj_shift(double lon, double lat) {
  const double x = lon - 105.0;
  const double y = lat - 35.0;
  const double root = std::sqrt(std::fabs(x));
  double north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave(x);
  north += (20.0 * std::sin(y * kPi) + 40.0 * std::sin(y / 3.0 * kPi)) * 2.0 / 3.0;
  north += (160.0 * std::sin(y / 12.0 * kPi) + 320.0 * std::sin(y * kPi / 30.0)) * 2.0 / 3.0;
  double east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave(x);
  east += (20.0 * std::sin(x * kPi) + 40.0 * std::sin(x / 3.0 * kPi)) * 2.0 / 3.0;
  east += (150.0 * std::sin(x / 12.0 * kPi) + 300.0 * std::sin(x / 30.0 * kPi)) * 2.0 / 3.0;
  const double phi = lat / 180.0 * kPi;
  const double magic = 1.0 - kEccentricity * std::sin(phi) * std::sin(phi);
  const double root_magic = std::sqrt(magic);
  return {east * 180.0 / (kAxis / root_magic * std::cos(phi) * kPi),
          north * 180.0 / (kAxis * (1.0 - kEccentricity) / (magic * root_magic) * kPi)};
}

// Fixed point of guess = goal - (forward(guess) - guess).
template <class From, class To, class Forward>
To inverse(From goal, Forward forward) {
  To guess{goal.lon, goal.lat};
  for (int round = 0; round < kRoundsMax; ++round) {
    const From there = forward(guess);
    const double lon = there.lon - goal.lon;
    const double lat = there.lat - goal.lat;
    guess.lon -= lon;
    guess.lat -= lat;
    if (std::fabs(lon) < kClosed && std::fabs(lat) < kClosed) break;
  }
  return guess;
}

std::int32_t scaled(double degrees) {
  return static_cast<std::int32_t>(std::llround(degrees * 1e7));
}

}  // namespace

bool is_outside_china(double lon, double lat) {
  return !(lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271);
}

Gcj02 to_gcj02(Wgs84 place) {
  if (is_outside_china(place.lon, place.lat)) return {place.lon, place.lat};
  const Shift shift = gcj_shift(place.lon, place.lat);
  return {place.lon + shift.lon, place.lat + shift.lat};
}

Wgs84 to_wgs84(Gcj02 place) {
  if (is_outside_china(place.lon, place.lat)) return {place.lon, place.lat};
  return inverse<Gcj02, Wgs84>(place, [](Wgs84 guess) { return to_gcj02(guess); });
}

Bd09 to_bd09(Gcj02 place) {
  const double z = std::sqrt(place.lon * place.lon + place.lat * place.lat) +
                   0.00002 * std::sin(place.lat * kBaiduPi);
  const double theta = std::atan2(place.lat, place.lon) + 0.000003 * std::cos(place.lon * kBaiduPi);
  return {z * std::cos(theta) + 0.0065, z * std::sin(theta) + 0.006};
}

Gcj02 to_gcj02(Bd09 place) {
  return inverse<Bd09, Gcj02>(place, [](Gcj02 guess) { return to_bd09(guess); });
}

Bd09 to_bd09(Wgs84 place) { return to_bd09(to_gcj02(place)); }

Wgs84 to_wgs84(Bd09 place) { return to_wgs84(to_gcj02(place)); }

PointE7 to_e7(Wgs84 place) { return {scaled(place.lon), scaled(place.lat)}; }

Wgs84 to_wgs84(PointE7 point) {
  return {static_cast<double>(point.lon) / 1e7, static_cast<double>(point.lat) / 1e7};
}

}  // namespace gezhi
