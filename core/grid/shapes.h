// The areas of grid nodes: polygons with holes in E7 integers, flat arrays. A node may have several
// parts; a point is inside when a ray crosses its rings an odd number of times (even-odd), so outer
// rings and holes need no order. Points on a ring count as inside.
//
// Shapes: `shape_first_ring` s+1, `ring_first_point` r+1, `points`; rings are open (the first point
// is not repeated) with at least 3 points. A shape spans at most kShapeSpanMax in both axes, so that
// every test is exact in 64 bits. Not every grid node has a shape, and none has two.
// Errors: add() refuses with `bad_ring` and why.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/geo.h"
#include "core/base/ids.h"
#include "core/base/plane.h"
#include "core/base/result.h"

namespace gezhi {

inline constexpr std::int64_t kShapeSpanMax = 200000000;  // 20 degrees
inline constexpr std::uint32_t kShapePointsMax = 4000000;

class ColumnReader;
class ColumnWriter;
class GridTree;

using Ring = std::vector<PointE7>;

enum class Inside : std::uint8_t { no, yes, on_border };

class GridShapes {
 public:
  // All rings of one node. A closing repetition of the first point and repeated points are dropped.
  Result<Done> add(GridId grid, const std::vector<Ring>& rings);

  std::uint32_t size() const { return static_cast<std::uint32_t>(grids_.size()); }
  GridId grid(std::uint32_t shape) const { return grids_[shape]; }
  const BoxE7& box(std::uint32_t shape) const { return boxes_[shape]; }
  const BoxE7& box() const { return all_; }

  // The shape of a node, or -1. Cost: linear.
  std::int64_t find(GridId grid) const;

  std::uint32_t ring_begin(std::uint32_t shape) const { return shape_first_ring_[shape]; }
  std::uint32_t ring_end(std::uint32_t shape) const { return shape_first_ring_[shape + 1]; }
  std::span<const PointE7> ring(std::uint32_t index) const {
    return {points_.data() + ring_first_point_[index],
            ring_first_point_[index + 1] - ring_first_point_[index]};
  }

  // Exact. Cost: linear in the shape's points.
  Inside test(std::uint32_t shape, PointE7 point) const;

  // Twice the area in E7² units, rings by the even-odd rule when they do not cross. Never negative.
  std::int64_t doubled_area(std::uint32_t shape) const;

  // A point surely inside, away from the border where possible: for labels and for tests.
  PointE7 label_point(std::uint32_t shape) const;

  // As they are, for district/image.h. Errors: `bad_image`, also for areas of grids that the tree does
  // not know.
  void to_columns(ColumnWriter& out) const;
  static Result<GridShapes> from_columns(ColumnReader& in, const GridTree& tree);

 private:
  template <class Self, class V>
  static void columns(Self& self, V& v);

  std::vector<GridId> grids_;
  std::vector<BoxE7> boxes_;
  BoxE7 all_;
  std::vector<std::uint32_t> shape_first_ring_{0};
  std::vector<std::uint32_t> ring_first_point_{0};
  std::vector<PointE7> points_;
};

// Twice the signed area of a ring (counter-clockwise positive) in E7² units.
std::int64_t doubled_ring_area(std::span<const PointE7> ring);

}  // namespace gezhi
