// One-key joint dispatch (一键联动, S1-25): what a template of the policy proposes for this case: all
// orders at once, each with the unit that would get it, why, and which others were passed over.
#pragma once

#include <string>
#include <vector>

#include "core/cases/ops_task.h"
#include "core/cases/world.h"

namespace gezhi::screens {

struct PassedOver {
  UnitId unit;
  std::string reason;
};

struct JointOrder {
  TaskOrder order;  // its unit is none when nobody of the kind can be sent
  UnitKind unit_kind = UnitKind::none;
  std::vector<PassedOver> passed_over;
  bool wanted = true;  // an optional one may be left out
};

struct JointPlan {
  std::string template_id;
  std::string name;
  std::vector<JointOrder> orders;
};

// The templates that fit the case's nature and category, in the policy's order.
std::vector<const JointTemplate*> joint_templates_for(const World& world, const Case& one);

JointPlan joint_plan(const World& world, const Case& one, const JointTemplate& joint);

}  // namespace gezhi::screens
