// How the characters in a district's names are read, for search by pinyin. Source: Unicode's Unihan
// database (kMandarin, and kXHC1983 for all readings in modern use), Debian package unicode-data.
#pragma once

#include <string_view>

#include "core/district/pack.h"

namespace gezhi {

inline constexpr const char* kUnihanReadings = "/usr/share/unicode/Unihan_Readings.txt.bz2";

// "cháng" as "chang", "nǚ" as "nv".
std::string plain_syllable(std::string_view syllable);

// Of the characters of all place and grid names in the pack.
// Errors: `no_readings` when the file is not there or is not what it should be; the pack is as before.
// Cost: some tenths of a second, whatever the pack.
Result<Done> add_readings(DistrictPack& pack, const std::string& unihan = kUnihanReadings);

}  // namespace gezhi
