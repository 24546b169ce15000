#include "core/district/district.h"

#include <algorithm>

#include "core/base/read.h"
#include "core/grid/street.h"

namespace gezhi {
namespace {

constexpr std::int64_t kNamedNearMm = 150000;

BoxE7 box_of(const DistrictPack& pack) {
  BoxE7 all;
  for (const BoxE7& box : {pack.shapes.box(), pack.roads.box()}) {
    if (box.is_empty()) continue;
    all.cover(box.low);
    all.cover(box.high);
  }
  return all;
}

}  // namespace

District::District(DistrictPack pack)
    : pack_(std::move(pack)),
      locator_(pack_.tree, pack_.shapes),
      road_index_(pack_.roads),
      box_(box_of(pack_)) {}

District::District(DistrictPack pack, GridLocator locator, RoadIndex::Cells cells)
    : pack_(std::move(pack)),
      locator_(std::move(locator)),
      road_index_(pack_.roads, std::move(cells)),
      box_(box_of(pack_)) {}

Result<std::unique_ptr<District>> District::read(ByteView bytes) {
  auto pack = read_pack(bytes);
  if (!pack) return pack.error();
  return std::make_unique<District>(*std::move(pack));
}

std::vector<PlaceHit> District::search(std::string_view text, std::uint32_t most) const {
  struct Found {
    Match match;
    std::size_t length;
    const MapPlace* place;  // nullptr: an area
    std::uint32_t shape;
  };
  std::vector<Found> found;
  const NameMatcher matcher(text, pack_.readings);
  if (matcher.empty()) return {};
  const auto keep = [&](const Found& one) {
    if (one.match != Match::none) found.push_back(one);
  };
  for (const MapPlace& place : pack_.places) {
    const Match by_code =
        matcher.match_code(place.code) == Match::whole ? Match::whole : Match::none;
    keep({std::min(matcher.match(place.name), by_code), place.name.size(), &place, 0});
  }
  for (std::uint32_t s = 0; s < pack_.shapes.size(); ++s) {
    const GridNode& node = *pack_.tree.find(pack_.shapes.grid(s));
    if (node.layer != GridLayer::governance) continue;
    Match match = matcher.match(node.name);
    for (const GridCode& code : node.codes) match = std::min(match, matcher.match_code(code.code));
    keep({match, node.name.size(), nullptr, s});
  }
  std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return a.match != b.match ? a.match < b.match : a.length < b.length;
  });
  std::vector<PlaceHit> hits;
  for (const Found& one : found) {
    if (hits.size() == most) break;
    if (one.place != nullptr) {
      hits.push_back(
          {one.place->name, one.place->kind, one.place->point, one.place->grid, one.place->code});
    } else {
      const GridId id = pack_.shapes.grid(one.shape);
      hits.push_back({full_name(pack_.tree, id),
                      PlaceKind::government,
                      pack_.shapes.label_point(one.shape),
                      id,
                      {}});
    }
  }
  return hits;
}

bool District::is_beyond(PointE7 point, std::int64_t radius_mm) const {
  const BoxE7& areas = pack_.shapes.box();
  if (point.is_none() || areas.is_empty()) return false;
  return !areas.meets(NearPlane(point).box(radius_mm));
}

const MapPlace* District::place_of_code(std::string_view code) const {
  const auto wanted = read_code(code);
  if (!wanted) return nullptr;
  for (const MapPlace& place : pack_.places) {
    if (place.code.empty()) continue;
    const auto own = read_code(place.code);
    if (own ? *own == *wanted : place.code == code) return &place;
  }
  return nullptr;
}

std::string District::describe(PointE7 point) const {
  const GridId unit = locator_.at(GridLayer::governance, point);
  const GridId village = pack_.tree.at_level(unit, GridLevel::village);
  std::string name = full_name(pack_.tree, village.is_none() ? unit : village);
  const MapPlace* nearest = nullptr;
  std::int64_t best = kNamedNearMm;
  for (const MapPlace& place : pack_.places) {
    if (std::int64_t{place.point.lat} - point.lat > 20000 ||
        std::int64_t{point.lat} - place.point.lat > 20000)
      continue;
    const std::int64_t away = distance_mm(place.point, point);
    if (away < best) {
      best = away;
      nearest = &place;
    }
  }
  if (nearest == nullptr) return name;
  append_name(name, nearest->name);
  return best > 30000 ? name + "附近" : name;
}

}  // namespace gezhi
