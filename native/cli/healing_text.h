// What a store has lost and got back, as lines for people: for `gezhi healing`, `restore` and `serve`.
#pragma once

#include <string>
#include <vector>

#include "native/import/defects.h"
#include "native/store/healing.h"

namespace gezhi {

std::vector<std::string> healing_lines(const Healing& healing, Language language);

}  // namespace gezhi
