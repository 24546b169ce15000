// One-key joint dispatch: every order that the template proposes on one sheet; one press sends all.
#include <map>

#include <imgui.h>
#include "core/cases/clocks.h"
#include "web/app/data.h"
#include "web/app/submit.h"
#include "web/screens/desk/form.h"
#include "web/screens/desk/joint.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

struct JointForm {
  std::uint64_t generation = UINT64_MAX;
  ui::Language language = ui::Language::zh;
  int chosen = 0;
  int planned = -1;  // the template that `plan` was made from
  JointPlan plan;
  SetOf<UnitKind> open;  // whose passed-over units are shown
  std::string problem;
};

JointForm& joint_form(CaseId subject) {
  static std::map<CaseId, JointForm> kept;
  return kept[subject];
}

void keep_plan(const FormSubject& subject, JointForm& form,
               const std::vector<const JointTemplate*>& fitting) {
  const bool fresh = form.generation == app::generation() && form.language == ui::language() &&
                     form.planned == form.chosen;
  if (fresh || fitting.empty()) return;
  form.chosen = std::min(form.chosen, static_cast<int>(fitting.size()) - 1);
  form.plan =
      joint_plan(subject.world, subject.one, *fitting[static_cast<std::size_t>(form.chosen)]);
  form.generation = app::generation();
  form.language = ui::language();
  form.planned = form.chosen;
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

std::string part_text(const TaskOrder& order) {
  if (order.lead) return tr("ui.case.lead");
  return tr(order.mandatory ? "ui.case.mandatory" : "ui.case.optional");
}

void passed_over(const World& world, JointForm& form, const JointOrder& one) {
  if (one.passed_over.empty()) return;
  const bool shown = form.open.has(one.unit_kind);
  const std::string count = std::to_string(one.passed_over.size());
  if (!shown) {
    if (ui::text_button(tr("ui.joint.passed_over", count))) form.open.add(one.unit_kind);
    return;
  }
  std::vector<ui::Pair> pairs;
  for (const PassedOver& each : one.passed_over) {
    pairs.push_back({app::unit_name(world, each.unit), each.reason});
  }
  ui::key_values(pairs);
}

void order_card(const World& world, JointForm& form, JointOrder& one) {
  const TaskOrder& order = one.order;
  ui::card_begin();
  if (order.unit.is_none()) {
    ui::text(word("unit_kind", one.unit_kind), {.weight = ui::Weight::strong});
    ui::chips({{tr("ui.joint.nobody"), Tone::warning}});
  } else {
    ui::text(app::unit_name(world, order.unit), {.weight = ui::Weight::strong});
    std::vector<ui::Chip> chips = {{part_text(order), order.lead ? Tone::info : Tone::neutral,
                                    order.lead ? Icon::flag : Icon::people}};
    const std::string limit = limit_text(order.limit);
    if (!limit.empty()) chips.push_back({limit, Tone::neutral, Icon::clock});
    ui::chips(chips);
    ui::paragraph(order.order);
    if (!order.why.empty()) ui::small_text(order.why);
    if (!order.lead && !order.mandatory) ui::checkbox(tr("ui.joint.send_too"), one.wanted);
  }
  passed_over(world, form, one);
  ui::card_end();
}

std::vector<const JointOrder*> chosen_orders(const JointForm& form) {
  std::vector<const JointOrder*> list;
  for (const JointOrder& one : form.plan.orders) {
    if (one.wanted && !one.order.unit.is_none()) list.push_back(&one);
  }
  return list;
}

std::string missing(const JointForm& form) {
  for (const JointOrder* one : chosen_orders(form)) {
    if (one->order.lead) return {};
  }
  return tr("ui.joint.no_lead");
}

DispatchCase op_of(const JointForm& form) {
  DispatchCase op;
  op.template_id = form.plan.template_id;
  for (const JointOrder* one : chosen_orders(form)) {
    op.tasks.push_back(one->order);
    op.tasks.back().id = app::new_task_id();
  }
  return op;
}

void choose_template(JointForm& form, const std::vector<const JointTemplate*>& fitting) {
  if (fitting.size() < 2) return;
  std::vector<std::string> names;
  for (const JointTemplate* one : fitting) names.push_back(one->name);
  ui::choice_chips(tr("field.template_id"), names, form.chosen);
}

}  // namespace

void draw_joint_form(FormFrame& frame, const FormSubject& subject) {
  JointForm& form = joint_form(subject.one.id);
  const std::vector<const JointTemplate*> fitting = joint_templates_for(subject.world, subject.one);
  keep_plan(subject, form, fitting);
  const std::string missed = missing(form);
  const FormSize size{.width = 820, .explains = !missed.empty()};
  if (!form_begin(frame, subject, tr("ui.joint.title"), size)) return;
  choose_template(form, fitting);
  ui::heading(form.plan.name, 3);
  for (std::size_t i = 0; i < form.plan.orders.size(); ++i) {
    ui::push_id(static_cast<int>(i));
    order_card(subject.world, form, form.plan.orders[i]);
    ui::pop_id();
  }
  if (!form.problem.empty()) ui::banner(Tone::danger, form.problem);
  const std::string label = tr("ui.joint.send", std::to_string(chosen_orders(form).size()));
  const bool sent =
      form_send(frame, label, {.icon = Icon::send, .enabled = missed.empty(), .why_not = missed});
  form_end();
  if (sent && form_submit(subject, op_of(form), form.problem)) form.generation = UINT64_MAX;
}

}  // namespace gezhi::screens
