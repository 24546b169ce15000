#include "native/import/area_file.h"

#include <cmath>
#include <fstream>

#include "core/grid/coords.h"
#include "native/import/broken_text.h"
#include "native/import/source_file.h"

namespace gezhi {

Result<std::vector<AreaRow>> read_area_file(const std::string& path, const std::string& table,
                                            CoordinateSystem system) {
  const auto size = source_size(path, kAreaBytesMax);
  if (!size) return size.error();
  char head[16] = {};
  std::ifstream(path, std::ios::binary).read(head, sizeof head);
  const std::string_view begin(head, sizeof head);
  if (begin.substr(0, 15) == "SQLite format 3") return read_geopackage(path, table, system);
  if (begin.substr(0, 4) == std::string_view("\0\0\x27\x0a", 4)) {
    return read_area_shapefile(path, system);
  }
  const auto text = read_text_source(path, kAreaBytesMax);
  if (!text) return text.error();
  return parse_geojson(path, *text, system);
}

std::string property_text(const Json& properties, const std::string& name) {
  const Json* value = properties.find(name);
  if (value == nullptr) return {};
  if (value->string() != nullptr) return bytes_of_marked(*value->string());
  if (value->integer() != nullptr) return std::to_string(*value->integer());
  return {};
}

PointE7 from_system(double lon, double lat, CoordinateSystem system) {
  switch (system) {
    case CoordinateSystem::wgs84:
    case CoordinateSystem::cgcs2000: return to_e7(Wgs84{lon, lat});
    case CoordinateSystem::gcj02: return to_e7(to_wgs84(Gcj02{lon, lat}));
    case CoordinateSystem::bd09: return to_e7(to_wgs84(Bd09{lon, lat}));
  }
  return {};
}

bool is_in_degrees(double lon, double lat) {
  return std::fabs(lon) <= 180 && std::fabs(lat) <= 90;  // false for what is no number
}

bool is_known_system(const std::string& name) {
  for (const char* known : {"CRS84", "4326", "4490", "4479"}) {
    if (name.find(known) != std::string::npos) return true;
  }
  return false;
}

}  // namespace gezhi
