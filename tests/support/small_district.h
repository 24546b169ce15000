// A district of a few areas in two layers over a random network, for what has to do with whole districts.
#pragma once

#include "core/base/prng.h"
#include "core/district/district.h"

namespace gezhi {

DistrictPack small_district(Prng& prng, std::uint32_t crossings = 30);

// Asks a district everything that leads through its arrays: where a place lies, the nearest link, a
// way for everybody. The answers in one number; equal districts give equal ones.
std::uint64_t ask_all(const District& district, Prng& prng);

}  // namespace gezhi
