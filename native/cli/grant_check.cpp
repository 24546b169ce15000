#include "native/cli/grant_check.h"

#include "core/grid/street.h"

namespace gezhi {
namespace {

// Orders go to units (core/cases/guards.h: own_unit), cases to the grids of those on the ground.
constexpr Roles kThroughUnit = kTaskRoles;
constexpr Roles kThroughGrid = kGridRoles | Roles(Role::area_director);
// Those of the police work in beats too.
constexpr Roles kInGovernance(Role::grid_worker, Role::grid_leader, Role::station_head,
                              Role::area_director);

bool is_of_street(const GridTree& grids, const Grant& grant, const std::set<GridId>& of_map) {
  const GridNode* node = grids.find(grant.grid);
  if (node == nullptr || (!of_map.empty() && !of_map.contains(grant.grid))) return false;
  if (node->layer != GridLayer::governance) return node->level != GridLevel::district;
  const GridId street = township_of(grids, grant.shard);
  return street.is_none() || grids.contains(street, grant.grid);
}

// Whether the unit works in this grid, or somewhere in it; of other layers nobody can say.
bool is_there(const GridTree& grids, const Unit& unit, GridId grid) {
  const GridNode* area = grids.find(unit.area);
  const GridNode* node = grids.find(grid);
  if (area == nullptr || node == nullptr || area->layer != node->layer) return true;
  return grids.contains(unit.area, grid) || grids.contains(grid, unit.area);
}

}  // namespace

GrantFault fault_of(const Host& host, const Grant& grant, const std::set<GridId>& of_map) {
  const bool local = kThroughUnit.has(grant.role) || kThroughGrid.has(grant.role);
  if (grant.shard.is_none()) {
    const bool names_one = !grant.grid.is_none() || !grant.unit.is_none();
    const bool of_district = grant.role == Role::district_coordinator;  // in the district's node
    return local || (names_one && !of_district) ? GrantFault::needs_street : GrantFault::none;
  }
  if (host.closed().contains(grant.shard)) return GrantFault::street_closed;
  const Ledger* street = host.ledger(grant.shard);
  if (street == nullptr) return GrantFault::street_not_open;
  const World& world = street->world();
  if (!grant.grid.is_none() && !is_of_street(world.grids(), grant, of_map))
    return GrantFault::grid_unknown;
  const Unit* unit = world.find_unit(grant.unit);
  if (!grant.unit.is_none() && unit == nullptr) return GrantFault::unit_unknown;
  if (kThroughGrid.has(grant.role) && grant.grid.is_none()) return GrantFault::needs_grid;
  if (kThroughUnit.has(grant.role) && grant.unit.is_none()) return GrantFault::needs_unit;
  const GridNode* node = world.grids().find(grant.grid);
  if (kInGovernance.has(grant.role) && node->layer != GridLayer::governance)
    return GrantFault::grid_of_police;
  if (kGridRoles.has(grant.role) && !is_there(world.grids(), *unit, grant.grid))
    return GrantFault::unit_elsewhere;
  return GrantFault::none;
}

}  // namespace gezhi
