// Rows with a place: points and lines from GeoJSON (plain or gzip), shapefiles and CSV, told apart by
// their first bytes. In CSV a row's place is in two columns (lon, lng, x, 经度 and lat, y, 纬度), and may
// be missing.
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
  Json properties;     // an object; property_text gives their bytes
};

Result<std::vector<FeatureRow>> read_feature_file(const std::string& path, CoordinateSystem system);

// The first of these properties that says something, as people read it (UTF-8 or GBK).
std::string first_text(const FeatureRow& row, const std::vector<std::string>& names);

}  // namespace gezhi
