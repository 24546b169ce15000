// Patrol segments, devices along them and points of service into a district pack, from GeoJSON,
// shapefiles and CSV (feature_file.h). Each import replaces what the pack had of its kind.
//
// Properties (the first that is there; Chinese ones as registers write them, in any width, with blanks or a
// unit in brackets; their other names are listed in line_import.cpp):
//
//   all       name 名称, code 编号, kind 类型
//   segments  a line; grid 责任网格 (code or name), owner 责任单位, start 起点里程, posts 支撑点 (codes or
//             names of points of service, with 、 or ; between)
//   devices   a point, or segment 岸段 (code or name) and milepost 里程 (K12+345 or metres), or both
//   posts     a point; rooms 调解室, staff 人数, lawyer_desk 律师接待, hours 开放时间
//
// Errors: `bad_import` with file, row and cause; the pack is as before then. Source: S5-29, S5-33, S2-12.
#pragma once

#include <string>
#include <vector>

#include "core/district/pack.h"
#include "native/import/area_file.h"
#include "native/import/defects.h"

namespace gezhi {

struct LineImport {
  std::string file;
  CoordinateSystem system{};
  std::int64_t spacing_mm = kDeviceSpacingMm;  // of devices: longer stretches without one are gaps
};

struct LineImportReport {
  std::uint32_t taken = 0;
  std::int64_t length_m = 0;  // of segments
  std::vector<Defect> defects;
  std::vector<std::string> unread_columns;  // of the file, that are none of those above
};

Result<LineImportReport> import_posts(const LineImport& options, DistrictPack& pack);
// Devices find their segments anew by place and milepost; posts must be there before.
Result<LineImportReport> import_segments(const LineImport& options, DistrictPack& pack);
Result<LineImportReport> import_devices(const LineImport& options, DistrictPack& pack);

// Every stretch longer than the spacing without a device, as defects.
std::vector<Defect> gap_defects(const PatrolLines& lines, std::int64_t spacing_mm,
                                const std::string& file);

// segment,code,milepost,lon,lat: where devices would stand every `spacing_mm`.
std::string positions_csv(const PatrolLines& lines, std::int64_t spacing_mm);

// After grids were imported: in which grid posts lie now; owners that are gone become what became of
// them, or none.
void place_lines(DistrictPack& pack);

}  // namespace gezhi
