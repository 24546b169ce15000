// Any bytes as a delivered file of areas, lines or points: refused in a sentence, or a pack that reads back
// as it was written. A GeoJSON, CSV or GeoPackage stands by itself; for a shapefile the first four bytes
// "SHP." are followed by the sizes of .shp and .shx (two bytes each, low first), then those and the .dbf.
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "core/base/check.h"
#include "native/import/grids.h"
#include "native/import/line_import.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace gezhi;

constexpr std::size_t kBytesMax = 20000;  // a fuzzer's time goes further on small files

struct Delivered {
  std::string stem = "/tmp/gezhi-fuzz-" + std::to_string(getpid());
  std::string path = stem + ".shp";

  explicit Delivered(ByteView input) {
    const std::string_view text = text_of(input);
    if (text.substr(0, 4) != "SHP." || text.size() < 8) {
      put(".shp", text);
      return;
    }
    const auto size = [&](std::size_t at) {
      return static_cast<std::size_t>(input[at] + 256 * input[at + 1]);
    };
    const std::size_t shapes = std::min(size(4), text.size() - 8);
    const std::size_t index = std::min(size(6), text.size() - 8 - shapes);
    put(".shp", text.substr(8, shapes));
    put(".shx", text.substr(8 + shapes, index));
    put(".dbf", text.substr(8 + shapes + index));
  }
  Delivered(const Delivered&) = delete;
  Delivered& operator=(const Delivered&) = delete;
  ~Delivered() {
    for (const char* ending : {".shp", ".shx", ".dbf"}) std::remove((stem + ending).c_str());
  }

  void put(const char* ending, std::string_view content) const {
    std::ofstream(stem + ending, std::ios::binary) << content;
  }
};

void check_pack(const DistrictPack& pack) {
  const Bytes bytes = write_pack(pack);
  const auto again = read_pack(bytes);
  GEZHI_CHECK(again.ok());
  GEZHI_CHECK(write_pack(*again) == bytes);
}

}  // namespace

GEZHI_FUZZ_TARGET(area_file) {
  if (input.size() > kBytesMax) return;
  const Delivered file(input);
  GridImport grids;
  grids.files.resize(1);
  grids.files[0].file = file.path;
  grids.files[0].level = GridLevel::village;
  DistrictPack pack;
  if (import_grids(grids, pack, [](const std::string&) {}).ok()) {
    check_pack(pack);
  } else {
    GEZHI_CHECK(pack.tree.nodes().empty());
  }
  LineImport lines;
  lines.file = file.path;
  lines.spacing_mm = 100000000;
  for (const auto import : {import_posts, import_segments, import_devices}) {
    static_cast<void>(import(lines, pack));
    check_pack(pack);
  }
}
