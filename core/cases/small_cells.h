// Figures that could tell of one household are not shown (DOMAIN 6, rule 6): a cell under five, and of
// the others as many as it takes that nobody finds it by taking them from the total.
#pragma once

#include <cstdint>
#include <vector>

namespace gezhi {

inline constexpr int kSmallCell = 5;

// True for each cell to hide, when the sum of all is known. A cell of 0 hides nobody and is not hidden.
// Cost: quadratic in the cells that are hidden.
std::vector<bool> hidden_cells(const std::vector<std::int64_t>& counts);

}  // namespace gezhi
