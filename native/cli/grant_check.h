// What a grant lacks, so that an account made with it could sign in and do nothing: an open street, a
// grid or a unit of that street, or one at all where its role works through it.
#pragma once

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
  needs_grid,  // sees and verifies nothing without
  needs_unit,  // signs no order without
};
constexpr std::array<std::string_view, 7> names_of(GrantFault) {
  return {"none",         "street_not_open", "needs_street", "grid_unknown",
          "unit_unknown", "needs_grid",      "needs_unit"};
}

GrantFault fault_of(const Host& host, const Grant& grant);

}  // namespace gezhi
