// One-key joint dispatch (一键联动, S1-25): a template by hazard names kinds of units; here each order
// gets the nearest suitable unit, with what speaks against every other one. A person sees the plan and
// sends it as one operation. At a border the other side's unit is proposed beside (S1-37).
//
// How near a unit is comes from whoever knows the roads (the app's nearest units); without it straight
// distance counts. Cost: linear in units times orders.
#pragma once

#include <span>
#include <vector>

#include "core/cases/ops_task.h"
#include "core/cases/world.h"

namespace gezhi {

// How a unit would come to the place.
struct UnitReach {
  UnitId unit;
  bool by_road = false;  // false: `length_mm` is straight, `duration_ms` unknown
  std::int64_t duration_ms = 0;
  std::int64_t length_mm = 0;
  bool known = false;  // false: the unit has no fixed place
};

// Why a unit was not taken for an order. Texts: `passed_over.<name>`. Wire-stable: append only.
enum class PassedOver : std::uint8_t {
  none,          // it was taken
  lacks_power,   // G5, for the lead
  outside_area,  // G6
  is_finder,     // G7, S5-16
  has_task,      // works on this case already
  taken,         // has another order of this plan
  farther,
  stand_in,  // not what is wanted, and one that is wanted is there
};
constexpr std::array<std::string_view, 8> names_of(PassedOver) {
  return {"none",     "lacks_power", "outside_area", "is_finder",
          "has_task", "taken",       "farther",      "stand_in"};
}

struct ConsideredUnit {
  UnitId unit;
  PassedOver why = PassedOver::none;
  UnitReach reach;
};

// Of the kind and name that the order wants; another unit only stands in.
bool is_wanted(const TemplateOrder& order, const Unit& unit);

struct PlannedOrder {
  TemplateOrder wanted;
  bool lead = false;             // of this plan: another's when the template's lead has no unit
  bool co_jurisdiction = false;  // of the other side of a border, beside the template (S1-37)
  UnitId unit;                   // none: no suitable unit here
  UnitReach reach;
  std::vector<ConsideredUnit> passed_over;  // nearest first
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

// `reaches`: of any units, in any order; those not in it are measured straight.
JointPlan plan_joint_dispatch(const World& world, const Case& subject, const JointTemplate& from,
                              std::span<const UnitReach> reaches = {});

// The operation to send. Orders without a unit are left out; `ids` and `whys` are the plan's orders'
// (shorter lists leave the rest empty: ids are then nil).
DispatchCase dispatch_of(const JointPlan& plan, std::span<const TaskId> ids,
                         std::span<const std::string> whys);

}  // namespace gezhi
