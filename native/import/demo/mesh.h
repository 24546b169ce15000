// The ground of the demo district: a mesh of small, slightly crooked cells. Areas are sets of cells,
// so they nest without gaps or overlaps whatever shapes they take. Integers only (centimetres from
// the district's middle): the same district on every machine.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/geo.h"
#include "core/base/prng.h"

namespace gezhi::demo {

struct Spot {
  std::int64_t x = 0;  // east, cm
  std::int64_t y = 0;  // north, cm
};

// Label of a cell that belongs to no area.
inline constexpr std::int32_t kNobody = -1;
using Labels = std::vector<std::int32_t>;  // one per cell

struct Mesh {
  static constexpr std::int32_t kSide = 160;  // cells
  static constexpr std::int64_t kCellCm = 5600;

  std::vector<Spot> corners;        // (kSide + 1)², row by row from the south-west
  std::vector<std::int32_t> cells;  // those inside the district, ascending

  static std::int32_t corner(std::int32_t column, std::int32_t row) {
    return row * (kSide + 1) + column;
  }
  static std::int32_t column_of(std::int32_t cell) { return cell % kSide; }
  static std::int32_t row_of(std::int32_t cell) { return cell / kSide; }
  Spot middle(std::int32_t cell) const;

  // East, north, west, south neighbour, or -1.
  static std::int32_t neighbour(std::int32_t cell, std::int32_t direction);
};

Mesh make_mesh(Prng& prng);

// Degrees × 1e7 of a spot; the district's middle is 120.15 E, 30.31 N.
PointE7 to_e7(Spot spot);

// Splits `cells` into connected parts around the centres, with sizes near `shares`. Each part's label
// is `first_label` + its index. With `settle`, centres move to the middle of their part.
void split(const Mesh& mesh, const std::vector<std::int32_t>& cells, std::vector<Spot> centres,
           const std::vector<std::int64_t>& shares, bool settle, std::int32_t first_label,
           Labels& labels);

// `count` centres at random cells, apart from each other, and uneven shares.
std::vector<Spot> random_centres(const Mesh& mesh, const std::vector<std::int32_t>& cells,
                                 std::size_t count, Prng& prng);
std::vector<std::int64_t> uneven_shares(std::size_t count, Prng& prng);

// The cells with a label.
std::vector<std::int32_t> cells_of(const Labels& labels, std::int32_t label);

}  // namespace gezhi::demo
