#include "web/screens/parts/case_details.h"

#include <algorithm>
#include <vector>

#include "core/cases/holidays.h"
#include "core/cases/ops.h"
#include "core/cases/told_by.h"
#include "web/here.h"
#include "web/map/panel.h"
#include "web/platform/device.h"
#include "web/platform/session.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/categories.h"
#include "web/screens/parts/photo_field.h"
#include "web/screens/parts/place_form.h"
#include "web/screens/parts/presence.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr float kSmallMap = 200;

std::string reporter_text(const World& world, const Case& one) {
  if (one.reporter == app::account().actor) return tr("ui.case.reported_by_me");
  return app::actor_text(world, one.reporter_role, one.reporter_unit);
}

ui::Icon icon_of(const HistoryLine& line) {
  struct Mark {
    OpKind kind = OpKind::unknown;
    ui::Icon icon = Icon::none;
  };
  constexpr Mark kMarks[] = {
      {OpKind::report_case, Icon::send},
      {OpKind::settle_on_spot, Icon::check_circle},
      {OpKind::verify_result, Icon::visit},
      {OpKind::visit_result, Icon::visit},
      {OpKind::reinspect_result, Icon::visit},
      {OpKind::sample_result, Icon::visit},
      {OpKind::file_case, Icon::document},
      {OpKind::issue_notice, Icon::document},
      {OpKind::conclude_agreement, Icon::document},
      {OpKind::dispatch_case, Icon::desk},
      {OpKind::redo_case, Icon::desk},
      {OpKind::blow_whistle, Icon::people},
      {OpKind::open_mediation, Icon::people},
      {OpKind::hold_session, Icon::people},
      {OpKind::hold_consultation, Icon::people},
      {OpKind::contact_party, Icon::phone},
      {OpKind::read_contact, Icon::phone},
      {OpKind::record_call, Icon::phone},
      {OpKind::depart_task, Icon::route},
      {OpKind::arrive_task, Icon::location},
      {OpKind::check_in, Icon::location},
      {OpKind::submit_task, Icon::check_circle},
      {OpKind::close_case, Icon::check_circle},
      {OpKind::add_note, Icon::edit},
      {OpKind::edit_field, Icon::edit},
  };
  if (line.refusal != 0) return Icon::close;
  for (const Mark& mark : kMarks) {
    if (mark.kind == static_cast<OpKind>(line.kind)) return mark.icon;
  }
  return Icon::dot;
}

// Of what the reporter is told, who answers for it: the entry itself was made by the server.
std::string who_text(const World& world, const HistoryLine& line) {
  if (static_cast<OpKind>(line.kind) == OpKind::tell_progress) {
    const auto progress = decode<TellProgress>(line.payload);
    if (progress) return word("told_by", told_by(progress->state));
  }
  return app::actor_text(world, line.role, line.unit);
}

ui::TimelineStep step_of(const World& world, const Case& one, const HistoryLine& line) {
  const app::HistoryText text = app::history_text(world, line);
  ui::TimelineStep step;
  step.title = text.title;
  step.detail = who_text(world, line);
  if (!text.detail.empty()) step.detail = step.detail + "\n" + text.detail;
  const std::string presence = presence_text(world, one, line);
  if (!presence.empty()) step.detail = step.detail + "\n" + presence;
  step.when = app::time_text(line.when.at);
  step.icon = icon_of(line);
  step.tone = line.refusal != 0 ? Tone::danger : line.seq == 0 ? Tone::warning : Tone::info;
  if (line.seq == 0) step.when = step.when + " · " + tr("ui.case.on_device");
  return step;
}

// Of one unit's task, or (nil) of the case.
void clocks_of(const Case& one, TaskId task) {
  std::vector<ui::Chip> chips;
  for (const Clock& clock : one.clocks) {
    const bool shown = !clock.running() || binds(one, clock);
    if (clock.task == task && !clock.dropped && shown) chips.push_back(clock_chip(clock));
  }
  if (!chips.empty()) ui::chips(chips);
}

// A due time beyond the list of holidays is no fact yet.
void say_provisional(const World& world, const Case& one) {
  const auto until = holidays_known_until(world.policy());
  const bool any = std::any_of(one.clocks.begin(), one.clocks.end(), [&](const Clock& clock) {
    return is_provisional(world.policy(), clock);
  });
  if (!any) return;
  ui::small_text(until ? tr("ui.case.due_provisional", to_date_text(*until))
                       : tr("ui.case.due_provisional_no_list"));
}

void task_card(const World& world, const Task& task) {
  ui::text(app::unit_name(world, task.unit), {.weight = ui::Weight::strong});
  std::vector<ui::Chip> chips{task_chip(task.state)};
  if (task.presence != Presence::none) chips.push_back(presence_chip(task.presence, task.away_m));
  const char* part = task.lead        ? "ui.case.lead"
                     : task.mandatory ? "ui.case.mandatory"
                                      : "ui.case.optional";
  chips.push_back({tr(part), Tone::neutral, task.lead ? Icon::flag : Icon::people});
  ui::chips(chips);
  std::vector<ui::Pair> pairs;
  if (!task.order.empty()) pairs.push_back({tr("field.order"), task.order});
  if (!task.why.empty()) pairs.push_back({tr("field.why"), task.why});
  if (task.return_reason != ReturnReason::none) {
    pairs.push_back({tr("ui.case.return_reason"), word("return_reason", task.return_reason)});
  }
  if (task.contact != ContactResult::none)
    pairs.push_back({tr("ui.case.contact"), word("contact", task.contact)});
  if (task.result != ResultKind::none)
    pairs.push_back({tr("field.result"), word("result", task.result)});
  if (!task.result_text.empty()) pairs.push_back({tr("field.text"), task.result_text});
  if (!pairs.empty()) ui::key_values(pairs);
  if (!task.photos.empty()) photo_view(tr("ui.case.result_photos"), task.photos);
}

void visit_card(const World& world, const Visit& visit, bool before) {
  const bool good = before ? visit.found == Verified::exists : visit.confirmed;
  std::vector<ui::Chip> chips{{before ? word("verified", visit.found)
                                      : tr(good ? "ui.visit.confirmed" : "ui.visit.not_confirmed"),
                               good ? Tone::success : Tone::warning}};
  if (visit.presence != Presence::none)
    chips.push_back(presence_chip(visit.presence, visit.away_m));
  ui::chips(chips);
  std::vector<ui::Pair> pairs;
  pairs.push_back({tr("ui.case.when"), app::time_text(visit.when.at)});
  if (!visit.grid.is_none()) pairs.push_back({tr("field.grid"), app::grid_name(world, visit.grid)});
  if (visit.reason != ReworkReason::none)
    pairs.push_back({tr("field.reason"), word("rework_reason", visit.reason)});
  if (!before)
    pairs.push_back({tr("field.satisfaction"), word("satisfaction", visit.satisfaction)});
  if (!visit.text.empty()) pairs.push_back({tr("field.text"), visit.text});
  ui::key_values(pairs);
  if (!visit.photos.empty()) photo_view(tr("ui.case.visit_photos"), visit.photos);
}

// What somebody tells on in a message or on the telephone.
std::string told(const World& world, const Case& one) {
  std::string text = app::number_text(one) + "\n" + matter_text(one) + "\n";
  text += app::time_text(one.reported.at) + " " + app::place_text(world, one.place) + "\n";
  return text + one.text;
}

}  // namespace

std::string matter_text(const Case& one) {
  const std::string category = category_text(one.category);
  const std::string nature = word("nature", one.nature);
  return category.empty() ? nature : nature + " · " + category;
}

void case_head(const Case& one) {
  const World* world = app::world_of(one);
  if (world == nullptr) return;
  ui::card_begin();
  ui::heading(matter_text(one));
  ui::paragraph(one.text);
  ui::chips(case_chips(one));
  ui::divider();
  std::vector<ui::Pair> pairs;
  pairs.push_back({tr("field.number"), app::number_text(one)});
  pairs.push_back({tr("field.place"), app::place_text(*world, one.place)});
  pairs.push_back({tr("ui.case.reported"), app::time_text(one.reported.at)});
  pairs.push_back({tr("ui.case.reporter"), reporter_text(*world, one)});
  pairs.push_back({tr("field.source"), word("source", one.source)});
  if (one.transferred_to != TransferTo::none) {
    pairs.push_back({tr("field.to"), word("transfer_to", one.transferred_to) + " " + one.receipt});
  }
  if (!one.outcome.empty()) pairs.push_back({tr("ui.case.outcome"), one.outcome});
  ui::key_values(pairs);
  // Its reporter may not see the whole: what is told of it stands below.
  const SubjectKey whole{one.shard, one.parent};
  if (!whole.id.is_nil() && app::find_case(whole) != nullptr &&
      ui::text_button(tr("ui.case.open_parent")))
    app::open_case(whole);
  if (ui::text_button(tr("ui.case.copy"))) {
    platform::copy_text(told(*world, one));
    ui::toast(tr("ui.case.copied"));
  }
  ui::card_end();
}

void case_clocks(const Case& one) {
  const World* world = app::world_of(one);
  if (world == nullptr || one.clocks.empty()) return;
  ui::heading(tr("ui.case.clocks"));
  ui::card_begin();
  clocks_of(one, {});
  for (const Task& task : one.tasks) {
    const bool any = std::any_of(one.clocks.begin(), one.clocks.end(), [&](const Clock& clock) {
      return clock.task == task.id && !clock.dropped;
    });
    if (!any) continue;
    ui::small_text(app::unit_name(*world, task.unit));
    ui::push_id(small_id(task.id.value));
    clocks_of(one, task.id);
    ui::pop_id();
  }
  say_provisional(*world, one);
  ui::card_end();
  keep_clocks_moving(one);
}

bool case_place_doubt(const Case& one) {
  const std::string doubt = place_doubt(one);
  if (doubt.empty()) return false;
  const char* words = !one.lies_in.is_none()               ? "ui.case.lies_in_words"
                      : app::is_beyond_district(one.place) ? "ui.case.beyond_words"
                                                           : "ui.case.no_grid_words";
  const Permission* set = app::permission(one, OpKind::place_case);
  const bool may = set != nullptr && set->outcome.applied();
  return ui::banner(Tone::warning, tr(words, doubt), may ? tr("action.place_case") : std::string());
}

void case_place(const Case& one, bool with_map) {
  const World* world = app::world_of(one);
  if (world == nullptr) return;
  ui::heading(tr("field.place"));
  ui::card_begin();
  ui::text(app::place_text(*world, one.place), {.weight = ui::Weight::strong});
  place_facts(world, one.place);
  if (with_map && !one.place.point.is_none()) {
    static SubjectKey& shown = platform::of_session<SubjectKey>();
    static app::MapView& view = platform::of_session<app::MapView>();
    if (!(shown == subject_key(one))) view = {one.place.point, 0};
    shown = subject_key(one);
    app::MapOptions options;
    options.height = kSmallMap;
    options.highlight = one.place.grid;
    const std::vector<app::MapPoint> points = {{one.place.point, word("nature", one.nature),
                                                nature_tone(one), nature_icon(one.nature), true}};
    app::map_panel(tr("ui.case.map"), view, points, options);
    if (ui::secondary_button(tr("ui.case.navigate"), {.icon = Icon::route})) {
      app::open("/go/" + app::path_of(one));
    }
  }
  ui::card_end();
}

void case_photos(const Case& one) {
  if (one.photos.empty()) return;
  ui::heading(tr("field.photos"));
  ui::card_begin();
  photo_view(tr("ui.case.report_photos"), one.photos);
  ui::card_end();
}

void case_tasks(const Case& one) {
  const World* world = app::world_of(one);
  if (world == nullptr || one.tasks.empty()) return;
  ui::heading(tr("ui.case.tasks"));
  for (std::size_t i = 0; i < one.tasks.size(); ++i) {
    ui::push_id(static_cast<int>(i));
    ui::card_begin();
    task_card(*world, one.tasks[i]);
    ui::card_end();
    ui::pop_id();
  }
}

void case_visits(const Case& one) {
  const World* world = app::world_of(one);
  if (world == nullptr) return;
  if (one.verification && one.verification->found != Verified::none) {
    ui::heading(tr("ui.case.verification"));
    ui::card_begin();
    visit_card(*world, *one.verification, true);
    ui::card_end();
  }
  if (one.visits.empty()) return;
  ui::heading(tr("ui.case.visits"));
  for (std::size_t i = 0; i < one.visits.size(); ++i) {
    ui::push_id(static_cast<int>(i));
    ui::card_begin();
    visit_card(*world, one.visits[i], false);
    ui::card_end();
    ui::pop_id();
  }
}

void case_history(const Case& one) {
  const World* world = app::world_of(one);
  if (world == nullptr) return;
  ui::heading(tr("ui.case.history"));
  ui::card_begin();
  std::vector<ui::TimelineStep> steps;
  const auto lines = one.timeline();
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    steps.push_back(step_of(*world, one, **line));
  }
  ui::timeline(tr("ui.case.history"), steps);
  ui::card_end();
}

}  // namespace gezhi::screens
