// What can be told of segments and devices that are in the pack.
#include <cstdio>

#include "core/grid/locate.h"
#include "native/import/csv.h"
#include "native/import/line_import.h"

namespace gezhi {
namespace {

std::string degrees(std::int32_t e7) {
  char text[24];
  std::snprintf(text, sizeof text, "%.7f", e7 * 1e-7);
  return text;
}

}  // namespace

std::vector<Defect> gap_defects(const PatrolLines& lines, std::int64_t spacing_mm,
                                const std::string& file) {
  std::vector<Defect> defects;
  for (const PatrolSegment& segment : lines.segments) {
    for (const DeviceGap& gap : device_gaps(segment, lines.devices, spacing_mm)) {
      Defect defect;
      defect.kind = DefectKind::device_gap;
      defect.at = {file, 0, segment.code, segment.name};
      defect.place = point_at(segment, (gap.from_mm + gap.to_mm) / 2);
      defect.line = line_between(segment, gap.from_mm, gap.to_mm);
      defect.detail = segment.name + " " + milepost_text(gap.from_mm) + " – " +
                      milepost_text(gap.to_mm) + ", " +
                      std::to_string((gap.to_mm - gap.from_mm) / 1000) + " m";
      defects.push_back(std::move(defect));
    }
  }
  return defects;
}

std::string positions_csv(const PatrolLines& lines, std::int64_t spacing_mm) {
  CsvText csv({"segment", "code", "milepost", "lon", "lat"});
  for (const PatrolSegment& segment : lines.segments) {
    for (const std::int64_t milepost : positions_every(segment, spacing_mm)) {
      const PointE7 place = point_at(segment, milepost);
      csv.add({segment.name, segment.code, milepost_text(milepost), degrees(place.lon),
               degrees(place.lat)});
    }
  }
  return csv.text();
}

void place_lines(DistrictPack& pack) {
  if (pack.lines.empty()) return;
  const GridLocator locator(pack.tree, pack.shapes);
  for (ServicePoint& post : pack.lines.posts)
    post.grid = locator.at(GridLayer::governance, post.point);
  for (PatrolSegment& segment : pack.lines.segments) {
    if (segment.grid.is_none() || pack.tree.find(segment.grid) != nullptr) continue;
    const auto now =
        what_became(pack.history, segment.grid, CivilDay{INT32_MIN}, CivilDay{INT32_MAX});
    const bool one = now.size() == 1 && pack.tree.find(now[0]) != nullptr;
    segment.grid = one ? now[0] : GridId{};
  }
}

}  // namespace gezhi
