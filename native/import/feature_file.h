// Rows with a place: points and lines from GeoJSON (plain or gzip), shapefiles and CSV, told apart by
// their first bytes. In CSV a row's place is in two columns (lon, lng, x, 经度 and lat, y, 纬度) or in one
// (经纬度, 坐标), and may be missing. A value that names its axis (北纬30.31) is that axis, whatever its column.
//
// Limits: as of areas (area_file.h) and of CSV. Errors: `bad_import` with file, row and cause; a place that
// is none costs its row only. Threads: one at a time.
#pragma once

#include <string>
#include <vector>

#include "native/import/area_file.h"

namespace gezhi {

struct FeatureRow {
  std::uint32_t number = 0;  // in the file, from 1; of CSV the line, from 2
  std::vector<Ring> lines;   // in the file's order; a multi-line has several
  PointE7 point;             // none without one
  std::string unread;  // what stood for its place and is none in degrees; the row has no place then
  Json
      properties;  // an object, its names as header_key() has them (csv.h); property_text gives the bytes
};

struct FeatureFile {
  std::vector<FeatureRow> rows;
  std::vector<std::string>
      columns;  // that any row fills, as the file calls them, but those of the place
};

Result<FeatureFile> read_feature_file(const std::string& path, CoordinateSystem system);

// The first of these properties that says something, as people read it (UTF-8 or GBK). Names as keys.
std::string first_text(const FeatureRow& row, const std::vector<std::string>& names);

}  // namespace gezhi
