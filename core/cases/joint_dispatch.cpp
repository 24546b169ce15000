#include "core/cases/joint_dispatch.h"

#include <algorithm>

namespace gezhi {
namespace {

// Who may come when no unit of the wanted kind can: the station for its room and the other way round,
// the governance station for the grid's staff.
UnitKind stand_in_for(UnitKind kind) {
  if (kind == UnitKind::police_room) return UnitKind::police_station;
  if (kind == UnitKind::police_station) return UnitKind::police_room;
  return kind == UnitKind::village_grid ? UnitKind::governance_station : UnitKind::none;
}

class Planner {
 public:
  Planner(const World& world, const Case& subject, TimeMs at, std::span<const UnitReach> reaches)
      : world_(world), subject_(subject), at_(at), reaches_(reaches) {}

  JointPlan plan(const JointTemplate& from);

 private:
  std::vector<RankedUnit> considered(const TemplateOrder& wanted, bool lead) const;
  bool has_power(const Unit& unit) const { return unit.powers.has(subject_.nature); }
  PlannedOrder choose(const TemplateOrder& wanted, bool lead) const;
  UnitChoice choice(UnitId unit, bool lead) const;
  void add_border_orders(JointPlan& plan);
  void settle_lead(JointPlan& plan) const;

  const World& world_;
  const Case& subject_;
  TimeMs at_;
  std::span<const UnitReach> reaches_;
  std::vector<UnitId> taken_;
  GridId side_;  // only units of this side of a border; none = any that cover the place
};

// Units that the order names, or that could stand in for one, best first, each with what speaks against
// it by itself.
std::vector<RankedUnit> Planner::considered(const TemplateOrder& wanted, bool lead) const {
  std::vector<RankedUnit> all;
  const RankQuestion question{at_, lead, wanted.powers, side_, reaches_};
  for (RankedUnit one : rank_units(world_, subject_, question)) {
    const Unit& unit = *world_.find_unit(one.unit);
    if (unit.kind != wanted.unit_kind && unit.kind != stand_in_for(wanted.unit_kind)) continue;
    const bool taken = std::find(taken_.begin(), taken_.end(), one.unit) != taken_.end();
    if (!wanted.unit_name.empty() && !is_wanted(wanted, unit)) {
      one.why = PassedOver::not_named;
    } else if (one.may_be_sent() && subject_.works(one.unit)) {
      one.why = PassedOver::has_task;
    } else if (one.may_be_sent() && taken) {
      one.why = PassedOver::taken;
    }
    all.push_back(one);
  }
  return all;
}

UnitChoice Planner::choice(UnitId unit, bool lead) const {
  const RankQuestion open{at_, lead, {}, {}, reaches_};
  return choice_of(rank_units(world_, subject_, open), unit, at_);
}

PlannedOrder Planner::choose(const TemplateOrder& wanted, bool lead) const {
  PlannedOrder order;
  order.wanted = wanted;
  order.lead = lead;
  std::vector<RankedUnit> all = considered(wanted, lead);
  const bool kind_fits = std::any_of(all.begin(), all.end(), [&](const RankedUnit& one) {
    return one.why == PassedOver::none && is_wanted(wanted, *world_.find_unit(one.unit));
  });
  for (RankedUnit& one : all) {
    const bool exact = is_wanted(wanted, *world_.find_unit(one.unit));
    if (one.why == PassedOver::none && kind_fits && !exact) one.why = PassedOver::stand_in;
    if (one.why == PassedOver::none && order.unit.is_none()) {
      order.unit = one.unit;
      order.reach = one.reach;
      order.choice = choice(one.unit, lead);
      continue;
    }
    if (one.why == PassedOver::none) one.why = PassedOver::farther;
    order.passed_over.push_back(one);
  }
  return order;
}

// The other side's unit of the same kind, for every order whose unit does not reach over there.
void Planner::add_border_orders(JointPlan& plan) {
  const GridId other = subject_.place.border_with;
  const GridTree& grids = world_.grids();
  if (other.is_none() || grids.find(other) == nullptr) return;
  side_ = other;
  const std::size_t count = plan.orders.size();
  for (std::size_t i = 0; i < count; ++i) {
    const Unit* unit = world_.find_unit(plan.orders[i].unit);
    if (unit == nullptr || unit->area.is_none() || grids.contains(unit->area, other)) continue;
    if (grids.contains(unit->area, subject_.place.beat)) continue;
    PlannedOrder order = choose(plan.orders[i].wanted, false);
    if (order.unit.is_none()) continue;
    order.wanted.lead = false;
    order.co_jurisdiction = true;
    taken_.push_back(order.unit);
    plan.orders.push_back(std::move(order));
  }
}

// Exactly one lead when nobody leads yet: another mandatory order's when the template's own found no
// unit.
void Planner::settle_lead(JointPlan& plan) const {
  if (subject_.live_lead() != nullptr || plan.lead() != nullptr) return;
  for (PlannedOrder& order : plan.orders) {
    const Unit* unit = world_.find_unit(order.unit);
    if (unit == nullptr || !order.wanted.mandatory || !has_power(*unit)) continue;
    order.lead = true;
    order.choice = choice(order.unit, true);
    return;
  }
}

JointPlan Planner::plan(const JointTemplate& from) {
  JointPlan plan;
  plan.template_id = from.id;
  const bool led = subject_.live_lead() != nullptr;
  // The own side of a border first: its lead leads.
  if (!subject_.place.border_with.is_none()) side_ = subject_.place.grid;
  for (const TemplateOrder& wanted : from.orders) {
    PlannedOrder order = choose(wanted, wanted.lead && !led);
    if (!order.unit.is_none()) taken_.push_back(order.unit);
    plan.orders.push_back(std::move(order));
  }
  add_border_orders(plan);
  settle_lead(plan);
  return plan;
}

}  // namespace

bool is_wanted(const TemplateOrder& order, const Unit& unit) {
  return unit.kind == order.unit_kind && unit.name.find(order.unit_name) != std::string::npos;
}

const PlannedOrder* JointPlan::lead() const {
  for (const PlannedOrder& order : orders) {
    if (order.lead && !order.unit.is_none()) return &order;
  }
  return nullptr;
}

std::vector<const JointTemplate*> joint_templates_for(const Policy& policy, Nature nature,
                                                      const std::string& code) {
  std::vector<const JointTemplate*> fitting;
  const auto collect = [&](bool by_code) {
    for (const JointTemplate& one : policy.joint_templates) {
      if (!one.natures.empty() && !one.natures.has(nature)) continue;
      const bool named = std::find(one.codes.begin(), one.codes.end(), code) != one.codes.end();
      if (by_code ? named : one.codes.empty()) fitting.push_back(&one);
    }
  };
  collect(true);
  collect(false);
  return fitting;
}

JointPlan plan_joint_dispatch(const World& world, const Case& subject, const JointTemplate& from,
                              TimeMs at, std::span<const UnitReach> reaches) {
  return Planner(world, subject, at, reaches).plan(from);
}

const TemplateOrder* template_order_of(const JointTemplate& from, TaskKind kind, const Unit& unit) {
  const auto found =
      std::find_if(from.orders.begin(), from.orders.end(), [&](const TemplateOrder& one) {
        return one.kind == kind &&
               (is_wanted(one, unit) || unit.kind == stand_in_for(one.unit_kind));
      });
  return found == from.orders.end() ? nullptr : &*found;
}

DispatchCase dispatch_of(const JointPlan& plan, std::span<const TaskId> ids,
                         std::span<const std::string> whys) {
  DispatchCase dispatch;
  dispatch.template_id = plan.template_id;
  for (std::size_t i = 0; i < plan.orders.size(); ++i) {
    const PlannedOrder& from = plan.orders[i];
    if (from.unit.is_none() || dispatch.tasks.size() >= 16) continue;
    TaskOrder order;
    if (i < ids.size()) order.id = ids[i];
    order.kind = from.wanted.kind;
    order.unit = from.unit;
    order.lead = from.lead;
    order.mandatory = from.wanted.mandatory || from.lead;
    order.order = from.wanted.order;
    if (i < whys.size()) order.why = whys[i];
    order.limit = from.wanted.limit;
    order.choice = from.choice;
    dispatch.tasks.push_back(std::move(order));
  }
  return dispatch;
}

}  // namespace gezhi
