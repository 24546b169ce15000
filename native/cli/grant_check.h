// What a grant lacks, so that an account made with it could sign in and do nothing: an open street, a
// grid or a unit of that street, or one at all where its role works through it.
#pragma once

#include <set>
#include <string>

#include "core/people/role.h"
#include "core/sync/host.h"

namespace gezhi {

// Texts: `cli.grant.<name>` in assets/i18n/*/import.json.
enum class GrantFault : std::uint8_t {
  none,
  street_not_open,
  needs_street,
  grid_unknown,
  unit_unknown,
  needs_grid,      // sees and verifies nothing without
  needs_unit,      // signs no order without
  street_closed,   // its journal can't be read, so nothing can be looked up in it
  grid_of_police,  // a beat, for a role of the governance grids
  unit_elsewhere,  // of another part of the street than the grid
};
constexpr std::array<std::string_view, 10> names_of(GrantFault) {
  return {"none",       "street_not_open", "needs_street",  "grid_unknown",   "unit_unknown",
          "needs_grid", "needs_unit",      "street_closed", "grid_of_police", "unit_elsewhere"};
}

// `of_map`: the grids that the district's map gives the street (grids_of_street); empty: there is no map.
// What the street knows besides is no place to work in: what lies above it, what another street has, and
// what is gone.
GrantFault fault_of(const Host& host, const Grant& grant, const std::set<GridId>& of_map);

}  // namespace gezhi
