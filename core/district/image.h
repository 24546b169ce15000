// A district as it lies in memory: the device that uses a pack keeps this beside it, and opens it again
// by copying arrays, without reading the big sections of the pack or working out an index. It is made
// from the pack, is some twenty times its size, and is never sent.
//
// Format: "GEZHIMEM", 4 bytes kImageForm, 4 bytes 0, 32 bytes pack_digest(), 8 bytes mark of what
// follows, then columns (core/base/columns.h): areas of grids, their cells, roads, a hierarchy for each
// profile, the index of links. Names, places and the tree stay in the pack.
//
// Errors: open_district gives `bad_image` for one of another pack or form, a damaged one, and one that
// would lead a query astray; `bad_pack` for the pack. Who gets either reads the pack instead.
// Cost: some milliseconds for each ten megabytes.
#pragma once

#include <memory>

#include "core/base/sha256.h"
#include "core/district/district.h"

namespace gezhi {

// Raised when any of the arrays changes, or what it means: an image of another form is made anew.
inline constexpr std::uint32_t kImageForm = 1;

// `pack`: pack_digest() of the pack that the district was read from.
Bytes write_image(const District& district, const Digest& pack);

Result<std::unique_ptr<District>> open_district(ByteView pack, ByteView image);

// What follows an image's head, whose mark and origin were checked before.
inline constexpr std::size_t kImageHead = 56;
Result<std::unique_ptr<District>> open_columns(ByteView pack, ByteView columns);

}  // namespace gezhi
