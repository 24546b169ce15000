// Whether bytes are a photo that may be kept: JPEG, PNG or WebP, whole, of a size that the cheapest phone
// can show, and with nothing beside the picture of what a camera writes there: where, when, by whom. The
// size stands in the head and is judged before anything is decoded.
//
// What is too much is refused and not taken away: a photo's name is the hash of its bytes, and the app
// leaves such things out (DOMAIN 6). HEIC is none of these kinds: most browsers can't show it.
//
// Errors: `blob_not_photo` (another kind, damaged, cut off, moving, of more scans than any camera makes, or
// bytes behind its end), `blob_too_large` (points), `blob_tells_more` (EXIF, XMP, IPTC, comments, any part
// that does not say how the picture is drawn).
// Threads: any. Cost: decodes it once; at most `kPhotoScansMax` times over all points, however few bytes ask
// for it: a second or two.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace gezhi {

inline constexpr std::uint64_t kPhotoPointsMax = 16'000'000;
inline constexpr std::uint32_t kPhotoSideMax = 16'000;
inline constexpr int kPhotoScansMax =
    100;  // of a progressive JPEG; cameras and libjpeg make 20 or fewer

// By its first bytes: "image/jpeg", "image/png", "image/webp"; nullptr: none of these.
const char* photo_type(ByteView bytes);

Result<Done> check_photo(ByteView bytes);

}  // namespace gezhi
