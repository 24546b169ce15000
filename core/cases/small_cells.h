// Figures that could tell of one household are not shown (DOMAIN 6, rule 6): a cell under five, and of
// the others as many as it takes that nobody finds it by taking them from the total.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gezhi {

inline constexpr int kSmallCell = 5;

// True for each cell to hide, when the sum of all is known. A cell of 0 hides nobody and is not hidden.
// Cost: quadratic in the cells that are hidden.
std::vector<bool> hidden_cells(const std::vector<std::int64_t>& counts);

// Where cells have parts, and these parts, that are shown at another scale: streets, communities, grids.
inline constexpr std::size_t kOfTotal = static_cast<std::size_t>(-1);
struct PartCell {
  std::int64_t count = 0;
  std::size_t part_of = kOfTotal;  // the number of the cell it is a part of, which stands before it
};

enum class Shown : std::uint8_t {
  figure,
  hidden,   // that there are any, not how many
  nothing,  // it is a part of what is hidden: its own figures would add up to that
};

// Of every cell, when all figures that are shown anywhere are known, and their total: the parts of what is
// shown are hidden as above, as many as it takes; what is hidden has no parts to tell of. So each scale says
// the same of a cell, and none tells what another one hides. Cost: as above, and linear in the cells.
std::vector<Shown> shown_cells(const std::vector<PartCell>& cells);

// A figure that stands alone, beside no total.
inline bool is_small(std::int64_t count) { return count > 0 && count < kSmallCell; }

}  // namespace gezhi
