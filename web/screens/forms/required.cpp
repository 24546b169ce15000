#include "web/screens/forms/required.h"

#include "core/cases/guards.h"

namespace gezhi::screens {

std::vector<std::string> required_members(CaseOp op) {
  std::vector<std::string> names;
  for (std::string name = missing_field(op); !name.empty(); name = missing_field(op)) {
    if (std::find(names.begin(), names.end(), name) != names.end()) break;
    names.push_back(name);
    AnyFiller filler{name};
    op.visit([&](auto& one) { one.fields(filler); });
  }
  return names;
}

}  // namespace gezhi::screens
