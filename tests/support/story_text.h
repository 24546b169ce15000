// What an operation says, in the app's own Chinese texts: every field that is set, with its name.
#pragma once

#include <map>
#include <string>

#include "core/cases/ops.h"
#include "core/cases/refusal.h"
#include "core/cases/world.h"

namespace gezhi::test {

// The app's Chinese text of a key; the key itself when there is none.
std::string zh(const std::string& key);

// "名称 燃气瓶;最少 5;最多 6". `labels` name cases.
std::string story_text(const CaseOp& op, const World& world, const Case* subject,
                       const std::map<std::string, CaseId>& labels);

}  // namespace gezhi::test
