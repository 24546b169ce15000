#include "web/screens/parts/case_rest.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "web/here.h"
#include "web/screens/desk/triage_hint.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

std::string kept_or(TransferTo to) {
  return to == TransferTo::none ? tr("ui.act.kept_here") : word("transfer_to", to);
}

std::string with_reason(std::string text, const std::string& reason) {
  return reason.empty() ? text : text + "\n" + reason;
}

// A rule by its reason: its id says something to its editor only, also of one that is there no more.
std::string rule_text(const World& world, const std::string& id) {
  for (const TriageRule& rule : world.policy().triage_rules) {
    if (rule.id == id && !rule.why.empty()) return rule.why;
  }
  return tr("ui.case.rule_gone");
}

ui::TimelineStep step_of(const World& world, const Triage& one) {
  ui::TimelineStep step;
  step.title = word("triage_level", one.level) + " · " + kept_or(one.to);
  step.when = app::time_text(one.when.at);
  step.icon = Icon::share;
  if (!one.rule.empty()) {
    const bool followed = one.suggested == one.to;
    step.detail = tr(followed ? "ui.case.rule_followed" : "ui.case.rule_not_followed",
                     rule_text(world, one.rule), kept_or(one.suggested));
  }
  step.detail = step.detail.empty() ? one.reason : with_reason(step.detail, one.reason);
  return step;
}

ui::TimelineStep step_of(const Call& one) {
  return {tr("ui.case.call", word("transfer_to", one.with), word("call_result", one.result)),
          one.text, app::time_text(one.when.at), Tone::info, Icon::phone};
}

void triage(const World& world, const Case& one) {
  if (one.triages.empty() && one.calls.empty()) return;
  std::vector<ui::TimelineStep> steps;
  for (const Triage& each : one.triages) steps.push_back(step_of(world, each));
  for (const Call& each : one.calls) steps.push_back(step_of(each));
  ui::heading(tr("ui.case.triage"));
  ui::card_begin();
  ui::timeline(tr("ui.case.triage"), steps);
  ui::card_end();
}

// Who was whistled for and is there.
void whistle(const World& world, const Case& one) {
  std::vector<ui::Pair> pairs;
  for (const Task& task : one.tasks) {
    if (!task.whistled) continue;
    std::string text = tr(task.checked_in ? "ui.case.checked_in" : "ui.case.not_checked_in");
    for (const Clock& clock : one.clocks) {
      if (clock.task == task.id && clock.kind == ClockKind::check_in && clock.running()) {
        text += " · " + app::left_text(clock);
      }
    }
    pairs.push_back({app::unit_name(world, task.unit), text});
  }
  if (pairs.empty()) return;
  ui::heading(tr("ui.case.whistle"));
  ui::card_begin();
  ui::key_values(pairs);
  ui::card_end();
}

void escalations(const World& world, const Case& one) {
  if (one.escalations.empty()) return;
  std::vector<ui::TimelineStep> steps;
  for (const Escalation& each : one.escalations) {
    const std::string whom =
        each.unit.is_none() ? tr("ui.act.whole_case") : app::unit_name(world, each.unit);
    std::string why = each.reason;
    if (!each.authority.empty()) why = each.authority + " · " + each.document;
    if (each.clock != ClockKind::none) {
      const std::string clock = tr("ui.case.by_clock", word("clock", each.clock));
      why = why.empty() ? clock : clock + "\n" + why;
    }
    steps.push_back({word("rung", each.rung) + " · " + whom, why, app::time_text(each.when.at),
                     Tone::warning, Icon::warning});
  }
  ui::heading(tr("ui.case.escalations"));
  ui::card_begin();
  ui::timeline(tr("ui.case.escalations"), steps);
  ui::card_end();
}

void consultations(const World& world, const Case& one) {
  if (one.consultations.empty()) return;
  ui::heading(tr("ui.case.consultations"));
  for (std::size_t i = 0; i < one.consultations.size(); ++i) {
    const Consultation& each = one.consultations[i];
    std::string seats;
    for (const UnitId unit : each.seats) {
      seats += (seats.empty() ? "" : tr("ui.case.comma")) + app::unit_name(world, unit);
    }
    ui::push_id(static_cast<int>(i));
    ui::card_begin();
    ui::key_values({{tr("ui.case.when"), app::time_text(each.when.at)},
                    {tr("field.seats"), seats},
                    {tr("field.plan"), each.plan}});
    ui::card_end();
    ui::pop_id();
  }
}

void chain(const Case& one) {
  if (one.chain.empty()) return;
  std::vector<ui::TimelineStep> steps;
  for (const Hop& hop : one.chain) {
    ui::TimelineStep step;
    step.title = hop.who;
    step.detail = hop.answered ? hop.answer : tr("ui.case.no_answer_yet");
    if (hop.answered) step.when = app::time_text(hop.when.at);
    step.icon = Icon::phone;
    step.pending = !hop.answered;
    steps.push_back(step);
  }
  ui::heading(tr("ui.case.chain"));
  ui::card_begin();
  ui::timeline(tr("ui.case.chain"), steps);
  ui::card_end();
}

void footage(const Case& one) {
  if (one.footage.empty()) return;
  ui::heading(tr("ui.case.footage"));
  for (std::size_t i = 0; i < one.footage.size(); ++i) {
    const Footage& each = one.footage[i];
    ui::push_id(static_cast<int>(i));
    ui::card_begin();
    const char* state = !each.answered  ? "ui.case.footage_open"
                        : each.approved ? "ui.case.footage_yes"
                                        : "ui.case.footage_no";
    ui::chips({{tr(state), each.answered ? Tone::info : Tone::warning, Icon::camera}});
    std::vector<ui::Pair> pairs = {
        {tr("ui.case.footage_span"), app::time_text(each.from) + " — " + app::time_text(each.to)},
        {tr("field.reason"), each.reason}};
    if (!each.answer.empty()) pairs.push_back({tr("ui.case.answer"), each.answer});
    ui::key_values(pairs);
    ui::card_end();
    ui::pop_id();
  }
}

// Every time that it was handed over, the one that nobody answered yet included.
std::vector<Transfer> handed_over(const Case& one) {
  std::vector<Transfer> list = one.transfers;
  const bool kept = !list.empty() && !list.back().bounced;
  if (one.state != CaseState::transferred || kept) return list;
  Transfer waiting;
  waiting.to = one.transferred_to;
  waiting.receipt = one.receipt;
  waiting.reason = one.outcome;
  list.push_back(std::move(waiting));
  return list;
}

std::string answer_of(const Transfer& each) {
  if (each.bounced) return tr("ui.case.bounced");
  const bool open = each.answered == TransferAnswer::none;
  return open ? tr("ui.case.transfer_open") : word("transfer_answer", each.answered);
}

void transfers(const Case& one) {
  const std::vector<Transfer> list = handed_over(one);
  if (list.empty()) return;
  ui::heading(tr("ui.case.transfers"));
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Transfer& each = list[i];
    ui::push_id(static_cast<int>(i));
    ui::card_begin();
    ui::text(word("transfer_to", each.to), {.weight = ui::Weight::strong});
    ui::chips({{answer_of(each), each.bounced ? Tone::warning : Tone::info, Icon::share}});
    std::vector<ui::Pair> pairs = {{tr("field.receipt"), each.receipt},
                                   {tr("field.reason"), each.reason}};
    if (!each.answer.empty()) pairs.push_back({tr("ui.case.answer"), each.answer});
    if (each.bounced) pairs.push_back({tr("ui.case.bounce_reason"), each.bounce_reason});
    ui::key_values(pairs);
    ui::card_end();
    ui::pop_id();
  }
}

void related_row(const SubjectKey& ref, const std::string& how) {
  const Case* other = app::find_case(ref);
  ui::push_id(small_id(ref.id.value));
  if (other == nullptr) {
    ui::small_text(how + " · " + tr("ui.case.elsewhere"));
  } else {
    ui::Row row = case_row_of(*other);
    row.note = how;
    if (ui::list_row(row)) app::open_case(ref);
  }
  ui::pop_id();
}

// Where it went: the whole itself for who may see it, for its reporter what the street tells of it.
void merged_into(const Case& one) {
  if (one.state != CaseState::merged) return;
  ui::heading(tr("ui.mine.merged"));
  const SubjectKey whole{one.shard, one.parent};
  if (app::find_case(whole) != nullptr) {
    ui::push_id("merged");  // it may be among the related as well
    ui::list_begin(tr("ui.mine.merged"));
    related_row(whole, tr("ui.mine.merged"));
    ui::list_end();
    ui::pop_id();
  } else if (!one.told) {
    ui::small_text(tr("ui.mine.merged_wait"));
  } else {
    const std::string number = app::number_text(one.told->number, one.told->state);
    std::vector<ui::Pair> pairs = {{number, word("state", one.told->state)}};
    if (!one.told->outcome.empty()) pairs.push_back({tr("ui.mine.outcome"), one.told->outcome});
    ui::key_values(pairs);
  }
}

// One row a case, however often it is related: also as merged into this one.
void related(const Case& one) {
  std::vector<std::pair<CaseId, std::string>> rows;
  const auto add = [&](CaseId id, const std::string& how) {
    for (auto& [known, words] : rows) {
      if (known == id) {
        words += " · " + how;
        return;
      }
    }
    rows.emplace_back(id, how);
  };
  for (const Related& each : one.related) add(each.other, word("relation", each.how));
  for (const CaseId child : one.children) add(child, tr("ui.case.merged_in"));
  if (rows.empty()) return;
  ui::heading(tr("ui.case.related"));
  ui::list_begin(tr("ui.case.related"));
  for (const auto& [id, how] : rows) related_row({one.shard, id}, how);
  ui::list_end();
}

void after_closing(const Case& one) {
  std::vector<ui::Pair> pairs;
  if (one.sample != Sample::none)
    pairs.push_back({tr("ui.case.sample"), word("sample", one.sample)});
  if (one.reporter_says != Satisfaction::not_asked) {
    pairs.push_back({tr("action.reporter_word"), word("satisfaction", one.reporter_says)});
  }
  if (one.appeal != Appeal::none)
    pairs.push_back({tr("action.appeal_case"), word("appeal", one.appeal)});
  if (!one.root_cause.empty())
    pairs.push_back({word("case_field", CaseField::root_cause), one.root_cause});
  if (pairs.empty()) return;
  ui::heading(tr("ui.case.after"));
  ui::card_begin();
  ui::key_values(pairs);
  ui::card_end();
}

}  // namespace

void case_marks(const Case& one) {
  const World* world = app::world_of(one);
  const bool open = world != nullptr && kOpenStates.has(one.state);
  if (open && police_needed(*world, one) && !police_told(*world, one)) {
    ui::banner(Tone::danger, tr("ui.case.must_call_110"));
    if (ui::phone()) ui::link_button(tr("ui.urgent.police"), "tel:110", Icon::phone);
  }
  std::vector<ui::Chip> chips;
  if (one.restricted != Restricted::none) {
    chips.push_back(
        {tr("ui.case.restricted", word("restricted", one.restricted)), Tone::danger, Icon::person});
  }
  if (one.simple) chips.push_back({tr("ui.case.simple"), Tone::neutral, Icon::check});
  if (one.fast_lane) {
    const std::string at =
        one.appointment.is_none() ? std::string() : " · " + app::time_text(one.appointment);
    chips.push_back({tr("ui.case.fast_lane") + at, Tone::info, Icon::route});
  }
  if (one.second_opinion)
    chips.push_back({tr("ui.case.second_opinion"), Tone::warning, Icon::visit});
  if (one.appeal == Appeal::open)
    chips.push_back({word("appeal", one.appeal), Tone::warning, Icon::flag});
  if (!chips.empty()) ui::chips(chips);
  const bool split = std::any_of(one.conflicts.begin(), one.conflicts.end(),
                                 [](const Conflict& each) { return !each.settled; });
  if (split && ui::banner(Tone::warning, tr("ui.case.conflict"), tr("ui.shell.look"))) {
    app::open("/conflicts");
  }
}

void case_rest(const Case& one) {
  const World* world = app::world_of(one);
  if (world == nullptr) return;
  ui::push_id("rest");
  triage(*world, one);
  whistle(*world, one);
  escalations(*world, one);
  consultations(*world, one);
  chain(one);
  footage(one);
  transfers(one);
  merged_into(one);
  related(one);
  after_closing(one);
  ui::pop_id();
}

}  // namespace gezhi::screens
