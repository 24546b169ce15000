// What the command line says of changes that take two persons (core/cases/street_change.h).
#pragma once

#include "native/cli/command.h"
#include "native/server/street_setup.h"

namespace gezhi {

// What was proposed instead of set, and who goes on with it; nothing when nothing was.
void say_changes(ShardId street, const StreetChanges& changes, const Output& output, Json& json);

Error change_pending(ShardId street);

}  // namespace gezhi
