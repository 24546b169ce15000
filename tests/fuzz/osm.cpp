// Any bytes as an OpenStreetMap file, XML if they begin so and PBF if not: refused in one sentence, or
// roads that come back from a pack and have routes.
#include <unistd.h>

#include <fstream>
#include <string>

#include "core/base/check.h"
#include "core/district/district.h"
#include "native/import/roads.h"
#include "tests/fuzz/fuzz.h"

namespace {

struct File {
  std::string path;
  explicit File(gezhi::ByteView bytes)
      : path("/tmp/gezhi-fuzz-" + std::to_string(getpid()) +
             (!bytes.empty() && bytes[0] == '<' ? ".osm" : ".osm.pbf")) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }
  ~File() { unlink(path.c_str()); }
};

}  // namespace

GEZHI_FUZZ_TARGET(osm) {
  using namespace gezhi;
  const File file(input);
  RoadImport options;
  options.file = file.path;
  options.bytes_max = 1U << 20;
  DistrictPack pack;
  const auto report = import_roads(options, pack, [](const std::string&) {});
  if (!report.ok()) {
    GEZHI_CHECK(report.error().message.compare(0, file.path.size(), file.path) == 0);
    return;
  }
  const Bytes bytes = write_pack(pack);
  auto back = read_pack(bytes);
  GEZHI_CHECK(back.ok());
  GEZHI_CHECK(write_pack(*back) == bytes);
  const District district(*std::move(back));
  RouteQuery query(district.road_index(), &district.hierarchies());
  Route route;
  const RoadGraph& roads = district.roads();
  for (std::uint32_t p = 0; p < kProfiles; ++p) {
    query.route(roads.node_point({0}), roads.node_point({roads.place_count() - 1}),
                static_cast<Profile>(p), route);
    std::int64_t length = 0;
    for (const Turn& turn : route.turns) length += turn.length_mm;
    GEZHI_CHECK(length == route.length_mm);
  }
}
