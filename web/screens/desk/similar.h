// Cases that may be the same matter: near and recent by the policy, still open (G4, T07), those of
// the same nature first.
#pragma once

#include <string>
#include <vector>

#include "core/cases/case.h"

namespace gezhi::screens {

struct Similar {
  const Case* one = nullptr;
  std::int64_t distance_mm = 0;
  std::int64_t apart_ms = 0;  // between the two reports
};

// The likest first. `merging`: of the same nature only, as the rules merge no others.
std::vector<Similar> similar_cases(const Case& subject, Nature nature, PointE7 point,
                                   bool merging = false);

// "35 米 · 相隔 2 小时"
std::string similar_text(const Similar& similar);

// Draws them as a list; `chosen` is marked and set by a press. With `choose` false they only inform.
void similar_list(std::string_view name, const std::vector<Similar>& similar, CaseId& chosen,
                  bool choose);

}  // namespace gezhi::screens
