// The district pack of a data directory: DATA/pack/district.pack, replaced whole or not at all.
#pragma once

#include <string>

#include "core/district/pack.h"

namespace gezhi {

std::string pack_path(const std::string& data);

// An empty pack when there is none yet. Errors: `bad_pack`, those of reading.
Result<DistrictPack> load_pack(const std::string& data);

// Returns its size. Errors: those of writing.
Result<std::uint64_t> save_pack(const std::string& data, const DistrictPack& pack);

}  // namespace gezhi
