#include "core/base/jpeg.h"

namespace gezhi {
namespace {

constexpr std::uint8_t kMark = 0xFF;
constexpr std::uint8_t kStart = 0xD8;    // SOI
constexpr std::uint8_t kPicture = 0xDA;  // SOS: what follows is the picture
constexpr std::uint8_t kApp = 0xE0;
constexpr std::uint8_t kComment = 0xFE;

bool says_how_to_draw(std::uint8_t marker) {
  if (marker == kComment) return false;
  const bool of_application = marker >= kApp && marker < kApp + 16;
  return !of_application || marker == kApp || marker == kApp + 2 || marker == kApp + 14;
}

}  // namespace

Bytes without_metadata(ByteView jpeg) {
  Bytes as_it_is(jpeg.begin(), jpeg.end());
  if (jpeg.size() < 4 || jpeg[0] != kMark || jpeg[1] != kStart) return as_it_is;
  Bytes kept(jpeg.begin(), jpeg.begin() + 2);
  for (std::size_t at = 2; at + 4 <= jpeg.size();) {
    if (jpeg[at] != kMark) return as_it_is;
    const std::uint8_t marker = jpeg[at + 1];
    if (marker == kMark) {  // filling
      ++at;
      continue;
    }
    const std::size_t end = at + 2 + (std::size_t{jpeg[at + 2]} << 8) + jpeg[at + 3];
    if (marker == kPicture) {
      kept.insert(kept.end(), jpeg.begin() + static_cast<std::ptrdiff_t>(at), jpeg.end());
      return kept;
    }
    if (end > jpeg.size() || end < at + 4) return as_it_is;
    if (says_how_to_draw(marker)) {
      kept.insert(kept.end(), jpeg.begin() + static_cast<std::ptrdiff_t>(at),
                  jpeg.begin() + static_cast<std::ptrdiff_t>(end));
    }
    at = end;
  }
  return as_it_is;
}

}  // namespace gezhi
