#include "core/district/map_view.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/district/triangulate.h"

namespace gezhi {
namespace {

constexpr double kMetresPerE7 = 0.0111195;
constexpr double kPi = 3.14159265358979323846;
constexpr float kStepPx = 1.5F;  // points closer than this are left out

// From how many metres a pixel on a road is shown; the order is the drawing order.
struct Tier {
  RoadClass road_class;
  double metres_per_px;
};
constexpr Tier kTiers[] = {
    {RoadClass::path, 3},        {RoadClass::track, 4},      {RoadClass::service, 2.5},
    {RoadClass::steps, 2},       {RoadClass::cycleway, 6},   {RoadClass::pedestrian, 5},
    {RoadClass::residential, 7}, {RoadClass::bridge, 9},     {RoadClass::ferry, 20},
    {RoadClass::tertiary, 18},   {RoadClass::secondary, 60}, {RoadClass::primary, 1e9},
    {RoadClass::motorway, 1e9},
};

double border_limit(GridLevel level) {
  switch (level) {
    case GridLevel::none: return 0;
    case GridLevel::district: return 1e9;
    case GridLevel::township: return 60;
    case GridLevel::area: return 14;
    case GridLevel::village: return 14;
    case GridLevel::unit: return 5;
  }
  return 0;
}

// A grid's name is shown while its area is neither a dot nor the whole window.
bool is_named(GridLevel level, double metres_per_px) {
  switch (level) {
    case GridLevel::none:
    case GridLevel::district:
    case GridLevel::area: return false;
    case GridLevel::township: return metres_per_px > 5 && metres_per_px <= 60;
    case GridLevel::village: return metres_per_px > 1.5 && metres_per_px <= 6;
    case GridLevel::unit: return metres_per_px <= 1.5;
  }
  return false;
}

void append_line(const MapProjection& projection, MapScene& scene, MapLine line,
                 const std::function<PointE7(std::uint32_t)>& point, std::uint32_t count) {
  line.first = static_cast<std::uint32_t>(scene.points.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const ScreenPoint at = projection.to_screen(point(i));
    if (i > 0 && i + 1 < count) {
      const ScreenPoint before = scene.points.back();
      if (std::fabs(at.x - before.x) + std::fabs(at.y - before.y) < kStepPx) continue;
    }
    scene.points.push_back(at);
  }
  line.count = static_cast<std::uint32_t>(scene.points.size()) - line.first;
  scene.lines.push_back(line);
}

// The middle of a visible piece of the link, the one nearest to the link's middle.
bool name_spot(const RoadGraph& roads, std::uint32_t link, const BoxE7& box, PointE7& at) {
  const std::uint32_t size = roads.link_size(link);
  std::uint32_t best = size;
  for (std::uint32_t i = 1; i < size; ++i) {
    BoxE7 piece;
    piece.cover(roads.link_point(link, i - 1));
    piece.cover(roads.link_point(link, i));
    const std::uint32_t off = i > size / 2 ? i - size / 2 : size / 2 - i;
    if (off >= best || !box.has(piece.middle())) continue;
    best = off;
    at = piece.middle();
  }
  return best < size;
}

}  // namespace

MapProjection::MapProjection(const MapWindow& window) : window_(window) {
  const double lat = static_cast<double>(window.centre.lat) / 1e7 / 180 * kPi;
  px_per_e7_lat_ = kMetresPerE7 / window.metres_per_px;
  px_per_e7_lon_ = px_per_e7_lat_ * std::max(0.01, std::cos(lat));
}

ScreenPoint MapProjection::to_screen(PointE7 point) const {
  const double dx = static_cast<double>(std::int64_t{point.lon} - window_.centre.lon);
  const double dy = static_cast<double>(std::int64_t{point.lat} - window_.centre.lat);
  return {static_cast<float>(dx * px_per_e7_lon_ + static_cast<double>(window_.width) / 2),
          static_cast<float>(static_cast<double>(window_.height) / 2 - dy * px_per_e7_lat_)};
}

PointE7 MapProjection::to_point(ScreenPoint at) const {
  const double lon =
      window_.centre.lon +
      (static_cast<double>(at.x) - static_cast<double>(window_.width) / 2) / px_per_e7_lon_;
  const double lat =
      window_.centre.lat +
      (static_cast<double>(window_.height) / 2 - static_cast<double>(at.y)) / px_per_e7_lat_;
  return {static_cast<std::int32_t>(std::clamp(lon, -1.8e9, 1.8e9)),
          static_cast<std::int32_t>(std::clamp(lat, -9e8, 9e8))};
}

BoxE7 MapProjection::box(float margin_px) const {
  BoxE7 box;
  box.cover(to_point({-margin_px, window_.height + margin_px}));
  box.cover(to_point({window_.width + margin_px, -margin_px}));
  return box;
}

MapWindow window_of(const BoxE7& box, float width, float height, float margin_px) {
  MapWindow window;
  window.width = width;
  window.height = height;
  if (box.is_empty()) return window;
  window.centre = box.middle();
  const double lat = static_cast<double>(window.centre.lat) / 1e7 / 180 * kPi;
  const double metres_wide =
      static_cast<double>(std::int64_t{box.high.lon} - box.low.lon) * kMetresPerE7 * std::cos(lat);
  const double metres_high =
      static_cast<double>(std::int64_t{box.high.lat} - box.low.lat) * kMetresPerE7;
  const double px_wide = std::max(1.0, static_cast<double>(width - 2 * margin_px));
  const double px_high = std::max(1.0, static_cast<double>(height - 2 * margin_px));
  window.metres_per_px = std::max({0.1, metres_wide / px_wide, metres_high / px_high});
  return window;
}

MapModel::MapModel(const District& district) : district_(district) {
  trace_borders();
  for (const MapArea& area : district.areas()) {
    for (const Ring& ring : area.rings) {
      Area filled;
      filled.kind = area.kind;
      std::vector<std::uint32_t> corners;
      triangulate(ring, corners);
      for (const std::uint32_t corner : corners) filled.triangles.push_back(ring[corner]);
      for (const PointE7 p : ring) filled.box.cover(p);
      areas_.push_back(std::move(filled));
    }
  }
  const RoadGraph& roads = district.roads();
  tiers_.resize(std::size(kTiers));
  for (std::uint32_t link = 0; link < roads.link_count(); ++link) {
    BoxE7 box;
    for (std::uint32_t i = 0; i < roads.link_size(link); ++i) box.cover(roads.link_point(link, i));
    link_boxes_.push_back(box);
    for (std::size_t t = 0; t < std::size(kTiers); ++t) {
      if (kTiers[t].road_class == roads.links().links[link].road_class) tiers_[t].push_back(link);
    }
  }
}

// Every piece of border once, under the coarsest level that it bounds, joined to lines.
void MapModel::trace_borders() {
  const GridShapes& shapes = district_.shapes();
  std::vector<std::uint32_t> order(shapes.size());
  for (std::uint32_t i = 0; i < shapes.size(); ++i) order[i] = i;
  const auto node = [&](std::uint32_t shape) -> const GridNode& {
    return *district_.tree().find(shapes.grid(shape));
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return node(a).level < node(b).level; });
  using Piece =
      std::pair<std::pair<std::int32_t, std::int32_t>, std::pair<std::int32_t, std::int32_t>>;
  std::set<Piece> seen[3];
  for (const std::uint32_t shape : order) {
    const GridNode& grid = node(shape);
    names_.push_back({grid.layer, grid.level, shapes.label_point(shape), grid.name});
    for (std::uint32_t r = shapes.ring_begin(shape); r < shapes.ring_end(shape); ++r) {
      const auto ring = shapes.ring(r);
      bool open = false;
      for (std::size_t i = 0; i < ring.size(); ++i) {
        const PointE7 a = ring[i];
        const PointE7 b = ring[(i + 1) % ring.size()];
        Piece piece{{a.lon, a.lat}, {b.lon, b.lat}};
        if (piece.second < piece.first) std::swap(piece.first, piece.second);
        const bool fresh = seen[static_cast<std::size_t>(grid.layer)].insert(piece).second;
        if (!fresh) {
          open = false;
          continue;
        }
        if (!open) {
          borders_.push_back(
              {grid.layer, grid.level, {}, static_cast<std::uint32_t>(border_points_.size()), 1});
          border_points_.push_back(a);
          borders_.back().box.cover(a);
          open = true;
        }
        border_points_.push_back(b);
        borders_.back().box.cover(b);
        ++borders_.back().count;
      }
    }
  }
}

void MapModel::view(const MapWindow& window, GridLayer layer, MapScene& scene) const {
  scene.lines.clear();
  scene.points.clear();
  scene.fills.clear();
  scene.triangles.clear();
  scene.labels.clear();
  const MapProjection projection(window);
  const BoxE7 box = projection.box(8);
  for (const Area& area : areas_) {
    if (!area.box.meets(box)) continue;
    MapFill fill{area.kind, static_cast<std::uint32_t>(scene.triangles.size()),
                 static_cast<std::uint32_t>(area.triangles.size())};
    for (const PointE7 p : area.triangles) scene.triangles.push_back(projection.to_screen(p));
    scene.fills.push_back(fill);
  }
  add_roads(projection, box, window.metres_per_px, scene);
  for (const GridLevel level : {GridLevel::unit, GridLevel::village, GridLevel::area,
                                GridLevel::township, GridLevel::district}) {
    if (window.metres_per_px > border_limit(level)) continue;
    for (const Border& border : borders_) {
      if (border.level != level || border.layer != layer || !border.box.meets(box)) continue;
      MapLine line;
      line.kind = MapLineKind::border;
      line.level = level;
      append_line(
          projection, scene, line,
          [&](std::uint32_t i) { return border_points_[border.first + i]; }, border.count);
    }
  }
  add_labels(projection, box, window.metres_per_px, layer, scene);
}

void MapModel::add_roads(const MapProjection& projection, const BoxE7& box, double metres_per_px,
                         MapScene& scene) const {
  const RoadGraph& roads = district_.roads();
  struct Longest {
    std::uint32_t link = 0;
    std::uint32_t length_mm = 0;
    std::size_t tier = 0;
    PointE7 at;
  };
  std::map<std::uint32_t, Longest> named;
  for (std::size_t t = 0; t < std::size(kTiers); ++t) {
    if (metres_per_px > kTiers[t].metres_per_px) continue;
    for (const std::uint32_t link : tiers_[t]) {
      if (!link_boxes_[link].meets(box)) continue;
      MapLine line;
      line.road_class = kTiers[t].road_class;
      append_line(
          projection, scene, line, [&](std::uint32_t i) { return roads.link_point(link, i); },
          roads.link_size(link));
      const std::uint32_t name = roads.links().links[link].name;
      if (name == 0 || metres_per_px * 2 > kTiers[t].metres_per_px) continue;
      Longest& longest = named[name];
      PointE7 at;
      if (roads.link_length_mm(link) <= longest.length_mm || !name_spot(roads, link, box, at))
        continue;
      longest = {link, roads.link_length_mm(link), t, at};
    }
  }
  std::vector<Longest> order;
  for (const auto& [name, longest] : named) {
    if (longest.length_mm > 0) order.push_back(longest);
  }
  std::stable_sort(order.begin(), order.end(), [](const Longest& a, const Longest& b) {
    return a.tier != b.tier ? a.tier > b.tier : a.length_mm > b.length_mm;
  });
  for (const Longest& longest : order) {
    scene.labels.push_back({MapLabelKind::road, PlaceKind::road, projection.to_screen(longest.at),
                            roads.links().names[roads.links().links[longest.link].name]});
  }
}

void MapModel::add_labels(const MapProjection& projection, const BoxE7& box, double metres_per_px,
                          GridLayer layer, MapScene& scene) const {
  std::vector<MapLabel> grids;
  for (const GridName& name : names_) {
    if (name.layer != layer || !is_named(name.level, metres_per_px) || !box.has(name.at)) continue;
    const MapLabelKind kind = name.level == GridLevel::township  ? MapLabelKind::township
                              : name.level == GridLevel::village ? MapLabelKind::village
                                                                 : MapLabelKind::unit;
    grids.push_back({kind, PlaceKind::other, projection.to_screen(name.at), name.text});
  }
  // Grids before roads before places.
  scene.labels.insert(scene.labels.begin(), grids.begin(), grids.end());
  if (metres_per_px > 2) return;
  for (const MapPlace& place : district_.places()) {
    if (place.kind == PlaceKind::road || !box.has(place.point)) continue;
    scene.labels.push_back(
        {MapLabelKind::place, place.kind, projection.to_screen(place.point), place.name});
  }
}

std::vector<MapLabel> labels_that_fit(const std::vector<MapLabel>& labels, float height_px,
                                      const std::function<float(const std::string&)>& width_px,
                                      std::size_t most) {
  struct Rect {
    float left, top, right, bottom;
  };
  std::vector<Rect> taken;
  std::vector<MapLabel> fitting;
  constexpr float kGapPx = 4;
  for (const MapLabel& label : labels) {
    if (fitting.size() == most) break;
    const float half = width_px(label.text) / 2 + kGapPx;
    const Rect rect{label.at.x - half, label.at.y - height_px / 2 - kGapPx, label.at.x + half,
                    label.at.y + height_px / 2 + kGapPx};
    const bool free = std::none_of(taken.begin(), taken.end(), [&](const Rect& other) {
      return rect.left < other.right && other.left < rect.right && rect.top < other.bottom &&
             other.top < rect.bottom;
    });
    if (!free) continue;
    taken.push_back(rect);
    fitting.push_back(label);
  }
  return fitting;
}

}  // namespace gezhi
