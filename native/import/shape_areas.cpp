// Areas of a shapefile: which rings belong together, which the format leaves open.
#include <algorithm>
#include <cstdlib>

#include "native/import/shape_file.h"

namespace gezhi {
namespace {

// The smallest part around the ring; nullptr without one.
Part* around(Parts& parts, const Ring& ring) {
  Part* best = nullptr;
  std::int64_t smallest = 0;
  for (Part& part : parts) {
    GridShapes one;
    if (!one.add({1}, {part[0]}).ok() || one.test(0, ring[0]) == Inside::no) continue;
    const std::int64_t area = std::abs(doubled_ring_area(part[0]));
    if (best != nullptr && area >= smallest) continue;
    best = &part;
    smallest = area;
  }
  return best;
}

// Rings come in no order: one that runs the other way is a hole of the smallest ring around it; with
// none around it, it is an outer ring that was drawn the wrong way.
Parts grouped(std::vector<Ring> rings) {
  Parts parts;
  std::vector<Ring> holes;
  for (Ring& ring : rings) {
    if (doubled_ring_area(ring) < 0 && rings.size() > 1) {
      holes.push_back(std::move(ring));
    } else {
      parts.push_back({std::move(ring)});
    }
  }
  for (Ring& hole : holes) {
    if (Part* part = around(parts, hole)) {
      part->push_back(std::move(hole));
    } else {
      parts.push_back({std::move(hole)});
    }
  }
  return parts;
}

}  // namespace

Result<std::vector<AreaRow>> read_area_shapefile(const std::string& path, CoordinateSystem system) {
  auto file = ShapeFile::open(path, ShapeFile::Kind::areas, system, ShapeLimits{});
  if (!file) return file.error();
  std::vector<AreaRow> rows;
  for (std::uint32_t i = 0; i < file->rows(); ++i) {
    auto rings = file->parts(i);
    if (!rings) return rings.error();
    std::vector<Ring> turned;  // outer rings run clockwise in a shapefile
    for (Ring& ring : *rings) {
      if (!ring.empty()) turned.emplace_back(ring.rbegin(), ring.rend());
    }
    AreaRow row;
    row.number = i + 1;
    row.properties = file->properties(i);
    row.parts = grouped(std::move(turned));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace gezhi
