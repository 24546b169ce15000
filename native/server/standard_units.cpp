#include "native/server/standard_units.h"

namespace gezhi {

namespace {

using N = Nature;
using Powers = SetOf<Nature>;

struct Plan {
  UnitKind kind;
  const char* name;
  Powers powers;
};

constexpr Powers kEverything(N::other, N::dispute, N::hazard, N::help, N::disorder, N::facility,
                             N::welfare, N::lead, N::lost_found, N::noise, N::traffic);

constexpr Plan kPlans[] = {
    {UnitKind::street_desk, "综合信息指挥室", kEverything},
    {UnitKind::comprehensive_mgmt, "综合管理组",
     Powers(N::other, N::hazard, N::help, N::facility, N::lost_found)},
    {UnitKind::enforcement, "综合行政执法队",
     Powers(N::hazard, N::disorder, N::facility, N::noise, N::traffic)},
    {UnitKind::mediation, "矛盾纠纷调解室", Powers(N::dispute, N::noise, N::welfare)},
    {UnitKind::rapid_response, "即时处置队",
     Powers(N::hazard, N::help, N::disorder, N::facility, N::noise, N::traffic)},
    {UnitKind::police_station, "派出所",
     Powers(N::dispute, N::help, N::disorder, N::lead, N::lost_found, N::noise, N::traffic,
            N::hazard)},
    {UnitKind::fire, "消防救援站", Powers(N::hazard, N::help)},
    {UnitKind::market_regulation, "市场监管所",
     Powers(N::hazard, N::disorder, N::dispute, N::lead)},
    {UnitKind::labour, "劳动保障所", Powers(N::dispute, N::welfare)},
    {UnitKind::utility, "公用设施抢修队", Powers(N::facility, N::hazard, N::help)},
    {UnitKind::governance_station, "治理工作站", kEverything},
};

}  // namespace

std::vector<Unit> standard_units(const GridTree& tree, GridId street) {
  std::vector<Unit> units;
  const GridNode* node = tree.find(street);
  if (node == nullptr) return units;
  std::uint32_t id = 1001;
  for (const Plan& plan : kPlans) {
    units.push_back({UnitId{id++}, plan.kind, node->name + plan.name, street, plan.powers, {}, {}});
  }
  constexpr Powers kGridPowers(N::other, N::dispute, N::hazard, N::help, N::facility, N::welfare,
                               N::lost_found, N::noise);
  id = 2001;
  for (const auto& [grid, community] : tree.nodes()) {
    if (community.level != GridLevel::village || !tree.contains(street, grid)) continue;
    units.push_back({UnitId{id++},
                     UnitKind::village_grid,
                     community.name + "网格工作站",
                     grid,
                     kGridPowers,
                     {},
                     {}});
  }
  return units;
}

}  // namespace gezhi
