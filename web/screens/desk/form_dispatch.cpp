// The order: who leads and why, who helps, what is asked of them. The units that fit stand first, the
// nearest at the top; those that do not fit say what speaks against them. Digits choose, Enter sends.
#include <algorithm>

#include <imgui.h>
#include "core/cases/wording.h"
#include "web/here.h"
#include "web/screens/desk/form.h"
#include "web/screens/desk/unit_row.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/draft_note.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr std::size_t kShownFirst = 4;
constexpr std::size_t kShownNearer = 3;
constexpr int kDigits = 9;

struct Assistant {
  UnitId unit;
  bool mandatory = true;
};

// What is typed is kept; who is nearest is asked anew.
struct DispatchForm {
  std::uint64_t generation = UINT64_MAX;
  app::Candidates leads;  // may be sent first
  app::Candidates helpers;
  std::vector<std::string> reasons;  // of `leads`
  ui::Language language = ui::Language::zh;
  UnitId suggested;
  UnitId lead;
  bool lead_chosen = false;  // by a person
  std::vector<Assistant> assistants;
  std::string order;
  bool show_all = false;
  bool show_unfit = false;
  bool show_nearer = false;  // all of them
  std::string problem;

  template <class V>
  void fields(V& v) {
    v(1, "order", order, app::kTypedMax);
  }
};

const app::DraftsOf<DispatchForm> drafts("dispatch");

std::string key_of(const FormSubject& subject) {
  return app::draft_key(subject.one) + std::string(name_of(subject.permission.kind)) +
         std::string(name_of(subject.permission.when));
}

bool needs_lead(const FormSubject& subject) {
  return subject.permission.kind == OpKind::redo_case || subject.permission.when == When::lead;
}

// The best is suggested, never sent by itself; who is not there is not suggested. Nor who had it and
// gave it back; what is redone may be redone by who did it.
UnitId best_lead(const FormSubject& subject, const std::vector<RankedUnit>& ranking) {
  if (subject.permission.kind == OpKind::dispatch_case) {
    const RankedUnit* next = next_to_offer(ranking, subject.one);
    return next != nullptr ? next->unit : UnitId{};
  }
  const bool fits = !ranking.empty() && ranking.front().why == PassedOver::none;
  return fits ? ranking.front().unit : UnitId{};
}

// The one that is marked as suggested is the one that is chosen beforehand. While the form is open it
// stays, as long as it can be sent: nobody presses Enter for another than they have read.
void suggest_lead(const FormFrame& frame, const FormSubject& subject, DispatchForm& form) {
  if (!needs_lead(subject)) return;
  const std::vector<RankedUnit>& ranking = form.leads.ranking;
  const bool stays =
      !frame.first && std::any_of(ranking.begin(), ranking.end(), [&](const RankedUnit& one) {
        return one.unit == form.suggested && one.why == PassedOver::none;
      });
  if (!stays) form.suggested = best_lead(subject, ranking);
  if (!form.lead_chosen) form.lead = form.suggested;
}

DispatchForm& dispatch_form(const FormFrame& frame, const FormSubject& subject) {
  DispatchForm& form = drafts.of(key_of(subject), [&subject] {
    DispatchForm begun;
    begun.order = tr("ui.desk.order." + std::string(name_of(subject.one.nature)));
    return begun;
  });
  const bool same = form.generation == app::generation() && form.language == ui::language();
  if (same && !frame.first) return form;
  form.generation = app::generation();
  form.language = ui::language();
  form.leads = app::candidates(subject.world, subject.one, true);
  form.helpers = app::candidates(subject.world, subject.one, false);
  form.reasons.clear();
  const std::vector<RankedUnit>& ranking = form.leads.ranking;
  for (const RankedUnit& one : ranking)
    form.reasons.push_back(app::words().reason(subject.world, form.leads, one.unit));
  suggest_lead(frame, subject, form);
  return form;
}

void choose(DispatchForm& form, UnitId lead) {
  form.lead = lead;
  form.lead_chosen = true;
  form.problem.clear();
}

std::size_t fitting(const DispatchForm& form) {
  return static_cast<std::size_t>(
      std::count_if(form.leads.ranking.begin(), form.leads.ranking.end(),
                    [](const RankedUnit& one) { return one.may_be_sent(); }));
}

void choose_by_digit(const FormFrame& frame, DispatchForm& form, std::size_t fit) {
  if (frame.first) return;
  for (int digit = 1; digit <= kDigits && static_cast<std::size_t>(digit) <= fit; ++digit) {
    if (ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_0 + digit), false))
      choose(form, form.leads.ranking[static_cast<std::size_t>(digit - 1)].unit);
  }
}

void list_units(const FormSubject& subject, DispatchForm& form, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) {
    const RankedUnit& one = form.leads.ranking[i];
    UnitRow row;
    row.digit = one.may_be_sent() && i < kDigits && ui::desktop() ? static_cast<int>(i) + 1 : 0;
    row.name = app::unit_name(subject.world, one.unit);
    row.reason = form.reasons[i];
    row.best = one.unit == form.suggested;
    row.chosen = form.lead == one.unit;
    row.enabled = one.may_be_sent();
    ui::push_id(static_cast<int>(one.unit.value));
    if (unit_row(row)) choose(form, one.unit);
    ui::pop_id();
  }
}

// Two folds beside each other: the rest of those that fit, and those that do not.
void more_units(DispatchForm& form, std::size_t shown, std::size_t fit) {
  const std::size_t unfit = form.leads.ranking.size() - fit;
  const bool more = shown < fit;
  if (more && unfit > 0 && ui::desktop())
    ui::row_begin({1, 1});
  else
    ui::row_begin({1});
  if (more && ui::text_button(tr("ui.desk.more_units", std::to_string(fit - shown)))) {
    form.show_all = true;
  }
  if (more && unfit > 0 && ui::desktop()) ui::next_cell();
  const char* key = form.show_unfit ? "ui.desk.hide_unfit" : "ui.desk.show_unfit";
  if (unfit > 0 && ui::text_button(tr(key, std::to_string(unfit))))
    form.show_unfit = !form.show_unfit;
  ui::row_end();
}

// A dispatcher who knows the street looks for the unit round the corner: it stands there with its reason.
void nearer_units(const FormSubject& subject, DispatchForm& form) {
  const std::vector<RankedUnit> nearer =
      nearer_passed_over(form.leads.ranking, subject.one, form.suggested);
  if (nearer.empty()) return;
  const std::string title = tr("ui.desk.nearer_units", std::to_string(nearer.size()));
  ui::heading(title, 3);
  std::vector<ui::Pair> pairs;
  for (const RankedUnit& one : nearer) {
    if (!form.show_nearer && pairs.size() == kShownNearer) break;
    pairs.push_back({app::unit_name(subject.world, one.unit), app::against_text(one)});
  }
  ui::key_values(pairs);
  const std::size_t left = nearer.size() - pairs.size();
  if (left > 0 && ui::text_button(tr("ui.desk.more_nearer", std::to_string(left))))
    form.show_nearer = true;
}

void choose_lead(const FormFrame& frame, const FormSubject& subject, DispatchForm& form) {
  const std::size_t fit = fitting(form);
  choose_by_digit(frame, form, fit);
  ui::heading(tr(ui::desktop() ? "ui.desk.lead_unit_keys" : "ui.desk.lead_unit"), 3);
  if (fit == 0) ui::banner(Tone::warning, tr("ui.desk.no_unit_fits"));
  const std::size_t shown = form.show_all ? fit : std::min(fit, kShownFirst);
  const UnitGroup group = unit_group_begin(tr("ui.desk.lead_unit"));
  list_units(subject, form, 0, shown);
  unit_group_end(group);
  nearer_units(subject, form);
  more_units(form, shown, fit);
  if (!form.show_unfit) return;
  const UnitGroup others = unit_group_begin(tr("ui.desk.unfit_units"));
  list_units(subject, form, fit, form.leads.ranking.size());
  unit_group_end(others);
}

bool may_assist(const FormSubject& subject, const DispatchForm& form, const RankedUnit& one) {
  if (!one.may_be_sent() || one.unit == form.lead) return false;
  for (const Task& task : subject.one.tasks) {
    if (task.unit == one.unit && kLiveTaskStates.has(task.state)) return false;
  }
  return std::none_of(form.assistants.begin(), form.assistants.end(),
                      [&](const Assistant& a) { return a.unit == one.unit; });
}

void choose_assistants(const FormSubject& subject, DispatchForm& form) {
  if (!form.assistants.empty()) ui::heading(tr("ui.desk.assistants"), 3);
  int gone = -1;
  for (std::size_t i = 0; i < form.assistants.size(); ++i) {
    Assistant& one = form.assistants[i];
    ui::push_id(static_cast<int>(one.unit.value));
    const std::string name = app::unit_name(subject.world, one.unit);
    ui::row_begin({5, 1});
    ui::toggle(name, one.mandatory, tr(one.mandatory ? "ui.desk.mandatory" : "ui.desk.optional"));
    ui::next_cell();
    if (ui::icon_button(tr("ui.desk.remove_unit", name), Icon::close)) gone = static_cast<int>(i);
    ui::row_end();
    ui::pop_id();
  }
  if (gone >= 0) form.assistants.erase(form.assistants.begin() + gone);
  std::vector<UnitId> units;
  std::vector<std::string> names;
  for (const RankedUnit& one : form.helpers.ranking) {
    if (!may_assist(subject, form, one)) continue;
    units.push_back(one.unit);
    names.push_back(app::unit_name(subject.world, one.unit));
  }
  int added = -1;
  ui::select(tr("ui.desk.add_assistant"), names, added, tr("ui.desk.add_assistant_hint"));
  if (added >= 0) form.assistants.push_back({units[static_cast<std::size_t>(added)], true});
}

TaskOrder lead_order(const FormSubject& subject, const DispatchForm& form) {
  TaskOrder order{app::new_task_id(),
                  lead_kind(subject.world, subject.one, form.lead),
                  form.lead,
                  true,
                  true,
                  form.order,
                  app::words().order_reason(subject.world, form.leads, subject.one, form.lead)};
  order.choice = form.leads.choice(form.lead);
  return order;
}

CaseOp op_of(const FormSubject& subject, const DispatchForm& form) {
  if (subject.permission.kind == OpKind::redo_case) return RedoCase{lead_order(subject, form)};
  DispatchCase op;
  if (needs_lead(subject)) op.tasks.push_back(lead_order(subject, form));
  for (const Assistant& one : form.assistants) {
    op.tasks.push_back({app::new_task_id(), TaskKind::support, one.unit, false, one.mandatory,
                        form.order, app::words().reason(subject.world, form.helpers, one.unit)});
    op.tasks.back().choice = form.helpers.choice(one.unit);
  }
  return op;
}

std::string missing(const FormSubject& subject, const DispatchForm& form) {
  if (needs_lead(subject) && form.lead.is_none()) return tr("ui.desk.choose_lead");
  if (!needs_lead(subject) && form.assistants.empty()) return tr("ui.desk.choose_assistant");
  if (!is_said(form.order)) return tr("ui.desk.say_order");
  return {};
}

std::string send_label(const FormSubject& subject, const DispatchForm& form) {
  if (form.lead.is_none()) return word("action", subject.permission.kind);
  return tr("ui.desk.send_to", app::unit_name(subject.world, form.lead));
}

}  // namespace

TaskKind lead_kind(const World& world, const Case& one, UnitId unit) {
  if (one.nature == Nature::lost_found) return TaskKind::recover_property;
  const Unit* sent = world.find_unit(unit);
  const bool enforces = sent != nullptr && (sent->kind == UnitKind::enforcement ||
                                            sent->kind == UnitKind::market_regulation);
  return enforces ? TaskKind::enforcement : TaskKind::onsite;
}

void draw_dispatch_form(FormFrame& frame, const FormSubject& subject) {
  DispatchForm& form = dispatch_form(frame, subject);
  const std::string title = action_text(subject.world, subject.one, subject.permission);
  const std::string missed = missing(subject, form);
  if (!form_begin(frame, subject, title, {.width = 760, .explains = !missed.empty()})) return;
  draft_note(drafts, key_of(subject));
  if (needs_lead(subject)) choose_lead(frame, subject, form);
  if (subject.permission.kind == OpKind::dispatch_case) choose_assistants(subject, form);
  ui::text_area("order", tr("field.order"), form.order, {.max_length = 1200, .lines = 2});
  if (!form.problem.empty()) ui::banner(Tone::danger, form.problem);
  const bool sent = form_send(frame, send_label(subject, form),
                              {.icon = Icon::send, .enabled = missed.empty(), .why_not = missed});
  form_end();
  const std::string key = key_of(subject);  // `subject` is of before when it is done
  if (sent && form_submit(subject, op_of(subject, form), form.problem)) drafts.discard(key);
}

}  // namespace gezhi::screens
