// What the street does by itself, as operations of the role `system`: open the return visit when a
// result is in (T14), take a suspended case up again on its date (T13). The operation follows from
// the case alone, its id too, so that doing it twice is the same operation and is taken once.
#pragma once

#include <optional>

#include "core/cases/world.h"
#include "core/journal/op.h"

namespace gezhi {

// The device name that the street's own operations carry.
DeviceId steward_device();

// The operation that is due for this case at `now`.
std::optional<Op> due_operation(const Case& one, TimeMs now);

// When to look at this case again although nobody touches it; none = never.
TimeMs next_due(const Case& one);

// Everything due in this world, in the order of the cases.
std::vector<Op> due_operations(const World& world, TimeMs now);

}  // namespace gezhi
