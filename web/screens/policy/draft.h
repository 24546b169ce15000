// Rules being edited: the values, beside them what was typed where it is not a value (yet), and what
// is wrong with it. One draft at a time; it stays until it is saved or thrown away.
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/cases/policy.h"

namespace gezhi::screens {

struct PolicyDraft {
  ShardId street;
  std::uint32_t based_on = 0;  // the version it began with
  Policy policy;
  std::map<std::string, std::string> typed;     // by the field's path
  std::map<std::string, std::string> problems;  // likewise, in words
  std::set<std::string> open;                   // items of lists that are unfolded
  std::string json;
  std::string problem;  // of the whole, in words
  bool changed = false;

  // Forgets what was typed: it is shown anew from the values.
  void retype() {
    typed.clear();
    problems.clear();
    json.clear();
  }
};

}  // namespace gezhi::screens
