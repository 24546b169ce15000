// The borders of areas that are sets of mesh cells, drawn once: every border is smoothed and thinned
// as one line, so both of its sides get the same points and no gap or overlap can appear.
#pragma once

#include <vector>

#include "core/grid/shapes.h"
#include "native/import/demo/mesh.h"

namespace gezhi::demo {

class Outline {
 public:
  // `finest` labels the smallest areas; coarser ones must be unions of them.
  Outline(const Mesh& mesh, const Labels& finest);

  // The rings of all cells with this label, in any labelling that is a union of the finest.
  std::vector<Ring> rings(const Labels& labels, std::int32_t label) const;

  // A border line between junctions: corners of the mesh, with both ends; the labels on its sides.
  struct Line {
    std::vector<std::int32_t> corners;
    std::int32_t left = kNobody;
    std::int32_t right = kNobody;
  };
  const std::vector<Line>& lines() const { return lines_; }

  PointE7 point(std::int32_t corner) const {
    return to_e7(spots_[static_cast<std::size_t>(corner)]);
  }
  Spot spot(std::int32_t corner) const { return spots_[static_cast<std::size_t>(corner)]; }

 private:
  void smooth();
  void trace(const Labels& finest);
  void thin();

  std::vector<Spot> spots_;                            // smoothed corners
  std::vector<std::vector<std::int32_t>> neighbours_;  // border neighbours of each corner
  std::vector<std::uint8_t> kept_;
  std::vector<Line> lines_;
};

}  // namespace gezhi::demo
