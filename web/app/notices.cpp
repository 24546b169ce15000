#include "web/app/notices.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/cases/op_kinds.h"
#include "core/cases/triage.h"
#include "web/app/account.h"
#include "web/app/data.h"
#include "web/app/submit.h"
#include "web/app/sync_state.h"
#include "web/platform/device.h"
#include "web/platform/mirror.h"
#include "web/platform/session.h"
#include "web/widgets/i18n.h"
#include "web/widgets/overlay.h"

namespace gezhi::app {
namespace {

using ui::tr;

enum class About : std::uint8_t {
  order,
  rework,
  verify,
  visit,
  intake,
  passed_by,
  order_refused,
  unsigned_order,
  suspension,
  voiding,
  conflict,
  own_refused
};

// One subject may be news several times, each time about something else: an order that came, came back.
struct Subject {
  About about = About::order;
  ShardId street;
  Uuid id;

  auto tie() const { return std::tie(about, street, id); }
  friend bool operator<(const Subject& a, const Subject& b) { return a.tie() < b.tie(); }
};

struct News {
  Subject subject;
  std::string words;
  std::string route;
  bool urgent = false;
};

struct State {
  bool begun = false;
  std::set<Subject> known;
  TimeMs look_again;  // when the next order is late for its signature; none: not known of any
};

State& state() {
  static State& one = platform::of_session<State>();
  return one;
}

std::string kind_and_grid(const Case& one) {
  const std::string kind = one.restricted == Restricted::none
                               ? tr("nature." + std::string(name_of(one.nature)))
                               : open_text(one);
  const World* world = world_of(one);
  return world == nullptr ? kind : kind + " · " + grid_name(*world, one.place.grid);
}

void add_duty(const Duty& duty, std::vector<News>& list) {
  const std::string id = path_of(*duty.subject);
  const std::string words = kind_and_grid(*duty.subject);
  const ShardId street = duty.subject->shard;
  const Uuid of_case = duty.subject->id.value;
  const auto left = [&] { return duty.clock != nullptr ? " · " + left_text(*duty.clock) : ""; };
  switch (duty.kind) {
    case Duty::Kind::task: {
      const bool back = duty.task->state == TaskState::returned;
      if (!back && duty.task->state != TaskState::assigned) return;
      list.push_back({{back ? About::rework : About::order, street, duty.task->id.value},
                      tr(back ? "ui.news.rework" : "ui.news.order", words) + left(),
                      "/task/" + id + "?task=" + to_text(duty.task->id.value),
                      true});
      return;
    }
    case Duty::Kind::verification:
      list.push_back(
          {{About::verify, street, of_case}, tr("ui.news.verify", words), "/verify/" + id});
      return;
    case Duty::Kind::visit:
      list.push_back({{About::visit, street, of_case}, tr("ui.news.visit", words), "/visit/" + id});
      return;
  }
}

bool may(const Case& one, OpKind kind, TaskId task = {}, When when = When::always) {
  const Permission* found = permission(one, kind, task, when);
  return found != nullptr && found->outcome.applied();
}

News at_desk(const Case& one, About about, const Uuid& id, std::string_view text, bool urgent) {
  return {{about, one.shard, id}, tr(text, kind_and_grid(one)), "/desk/" + path_of(one), urgent};
}

// What an order that nobody works on wants of this person: who may send another, take it back, answer.
bool waits_for_me(const Case& one, const Task& task) {
  if (task.state == TaskState::assigned)
    return may(one, OpKind::cancel_task, task.id, task.lead ? When::lead : When::assistant);
  if (!task.lead) return task.answer.empty() && may(one, OpKind::answer_refusal, task.id);
  return one.state == CaseState::filed && one.live_lead() == nullptr &&
         may(one, OpKind::dispatch_case, {}, When::lead);
}

const Clock* sign_clock(const Case& one, const Task& task) {
  for (const Clock& clock : one.clocks) {
    if (clock.kind == ClockKind::sign && clock.task == task.id && clock.running()) return &clock;
  }
  return nullptr;
}

bool is_last_lead(const Case& one, const Task& task) {
  for (auto later = one.tasks.rbegin(); later != one.tasks.rend(); ++later) {
    if (later->lead) return later->id == task.id;
  }
  return false;
}

// Orders that came back, and those that lie.
void add_orders(const Case& one, std::vector<News>& list) {
  for (const Task& task : one.tasks) {
    const Uuid& id = task.id.value;
    const bool refused =
        task.state == TaskState::refused && (!task.lead || is_last_lead(one, task));
    if (refused && waits_for_me(one, task))
      list.push_back(at_desk(one, About::order_refused, id, "ui.news.order_refused", true));
    const Clock* sign = task.state == TaskState::assigned ? sign_clock(one, task) : nullptr;
    if (sign == nullptr || is_my_unit(task.unit) || !waits_for_me(one, task)) continue;
    TimeMs& again = state().look_again;
    if (sign->due < now())
      list.push_back(at_desk(one, About::unsigned_order, id, "ui.news.unsigned", true));
    else if (again.is_none() || sign->due < again)
      again = sign->due;
  }
}

void add_approvals(const Case& one, std::vector<News>& list) {
  const Uuid& id = one.id.value;
  if (!one.suspend_asked_by.is_none() && may(one, OpKind::suspend_case))
    list.push_back(at_desk(one, About::suspension, id, "ui.news.suspension", false));
  if (!one.void_asked_by.is_none() && may(one, OpKind::void_case))
    list.push_back(at_desk(one, About::voiding, id, "ui.news.voiding", false));
}

void add_conflicts(const Case& one, std::vector<News>& list) {
  for (const Conflict& conflict : one.conflicts) {
    if (concerns_me(conflict))
      list.push_back({{About::conflict, one.shard, conflict.op.value},
                      tr("ui.news.conflict", kind_and_grid(one)),
                      "/conflicts"});
  }
}

void add_open_cases(std::vector<News>& list) {
  state().look_again = {};
  for (const Case* one : all_cases()) {
    if (!kOpenStates.has(one->state)) continue;
    add_orders(*one, list);
    add_approvals(*one, list);
    add_conflicts(*one, list);
  }
}

void add_intake(std::vector<News>& list) {
  if (!acts_as(kDeskRoles)) return;
  for (const Case* one : all_cases()) {
    if (one->state != CaseState::reported || one->reporter == account().actor) continue;
    list.push_back(
        at_desk(*one, About::intake, one->id.value, "ui.news.intake", !one->dangers.empty()));
  }
}

void add_passed_by(std::vector<News>& list) {
  if (!acts_as(kDeskRoles)) return;
  for (const Case* one : all_cases()) {
    const World* world = world_of(*one);
    if (world == nullptr || !passed_by_police(*world, *one)) continue;
    list.push_back(at_desk(*one, About::passed_by, one->id.value, "ui.news.passed_by", true));
  }
}

void add_refusals(std::vector<News>& list) {
  for (const OwnOp& own : own_ops()) {
    if (!own.was_refused() || own.seen || own.progress != Progress::settled) continue;
    const Case* one = find_case({own.street, own.subject});
    const World* world = street_world(own.street);
    std::string words = tr("action." + std::string(name_of(own.kind)));
    if (one != nullptr) words += " · " + number_text(*one) + " · " + kind_and_grid(*one);
    const std::string why = world != nullptr ? refusal_text(*world, own.outcome) : std::string();
    list.push_back({{About::own_refused, own.street, own.id.value},
                    tr("ui.news.refused", words, why),
                    "/conflicts",
                    true});
  }
}

std::vector<News> all_news() {
  std::vector<News> list;
  for (const Duty& duty : duties()) add_duty(duty, list);
  add_intake(list);
  add_open_cases(list);
  add_passed_by(list);
  add_refusals(list);
  return list;
}

void tell(const std::vector<News>& fresh) {
  bool urgent = false;
  for (const News& one : fresh) urgent = urgent || one.urgent;
  const std::string words =
      fresh.size() == 1 ? fresh.front().words : tr("ui.news.several", std::to_string(fresh.size()));
  ui::toast(words, urgent ? ui::Tone::danger : ui::Tone::info);
  if (sound_is_on()) platform::play_tone(urgent);
  platform::vibrate(urgent ? 600 : 200);
  if (!platform::surroundings().visible)
    platform::notify(tr("ui.common.app"), words, fresh.size() == 1 ? fresh.front().route : "/");
}

}  // namespace

void look_for_news(bool all_here) {
  State& s = state();
  if (!signed_in()) return forget_news();
  const bool first = !s.begun;
  if (first && !all_here) return;
  s.begun = true;
  std::vector<News> fresh;
  const std::vector<News> all = all_news();
  std::set<Subject> known;
  for (const News& one : all) {
    known.insert(one.subject);
    if (!first && !s.known.contains(one.subject)) fresh.push_back(one);
  }
  s.known = std::move(known);
  mirror::page_count(static_cast<int>(all.size()));
  if (!fresh.empty()) tell(fresh);
}

std::int64_t ms_to_news() {
  const State& s = state();
  if (!s.begun || s.look_again.is_none()) return INT64_MAX;
  return std::max<std::int64_t>(0, s.look_again - now() + 1);
}

void forget_news() {
  state() = {};
  mirror::page_count(0);
}

void ask_for_notices() { platform::ask_to_notify(); }

bool sound_is_on() { return platform::setting("sound") != "off"; }
void set_sound(bool on) { platform::set_setting("sound", on ? "" : "off"); }

}  // namespace gezhi::app
