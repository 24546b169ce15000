#include "core/cases/ranking.h"

#include <algorithm>
#include <tuple>

#include "core/cases/duty.h"
#include "core/cases/guards.h"
#include "core/cases/restricted.h"

namespace gezhi {
namespace {

class Ranking {
 public:
  Ranking(const World& world, const Case& subject, const RankQuestion& question)
      : world_(world), subject_(subject), question_(question) {
    world.each_case([&](const Case& one) {
      for (const Task& task : one.tasks) {
        if (kLiveTaskStates.has(task.state)) ++orders_[task.unit];
      }
    });
  }

  RankedUnit rank(const Unit& unit) const;
  bool is_before(const RankedUnit& a, const RankedUnit& b) const;

 private:
  PassedOver against(const Unit& unit) const;
  bool lacks_power(const Unit& unit) const;
  bool covers_place(const Unit& unit) const;
  UnitReach reach_of(const Unit& unit) const;
  int smallness_of_area(UnitId id) const;

  const World& world_;
  const Case& subject_;
  const RankQuestion& question_;
  std::map<UnitId, std::uint32_t> orders_;
};

bool Ranking::lacks_power(const Unit& unit) const {
  if (question_.leads && !unit.powers.has(subject_.nature)) return true;
  return !((unit.powers & question_.powers) == question_.powers);
}

bool Ranking::covers_place(const Unit& unit) const {
  const GridTree& grids = world_.grids();
  const Place& place = subject_.place;
  if (unit.area.is_none() || place.grid.is_none()) return true;  // it goes anywhere
  if (question_.side.is_none()) return covers(grids, unit.area, place);
  // A beat has no sides: its room is of the side where the place lies.
  const bool by_beat = question_.side == place.grid && grids.contains(unit.area, place.beat);
  return by_beat || grids.contains(unit.area, question_.side);
}

// In the order in which the guards ask; whether somebody is there comes after them.
PassedOver Ranking::against(const Unit& unit) const {
  if (!may_get(world_, subject_, unit)) return PassedOver::may_not_see;
  if (lacks_power(unit)) return PassedOver::lacks_power;
  if (!covers_place(unit)) return PassedOver::outside_area;
  if (unit.id == subject_.reporter_unit && !unit.powers.has(subject_.nature))
    return PassedOver::is_finder;
  return is_on_duty(world_.policy(), unit, question_.at) ? PassedOver::none : PassedOver::off_duty;
}

UnitReach Ranking::reach_of(const Unit& unit) const {
  for (const UnitReach& one : question_.reaches) {
    if (one.unit == unit.id) return one;
  }
  UnitReach reach;
  reach.unit = unit.id;
  reach.known = !unit.base.is_none() && !subject_.place.point.is_none();
  if (reach.known) reach.length_mm = distance_mm(unit.base, subject_.place.point);
  return reach;
}

RankedUnit Ranking::rank(const Unit& unit) const {
  RankedUnit ranked;
  ranked.unit = unit.id;
  ranked.why = against(unit);
  ranked.reach = reach_of(unit);
  if (ranked.why == PassedOver::off_duty)
    ranked.on_duty_from = next_on_duty(world_.policy(), unit, question_.at);
  const auto orders = orders_.find(unit.id);
  if (orders != orders_.end()) ranked.orders = orders->second;
  return ranked;
}

// One without a base is thought the nearer the smaller its area is: the community's station before
// the street's squad.
int Ranking::smallness_of_area(UnitId id) const {
  const GridNode* area = world_.grids().find(world_.find_unit(id)->area);
  return area == nullptr ? 0 : static_cast<int>(area->level);
}

bool Ranking::is_before(const RankedUnit& a, const RankedUnit& b) const {
  const auto key = [&](const RankedUnit& one) {
    const bool off = one.why == PassedOver::off_duty;
    const int group = one.why == PassedOver::none ? 0 : off ? 1 : 2;
    const bool known = one.reach.known;
    const std::int64_t far = !known              ? -smallness_of_area(one.unit)
                             : one.reach.by_road ? one.reach.duration_ms
                                                 : one.reach.length_mm;
    return std::tuple(group, !known, known && !one.reach.by_road, far, one.orders, one.unit.value);
  };
  return key(a) < key(b);
}

bool is_nearer(const UnitReach& a, const UnitReach& b) {
  if (!a.known || !b.known) return false;
  return a.by_road && b.by_road ? a.duration_ms < b.duration_ms : a.length_mm < b.length_mm;
}

// Beside what the ranking itself holds against it.
PassedOver had_of(const Case& subject, UnitId unit) {
  PassedOver had = PassedOver::none;
  for (const Task& task : subject.tasks) {
    if (!(task.unit == unit)) continue;
    if (kLiveTaskStates.has(task.state)) return PassedOver::has_task;
    had = PassedOver::had_order;
  }
  return had;
}

}  // namespace

std::vector<RankedUnit> rank_units(const World& world, const Case& subject,
                                   const RankQuestion& question) {
  const Ranking ranking(world, subject, question);
  std::vector<RankedUnit> all;
  for (const auto& [id, unit] : world.units()) {
    const bool sends = unit.kind == UnitKind::street_desk;  // others, and is not sent
    if (unit.kind != UnitKind::none && !sends) all.push_back(ranking.rank(unit));
  }
  std::stable_sort(all.begin(), all.end(), [&](const RankedUnit& a, const RankedUnit& b) {
    return ranking.is_before(a, b);
  });
  return all;
}

const RankedUnit* next_to_offer(std::span<const RankedUnit> ranking, const Case& subject) {
  const auto next = std::find_if(ranking.begin(), ranking.end(), [&](const RankedUnit& one) {
    const bool had = std::any_of(subject.tasks.begin(), subject.tasks.end(),
                                 [&](const Task& task) { return task.unit == one.unit; });
    return one.why == PassedOver::none && !had;
  });
  return next == ranking.end() ? nullptr : &*next;
}

std::vector<RankedUnit> nearer_passed_over(std::span<const RankedUnit> ranking, const Case& subject,
                                           UnitId offered) {
  std::vector<RankedUnit> nearer;
  const auto found = std::find_if(ranking.begin(), ranking.end(),
                                  [&](const RankedUnit& one) { return one.unit == offered; });
  if (found == ranking.end()) return nearer;
  for (RankedUnit one : ranking) {
    if (one.unit == offered || !is_nearer(one.reach, found->reach)) continue;
    if (one.why == PassedOver::none) one.why = had_of(subject, one.unit);
    if (one.why != PassedOver::none) nearer.push_back(one);
  }
  std::stable_sort(nearer.begin(), nearer.end(), [](const RankedUnit& a, const RankedUnit& b) {
    return is_nearer(a.reach, b.reach);
  });
  return nearer;
}

UnitChoice choice_of(std::span<const RankedUnit> ranking, UnitId unit, TimeMs at) {
  const auto found = std::find_if(ranking.begin(), ranking.end(),
                                  [&](const RankedUnit& one) { return one.unit == unit; });
  UnitChoice choice;
  if (found == ranking.end()) return choice;
  choice.place = static_cast<std::uint32_t>(found - ranking.begin()) + 1;
  choice.at = at;
  for (const RankedUnit& one : ranking) {
    if (!one.reach.by_road || choice.roads.size() == kChoiceRoadsMax) continue;
    if (&one <= &*found) choice.roads.push_back(one.reach);
  }
  return choice;
}

std::vector<RankedUnit> rank_again(const World& before, const Case& subject,
                                   const TaskOrder& order) {
  RankQuestion question;
  question.at = order.choice.at;
  question.leads = order.lead;
  question.reaches = order.choice.roads;
  return rank_units(before, subject, question);
}

}  // namespace gezhi
