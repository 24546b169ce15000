// Sums as documents write them.
#pragma once

#include <cstdint>
#include <string>

namespace gezhi::screens {

// "120000.00", from fen.
std::string yuan_text(std::int64_t fen);

// The capital form that can't be altered: 壹拾贰万元整. 0 <= fen < 10^14.
std::string yuan_capitals(std::int64_t fen);

}  // namespace gezhi::screens
