#include "core/district/district.h"

#include <algorithm>

#include "core/grid/street.h"

namespace gezhi {
namespace {

constexpr std::int64_t kNamedNearMm = 150000;

// 0 = exact, 1 = begins with, 2 = holds, 3 = not at all.
int rank_of(std::string_view name, std::string_view text) {
  if (name == text) return 0;
  const std::size_t at = name.find(text);
  return at == std::string_view::npos ? 3 : at == 0 ? 1 : 2;
}

}  // namespace

District::District(DistrictPack pack)
    : pack_(std::move(pack)), locator_(pack_.tree, pack_.shapes), road_index_(pack_.roads) {
  for (const BoxE7& box : {pack_.shapes.box(), pack_.roads.box()}) {
    if (box.is_empty()) continue;
    box_.cover(box.low);
    box_.cover(box.high);
  }
}

Result<std::unique_ptr<District>> District::read(ByteView bytes) {
  auto pack = read_pack(bytes);
  if (!pack) return pack.error();
  return std::make_unique<District>(*std::move(pack));
}

std::vector<PlaceHit> District::search(std::string_view text, std::uint32_t most) const {
  struct Ranked {
    int rank;
    PlaceHit hit;
  };
  std::vector<Ranked> found;
  if (text.empty()) return {};
  for (const MapPlace& place : pack_.places) {
    const int rank = std::min(rank_of(place.name, text), place.code == text ? 0 : 3);
    if (rank < 3)
      found.push_back({rank, {place.name, place.kind, place.point, place.grid, place.code}});
  }
  for (std::uint32_t s = 0; s < pack_.shapes.size(); ++s) {
    const GridNode& node = *pack_.tree.find(pack_.shapes.grid(s));
    if (node.layer != GridLayer::governance) continue;
    int rank = rank_of(node.name, text);
    for (const GridCode& code : node.codes) rank = std::min(rank, rank_of(code.code, text));
    if (rank >= 3) continue;
    found.push_back({rank,
                     {full_name(pack_.tree, node.id),
                      PlaceKind::government,
                      pack_.shapes.label_point(s),
                      node.id,
                      {}}});
  }
  std::stable_sort(found.begin(), found.end(), [](const Ranked& a, const Ranked& b) {
    return a.rank != b.rank ? a.rank < b.rank : a.hit.name.size() < b.hit.name.size();
  });
  std::vector<PlaceHit> hits;
  for (Ranked& one : found) {
    if (hits.size() == most) break;
    hits.push_back(std::move(one.hit));
  }
  return hits;
}

const MapPlace* District::place_of_code(std::string_view code) const {
  for (const MapPlace& place : pack_.places) {
    if (!code.empty() && place.code == code) return &place;
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
