// The rules of a street to be read: every field, in groups, in words.
#pragma once

#include "core/cases/world.h"

namespace gezhi::screens {

void policy_view(const World& world);

}  // namespace gezhi::screens
