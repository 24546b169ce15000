// What units must be before a street takes them: they are offered for orders and rank by distance and
// rota, so that one without a name, at no place of the street or never on duty does harm for years.
#pragma once

#include "core/grid/tree.h"
#include "core/people/unit.h"

namespace gezhi {

// The grids are those of the street. Errors: `bad_unit` with the first unit's place in the list and the
// field, as in "units[2].duty[0].days: no day of the week".
Result<Done> check_units(const std::vector<Unit>& units, const GridTree& grids);

}  // namespace gezhi
