#include "native/import/roads.h"
#include "native/store/file.h"
#include "tests/bench/jinan.h"
#include "tests/support/shared_data.h"

namespace gezhi {

std::optional<DistrictPack> jinan_pack() {
  const auto path = shared_data_path("roads/jinan/edges.shp");
  if (!path) return std::nullopt;
  RoadImport options;
  options.file = *path;
  DistrictPack pack;
  GEZHI_CHECK(import_roads(options, pack, [](const std::string&) {}).ok());
  GEZHI_CHECK(replace_file(kJinanPack, write_pack(pack)).ok());
  return pack;
}

}  // namespace gezhi
