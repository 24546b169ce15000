#include "native/import/demo/patrol.h"

#include <algorithm>
#include <string>

#include "core/base/check.h"
#include "core/grid/locate.h"

namespace gezhi::demo {
namespace {

constexpr std::size_t kMediationPoints = 4;  // S2-12

// One bank: the longest ring of the water from its southernmost to its northernmost point, on the side
// that lies further east.
std::vector<PointE7> east_bank(const std::vector<MapArea>& areas) {
  const Ring* ring = nullptr;
  for (const MapArea& area : areas) {
    for (const Ring& one : area.rings) {
      if (area.kind == AreaKind::water && (ring == nullptr || one.size() > ring->size()))
        ring = &one;
    }
  }
  if (ring == nullptr) return {};
  std::size_t south = 0, north = 0;
  for (std::size_t i = 0; i < ring->size(); ++i) {
    if ((*ring)[i].lat < (*ring)[south].lat) south = i;
    if ((*ring)[i].lat > (*ring)[north].lat) north = i;
  }
  const auto walk = [&](std::size_t step) {
    std::vector<PointE7> line;
    for (std::size_t i = south; i != north; i = (i + step) % ring->size())
      line.push_back((*ring)[i]);
    line.push_back((*ring)[north]);
    return line;
  };
  const auto east = [](const std::vector<PointE7>& line) {
    std::int64_t sum = 0;
    for (const PointE7 p : line) sum += p.lon;
    return sum / static_cast<std::int64_t>(line.size());
  };
  const std::vector<PointE7> one = walk(1), other = walk(ring->size() - 1);
  return east(one) > east(other) ? one : other;
}

struct Patrol {
  DistrictPack& pack;
  const std::vector<Unit>& units;
  GridLocator locator;

  std::uint32_t add_post(ServicePointKind kind, const std::string& name, PointE7 point) {
    ServicePoint post;
    post.id = static_cast<std::uint32_t>(pack.lines.posts.size() + 1);
    post.kind = kind;
    post.name = name;
    post.code = "FW" + std::to_string(100 + post.id);
    post.point = point;
    post.grid = locator.at(GridLayer::governance, point);
    post.hours = kind == ServicePointKind::mediation_point ? "8:30-17:30" : "0:00-24:00";
    post.staff = 2;
    pack.lines.posts.push_back(std::move(post));
    return pack.lines.posts.back().id;
  }

  // The mediation rooms of the first streets, and the stations of the same.
  void add_service_points() {
    std::size_t mediation = 0, stations = 0;
    for (const Unit& unit : units) {
      if (unit.kind == UnitKind::mediation && mediation < kMediationPoints) {
        ++mediation;
        add_post(ServicePointKind::mediation_point, unit.name, unit.base);
        ServicePoint& post = pack.lines.posts.back();
        post.rooms = mediation % 2 == 0 ? 1 : 2;
        post.lawyer_desk = mediation % 2 == 1;
        post.staff = 3;
      }
      if (unit.kind == UnitKind::governance_station && stations < kMediationPoints) {
        ++stations;
        add_post(ServicePointKind::governance_station, unit.name, unit.base);
      }
    }
  }

  const Unit* nearest_room(PointE7 place) const {
    const Unit* best = nullptr;
    for (const Unit& unit : units) {
      if (unit.kind == UnitKind::police_room &&
          (best == nullptr || distance_mm(unit.base, place) < distance_mm(best->base, place)))
        best = &unit;
    }
    return best;
  }

  void add_segment(const std::string& name, std::vector<PointE7> line, std::int64_t start_mm) {
    PatrolSegment segment;
    segment.id = static_cast<std::uint32_t>(pack.lines.segments.size() + 1);
    segment.name = name;
    segment.code = "YH-" + std::to_string(segment.id);
    segment.start_mm = start_mm;
    segment.line = std::move(line);
    const PointE7 middle = point_at(segment, start_mm + length_mm(segment) / 2);
    const GridId here = nearest_grid(middle);
    segment.grid = pack.tree.at_level(here, GridLevel::township);
    const PointE7 post = point_at(segment, start_mm + length_mm(segment) / 3);
    segment.posts.push_back(add_post(ServicePointKind::boat_station, name + "船管站", post));
    if (const Unit* room = nearest_room(middle)) {
      segment.unit = room->id;
      segment.owner = room->name;
      segment.posts.push_back(add_post(ServicePointKind::police_room, room->name, room->base));
    }
    pack.lines.segments.push_back(std::move(segment));
  }

  GridId nearest_grid(PointE7 place) const {
    const GridId here = locator.at(GridLayer::governance, place);
    if (!here.is_none()) return here;
    return locator.locate(place).in(GridLayer::governance).neighbours[0].grid;
  }

  // Every 200 m, but for three in a row on the first segment.
  void add_devices(const PatrolSegment& segment) {
    constexpr LineDeviceKind kKinds[] = {LineDeviceKind::warning_light, LineDeviceKind::camera,
                                         LineDeviceKind::strobe_light, LineDeviceKind::lifebuoy};
    constexpr const char* kNames[] = {"警示灯", "高清探头", "爆闪灯", "救生圈"};
    std::size_t count = 0;
    for (const std::int64_t milepost : positions_every(segment)) {
      const std::size_t kind = count++ % std::size(kKinds);
      if (segment.id == 1 && count >= 6 && count <= 8) continue;
      LineDevice device;
      device.id = static_cast<std::uint32_t>(pack.lines.devices.size() + 1);
      device.kind = kKinds[kind];
      device.name = milepost_text(milepost) + kNames[kind];
      device.point = point_at(segment, milepost);
      device.segment = segment.id;
      device.milepost_mm = milepost;
      pack.lines.devices.push_back(std::move(device));
    }
  }

  void add_segments() {
    const std::vector<PointE7> bank = east_bank(pack.areas);
    if (bank.size() < 4) return;
    const auto half = static_cast<std::ptrdiff_t>(bank.size() / 2);
    add_segment("运河东岸南段", {bank.begin(), bank.begin() + half + 1}, 0);
    const std::int64_t end = length_mm(pack.lines.segments[0]);
    add_segment("运河东岸北段", {bank.begin() + half, bank.end()}, end);
    for (const PatrolSegment& segment : pack.lines.segments) add_devices(segment);
  }

  void replace(GridNode node) { GEZHI_CHECK(pack.tree.add(std::move(node)).ok()); }

  // The area 片区 around the bank's middle is a scenic zone: it has a name and no code. Unit grids with a
  // market or a factory park are 专属网格.
  void mark_zones() {
    if (pack.lines.segments.empty()) return;
    const PatrolSegment& segment = pack.lines.segments[0];
    const PointE7 middle = point_at(segment, length_mm(segment) / 2);
    const GridId area = pack.tree.at_level(nearest_grid(middle), GridLevel::area);
    if (const GridNode* node = pack.tree.find(area)) {
      GridNode zone = *node;
      zone.zone = true;
      zone.name = "运河文旅景区";
      replace(std::move(zone));
    }
    for (const MapPlace& place : pack.places) {
      if (place.kind != PlaceKind::market && place.kind != PlaceKind::factory) continue;
      const GridNode* unit = pack.tree.find(locator.at(GridLayer::governance, place.point));
      if (unit == nullptr || unit->level != GridLevel::unit || unit->special) continue;
      GridNode marked = *unit;
      marked.special = true;
      replace(std::move(marked));
    }
  }
};

}  // namespace

void add_patrol(DistrictPack& pack, const std::vector<Unit>& units) {
  Patrol patrol{pack, units, GridLocator(pack.tree, pack.shapes)};
  patrol.add_service_points();
  patrol.add_segments();
  patrol.mark_zones();
}

}  // namespace gezhi::demo
