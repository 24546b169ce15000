#include "web/app/map_frame.h"

#include <algorithm>
#include <cmath>

namespace gezhi::app {
namespace {

constexpr double kMetresPerE7 = 0.011119492664;  // of latitude: 6 371 008.8 m sphere
constexpr double kRadiansPerE7 = 1.7453292519943295e-9;
constexpr float kBeyondPx = 24;
constexpr float kMarginPx = 36;

std::int32_t clamped(double value, double most) {
  return static_cast<std::int32_t>(std::lround(std::clamp(value, -most, most)));
}

}  // namespace

MapFrame::MapFrame(const Box& where, PointE7 middle, double metres_a_px)
    : box(where), centre(middle), metres_per_px(metres_a_px) {
  px_per_lat = kMetresPerE7 / metres_per_px;
  px_per_lon = px_per_lat * std::max(0.01, std::cos(middle.lat * kRadiansPerE7));
  view.cover(place(box.x - kBeyondPx, box.bottom() + kBeyondPx));
  view.cover(place(box.right() + kBeyondPx, box.y - kBeyondPx));
}

PointE7 MapFrame::place(float x, float y) const {
  const double east = static_cast<double>(x - box.x - box.w / 2) / px_per_lon;
  const double south = static_cast<double>(y - box.y - box.h / 2) / px_per_lat;
  return {clamped(centre.lon + east, 1.8e9), clamped(centre.lat - south, 9e8)};
}

double metres_per_px_for(const BoxE7& box, const Box& where, double least) {
  const double width = (double{1} * box.high.lon - box.low.lon) * kMetresPerE7 *
                       std::max(0.01, std::cos(box.middle().lat * kRadiansPerE7));
  const double height = (double{1} * box.high.lat - box.low.lat) * kMetresPerE7;
  const double across = static_cast<double>(std::max(40.0f, where.w - 2 * kMarginPx));
  const double down = static_cast<double>(std::max(40.0f, where.h - 2 * kMarginPx));
  return std::max({least, width / across, height / down});
}

}  // namespace gezhi::app
