// The rules of a street to be read: every field, in groups, in words.
#pragma once

#include "core/cases/policy.h"

namespace gezhi::screens {

void policy_view(const Policy& policy);

}  // namespace gezhi::screens
