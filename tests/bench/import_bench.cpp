// Seconds to import a whole city's grids: 20,164 units of about 100 points in 144 villages, then 5,041
// beats on borders of their own. The borders are as crooked as they come: some touch themselves, some
// leave slivers, and next to no point can be left out.
//
//   import.grids.20k   villages and units: read, checked, repaired, simplified
//   import.beats.20k   the beats as another layer, with what lies on what
//   import.shares.20k  of that, what lies on what
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "native/import/area_map.h"
#include "native/import/grids.h"
#include "tests/bench/bench.h"
#include "tests/bench/locate_ground.h"

namespace gezhi::bench {
namespace {

constexpr std::int32_t kSide = 142;

// Blocks of `size` × `size` areas along their outer borders, as GeoJSON in build/bench-import/.
std::string write_blocks(const char* name, const Ground& ground, std::int32_t size,
                         const char* prefix) {
  const std::string folder = GEZHI_SOURCE_DIR "/build/bench-import/";
  std::filesystem::create_directories(folder);
  std::ofstream file(folder + name);
  file << R"({"type":"FeatureCollection","features":[)";
  int count = 0;
  for (std::int32_t y = 0; y < kSide; y += size) {
    for (std::int32_t x = 0; x < kSide; x += size) {
      ++count;
      file << (count == 1 ? "" : ",\n") << R"({"type":"Feature","properties":{"code":")" << prefix
           << count << R"("},"geometry":{"type":"Polygon","coordinates":[[)";
      const Ring ring = ground.block(x, y, std::min(x + size, kSide), std::min(y + size, kSide));
      for (std::size_t i = 0; i <= ring.size(); ++i) {
        const PointE7 p = ring[i % ring.size()];
        char pair[40];
        std::snprintf(pair, sizeof pair, "%s[%.7f,%.7f]", i == 0 ? "" : ",", p.lon / 1e7,
                      p.lat / 1e7);
        file << pair;
      }
      file << "]]}}";
    }
  }
  file << "]}\n";
  return folder + name;
}

double import_seconds(const GridImport& options, DistrictPack& pack) {
  return seconds_of(
      [&] { GEZHI_CHECK(import_grids(options, pack, [](const std::string&) {}).ok()); });
}

GridFile file_of(std::string path, GridLayer layer, GridLevel level) {
  GridFile file;
  file.file = std::move(path);
  file.layer = layer;
  file.level = level;
  return file;
}

const Registration kImport("import.20k", [] {
  const Ground ground(kSide, 1);
  GridImport grids, beats;
  grids.files = {file_of(write_blocks("villages.geojson", ground, 12, "V"), GridLayer::governance,
                         GridLevel::village),
                 file_of(write_blocks("units.geojson", ground, 1, "U"), GridLayer::governance,
                         GridLevel::unit)};
  beats.files = {file_of(write_blocks("beats.geojson", Ground(kSide, 2), 2, "B"), GridLayer::police,
                         GridLevel::unit)};
  DistrictPack pack;
  print({"import.grids.20k", import_seconds(grids, pack), "s", Better::kLower});
  print({"import.beats.20k", import_seconds(beats, pack), "s", Better::kLower});
  const double shares = seconds_of([&] { keep(layer_shares(pack).relations().size()); });
  print({"import.shares.20k", shares, "s", Better::kLower});
});

}  // namespace
}  // namespace gezhi::bench
