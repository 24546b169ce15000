#include "native/server/server_ground.h"

#include <spdlog/spdlog.h>

#include "core/district/pack.h"
#include "core/district/pack_parts.h"
#include "native/store/file.h"

namespace gezhi {

namespace fs = std::filesystem;

const Ground* ServerGround::now() {
  std::error_code problem;
  const auto written_at = fs::last_write_time(path_, problem);
  const Ground* before = map_ == nullptr ? nullptr : &map_->ground;
  if (problem || written_at == read_at_) return before;
  read_at_ = written_at;
  const auto bytes = read_file(path_, kPackBytesMax);
  auto pack = bytes ? read_pack(*bytes, PackRead::grids) : bytes.error();
  if (!pack) {
    spdlog::error("places are not looked up on the new map: {}", pack.error().message);
    return before;
  }
  GridLocator locator(pack->tree, pack->shapes);
  auto map = std::make_unique<Map>(
      Map{std::move(pack->tree), std::move(locator), {nullptr, nullptr, pack_digest(*bytes)}});
  map->ground.tree = &map->tree;
  map->ground.locator = &map->locator;
  map_ = std::move(map);
  return &map_->ground;
}

}  // namespace gezhi
