#include "web/app/view/news.h"

#include <algorithm>

#include "core/cases/triage.h"
#include "web/app/session.h"

namespace gezhi::app {
namespace {

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

}  // namespace

void NewsWatch::add_duty(const Duty& duty, std::vector<News>& list) const {
  const Case& one = *duty.subject;
  const std::string path = session_.cases().path_of(one);
  switch (duty.kind) {
    case Duty::Kind::task: {
      const bool back = duty.task->state == TaskState::returned;
      if (!back && duty.task->state != TaskState::assigned) return;
      const std::string id = to_text(duty.task->id.value);
      list.push_back({{back ? About::rework : About::order, one.shard, duty.task->id.value},
                      "/task/" + path + "?task=" + id,
                      true,
                      &one,
                      duty.clock});
      return;
    }
    case Duty::Kind::verification:
      list.push_back({{About::verify, one.shard, one.id.value}, "/verify/" + path, false, &one});
      return;
    case Duty::Kind::visit:
      list.push_back({{About::visit, one.shard, one.id.value}, "/visit/" + path, false, &one});
      return;
  }
}

News NewsWatch::at_desk(const Case& one, About about, const Uuid& id, bool urgent) const {
  return {{about, one.shard, id}, "/desk/" + session_.cases().path_of(one), urgent, &one};
}

// What an order that nobody works on wants of this person: who may send another, take it back, answer.
bool NewsWatch::waits_for_me(const Case& one, const Task& task) const {
  const Cases& cases = session_.cases();
  if (task.state == TaskState::assigned)
    return cases.may(one, OpKind::cancel_task, task.id, task.lead ? When::lead : When::assistant);
  if (!task.lead) return task.answer.empty() && cases.may(one, OpKind::answer_refusal, task.id);
  return one.state == CaseState::filed && one.live_lead() == nullptr &&
         cases.may(one, OpKind::dispatch_case, {}, When::lead);
}

// Orders that came back, and those that lie.
void NewsWatch::add_orders(const Case& one, std::vector<News>& list) {
  for (const Task& task : one.tasks) {
    const Uuid& id = task.id.value;
    const bool refused =
        task.state == TaskState::refused && (!task.lead || is_last_lead(one, task));
    if (refused && waits_for_me(one, task))
      list.push_back(at_desk(one, About::order_refused, id, true));
    const Clock* sign = task.state == TaskState::assigned ? sign_clock(one, task) : nullptr;
    if (sign == nullptr || session_.cases().is_my_unit(task.unit) || !waits_for_me(one, task))
      continue;
    if (sign->due < session_.now())
      list.push_back(at_desk(one, About::unsigned_order, id, true));
    else if (look_again_.is_none() || sign->due < look_again_)
      look_again_ = sign->due;
  }
}

void NewsWatch::add_approvals(const Case& one, std::vector<News>& list) const {
  const Uuid& id = one.id.value;
  if (!one.suspend_asked_by.is_none() && session_.cases().may(one, OpKind::suspend_case))
    list.push_back(at_desk(one, About::suspension, id, false));
  if (!one.void_asked_by.is_none() && session_.cases().may(one, OpKind::void_case))
    list.push_back(at_desk(one, About::voiding, id, false));
}

void NewsWatch::add_conflicts(const Case& one, std::vector<News>& list) const {
  for (const Conflict& conflict : one.conflicts) {
    if (session_.cases().concerns_me(conflict))
      list.push_back({{About::conflict, one.shard, conflict.op.value}, "/conflicts", false, &one});
  }
}

void NewsWatch::add_at_desk(const Case& one, std::vector<News>& list) const {
  const bool new_here =
      one.state == CaseState::reported && !(one.reporter == session_.account().actor);
  if (new_here) list.push_back(at_desk(one, About::intake, one.id.value, !one.dangers.empty()));
  const World* world = session_.cases().world_of(one);
  if (world != nullptr && passed_by_police(*world, one))
    list.push_back(at_desk(one, About::passed_by, one.id.value, true));
}

void NewsWatch::add_refusals(std::vector<News>& list) const {
  for (const OwnOp& own : session_.own_ops()) {
    if (!own.was_refused() || own.seen || own.progress != Progress::settled) continue;
    const Case* one = session_.cases().find({own.street, own.subject});
    list.push_back({{About::own_refused, own.street, own.id.value},
                    "/conflicts",
                    true,
                    one,
                    nullptr,
                    own.kind,
                    own.outcome});
  }
}

std::vector<News> NewsWatch::all() {
  std::vector<News> list;
  look_again_ = {};
  for (const Duty& duty : session_.cases().duties()) add_duty(duty, list);
  const bool desk = session_.account().acts_as(kDeskRoles);
  for (const Case* one : session_.cases().all()) {
    if (desk) add_at_desk(*one, list);
    if (!kOpenStates.has(one->state)) continue;
    add_orders(*one, list);
    add_approvals(*one, list);
    add_conflicts(*one, list);
  }
  add_refusals(list);
  return list;
}

std::vector<News> NewsWatch::look(bool all_here) {
  const bool first = !begun_;
  if (first && !all_here) return {};
  begun_ = true;
  std::vector<News> fresh;
  std::set<NewsSubject> known;
  for (News& one : all()) {
    known.insert(one.subject);
    if (!first && !known_.contains(one.subject)) fresh.push_back(std::move(one));
  }
  known_ = std::move(known);
  return fresh;
}

void NewsWatch::forget() {
  begun_ = false;
  known_.clear();
  look_again_ = {};
}

std::int64_t NewsWatch::ms_to_next() const {
  if (!begun_ || look_again_.is_none()) return INT64_MAX;
  return std::max<std::int64_t>(0, look_again_ - session_.now() + 1);
}

}  // namespace gezhi::app
