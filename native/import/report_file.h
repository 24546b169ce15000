// What the last imports found, kept in a data directory for the map: DATA/reports/grid-report.json, GeoJSON
// as defects_geojson gives it, each feature with `import` (what was imported), and `at` (when).
#pragma once

#include <string>
#include <vector>

#include "core/base/time.h"
#include "native/import/defects.h"

namespace gezhi {

inline constexpr std::size_t kReportFeaturesMax = 20000;

std::string report_path(const std::string& data);

// Replaces what the same import found before: `grids.LAYER` for each layer, `posts`, `segments`, `devices`.
// More than kReportFeaturesMax in all are cut off, and `left_out` says how many. A report that cannot be
// read is started anew. Errors: those of writing.
struct ImportFindings {
  std::vector<std::string> imports;  // replaced
  std::vector<Defect> defects;
};
Result<Done> keep_report(const std::string& data, const ImportFindings& findings, TimeMs at);

// "grids.police" of a defect.
std::string grid_import_name(GridLayer layer);

}  // namespace gezhi
