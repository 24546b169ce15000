// The rules as one text (JSON) to be edited or carried elsewhere, and reading it back with the place
// of every mistake.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/cases/policy.h"

namespace gezhi::screens {

std::string policy_json(const Policy& policy);

// Errors: `bad_policy` with a message in the person's language that says what and where.
Result<Policy> read_policy_json(const std::string& text);

}  // namespace gezhi::screens
