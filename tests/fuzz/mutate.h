// What a seed makes of a corpus, for builds without a fuzzing engine: the same bytes on every machine.
#pragma once

#include <vector>

#include "core/base/bytes.h"
#include "core/base/prng.h"

namespace gezhi::fuzz {

inline constexpr std::size_t kMutatedBytesMax = 2 << 20;  // of a request or an answer

// One of the corpus, or two of them joined, with a few places changed, cut, repeated, or buried under arrays
// and maps within each other, as deep as its size allows. Cost: linear in what it gives.
Bytes mutated(const std::vector<Bytes>& corpus, Prng& prng);

}  // namespace gezhi::fuzz
