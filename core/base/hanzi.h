// Which characters are the same to a reader: a traditional form and its simplified one, and those that an
// input method offers for the same keys.
//
// Source: Unicode's Unihan database 15.0. kSimplifiedVariant, for forms whose simplified one is in
// GB 2312, and of common variants that it files elsewhere (裡, 週, 佔); kMandarin without the tone, of the
// 3,755 characters of GB 2312's first level.
#pragma once

#include <cstdint>

namespace gezhi {

// The character itself when it has no other form here. Cost: a binary search.
std::uint32_t simplified(std::uint32_t character);

// A number for each sound without its tone; 0: not known, or nothing sounds like it.
std::uint32_t sound_of(std::uint32_t character);

}  // namespace gezhi
