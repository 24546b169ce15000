// Many segments as one: what a device still needs of them, so that starting stays quick.
#pragma once

#include "core/sync/replica.h"

namespace gezhi {

inline constexpr std::size_t kCompactAt = 64;  // segments

// `segments` are those that made `replica`, in order. The result, taken alone, makes the same
// confirmed worlds: the street's entries and those of cases that are still held, in their order.
Segment compacted(const std::vector<Segment>& segments, const Replica& replica);

}  // namespace gezhi
