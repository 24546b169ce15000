#include "web/screens/desk/joint.h"

#include <algorithm>

#include "web/app/data.h"
#include "web/app/places.h"

namespace gezhi::screens {
namespace {

bool is_of_kind(const World& world, UnitId id, UnitKind kind) {
  const Unit* unit = world.find_unit(id);
  return unit != nullptr && unit->kind == kind;
}

// An assistant needs the area, not the power.
bool can_be_sent(const app::Candidate& one, bool lead) {
  return one.fits || (!lead && one.why_not == Refusal::unit_lacks_power);
}

bool is_busy_with(const Case& one, UnitId unit) {
  return std::any_of(one.tasks.begin(), one.tasks.end(), [&](const Task& task) {
    return task.unit == unit && kLiveTaskStates.has(task.state);
  });
}

JointOrder proposed(const World& world, const Case& one, const TemplateOrder& from,
                    const std::vector<app::Candidate>& candidates) {
  JointOrder made;
  made.unit_kind = from.unit_kind;
  made.order.kind = from.kind;
  made.order.lead = from.lead;
  made.order.mandatory = from.mandatory;
  made.order.order = from.order;
  made.order.limit = from.limit;
  for (const app::Candidate& each : candidates) {
    if (!is_of_kind(world, each.unit, from.unit_kind)) continue;
    const std::string reason = app::candidate_reason(world, each);
    const bool free = made.order.unit.is_none() && !is_busy_with(one, each.unit);
    if (free && can_be_sent(each, from.lead)) {
      made.order.unit = each.unit;
      made.order.why = reason;
    } else {
      made.passed_over.push_back({each.unit, reason});
    }
  }
  made.wanted = !made.order.unit.is_none();
  return made;
}

}  // namespace

std::vector<const JointTemplate*> joint_templates_for(const World& world, const Case& one) {
  std::vector<const JointTemplate*> list;
  for (const JointTemplate& joint : world.policy().joint_templates) {
    const bool nature = joint.natures.empty() || joint.natures.has(one.nature);
    const bool code = joint.codes.empty() || std::find(joint.codes.begin(), joint.codes.end(),
                                                       one.category.code) != joint.codes.end();
    if (nature && code) list.push_back(&joint);
  }
  return list;
}

JointPlan joint_plan(const World& world, const Case& one, const JointTemplate& joint) {
  JointPlan plan{joint.id, joint.name, {}};
  const std::vector<app::Candidate> candidates = app::candidates(world, one);
  for (const TemplateOrder& order : joint.orders) {
    plan.orders.push_back(proposed(world, one, order, candidates));
  }
  return plan;
}

}  // namespace gezhi::screens
