#include "native/import/pack_file.h"

#include <filesystem>

#include "core/district/pack_parts.h"
#include "native/store/file.h"

namespace gezhi {

std::string pack_path(const std::string& data) { return data + "/pack/district.pack"; }

Result<DistrictPack> load_pack(const std::string& data) {
  const std::string path = pack_path(data);
  if (!std::filesystem::exists(path)) return DistrictPack{};
  const auto bytes = read_file(path, kPackBytesMax);
  if (!bytes) return bytes.error();
  return read_pack(*bytes);
}

Result<std::uint64_t> save_pack(const std::string& data, const DistrictPack& pack) {
  const Bytes bytes = write_pack(pack);
  if (bytes.size() > kPackBytesMax) {
    return Error{"bad_import", "the district pack would have " + std::to_string(bytes.size()) +
                                   " bytes, more than the limit of " +
                                   std::to_string(kPackBytesMax)};
  }
  if (auto made = make_folder(data + "/pack"); !made) return made.error();
  if (auto written = replace_file(pack_path(data), bytes); !written) return written.error();
  return std::uint64_t{bytes.size()};
}

}  // namespace gezhi
