// Cases that may be the same matter: near and recent by the policy. Shared by whoever reports
// (duplicates before they are made), the desk (G4, T07) and the steward (C19, T19). Two people call
// one thing by two natures: a duplicate may be of any, those of the same come first.
#pragma once

#include <vector>

#include "core/cases/world.h"

namespace gezhi {

enum class Likeness : std::uint8_t {
  none,
  duplicate,   // open, within the merging radius and window
  recurrence,  // closed, and it happens again within the recurrence radius and window (S1-41)
};
constexpr std::array<std::string_view, 3> names_of(Likeness) {
  return {"none", "duplicate", "recurrence"};
}

struct SimilarCase {
  const Case* one = nullptr;
  Likeness how = Likeness::none;
  std::int64_t distance_mm = 0;
  std::int64_t apart_ms = 0;  // between the two reports; since the closing of a recurrence
  bool same_nature = false;
};

// What is asked: something of this nature at this place, reported then. `self` is left out. A
// duplicate may have been given another nature and category; a recurrence is of the same (S1-41).
struct SimilarTo {
  Nature nature = Nature::other;
  PointE7 point;
  TimeMs reported;
  CaseId self = {};
  std::string category = {};  // code; empty = any
};

// Duplicates before recurrences, the same nature before others, nearest first. What a world does not hold is not found: a reporter
// sees only what their device may see. Cost: linear in the world's cases.
std::vector<SimilarCase> similar_cases(const World& world, const SimilarTo& asked);

// How like it one case is; none = not at all.
SimilarCase likeness_of(const Policy& policy, const Case& one, const SimilarTo& asked);

}  // namespace gezhi
