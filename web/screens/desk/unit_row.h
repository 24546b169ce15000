// One unit to choose from, with the digit that chooses it and the reason for or against it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "web/widgets/ui.h"

namespace gezhi::screens {

struct UnitRow {
  int digit = 0;  // 0: none
  std::string name;
  std::string reason;
  bool best = false;
  bool chosen = false;
  bool enabled = true;
};

// True if pressed. A radio button to a reader, inside a group.
bool unit_row(const UnitRow& row);

struct UnitGroup {
  std::size_t node = 0;
  Box start;
};
UnitGroup unit_group_begin(std::string_view name);
void unit_group_end(const UnitGroup& group);

}  // namespace gezhi::screens
