#include "native/import/demo/town.h"

#include <algorithm>
#include <map>

#include "native/import/demo/names.h"
#include "native/import/demo/outline.h"

namespace gezhi::demo {
namespace {

constexpr std::int32_t kCanal = 0;
constexpr std::int32_t kFirstBlock = 1000;
constexpr std::size_t kQuarters = 64;
constexpr std::size_t kCellsPerBlock = 20;
constexpr Spot kHill{290000, 300000};
constexpr std::int64_t kHillCm = 95000;
constexpr std::int64_t kBridgeReachCm = 26000;
constexpr std::int64_t kBridgeApartCm = 45000;
constexpr std::uint8_t kFootOnly = kFootForward | kFootBackward;

enum class Rank : std::uint8_t { lane, main, bank };

std::int64_t square(Spot a, Spot b) {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

struct Builder {
  const Mesh& mesh;
  Prng& prng;
  Names names;
  Town town;
  Labels quarters;  // several blocks between main roads
  Labels blocks;
  std::int32_t block_end = kFirstBlock;
  std::map<std::int32_t, std::uint32_t> node_of;  // by corner
  std::vector<Rank> ranks;                        // by line
  std::vector<std::int64_t> lengths;
  std::vector<std::uint32_t> stroke;  // union-find over lines
  std::vector<bool> green;            // by block

  Builder(const Mesh& m, Prng& p)
      : mesh(m), prng(p), names(p), quarters(cells(), kNobody), blocks(cells(), kNobody) {}

  static std::size_t cells() { return static_cast<std::size_t>(Mesh::kSide) * Mesh::kSide; }

  // A canal winds from north to south, one cell wide; the rest is quarters, and those are blocks.
  void lay_out() {
    std::int32_t column = Mesh::kSide * 3 / 10;
    std::int32_t drift = 0;
    std::vector<std::uint8_t> water(cells(), 0);
    for (std::int32_t row = Mesh::kSide - 1; row >= 0; --row) {
      if (prng.chance(1, 9))
        drift = static_cast<std::int32_t>(prng.between(-1, 1)) + (row > 90 ? 1 : 0) -
                (row < 60 ? 1 : 0);
      const std::int32_t before = column;
      if (prng.chance(1, 2)) column = std::clamp(column + drift, 30, 80);
      for (std::int32_t c = std::min(before, column); c <= std::max(before, column); ++c) {
        water[static_cast<std::size_t>(row * Mesh::kSide + c)] = 1;
      }
    }
    std::vector<std::int32_t> land;
    for (const std::int32_t cell : mesh.cells) {
      if (water[static_cast<std::size_t>(cell)] == 0) {
        land.push_back(cell);
      } else {
        quarters[static_cast<std::size_t>(cell)] = blocks[static_cast<std::size_t>(cell)] = kCanal;
      }
    }
    split(mesh, land, random_centres(mesh, land, kQuarters, prng), uneven_shares(kQuarters, prng),
          true, 1, quarters);
    for (std::size_t q = 0; q < kQuarters; ++q) {
      const std::vector<std::int32_t> inside = cells_of(quarters, static_cast<std::int32_t>(q) + 1);
      const std::size_t count = std::max<std::size_t>(1, inside.size() / kCellsPerBlock);
      if (inside.empty()) continue;
      split(mesh, inside, random_centres(mesh, inside, count, prng), uneven_shares(count, prng),
            true, block_end, blocks);
      block_end += static_cast<std::int32_t>(count);
    }
  }

  std::uint32_t node(const Outline& outline, std::int32_t corner) {
    const auto [it, fresh] =
        node_of.emplace(corner, static_cast<std::uint32_t>(town.roads.nodes.size()));
    if (fresh) town.roads.nodes.push_back(outline.point(corner));
    return it->second;
  }

  std::int32_t quarter_of(std::int32_t block) const {
    for (const std::int32_t cell : mesh.cells) {
      if (blocks[static_cast<std::size_t>(cell)] == block)
        return quarters[static_cast<std::size_t>(cell)];
    }
    return kNobody;
  }

  // Lines that go straight on through a junction are one street and share a name.
  void join_strokes(const Outline& outline) {
    const auto& lines = outline.lines();
    std::map<std::int32_t, std::int32_t> quarter;
    for (std::int32_t b = kFirstBlock; b < block_end; ++b) quarter[b] = quarter_of(b);
    quarter[kCanal] = kCanal;
    std::map<std::int32_t, std::vector<std::pair<std::uint32_t, bool>>>
        ends;  // corner → line, at its end
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
      const Outline::Line& line = lines[i];
      const bool bank = line.left == kCanal || line.right == kCanal;
      ranks.push_back(bank                                        ? Rank::bank
                      : quarter[line.left] != quarter[line.right] ? Rank::main
                                                                  : Rank::lane);
      stroke.push_back(i);
      std::int64_t length = 0;
      for (std::size_t k = 1; k < line.corners.size(); ++k) {
        length += distance_mm(outline.point(line.corners[k - 1]), outline.point(line.corners[k]));
      }
      lengths.push_back(length);
      if (line.left == kNobody || line.right == kNobody) continue;
      ends[line.corners.front()].emplace_back(i, false);
      ends[line.corners.back()].emplace_back(i, true);
    }
    const auto away = [&](std::pair<std::uint32_t, bool> end) {
      const auto& c = lines[end.first].corners;
      return end.second ? bearing_deg(outline.point(c.back()), outline.point(c[c.size() - 2]))
                        : bearing_deg(outline.point(c.front()), outline.point(c[1]));
    };
    for (const auto& [corner, list] : ends) {
      struct Pair {
        std::int32_t turn;
        std::uint32_t a, b;
      };
      std::vector<Pair> pairs;
      for (std::size_t a = 0; a < list.size(); ++a) {
        for (std::size_t b = a + 1; b < list.size(); ++b) {
          const std::int32_t turn = std::abs((away(list[a]) - away(list[b]) + 360) % 360 - 180);
          const Rank rank = ranks[list[a].first];
          if (rank != ranks[list[b].first] || turn > (rank == Rank::lane ? 45 : 80)) continue;
          pairs.push_back({turn, list[a].first, list[b].first});
        }
      }
      std::stable_sort(pairs.begin(), pairs.end(),
                       [](const Pair& x, const Pair& y) { return x.turn < y.turn; });
      std::vector<std::uint32_t> used;
      for (const Pair& pair : pairs) {
        const auto is_used = [&](std::uint32_t line) {
          return std::find(used.begin(), used.end(), line) != used.end();
        };
        if (is_used(pair.a) || is_used(pair.b)) continue;
        used.insert(used.end(), {pair.a, pair.b});
        stroke[root(pair.a)] = root(pair.b);
      }
    }
  }

  std::uint32_t root(std::uint32_t line) {
    while (stroke[line] != line) line = stroke[line] = stroke[stroke[line]];
    return line;
  }

  std::uint32_t add_name(const std::string& name) {
    town.roads.names.push_back(name);
    return static_cast<std::uint32_t>(town.roads.names.size() - 1);
  }

  void add_streets(const Outline& outline) {
    join_strokes(outline);
    const auto& lines = outline.lines();
    std::map<std::uint32_t, std::int64_t> stroke_length;
    for (std::uint32_t i = 0; i < lines.size(); ++i) stroke_length[root(i)] += lengths[i];
    std::map<std::uint32_t, std::uint32_t> stroke_name;
    const std::uint32_t bank_name = add_name("运河绿道");
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
      const Outline::Line& line = lines[i];
      if (line.left == kNobody || line.right == kNobody) continue;
      const std::int64_t whole = stroke_length[root(i)];
      RoadLinks::Link link;
      link.from = node(outline, line.corners.front());
      link.to = node(outline, line.corners.back());
      if (ranks[i] == Rank::bank) {
        link.road_class = RoadClass::cycleway;
        link.name = bank_name;
      } else {
        const bool main = ranks[i] == Rank::main;
        link.road_class = !main             ? RoadClass::residential
                          : whole > 4000000 ? RoadClass::primary
                          : whole > 1800000 ? RoadClass::secondary
                                            : RoadClass::tertiary;
        if (main || whole > 260000) {
          const auto [it, fresh] = stroke_name.emplace(root(i), 0);
          if (fresh) {
            it->second = add_name(main ? names.road(whole > 1800000) : names.lane());
            place(PlaceKind::road, town.roads.names[it->second],
                  outline.point(line.corners[line.corners.size() / 2]), false);
          }
          link.name = it->second;
        }
        if (!main && prng.chance(1, 7)) link.access = kOneWayAccess;
      }
      std::vector<PointE7> between;
      for (std::size_t k = 1; k + 1 < line.corners.size(); ++k)
        between.push_back(outline.point(line.corners[k]));
      town.roads.add(link, between);
    }
  }

  // From a junction on one bank to the nearest on the other, main roads first, some way apart.
  void add_bridges(const Outline& outline) {
    std::map<std::int32_t, int> rank;  // bank corner → 0 reached by a main road, 1 by a lane
    const auto& lines = outline.lines();
    std::map<std::int32_t, std::vector<std::int32_t>>
        sides;  // bank corner → land quarters beside it
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
      for (const std::int32_t corner : {lines[i].corners.front(), lines[i].corners.back()}) {
        if (ranks[i] == Rank::bank && node_of.count(corner) != 0) rank.emplace(corner, 1);
      }
    }
    for (std::uint32_t i = 0; i < lines.size(); ++i) {
      for (const std::int32_t corner : {lines[i].corners.front(), lines[i].corners.back()}) {
        if (ranks[i] == Rank::main && rank.count(corner) != 0) rank[corner] = 0;
      }
    }
    std::vector<std::int32_t> bank_corners;
    for (const auto& [corner, r] : rank) bank_corners.push_back(corner);
    std::stable_sort(bank_corners.begin(), bank_corners.end(),
                     [&](std::int32_t a, std::int32_t b) { return rank[a] < rank[b]; });
    std::vector<Spot> built;
    for (const std::int32_t corner : bank_corners) {
      const Spot here = outline.spot(corner);
      bool apart = true;
      for (const Spot& other : built)
        apart = apart && square(here, other) > kBridgeApartCm * kBridgeApartCm;
      if (!apart) continue;
      std::int32_t best = -1;
      std::int64_t least = kBridgeReachCm * kBridgeReachCm;
      for (const std::int32_t other : bank_corners) {
        if (other == corner || !crosses_canal(here, outline.spot(other))) continue;
        const std::int64_t away = square(here, outline.spot(other));
        if (away < least) {
          least = away;
          best = other;
        }
      }
      if (best < 0) continue;
      RoadLinks::Link link;
      link.from = node(outline, corner);
      link.to = node(outline, best);
      link.road_class = rank[corner] == 0 ? RoadClass::tertiary : RoadClass::bridge;
      const std::string name = names.with("桥");
      link.name = add_name(name);
      town.roads.add(link, {});
      const Spot there = outline.spot(best);
      place(PlaceKind::bridge, name, to_e7({(here.x + there.x) / 2, (here.y + there.y) / 2}), true);
      built.push_back(here);
    }
  }

  // Whether the middle of a-b lies in a canal cell's middle half.
  bool crosses_canal(Spot a, Spot b) const {
    for (const std::int32_t cell : mesh.cells) {
      if (blocks[static_cast<std::size_t>(cell)] != kCanal) continue;
      const Spot middle = mesh.middle(cell);
      const Spot half{(a.x + b.x) / 2, (a.y + b.y) / 2};
      if (square(middle, half) < Mesh::kCellCm * Mesh::kCellCm / 5) return true;
    }
    return false;
  }

  void place(PlaceKind kind, const std::string& name, PointE7 point, bool coded) {
    MapPlace result;
    result.kind = kind;
    result.name = name;
    result.point = point;
    if (coded) {
      const std::string number = std::to_string(town.places.size() + 1);
      result.code = "GS" + std::string(5 - std::min<std::size_t>(5, number.size()), '0') + number;
    }
    town.places.push_back(std::move(result));
  }

  void name_block(PointE7 middle) {
    const std::uint64_t roll = prng.below(100);
    if (roll < 60) return place(PlaceKind::estate, names.estate(), middle, true);
    if (roll < 66)
      return place(PlaceKind::school, names.with(roll % 2 == 0 ? "小学" : "中学"), middle, true);
    if (roll < 78)
      return place(PlaceKind::shop,
                   names.with(roll % 3 == 0   ? "餐馆"
                              : roll % 3 == 1 ? "便利店"
                                              : "商铺"),
                   middle, true);
    if (roll < 83) return place(PlaceKind::market, names.with("农贸市场"), middle, true);
    if (roll < 88) return place(PlaceKind::square, names.with("广场"), middle, true);
    if (roll < 91) return place(PlaceKind::hospital, names.with("社区卫生服务中心"), middle, true);
    if (roll < 95) return place(PlaceKind::station, names.with("路公交站"), middle, true);
    place(PlaceKind::factory, names.with("产业园"), middle, true);
  }

  // Inside a block: a drive through it or into it; in a park, footpaths.
  void add_insides(const Outline& outline) {
    std::map<std::int32_t, std::vector<std::int32_t>> gates;  // block → corners that are nodes
    for (const Outline::Line& line : outline.lines()) {
      for (const std::int32_t block : {line.left, line.right}) {
        for (const std::int32_t corner : {line.corners.front(), line.corners.back()}) {
          if (node_of.count(corner) != 0 && block >= kFirstBlock) gates[block].push_back(corner);
        }
      }
    }
    for (std::int32_t block = kFirstBlock; block < block_end; ++block) {
      const std::vector<Ring> rings = outline.rings(blocks, block);
      if (rings.empty()) continue;
      GridShapes shape;
      if (!shape.add({1}, rings).ok()) continue;
      const PointE7 middle = shape.label_point(0);
      const std::vector<std::int32_t> inside = cells_of(blocks, block);
      const Spot spot = mesh.middle(inside[inside.size() / 2]);
      const bool hill = square(spot, kHill) < kHillCm * kHillCm;
      const bool park = hill || prng.chance(1, 45);
      if (park) {
        const std::string name = hill ? "半山林地" : names.with("公园");
        town.areas.push_back({AreaKind::green, name, rings});
        if (!hill || prng.chance(1, 5))
          place(PlaceKind::park, hill ? names.with("林") + "步道口" : name, middle, true);
      } else {
        name_block(middle);
        town.block_middles.push_back(middle);
      }
      auto& doors = gates[block];
      if (doors.empty()) continue;
      const auto centre = static_cast<std::uint32_t>(town.roads.nodes.size());
      town.roads.nodes.push_back(middle);
      const std::size_t count = park ? 3 : prng.chance(2, 3) ? 2 : 1;
      for (std::size_t d = 0; d < count; ++d) {
        const std::size_t door =
            (d * doors.size() / count + static_cast<std::size_t>(prng.below(2))) % doors.size();
        RoadLinks::Link link;
        link.from = node_of[doors[door]];
        link.to = centre;
        link.road_class = park ? RoadClass::path : RoadClass::service;
        if (park) link.access = kFootOnly;
        town.roads.add(link, {bent(town.roads.nodes[link.from], middle)});
      }
    }
  }

  // One-way lanes that would trap somebody become two-way.
  void open_traps() {
    auto& links = town.roads.links;
    const auto reach = [&](bool forward) {
      std::vector<bool> seen(town.roads.nodes.size(), false);
      seen[links.front().from] = true;
      for (bool grown = true; grown;) {
        grown = false;
        for (const RoadLinks::Link& link : links) {
          const std::uint8_t there = forward ? kEbikeForward : kEbikeBackward;
          const std::uint8_t back = forward ? kEbikeBackward : kEbikeForward;
          if ((link.access & there) != 0 && seen[link.from] && !seen[link.to])
            seen[link.to] = grown = true;
          if ((link.access & back) != 0 && seen[link.to] && !seen[link.from])
            seen[link.from] = grown = true;
        }
      }
      return seen;
    };
    for (bool changed = true; changed;) {
      changed = false;
      const std::vector<bool> out = reach(true), in = reach(false);
      for (RoadLinks::Link& link : links) {
        if (link.access != (kOneWayAccess)) continue;
        if (out[link.from] && in[link.from] && out[link.to] && in[link.to]) continue;
        link.access = kAllAccess;
        changed = true;
      }
    }
  }

  // A point beside the middle of a-b, so that drives are not ruler-straight.
  PointE7 bent(PointE7 a, PointE7 b) {
    const std::int64_t bend = prng.between(-12, 12);
    return {static_cast<std::int32_t>((std::int64_t{a.lon} + b.lon) / 2 +
                                      (std::int64_t{b.lat} - a.lat) * bend / 100),
            static_cast<std::int32_t>((std::int64_t{a.lat} + b.lat) / 2 -
                                      (std::int64_t{b.lon} - a.lon) * bend / 100)};
  }
};

}  // namespace

Town make_town(const Mesh& mesh, Prng& prng) {
  Builder builder(mesh, prng);
  builder.lay_out();
  const Outline outline(mesh, builder.blocks);
  builder.add_streets(outline);
  builder.add_bridges(outline);
  builder.add_insides(outline);
  builder.open_traps();
  builder.town.areas.push_back({AreaKind::water, "大运河", outline.rings(builder.blocks, kCanal)});
  return std::move(builder.town);
}

}  // namespace gezhi::demo
