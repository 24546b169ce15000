// Grids from GeoJSON, GeoPackage and shapefiles into a district pack: a mapping says which file is
// which level of which layer and where codes, names and parents are. What is wrong with the data is
// reported place by place (defects.h); what is safe is repaired, nothing is dropped in silence.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/district/pack.h"
#include "native/import/area_file.h"
#include "native/import/defects.h"

namespace gezhi {

// How one level's nodes find their parent among the levels above, imported in the same run:
// by a property that holds the parent's code, else by the longest code that begins theirs (Berlin's
// 2-4-6-8 digits, China's 6-9-12-15), else by the area that holds their middle.
// A property with codes of one scheme.
struct CodeColumn {
  std::string scheme;
  std::string property;

  template <class V>
  void fields(V& v) {
    v(1, "scheme", scheme, 40);
    v(2, "property", property);
  }
};

struct GridFile {
  std::string file;
  GridLayer layer = GridLayer::governance;
  GridLevel level = GridLevel::none;
  std::string code;  // property names; "" = the defaults below
  std::string name;
  std::string parent;
  std::string scheme;  // of the codes; "" = stats-12 or unit-15 where they look so, else source
  std::string table;   // of a GeoPackage with several
  std::string system;  // of this file's coordinates; "" = the import's
  std::vector<CodeColumn> codes;  // besides `code`, which names and links the rows
  std::string special;  // a property that marks 专属网格 (any text but 0, no, 否); "*" = all rows
  std::string zone;     // the same for functional zones 功能区, which need no code

  template <class V>
  void fields(V& v) {
    v(1, "file", file);
    v(2, "layer", layer);
    v(3, "level", level);
    v(4, "code", code);
    v(5, "name", name);
    v(6, "parent", parent);
    v(7, "scheme", scheme);
    v(8, "table", table);
    v(9, "system", system);
    v(10, "codes", codes, kGridCodesMax);
    v(11, "special", special);
    v(12, "zone", zone);
  }
};

// Half a metre: far below what a device's position is worth, and below the reach of a border.
inline constexpr std::int64_t kSimplifyMm = 500;

// Also the form of a mapping file (`--map`), as JSON.
struct GridImport {
  std::string name;    // of the district; "" = as the files name it, else as it is called already
  std::string source;  // where the data is from and its licence; "" = as before
  CoordinateSystem system{};
  std::vector<GridFile> files;
  // How far a border may move when points are left out for the pack; 0 = all points stay.
  std::int64_t simplify_mm = kSimplifyMm;
  // Levels of a layer that the files do not name, and that shall go all the same.
  std::vector<GridLevel> drop;
  CivilDay date{};  // since when it is so: changes go into the pack's history; none = not recorded
  Language language = Language::en;  // of progress and notes; no part of a mapping

  template <class V>
  void fields(V& v) {
    v(1, "name", name);
    v(2, "source", source);
    v(3, "system", system);
    v(4, "files", files);
    v(5, "simplify_mm", simplify_mm);
    v(6, "date", date);
    v(7, "drop", drop, names_of(GridLevel{}).size());
  }
};

struct GridImportReport {
  std::uint32_t grids = 0;
  std::uint32_t kept_ids = 0;      // known by their code from an earlier import
  std::vector<std::string> notes;  // one sentence each
  std::vector<Defect> defects;     // in the order of files and checks
  std::uint64_t seams = 0;         // gaps and overlaps under kSeamMm that were closed
  std::uint64_t points_delivered = 0;
  std::uint64_t points = 0;  // in the pack, of the areas imported
};

using ImportProgress = std::function<void(const std::string&)>;

// Reads a mapping file; paths in it are relative to its folder. `codes` may be written shortly:
// {"stats-12": "PROPERTY", …}.
Result<GridImport> read_grid_mapping(const std::string& path);

// Replaces the layers that the files name, with all their levels; everything else of the pack stays,
// but a synthetic pack is started anew. Nodes that are gone are counted in a note and stay in the
// history; roads without a plan for routes get one. The pack is unchanged when there is an error.
// Errors: `bad_import`, one sentence, also when a level would vanish that is not in `drop`.
Result<GridImportReport> import_grids(const GridImport& options, DistrictPack& pack,
                                      const ImportProgress& progress);

}  // namespace gezhi
