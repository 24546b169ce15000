// Where in the app an operation is done: every permission leads to one screen. The same for the
// inbox, the case page and whatever else offers what can be done.
#pragma once

#include <string>
#include <vector>

#include "core/cases/judge.h"

namespace gezhi::screens {

struct Lead {
  std::string words;  // of the button
  std::string route;
};

std::string route_of(const Case& one, const Permission& permission);

// What this person may do with the case now, in the order of THE TABLE, at most `most`; a route
// comes once. The case itself is not among them.
std::vector<Lead> leads_of(const Case& one, std::size_t most);

}  // namespace gezhi::screens
