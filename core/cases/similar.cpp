#include "core/cases/similar.h"

#include <algorithm>

namespace gezhi {
namespace {

// What was not categorised may be of any type.
bool is_same_type(const Category& past, const std::string& code) {
  return past.code.empty() || code.empty() || past.code == code;
}

}  // namespace

SimilarCase likeness_of(const Policy& policy, const Case& one, const SimilarTo& asked) {
  const bool unfit = one.id == asked.self || one.place.point.is_none() || asked.point.is_none();
  if (unfit) return {};
  const bool closed = one.state == CaseState::closed;
  const bool same_nature = one.nature == asked.nature;
  if (closed && !(same_nature && is_same_type(one.category, asked.category))) return {};
  if (!closed && !kOpenStates.has(one.state)) return {};
  SimilarCase similar{&one, closed ? Likeness::recurrence : Likeness::duplicate,
                      distance_mm(one.place.point, asked.point),
                      asked.reported - (closed ? one.closed.at : one.reported.at), same_nature};
  const std::int64_t radius_m = closed ? policy.recurrence_radius_m : policy.merge_radius_m;
  const std::int64_t days = closed ? policy.recurrence_days : policy.merge_window_days;
  if (!closed && similar.apart_ms < 0) similar.apart_ms = -similar.apart_ms;
  const bool in_time = similar.apart_ms >= 0 && similar.apart_ms <= days * kDayMs;
  return in_time && similar.distance_mm <= radius_m * 1000 ? similar : SimilarCase{};
}

std::vector<SimilarCase> similar_cases(const World& world, const SimilarTo& asked) {
  std::vector<SimilarCase> found;
  world.each_case([&](const Case& one) {
    const SimilarCase similar = likeness_of(world.policy(), one, asked);
    if (similar.how != Likeness::none) found.push_back(similar);
  });
  std::stable_sort(found.begin(), found.end(), [](const SimilarCase& a, const SimilarCase& b) {
    if (a.how != b.how) return a.how < b.how;
    return a.same_nature != b.same_nature ? a.same_nature : a.distance_mm < b.distance_mm;
  });
  return found;
}

}  // namespace gezhi
