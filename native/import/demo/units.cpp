#include "native/import/demo/units.h"

#include <algorithm>
#include <string>

#include "core/grid/street.h"

namespace gezhi::demo {
namespace {

using Powers = SetOf<Nature>;

constexpr Powers kMany(Nature::other, Nature::dispute, Nature::hazard, Nature::help,
                       Nature::facility, Nature::welfare, Nature::lost_found, Nature::noise);
constexpr Powers kPolicePowers(Nature::dispute, Nature::help, Nature::disorder, Nature::lead,
                               Nature::lost_found, Nature::noise, Nature::traffic, Nature::hazard);

struct Plan {
  UnitKind kind;
  const char* name;  // after the street's or community's name
  Powers powers;
  PlaceKind place;
};

const Plan kStreetUnits[] = {
    {UnitKind::street_desk, "综合信息指挥室", kMany, PlaceKind::government},
    {UnitKind::comprehensive_mgmt, "综合管理组",
     Powers(Nature::other, Nature::hazard, Nature::help, Nature::facility, Nature::lost_found),
     PlaceKind::government},
    {UnitKind::enforcement, "综合行政执法队",
     Powers(Nature::hazard, Nature::disorder, Nature::facility, Nature::noise, Nature::traffic),
     PlaceKind::government},
    {UnitKind::mediation, "矛盾纠纷调解室", Powers(Nature::dispute, Nature::noise, Nature::welfare),
     PlaceKind::service},
    {UnitKind::rapid_response, "即时处置队",
     Powers(Nature::hazard, Nature::help, Nature::disorder, Nature::facility, Nature::noise,
            Nature::traffic),
     PlaceKind::service},
    {UnitKind::police_station, "派出所", kPolicePowers, PlaceKind::police},
    {UnitKind::fire, "消防救援站", Powers(Nature::hazard, Nature::help), PlaceKind::service},
    {UnitKind::market_regulation, "市场监管所",
     Powers(Nature::hazard, Nature::disorder, Nature::dispute, Nature::lead),
     PlaceKind::government},
    {UnitKind::labour, "劳动保障所", Powers(Nature::dispute, Nature::welfare),
     PlaceKind::government},
    {UnitKind::governance_station, "治理工作站", kMany, PlaceKind::service},
};

constexpr std::uint32_t kWorkDays = 0b0011111;
constexpr std::uint32_t kAllDays = 0b1111111;

// Police, fire, the rapid team and the desk are there round the clock; the others as offices and
// communities usually are.
std::vector<DutyHours> duty_of(UnitKind kind) {
  switch (kind) {
    case UnitKind::none:
    case UnitKind::street_desk:
    case UnitKind::rapid_response:
    case UnitKind::police_station:
    case UnitKind::fire:
    case UnitKind::utility: return {};
    case UnitKind::police_room: return {{kAllDays, 8 * 60, 22 * 60}};
    case UnitKind::enforcement: return {{kAllDays, 7 * 60, 23 * 60}};
    case UnitKind::village_grid:
    case UnitKind::property_mgmt:
    case UnitKind::governance_station: return {{kAllDays, 8 * 60 + 30, 20 * 60}};
    case UnitKind::comprehensive_mgmt:
    case UnitKind::mediation:
    case UnitKind::market_regulation:
    case UnitKind::labour: return {{kWorkDays, 8 * 60 + 30, 17 * 60 + 30}};
  }
  return {};
}

struct Desk {
  DistrictPack& pack;
  const std::vector<PointE7>& stands;
  const GridLocator& locator;
  std::vector<Unit> units;
  std::vector<bool> taken = std::vector<bool>(stands.size(), false);

  // The free stand nearest to the middle of the area, inside it.
  PointE7 stand_in(GridId area) {
    const std::int64_t shape = pack.shapes.find(area);
    const PointE7 middle = pack.shapes.label_point(static_cast<std::uint32_t>(shape));
    std::size_t best = stands.size();
    std::int64_t least = INT64_MAX;
    for (std::size_t i = 0; i < stands.size(); ++i) {
      if (taken[i] || pack.shapes.test(static_cast<std::uint32_t>(shape), stands[i]) == Inside::no)
        continue;
      const std::int64_t away = distance_mm(stands[i], middle);
      if (away < least) {
        least = away;
        best = i;
      }
    }
    if (best == stands.size()) return middle;
    taken[best] = true;
    return stands[best];
  }

  void add(std::uint32_t id, UnitKind kind, const std::string& name, GridId area, Powers powers,
           PointE7 base, PlaceKind place) {
    Unit unit;
    unit.id = {id};
    unit.kind = kind;
    unit.name = name;
    unit.area = area;
    unit.powers = powers;
    unit.base = base;
    unit.duty = duty_of(kind);
    units.push_back(std::move(unit));
    MapPlace spot;
    spot.kind = place;
    spot.name = name;
    spot.point = base;
    pack.places.push_back(std::move(spot));
  }

  void street(std::uint32_t number, const GridNode& node) {
    std::string name = node.name;
    const std::string ending = "街道";
    const std::string short_name = name.substr(0, name.size() - ending.size());
    std::uint32_t id = number * 1000;
    for (const Plan& plan : kStreetUnits) {
      const bool whole = plan.kind != UnitKind::police_station && plan.kind != UnitKind::fire &&
                         plan.kind != UnitKind::market_regulation;
      add(++id, plan.kind, (whole ? name : short_name) + plan.name, node.id, plan.powers,
          stand_in(node.id), plan.place);
    }
    id = number * 1000 + 100;
    for (const auto& [grid, village] : pack.tree.nodes()) {
      if (village.level != GridLevel::village || !pack.tree.contains(node.id, grid)) continue;
      const PointE7 base = stand_in(grid);
      add(++id, UnitKind::village_grid, village.name + "网格工作站", grid, kMany, base,
          PlaceKind::service);
      if (id % 3 == 0) {
        add(id + 400, UnitKind::property_mgmt, village.name + "物业服务站", grid,
            Powers(Nature::facility, Nature::noise, Nature::help), nudged(base, grid),
            PlaceKind::service);
      }
    }
    id = number * 1000 + 300;
    for (const auto& [grid, beat] : pack.tree.nodes()) {
      if (beat.layer != GridLayer::police || beat.level != GridLevel::unit ||
          beat.name.compare(0, short_name.size(), short_name) != 0)
        continue;
      if (beat.name[short_name.size()] < '0' || beat.name[short_name.size()] > '9') continue;
      add(++id, UnitKind::police_room, beat.name + "警务室", grid, kPolicePowers, stand_in(grid),
          PlaceKind::police);
    }
  }

  // Some 40 m away, if that is still inside.
  PointE7 nudged(PointE7 p, GridId area) const {
    const PointE7 beside{p.lon + 3000, p.lat - 2600};
    return pack.tree.contains(area, locator.at(GridLayer::governance, beside)) ? beside : p;
  }
};

}  // namespace

std::vector<Unit> make_units(DistrictPack& pack, const std::vector<PointE7>& stands,
                             const GridLocator& locator) {
  Desk desk{pack, stands, locator, {}};
  const GridId district{330105};
  const Powers utility(Nature::facility, Nature::hazard, Nature::help);
  desk.add(101, UnitKind::utility, "燃气公司抢修队", district, utility, desk.stand_in(district),
           PlaceKind::service);
  desk.add(102, UnitKind::utility, "供水公司抢修队", district, utility, desk.stand_in(district),
           PlaceKind::service);
  desk.add(103, UnitKind::utility, "供电公司抢修队", district, utility, desk.stand_in(district),
           PlaceKind::service);
  std::uint32_t number = 0;
  std::vector<GridNode> streets;
  for (const auto& [id, node] : pack.tree.nodes()) {
    if (node.layer == GridLayer::governance && node.level == GridLevel::township)
      streets.push_back(node);
  }
  for (const GridNode& node : streets) desk.street(++number, node);
  std::stable_sort(desk.units.begin(), desk.units.end(),
                   [](const Unit& a, const Unit& b) { return a.id < b.id; });
  return std::move(desk.units);
}

}  // namespace gezhi::demo
