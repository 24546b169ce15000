// One-key joint dispatch (一键联动, S1-25): a template by hazard names kinds of units; here each order
// gets the best of them by the one ranking (ranking.h) that is on duty, with what speaks against every
// other one. A person sees the plan and sends it as one operation. At a border the other side's unit is
// proposed beside (S1-37).
//
// Another kind may stand in where an order names a kind only, and has every power that the order asks
// for. Where it names a unit, that unit or nobody: the order is left empty and says why.
// Cost: linear in units times orders.
#pragma once

#include <span>
#include <vector>

#include "core/cases/ranking.h"

namespace gezhi {

// With what speaks against it; never `none`.
using ConsideredUnit = RankedUnit;

// Of the kind and name that the order wants.
bool is_wanted(const TemplateOrder& order, const Unit& unit);

struct PlannedOrder {
  TemplateOrder wanted;
  bool lead = false;             // of this plan: another's when the template's lead has no unit
  bool co_jurisdiction = false;  // of the other side of a border, beside the template (S1-37)
  UnitId unit;                   // none: no suitable unit here
  UnitReach reach;
  UnitChoice choice;                        // among all units of the street
  std::vector<ConsideredUnit> passed_over;  // best first
};

struct JointPlan {
  std::string template_id;
  std::vector<PlannedOrder> orders;

  const PlannedOrder* lead() const;
};

// Templates for this nature and category: those that name the category first, then those for the
// whole nature.
std::vector<const JointTemplate*> joint_templates_for(const Policy& policy, Nature nature,
                                                      const std::string& code);

// `at`: whose duty counts. `reaches`: of any units, in any order; those not in it are measured straight.
JointPlan plan_joint_dispatch(const World& world, const Case& subject, const JointTemplate& from,
                              TimeMs at, std::span<const UnitReach> reaches = {});

// The order of the template that an order of this kind to this unit carries out, or nullptr: what it
// asks of the unit holds for leading and assisting alike (G5).
const TemplateOrder* template_order_of(const JointTemplate& from, TaskKind kind, const Unit& unit);

// The operation to send. Orders without a unit are left out; `ids` and `whys` are the plan's orders'
// (shorter lists leave the rest empty: ids are then nil).
DispatchCase dispatch_of(const JointPlan& plan, std::span<const TaskId> ids,
                         std::span<const std::string> whys);

}  // namespace gezhi
