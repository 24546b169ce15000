#include "web/screens/parts/action_groups.h"

#include <algorithm>

#include "core/cases/track_steps.h"
#include "web/here.h"

namespace gezhi::screens {
namespace {

using ui::Icon;

struct IconOf {
  OpKind kind = OpKind::unknown;
  Icon icon = Icon::none;
};
constexpr IconOf kIcons[] = {
    {OpKind::triage_case, Icon::share},
    {OpKind::record_call, Icon::phone},
    {OpKind::restrict_case, Icon::person},
    {OpKind::edit_field, Icon::edit},
    {OpKind::settle_conflict, Icon::edit},
    {OpKind::count_thing, Icon::plus},
    {OpKind::dispose_thing, Icon::check},
    {OpKind::confirm_thing, Icon::check_circle},
    {OpKind::relate_cases, Icon::list},
    {OpKind::ask_footage, Icon::camera},
    {OpKind::answer_footage, Icon::camera},
    {OpKind::call_chain, Icon::phone},
    {OpKind::answer_hop, Icon::phone},
    {OpKind::blow_whistle, Icon::bell},
    {OpKind::check_in, Icon::location},
    {OpKind::answer_refusal, Icon::talk},
    {OpKind::log_round, Icon::visit},
    {OpKind::escalate, Icon::warning},
    {OpKind::hold_consultation, Icon::people},
    {OpKind::give_fast_lane, Icon::route},
    {OpKind::propose_notice, Icon::document},
    {OpKind::issue_notice, Icon::document},
    {OpKind::deliver_notice, Icon::send},
    {OpKind::decline_notice, Icon::close},
    {OpKind::withdraw_notice, Icon::close},
    {OpKind::record_statement, Icon::talk},
    {OpKind::answer_statement, Icon::talk},
    {OpKind::answer_transfer, Icon::share},
    {OpKind::bounce_transfer, Icon::share},
    {OpKind::lower_tier, Icon::chevron_down},
    {OpKind::order_reinspection, Icon::visit},
    {OpKind::reinspect_result, Icon::visit},
    {OpKind::extend_notice, Icon::clock},
    {OpKind::refer_enforcement, Icon::flag},
    {OpKind::open_mediation, Icon::talk},
    {OpKind::schedule_session, Icon::clock},
    {OpKind::hold_session, Icon::people},
    {OpKind::conclude_agreement, Icon::check},
    {OpKind::record_performance, Icon::check_circle},
    {OpKind::raise_tier, Icon::chevron_up},
    {OpKind::sign_failure, Icon::edit},
    {OpKind::add_note, Icon::edit},
    {OpKind::read_contact, Icon::phone},
    {OpKind::verify_result, Icon::visit},
    {OpKind::visit_result, Icon::visit},
    {OpKind::dispatch_case, Icon::send},
    {OpKind::redo_case, Icon::send},
    {OpKind::close_case, Icon::check_circle},
    {OpKind::file_case, Icon::document},
    {OpKind::place_case, Icon::location},
    {OpKind::sample_result, Icon::visit},
    {OpKind::appeal_case, Icon::flag},
    {OpKind::decide_appeal, Icon::flag},
    {OpKind::order_second_opinion, Icon::visit},
    {OpKind::request_verification, Icon::search},
    {OpKind::reject_case, Icon::close},
    {OpKind::merge_case, Icon::list},
    {OpKind::transfer_case, Icon::share},
    {OpKind::return_task, Icon::back},
    {OpKind::cancel_task, Icon::close},
    {OpKind::suspend_case, Icon::stop},
    {OpKind::resume_case, Icon::sync},
    {OpKind::open_visit, Icon::visit},
    {OpKind::ask_void, Icon::flag},
    {OpKind::void_case, Icon::close},
    {OpKind::record_breach, Icon::warning},
    {OpKind::fail_mediation, Icon::flag},
    {OpKind::withdraw_mediation, Icon::stop},
    {OpKind::refer_court, Icon::share},
    {OpKind::start_investigation, Icon::search},
    {OpKind::finish_evidence, Icon::document},
    {OpKind::conclude_investigation, Icon::check},
    {OpKind::reporter_word, Icon::talk},
    {OpKind::recur_case, Icon::sync},
};

constexpr SetOf<OpKind> kOther(OpKind::add_note, OpKind::edit_field, OpKind::settle_conflict,
                               OpKind::read_contact, OpKind::relate_cases, OpKind::restrict_case,
                               OpKind::ask_void, OpKind::void_case, OpKind::escalate,
                               OpKind::merge_case, OpKind::transfer_case, OpKind::recur_case,
                               OpKind::reporter_word, OpKind::appeal_case, OpKind::decide_appeal,
                               OpKind::sample_result, OpKind::cancel_task, OpKind::place_case);

bool any_refused_assistant(const Case& one) {
  return std::any_of(one.tasks.begin(), one.tasks.end(), [](const Task& task) {
    return task.state == TaskState::refused && task.answer.empty() && !task.lead;
  });
}

bool rounds_left(const Case& one) {
  return std::any_of(one.tasks.begin(), one.tasks.end(), [](const Task& task) {
    return kLiveTaskStates.has(task.state) && task.rounds_done < task.rounds;
  });
}

bool waits_for_footage(const Case& one) {
  return std::any_of(one.footage.begin(), one.footage.end(),
                     [](const Footage& each) { return !each.answered; });
}

// What the tracks wait for, besides what the tables allow.
int asked_by_tracks(const Case& one, OpKind kind) {
  const auto rectify = one.rectify ? one.rectify->state : RectifyState::none;
  const auto mediate = one.mediate ? one.mediate->state : MediateState::none;
  struct Asked {
    OpKind kind = OpKind::unknown;
    bool now = true;
    int weight = 0;
  };
  const bool scheduled = mediate == MediateState::scheduled;
  const bool fresh = mediate == MediateState::none && one.nature == Nature::dispute;
  const bool met = one.mediate && !one.mediate->sessions.empty();
  const Asked table[] = {
      {OpKind::deliver_notice, true, 70},
      {OpKind::decline_notice, true, 60},
      {OpKind::answer_statement, true, 85},
      {OpKind::reinspect_result, true, 90},
      {OpKind::order_reinspection, rectify != RectifyState::running, 60},
      {OpKind::refer_enforcement, true, 55},
      {OpKind::issue_notice, rectify == RectifyState::proposed, 65},
      {OpKind::open_mediation, fresh, 40},
      {OpKind::hold_session, true, scheduled ? 70 : 45},
      {OpKind::schedule_session, mediate == MediateState::open, 50},
      {OpKind::conclude_agreement, met, 48},
      {OpKind::record_performance, true, 60},
      {OpKind::sign_failure, true, 90},
      {OpKind::finish_evidence, true, 40},
  };
  for (const Asked& asked : table) {
    if (asked.kind == kind) return asked.now ? asked.weight : 0;
  }
  return 0;
}

int asked_by_things(const Case& one, OpKind kind) {
  const auto any = [&](auto test) {
    return std::any_of(one.things.begin(), one.things.end(), test);
  };
  if (kind == OpKind::dispose_thing) {
    return any([](const Thing& thing) { return thing.settled() < thing.most; }) ? 50 : 0;
  }
  if (kind == OpKind::confirm_thing) {
    return any([](const Thing& thing) {
      return thing.child && !thing.confirmed && thing.settled() >= thing.most;
    })
               ? 75
               : 0;
  }
  return 0;
}

}  // namespace

ActionGroup group_of(OpKind kind) {
  if (has_act(lifecycle::kRectifySteps, kind)) return ActionGroup::rectify;
  if (has_act(lifecycle::kMediateSteps, kind)) return ActionGroup::mediate;
  if (has_act(lifecycle::kInvestigateSteps, kind)) return ActionGroup::investigate;
  return kOther.has(kind) ? ActionGroup::other : ActionGroup::handle;
}

ui::Icon action_icon(OpKind kind) {
  for (const IconOf& one : kIcons) {
    if (one.kind == kind) return one.icon;
  }
  return Icon::dot;
}

int asked_for(const Case& one, OpKind kind) {
  struct Always {
    OpKind kind = OpKind::unknown;
    int weight = 0;
  };
  constexpr Always kAlways[] = {
      {OpKind::void_case, 100},    {OpKind::suspend_case, 99}, {OpKind::verify_result, 98},
      {OpKind::visit_result, 97},  {OpKind::check_in, 96},     {OpKind::file_case, 95},
      {OpKind::dispatch_case, 94}, {OpKind::redo_case, 94},    {OpKind::close_case, 93},
      {OpKind::open_visit, 92},    {OpKind::resume_case, 91},  {OpKind::decide_appeal, 90},
      {OpKind::sample_result, 90}, {OpKind::answer_hop, 35},
  };
  for (const Always& each : kAlways) {
    const bool assists = kind == OpKind::dispatch_case && one.live_lead() != nullptr;
    if (each.kind == kind) return assists ? 0 : each.weight;
  }
  if (kind == OpKind::log_round) return rounds_left(one) ? 45 : 0;
  if (kind == OpKind::answer_footage) return waits_for_footage(one) ? 80 : 0;
  if (kind == OpKind::answer_refusal) return any_refused_assistant(one) ? 80 : 0;
  return std::max(asked_by_tracks(one, kind), asked_by_things(one, kind));
}

bool is_on_task_page(OpKind kind) {
  constexpr SetOf<OpKind> kSteps(OpKind::sign_task, OpKind::refuse_task, OpKind::depart_task,
                                 OpKind::contact_party, OpKind::arrive_task, OpKind::start_task,
                                 OpKind::submit_task, OpKind::ask_suspend);
  return kSteps.has(kind);
}

std::vector<const Permission*> offered(const Case& one) {
  std::vector<const Permission*> list;
  for (const Permission& permission : app::permissions(one)) {
    if (!permission.outcome.applied() || is_on_task_page(permission.kind)) continue;
    const bool known = std::any_of(list.begin(), list.end(), [&](const Permission* each) {
      return each->kind == permission.kind && each->task == permission.task;
    });
    if (!known) list.push_back(&permission);
  }
  std::stable_sort(list.begin(), list.end(), [&](const Permission* a, const Permission* b) {
    return asked_for(one, a->kind) > asked_for(one, b->kind);
  });
  return list;
}

}  // namespace gezhi::screens
