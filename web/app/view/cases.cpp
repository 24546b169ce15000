#include "web/app/view/cases.h"

#include <algorithm>

#include "core/cases/guards.h"
#include "web/app/session.h"

namespace gezhi::app {
namespace {

constexpr std::int64_t kSortedForMs = 30000;  // what presses changes with time

std::int64_t due_of(const Duty& duty) {
  return duty.clock != nullptr ? duty.clock->due.value : INT64_MAX;
}

bool is_before(const Duty& a, const Duty& b, TimeMs now) {
  const int press_a = pressing(a, now);
  const int press_b = pressing(b, now);
  if (press_a != press_b) return press_a > press_b;
  if (press_a > 0) return due_of(a) < due_of(b);
  if (a.distance_mm >= 0 && b.distance_mm >= 0) return a.distance_mm < b.distance_mm;
  return due_of(a) < due_of(b);
}

}  // namespace

int pressing(const Duty& duty, TimeMs now) {
  const bool runs = duty.clock != nullptr && duty.clock->running();
  const bool unsigned_order =
      duty.kind == Duty::Kind::task && duty.task->state == TaskState::assigned;
  const bool of_minutes = runs && duty.clock->how == ClockClass::urgent &&
                          duty.clock->due - duty.clock->started <= kHourMs;
  const Urgency urgency = runs ? urgency_of(*duty.clock, now) : Urgency::none;
  const bool in_time = urgency != Urgency::overdue;
  if ((unsigned_order || of_minutes) && runs && in_time) return 3;
  if (unsigned_order && runs) return 2;
  // An order whose clock stands has no hour: behind what is late already.
  return unsigned_order || urgency == Urgency::warning || urgency == Urgency::overdue ? 1 : 0;
}

Cases::Known& Cases::known() const {
  return known_.of(session_.generation(), [this] {
    Known now;
    now.streets = session_.streets();
    for (const ShardId street : now.streets) {
      const World* found = world(street);
      if (found != nullptr) found->each_case([&](const Case& one) { now.cases.push_back(&one); });
    }
    std::stable_sort(now.cases.begin(), now.cases.end(),
                     [](const Case* a, const Case* b) { return a->reported.at > b->reported.at; });
    return now;
  });
}

const std::vector<ShardId>& Cases::streets() const { return known().streets; }

const World* Cases::world(ShardId street) const { return session_.world(street); }

// One in each street that has the id.
std::vector<const Case*> Cases::all_of(CaseId id) const {
  std::vector<const Case*> found;
  for (const ShardId street : streets()) {
    const World* world = this->world(street);
    const Case* one = world != nullptr ? world->find(id) : nullptr;
    if (one != nullptr) found.push_back(one);
  }
  return found;
}

const Case* Cases::find(const SubjectKey& key) const {
  if (key.shard.is_none()) return received_first(all_of(key.id));
  const World* world = this->world(key.shard);
  return world != nullptr ? world->find(key.id) : nullptr;
}

std::string Cases::path_of(const SubjectKey& key) const {
  const bool is_alone = all_of(key.id).size() < 2;
  return to_text(SubjectKey{is_alone ? ShardId{} : key.shard, key.id});
}

const std::vector<const Case*>& Cases::all() const { return known().cases; }

std::vector<const Case*> Cases::mine() const {
  std::vector<const Case*> list;
  for (const Case* one : all()) {
    if (one->reporter == session_.account().actor) list.push_back(one);
  }
  return list;
}

const std::vector<Permission>& Cases::permissions(const Case& one) const {
  auto& kept = known().permissions;
  const SubjectKey key = subject_key(one);
  const auto at = kept.find(key);
  if (at != kept.end()) return at->second;
  std::vector<Permission> list;
  if (const World* world = world_of(one)) {
    const TimeMs time = session_.now();
    std::vector<Grant> grants;
    for (const Grant& grant : session_.account().grants) {
      if (grant.shard.is_none() || grant.shard == world->shard()) grants.push_back(grant);
    }
    list = permitted(*world, session_.account().actor, grants, key.id, {time, time});
  }
  return kept[key] = std::move(list);
}

const Permission* Cases::permission(const Case& one, OpKind kind, TaskId task, When when) const {
  for (const Permission& each : permissions(one)) {
    const bool same_row = when == When::always || each.when == When::always || each.when == when;
    if (each.kind == kind && each.task == task && same_row) return &each;
  }
  return nullptr;
}

bool Cases::may(const Case& one, OpKind kind, TaskId task, When when) const {
  const Permission* found = permission(one, kind, task, when);
  return found != nullptr && found->outcome.applied();
}

void Cases::add_duties(const Case& one, std::vector<Duty>& list) const {
  for (const Task& task : one.tasks) {
    const bool open = kLiveTaskStates.has(task.state) && kOpenStates.has(one.state);
    if (!open || !is_my_unit(task.unit)) continue;
    list.push_back({Duty::Kind::task, &one, &task, next_clock(one, task.id), -1});
  }
  const bool unverified = one.state == CaseState::verifying && !one.verification;
  if (unverified && may(one, OpKind::verify_result))
    list.push_back({Duty::Kind::verification, &one, nullptr, next_clock(one, {}), -1});
  const bool unvisited = one.state == CaseState::return_visit && !one.visit_confirmed();
  if (unvisited && may(one, OpKind::visit_result, {}, When::confirmed))
    list.push_back({Duty::Kind::visit, &one, nullptr, next_clock(one, {}), -1});
}

const std::vector<Duty>& Cases::duties() const {
  Known& k = known();
  const TimeMs now = session_.now();
  const std::optional<PointE7> from = session_.position();
  const std::int64_t age_ms = now - k.duties_at;
  const bool fresh = !k.duties_at.is_none() && age_ms >= 0 && age_ms < kSortedForMs;
  if (fresh && from == k.duties_from) return k.duties;
  k.duties.clear();
  for (const Case* one : k.cases) {
    if (kOpenStates.has(one->state)) add_duties(*one, k.duties);
  }
  for (Duty& duty : k.duties) {
    const PointE7& place = duty.subject->place.point;
    if (from && !place.is_none()) duty.distance_mm = distance_mm(*from, place);
  }
  std::stable_sort(k.duties.begin(), k.duties.end(),
                   [now](const Duty& a, const Duty& b) { return is_before(a, b, now); });
  k.duties_from = from;
  k.duties_at = now;
  return k.duties;
}

bool Cases::is_my_unit(UnitId unit) const {
  const auto& grants = session_.account().grants;
  return !unit.is_none() && std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
    return kTaskRoles.has(grant.role) && grant.unit == unit;
  });
}

bool Cases::concerns_me(const Conflict& conflict) const {
  const ActorId me = session_.account().actor;
  const bool mine = conflict.theirs_by == me || conflict.yours_by == me;
  return !conflict.settled && (mine || session_.account().acts_as(kDeskRoles));
}

}  // namespace gezhi::app
