#include "native/import/demo_district.h"

#include <algorithm>
#include <map>
#include <string>

#include "core/base/check.h"
#include "core/grid/locate.h"
#include "core/grid/street.h"
#include "native/import/area_map.h"
#include "native/import/demo/outline.h"
#include "native/import/demo/patrol.h"
#include "native/import/demo/town.h"
#include "native/import/demo/units.h"

namespace gezhi {

// assets/demo/gongshu.csv, put in at build time.
extern const char* const kDemoNames;

namespace {

using demo::Labels;
using demo::Spot;

constexpr GridId kDistrict{330105};
constexpr GridId kPolice{4000000};
constexpr GridId kCommunity{5000000};

struct Named {
  std::string code;
  std::string name;
};

// Where each street lies, roughly, in parts of 1000 from the west and from the south.
const std::map<std::string, Spot> kStreetPlaces = {
    {"330105001", {380, 300}}, {"330105002", {300, 380}}, {"330105003", {250, 500}},
    {"330105004", {120, 460}}, {"330105005", {330, 640}}, {"330105007", {420, 470}},
    {"330105008", {520, 560}}, {"330105009", {150, 740}}, {"330105010", {420, 860}},
    {"330105011", {700, 830}}, {"330105012", {400, 90}},  {"330105013", {500, 170}},
    {"330105014", {600, 80}},  {"330105015", {700, 180}}, {"330105016", {530, 300}},
    {"330105017", {700, 330}}, {"330105018", {730, 520}}, {"330105019", {850, 680}}};

std::vector<Named> parse_names() {
  std::vector<Named> rows;
  const std::string text = kDemoNames;
  std::size_t at = text.find('\n') + 1;  // the heading
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    const std::size_t comma = line.find(',');
    if (comma != std::string::npos) rows.push_back({line.substr(0, comma), line.substr(comma + 1)});
    at = end + 1;
  }
  return rows;
}

std::string without(const std::string& name, const std::string& ending) {
  const bool ends = name.size() > ending.size() &&
                    name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
  return ends ? name.substr(0, name.size() - ending.size()) : name;
}

struct Maker {
  demo::Mesh mesh;
  Prng prng;
  DistrictPack pack;
  std::vector<Named> streets;
  std::vector<Named> villages;
  Labels street, area, village, unit, beat, grid;
  std::int32_t areas = 0, units = 0, beats = 0, grids = 0;

  explicit Maker(std::uint64_t seed) : prng(seed) {
    mesh = demo::make_mesh(prng);
    for (Named& row : parse_names()) (row.code.size() == 9 ? streets : villages).push_back(row);
    const Labels nobody(static_cast<std::size_t>(demo::Mesh::kSide) * demo::Mesh::kSide,
                        demo::kNobody);
    street = area = village = unit = beat = grid = nobody;
  }

  void add(GridId id, GridLayer layer, GridLevel level, GridId parent, const std::string& name,
           std::vector<GridCode> codes) {
    GridNode node;
    node.id = id;
    node.layer = layer;
    node.level = level;
    node.parent = parent;
    node.name = name;
    node.codes = std::move(codes);
    GEZHI_CHECK(pack.tree.add(std::move(node)).ok());
  }

  static GridId id_of(std::int32_t base, std::int32_t n) {
    return {static_cast<std::uint32_t>(base + n)};
  }

  void split_streets() {
    std::vector<Spot> centres;
    std::vector<std::int64_t> shares;
    constexpr std::int64_t kSpan = demo::Mesh::kSide * demo::Mesh::kCellCm;
    for (const Named& row : streets) {
      const Spot place =
          kStreetPlaces.count(row.code) != 0 ? kStreetPlaces.at(row.code) : Spot{500, 500};
      centres.push_back({(place.x - 500) * kSpan / 1000, (place.y - 500) * kSpan / 1000});
      const auto members = std::count_if(villages.begin(), villages.end(), [&](const Named& v) {
        return v.code.compare(0, 9, row.code) == 0;
      });
      shares.push_back(members + 2);
    }
    demo::split(mesh, mesh.cells, centres, shares, false, 0, street);
  }

  // A second labelling of the same cells: its parts do not follow the communities' borders.
  std::int32_t split_again(const std::vector<std::int32_t>& cells, std::size_t parts,
                           std::int32_t first, Labels& labels) {
    demo::split(mesh, cells, demo::random_centres(mesh, cells, parts, prng),
                demo::uneven_shares(parts, prng), true, first, labels);
    return first + static_cast<std::int32_t>(parts);
  }

  void fill_street(std::int32_t s) {
    const std::vector<std::int32_t> cells = demo::cells_of(street, s);
    const auto begin = std::find_if(villages.begin(), villages.end(), [&](const Named& v) {
      return v.code.compare(0, 9, streets[static_cast<std::size_t>(s)].code) == 0;
    });
    const auto end = std::find_if(begin, villages.end(), [&](const Named& v) {
      return v.code.compare(0, 9, streets[static_cast<std::size_t>(s)].code) != 0;
    });
    const auto members = static_cast<std::size_t>(end - begin);
    const auto first = static_cast<std::int32_t>(begin - villages.begin());
    split_again(cells, members, first, village);
    for (std::size_t m = 0; m < members; ++m) fill_village(first + static_cast<std::int32_t>(m));
    group_areas(first, members);
    beats = split_again(cells, std::max<std::size_t>(2, members * 5 / 8), beats, beat);
  }

  // Areas 片区: three or four neighbouring communities.
  void group_areas(std::int32_t first, std::size_t members) {
    std::vector<std::int32_t> middles;
    for (std::size_t m = 0; m < members; ++m) {
      const auto cells = demo::cells_of(village, first + static_cast<std::int32_t>(m));
      middles.push_back(cells[cells.size() / 2]);
    }
    Labels group(village.size(), demo::kNobody);
    const std::size_t parts = std::max<std::size_t>(1, members / 4);
    demo::split(mesh, middles, demo::random_centres(mesh, middles, parts, prng),
                std::vector<std::int64_t>(parts, 1), true, 0, group);
    std::map<std::int32_t, std::int32_t> number;
    for (std::size_t m = 0; m < members; ++m) {
      const std::int32_t part = group[static_cast<std::size_t>(middles[m])];
      const auto [it, fresh] = number.emplace(part, areas);
      if (fresh) ++areas;
      for (const std::int32_t cell :
           demo::cells_of(village, first + static_cast<std::int32_t>(m))) {
        area[static_cast<std::size_t>(cell)] = it->second;
      }
    }
  }

  void fill_village(std::int32_t v) {
    const std::vector<std::int32_t> cells = demo::cells_of(village, v);
    GEZHI_CHECK(!cells.empty());
    const std::uint64_t roll = prng.below(10);
    const std::size_t parts = std::min<std::size_t>(cells.size(), roll < 2 ? 2 : roll < 7 ? 3 : 4);
    Labels own(unit.size(), demo::kNobody);
    demo::split(mesh, cells, demo::random_centres(mesh, cells, parts, prng),
                demo::uneven_shares(parts, prng), true, 0, own);
    // Numbered west to east, then north to south (the order of official unit grid codes).
    std::vector<std::pair<std::int64_t, std::int32_t>> order;
    for (std::size_t p = 0; p < parts; ++p) {
      std::int64_t x = 0, count = 0;
      for (const std::int32_t cell : demo::cells_of(own, static_cast<std::int32_t>(p))) {
        x += mesh.middle(cell).x;
        ++count;
      }
      if (count > 0) order.emplace_back(x / count, static_cast<std::int32_t>(p));
    }
    std::stable_sort(order.begin(), order.end());
    for (std::size_t k = 0; k < order.size(); ++k) {
      for (const std::int32_t cell : demo::cells_of(own, order[k].second)) {
        unit[static_cast<std::size_t>(cell)] = v * 10 + static_cast<std::int32_t>(k) + 1;
      }
    }
    grids = split_again(cells, parts >= 4 ? 2 : 1, grids, grid);
  }

  void add_nodes() {
    add(kDistrict, GridLayer::governance, GridLevel::district, {}, "拱墅区",
        {{std::string(kStatsScheme), "330105000000"}});
    add(kPolice, GridLayer::police, GridLevel::district, {}, "拱墅公安分局", {});
    add(kCommunity, GridLayer::community, GridLevel::district, {}, "拱墅区社区网格", {});
    for (std::size_t s = 0; s < streets.size(); ++s) {
      const auto number = static_cast<std::int32_t>(s) + 1;
      const Named& row = streets[s];
      add(street_id(s), GridLayer::governance, GridLevel::township, kDistrict, row.name,
          {{std::string(kStatsScheme), row.code + "000"}});
      add(id_of(4000000, number), GridLayer::police, GridLevel::township, kPolice,
          without(row.name, "街道") + "派出所辖区", {});
      add(id_of(5000000, number), GridLayer::community, GridLevel::township, kCommunity, row.name,
          {});
    }
    std::map<std::int32_t, std::int32_t> areas_named;
    each_label(area, [&](std::int32_t label, std::int32_t cell) {
      const std::int32_t s = street[static_cast<std::size_t>(cell)];
      const std::int32_t number = ++areas_named[s];
      constexpr const char* kNumber[] = {"第一", "第二", "第三", "第四", "第五", "第六", "第七"};
      add(id_of(3000000, label + 1), GridLayer::governance, GridLevel::area,
          street_id(static_cast<std::size_t>(s)), std::string(kNumber[(number - 1) % 7]) + "片区",
          {});
    });
    each_label(village, [&](std::int32_t label, std::int32_t cell) {
      const Named& row = villages[static_cast<std::size_t>(label)];
      add(id_of(1000001, label), GridLayer::governance, GridLevel::village,
          id_of(3000001, area[static_cast<std::size_t>(cell)]), row.name,
          {{std::string(kStatsScheme), row.code}});
    });
    each_label(unit, [&](std::int32_t label, std::int32_t) {
      const Named& row = villages[static_cast<std::size_t>(label / 10)];
      const std::string number = std::to_string(label % 10);
      add(id_of(2000010, label), GridLayer::governance, GridLevel::unit, id_of(1000001, label / 10),
          "第" + number + "网格", {{std::string(kUnitScheme), row.code + "00" + number}});
    });
    std::map<std::int32_t, std::int32_t> beats_named, grids_named;
    each_label(beat, [&](std::int32_t label, std::int32_t cell) {
      const std::int32_t s = street[static_cast<std::size_t>(cell)];
      const std::int32_t number = ++beats_named[s];
      add(id_of(4100001, label), GridLayer::police, GridLevel::unit, id_of(4000001, s),
          without(streets[static_cast<std::size_t>(s)].name, "街道") + std::to_string(number) +
              "号警格",
          {});
    });
    each_label(grid, [&](std::int32_t label, std::int32_t cell) {
      const std::int32_t v = village[static_cast<std::size_t>(cell)];
      const std::int32_t number = ++grids_named[v];
      add(id_of(5100001, label), GridLayer::community, GridLevel::unit,
          id_of(5000001, street[static_cast<std::size_t>(cell)]),
          villages[static_cast<std::size_t>(v)].name + std::to_string(number) + "号社区网格", {});
    });
  }

  GridId street_id(std::size_t s) const {
    return {static_cast<std::uint32_t>(std::stoul(streets[s].code))};
  }

  // Each label once, ascending, with a cell of it.
  template <class Visit>
  static void each_label(const Labels& labels, Visit visit) {
    std::map<std::int32_t, std::int32_t> first;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (labels[i] != demo::kNobody) first.emplace(labels[i], static_cast<std::int32_t>(i));
    }
    for (const auto& [label, cell] : first) visit(label, cell);
  }

  void add_shapes() {
    const demo::Outline ground(mesh, unit), police(mesh, beat), community(mesh, grid);
    Labels whole = street;
    for (std::int32_t& label : whole) label = label == demo::kNobody ? label : 0;
    shape(ground, whole, 0, kDistrict);
    each_label(street, [&](std::int32_t l, std::int32_t) {
      shape(ground, street, l, street_id(static_cast<std::size_t>(l)));
    });
    each_label(area,
               [&](std::int32_t l, std::int32_t) { shape(ground, area, l, id_of(3000001, l)); });
    each_label(village,
               [&](std::int32_t l, std::int32_t) { shape(ground, village, l, id_of(1000001, l)); });
    each_label(unit,
               [&](std::int32_t l, std::int32_t) { shape(ground, unit, l, id_of(2000010, l)); });
    each_label(beat,
               [&](std::int32_t l, std::int32_t) { shape(police, beat, l, id_of(4100001, l)); });
    each_label(grid,
               [&](std::int32_t l, std::int32_t) { shape(community, grid, l, id_of(5100001, l)); });
  }

  void shape(const demo::Outline& outline, const Labels& labels, std::int32_t label, GridId id) {
    const auto added = pack.shapes.add(id, outline.rings(labels, label));
    GEZHI_CHECK(added.ok());
  }
};

}  // namespace

DemoDistrict make_demo_district(std::uint64_t seed) {
  Maker maker(seed);
  maker.split_streets();
  for (std::size_t s = 0; s < maker.streets.size(); ++s)
    maker.fill_street(static_cast<std::int32_t>(s));
  maker.add_nodes();
  maker.add_shapes();
  demo::Town town = demo::make_town(maker.mesh, maker.prng);

  DemoDistrict result;
  result.pack = std::move(maker.pack);
  auto roads = RoadGraph::make(std::move(town.roads));
  GEZHI_CHECK(roads.ok());
  result.pack.roads = *std::move(roads);
  result.pack.hierarchies = build_hierarchies(result.pack.roads);
  result.pack.areas = std::move(town.areas);
  result.pack.places = std::move(town.places);
  result.pack.meta.name = "拱墅区";
  result.pack.meta.synthetic = true;
  result.pack.meta.source =
      "合成数据：街道、社区名称和代码为真实统计区划（国家统计局 "
      "2023），边界、道路、单位和地点均为虚构";
  result.pack.meta.centre = result.pack.shapes.box().middle();
  const GridLocator locator(result.pack.tree, result.pack.shapes);
  result.units = demo::make_units(result.pack, town.block_middles, locator);
  for (MapPlace& place : result.pack.places)
    place.grid = locator.at(GridLayer::governance, place.point);
  demo::add_patrol(result.pack, result.units);
  result.pack.shares = layer_shares(result.pack);
  return result;
}

}  // namespace gezhi
