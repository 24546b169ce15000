// Grids between file and pack: rows that were taken, checked and repaired step by step. The steps run
// in this order, each over what the one before left (import_grids calls them):
//
//   take_rows      rows of a file → drafts; empty, foreign and areless rows, codes, names
//   check_rings    each area by itself: points, direction, crossings
//   link_by_code   parents by property and code
//   check_system   whether a file fits its parents better in another coordinate system
//   link_by_place  the other parents, by the area around a draft's middle
//   snap_borders   (borders.h) vertices within a seam become one
//   check_nesting  children inside their parents
//   check_cover    slivers, overlaps, gaps of each level
//   simplify_borders (borders.h)
//
// Shapes: drafts stand coarse levels first, rows in file order; parents are indexes into them.
#pragma once

#include <string>
#include <vector>

#include "native/import/defects.h"
#include "native/import/grids.h"
#include "native/import/overlay.h"

namespace gezhi {

struct DraftGrid {
  GridNode node;  // id and parent are given at the end
  RowName at;
  std::uint32_t file = 0;   // index into GridImport::files as sorted
  std::string parent_code;  // as the row names it; "" = it names none
  std::int64_t parent = -1;
  Parts parts;        // outer rings counter-clockwise, open, no point twice in a row
  bool root = false;  // of the coarsest level of its layer
  bool left_out = false;
  bool shifted = false;     // its file is in another coordinate system than was said
  CoordinateSystem fits{};  // which one, when shifted
};

struct Draft {
  std::vector<GridFile> files;
  std::vector<CoordinateSystem> systems;  // of each file
  std::vector<DraftGrid> grids;
  std::vector<Defect> defects;
  std::uint64_t seams = 0;   // gaps and overlaps narrower than kSeamMm that were closed
  std::uint64_t strips = 0;  // between the outer borders of two levels, thinner than kSliverWidthM
  Frame frame{PointE7{}};

  Defect& report(DefectKind kind, DefectAction action, const DraftGrid& grid);
};

// Errors: `bad_import` when no row has the name or code that the mapping promises.
Result<Done> take_rows(std::uint32_t file, const std::vector<AreaRow>& rows, Draft& draft);
void check_rings(std::uint32_t file, Draft& draft);
void check_doubles(std::uint32_t file, Draft& draft);  // codes used twice

void link_by_code(std::uint32_t file, Draft& draft);
// `before`: grids of layers that stay, to compare with where the file's own layer has no parents.
void check_system(std::uint32_t file, const GridTree& before_tree, const GridShapes& before,
                  Draft& draft);
// Rows without a parent are left out. Errors: `bad_import` when no row of the file has one.
Result<Done> link_by_place(std::uint32_t file, Draft& draft);

void check_nesting(Draft& draft);
void check_cover(GridLayer layer, GridLevel level, Draft& draft);

}  // namespace gezhi
