// Roads, water, parks and named places from OpenStreetMap files (XML, PBF) and shapefiles of lines
// into a district pack.
#pragma once

#include <string>
#include <vector>

#include "core/district/pack.h"
#include "native/import/grids.h"

namespace gezhi {

struct RoadImport {
  std::string file;                     // .osm, .osm.gz, .osm.bz2, .osm.pbf or .shp (with its .dbf)
  std::string source;                   // "" = OpenStreetMap's for its files
  std::string class_field = "highway";  // of a shapefile
  std::string name_field = "name";
  CoordinateSystem system{};    // of a shapefile
  std::uint64_t bytes_max = 0;  // 0 = the default limit
};

// What a file gave, before it becomes a graph.
struct RoadData {
  RoadLinks links;
  std::vector<MapArea> areas;
  std::vector<MapPlace> places;
  std::vector<std::string> notes;
};

struct RoadImportReport {
  std::uint32_t nodes = 0;
  std::uint32_t links = 0;
  std::uint32_t edges = 0;
  std::uint32_t foot_parts = 0;  // connected parts of the network on foot
  std::int64_t length_m = 0;
  std::uint32_t areas = 0;
  std::uint32_t places = 0;
  std::vector<std::string> notes;
};

// Errors: `bad_import` with file, position and cause; nothing is given then.
Result<RoadData> read_osm(const RoadImport& options, const ImportProgress& progress);
Result<RoadData> read_road_shapefile(const RoadImport& options, const ImportProgress& progress);

// Replaces the pack's roads, drawn areas and places; grids stay, but a synthetic pack is started anew.
// The pack is unchanged when there is an error.
Result<RoadImportReport> import_roads(const RoadImport& options, DistrictPack& pack,
                                      const ImportProgress& progress);

}  // namespace gezhi
