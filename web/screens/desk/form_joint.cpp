// One-key joint dispatch: every order that the template proposes on one sheet; one press sends all.
#include <map>

#include <imgui.h>
#include "core/cases/joint_dispatch.h"
#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/desk/form.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

struct JointForm {
  std::uint64_t generation = UINT64_MAX;
  int chosen = 0;
  int planned = -1;  // the template that `plan` was made from
  JointPlan plan;
  std::vector<bool> wanted;  // of the plan's orders: an optional one may be left out
  int open = -1;             // the order whose passed-over units are shown
  std::string problem;
};

JointForm& joint_form(const SubjectKey& subject) {
  static auto& kept = platform::of_session<std::map<SubjectKey, JointForm>>();
  return kept[subject];
}

void keep_plan(const FormSubject& subject, JointForm& form,
               const std::vector<const JointTemplate*>& fitting) {
  const bool fresh = form.generation == app::generation() && form.planned == form.chosen;
  if (fresh || fitting.empty()) return;
  form.chosen = std::min(form.chosen, static_cast<int>(fitting.size()) - 1);
  form.plan = plan_joint_dispatch(subject.world, subject.one,
                                  *fitting[static_cast<std::size_t>(form.chosen)], app::now(),
                                  app::reaches(subject.world, subject.one));
  form.wanted.assign(form.plan.orders.size(), true);
  form.generation = app::generation();
  form.planned = form.chosen;
}

std::string reach_text(const UnitReach& reach) {
  if (!reach.known) return {};
  const std::string length = app::length_text(reach.length_mm);
  return reach.by_road ? tr("ui.joint.by_road", app::duration_text(reach.duration_ms), length)
                       : tr("ui.joint.straight", length);
}

std::string wanted_name(const TemplateOrder& order) {
  const std::string kind = word("unit_kind", order.unit_kind);
  return order.unit_name.empty() ? kind : kind + " · " + order.unit_name;
}

std::string why_text(const World& world, const PlannedOrder& one) {
  const Unit* unit = world.find_unit(one.unit);
  const bool stand_in = unit != nullptr && !is_wanted(one.wanted, *unit);
  std::string text = one.co_jurisdiction ? tr("ui.joint.co_jurisdiction")
                     : stand_in          ? tr("ui.joint.stand_in", wanted_name(one.wanted))
                                         : tr("ui.joint.nearest");
  const std::string reach = reach_text(one.reach);
  return reach.empty() ? text : text + " · " + reach;
}

std::string limit_text(const Limit& limit) {
  if (limit.amount == 0) return {};
  const bool days = limit.how == ClockClass::work_day || limit.how == ClockClass::natural_day;
  if (days)
    return tr(limit.how == ClockClass::work_day ? "ui.joint.work_days" : "ui.joint.days",
              std::to_string(limit.amount));
  const std::int32_t minutes = limit.how == ClockClass::urgent ? limit.amount / 60 : limit.amount;
  return minutes % 60 == 0 ? tr("ui.joint.hours", std::to_string(minutes / 60))
                           : tr("ui.joint.minutes", std::to_string(minutes));
}

std::string part_text(const PlannedOrder& one) {
  if (one.lead) return tr("ui.case.lead");
  return tr(one.wanted.mandatory ? "ui.case.mandatory" : "ui.case.optional");
}

void passed_over(const World& world, JointForm& form, int index) {
  const PlannedOrder& one = form.plan.orders[static_cast<std::size_t>(index)];
  if (one.passed_over.empty()) return;
  const std::string count = std::to_string(one.passed_over.size());
  if (form.open != index) {
    if (ui::text_button(tr("ui.joint.passed_over", count))) form.open = index;
    return;
  }
  std::vector<ui::Pair> pairs;
  for (const ConsideredUnit& each : one.passed_over) {
    pairs.push_back({app::unit_name(world, each.unit), app::against_text(each)});
  }
  ui::key_values(pairs);
}

// Of an order that goes to nobody: the units that it names, and why none of them can come.
void left_out(const World& world, const PlannedOrder& order) {
  for (const ConsideredUnit& one : order.passed_over) {
    const Unit* unit = world.find_unit(one.unit);
    if (unit == nullptr || !is_wanted(order.wanted, *unit)) continue;
    ui::small_text(tr("ui.joint.left_out", unit->name, app::against_text(one)));
  }
}

void order_card(const World& world, JointForm& form, int index) {
  const auto at = static_cast<std::size_t>(index);
  const PlannedOrder& one = form.plan.orders[at];
  ui::card_begin();
  if (one.unit.is_none()) {
    ui::text(wanted_name(one.wanted), {.weight = ui::Weight::strong});
    ui::chips({{tr("ui.joint.nobody"), Tone::warning}});
    left_out(world, one);
  } else {
    ui::text(app::unit_name(world, one.unit), {.weight = ui::Weight::strong});
    std::vector<ui::Chip> chips = {{part_text(one), one.lead ? Tone::info : Tone::neutral,
                                    one.lead ? Icon::flag : Icon::people}};
    const std::string limit = limit_text(one.wanted.limit);
    if (!limit.empty()) chips.push_back({limit, Tone::neutral, Icon::clock});
    ui::chips(chips);
    ui::paragraph(one.wanted.order);
    ui::small_text(why_text(world, one));
    bool wanted = form.wanted[at];
    const bool may_stay = !one.lead && !one.wanted.mandatory;
    if (may_stay && ui::checkbox(tr("ui.joint.send_too"), wanted)) form.wanted[at] = wanted;
  }
  passed_over(world, form, index);
  ui::card_end();
}

// The plan without what was left out.
JointPlan chosen_plan(const JointForm& form) {
  JointPlan plan{form.plan.template_id, {}};
  for (std::size_t i = 0; i < form.plan.orders.size(); ++i) {
    if (form.wanted[i] && !form.plan.orders[i].unit.is_none())
      plan.orders.push_back(form.plan.orders[i]);
  }
  return plan;
}

DispatchCase op_of(const World& world, const JointPlan& plan) {
  std::vector<TaskId> ids;
  std::vector<std::string> whys;
  for (const PlannedOrder& one : plan.orders) {
    ids.push_back(app::new_task_id());
    whys.push_back(why_text(world, one));
  }
  return dispatch_of(plan, ids, whys);
}

void choose_template(JointForm& form, const std::vector<const JointTemplate*>& fitting) {
  if (fitting.size() < 2) return;
  std::vector<std::string> names;
  for (const JointTemplate* one : fitting) names.push_back(one->name);
  ui::choice_chips(tr("field.template_id"), names, form.chosen);
}

}  // namespace

void draw_joint_form(FormFrame& frame, const FormSubject& subject) {
  JointForm& form = joint_form(subject_key(subject.one));
  const std::vector<const JointTemplate*> fitting =
      joint_templates_for(subject.world.policy(), subject.one.nature, subject.one.category.code);
  keep_plan(subject, form, fitting);
  const JointPlan plan = chosen_plan(form);
  const std::string missed = plan.lead() == nullptr ? tr("ui.joint.no_lead") : std::string();
  const FormSize size{.width = 820, .explains = !missed.empty()};
  if (!form_begin(frame, subject, tr("ui.joint.title"), size)) return;
  choose_template(form, fitting);
  if (form.planned >= 0 && form.planned < static_cast<int>(fitting.size()))
    ui::heading(fitting[static_cast<std::size_t>(form.planned)]->name, 3);
  for (std::size_t i = 0; i < form.plan.orders.size(); ++i) {
    ui::push_id(static_cast<int>(i));
    order_card(subject.world, form, static_cast<int>(i));
    ui::pop_id();
  }
  if (!form.problem.empty()) ui::banner(Tone::danger, form.problem);
  const std::string label = tr("ui.joint.send", std::to_string(plan.orders.size()));
  const bool sent =
      form_send(frame, label, {.icon = Icon::send, .enabled = missed.empty(), .why_not = missed});
  form_end();
  if (sent && form_submit(subject, op_of(subject.world, plan), form.problem))
    form.generation = UINT64_MAX;
}

}  // namespace gezhi::screens
