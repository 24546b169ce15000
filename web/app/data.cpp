#include "web/app/data.h"

#include <algorithm>

#include "core/cases/guards.h"
#include "web/app/account.h"
#include "web/app/engine.h"
#include "web/app/places.h"
#include "web/platform/session.h"

namespace gezhi::app {
namespace {

constexpr std::int64_t kSortedForMs = 30000;  // what presses changes with time

// What screens read in every frame is worked out once a generation.
struct Cache {
  std::uint64_t generation = UINT64_MAX;
  ActorId actor;
  std::vector<ShardId> streets;
  std::vector<const Case*> cases;
  std::map<SubjectKey, std::vector<Permission>> permissions;
  std::vector<Duty> duties;
  std::optional<PointE7> duties_from;
  TimeMs duties_at;  // none: not sorted
};

Cache& cache() {
  static Cache& one = platform::of_session<Cache>();
  const std::uint64_t now = engine().generation();
  if (one.generation == now && one.actor == account().actor) return one;
  one = Cache{};
  one.generation = now;
  one.actor = account().actor;
  one.streets = engine().streets();
  for (const ShardId street : one.streets) {
    const World* world = engine().world(street);
    if (world == nullptr) continue;
    world->each_case([&](const Case& found) { one.cases.push_back(&found); });
  }
  std::stable_sort(one.cases.begin(), one.cases.end(),
                   [](const Case* a, const Case* b) { return a->reported.at > b->reported.at; });
  return one;
}

void add_duties(const Case& one, std::vector<Duty>& list) {
  for (const Task& task : one.tasks) {
    const bool open = kLiveTaskStates.has(task.state) && kOpenStates.has(one.state);
    if (!open || !is_my_unit(task.unit)) continue;
    list.push_back({Duty::Kind::task, &one, &task, next_clock(one, task.id), -1});
  }
  if (one.state == CaseState::verifying && !one.verification) {
    const Permission* may = permission(one, OpKind::verify_result);
    if (may != nullptr && may->outcome.applied()) {
      list.push_back({Duty::Kind::verification, &one, nullptr, next_clock(one, {}), -1});
    }
  }
  if (one.state != CaseState::return_visit || one.visit_confirmed()) return;
  const Permission* may = permission(one, OpKind::visit_result, {}, When::confirmed);
  if (may != nullptr && may->outcome.applied()) {
    list.push_back({Duty::Kind::visit, &one, nullptr, next_clock(one, {}), -1});
  }
}

std::int64_t due_of(const Duty& duty) {
  return duty.clock != nullptr ? duty.clock->due.value : INT64_MAX;
}

bool is_before(const Duty& a, const Duty& b) {
  const int press_a = pressing(a);
  const int press_b = pressing(b);
  if (press_a != press_b) return press_a > press_b;
  if (press_a > 0) return due_of(a) < due_of(b);
  if (a.distance_mm >= 0 && b.distance_mm >= 0) return a.distance_mm < b.distance_mm;
  return due_of(a) < due_of(b);
}

// One in each street that has the id.
std::vector<const Case*> all_of(CaseId id) {
  std::vector<const Case*> found;
  for (const ShardId street : cache().streets) {
    const World* world = engine().world(street);
    const Case* one = world != nullptr ? world->find(id) : nullptr;
    if (one != nullptr) found.push_back(one);
  }
  return found;
}

}  // namespace

bool is_my_unit(UnitId unit) {
  const auto& grants = account().grants;
  return !unit.is_none() && std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
    return kTaskRoles.has(grant.role) && grant.unit == unit;
  });
}

bool concerns_me(const Conflict& conflict) {
  const ActorId me = account().actor;
  const bool mine = conflict.theirs_by == me || conflict.yours_by == me;
  return !conflict.settled && (mine || acts_as(kDeskRoles));
}

int pressing(const Duty& duty) {
  const bool runs = duty.clock != nullptr && duty.clock->running();
  const bool unsigned_order =
      duty.kind == Duty::Kind::task && duty.task->state == TaskState::assigned;
  const bool of_minutes = runs && duty.clock->how == ClockClass::urgent &&
                          duty.clock->due - duty.clock->started <= kHourMs;
  const Urgency urgency = runs ? urgency_of(*duty.clock, now()) : Urgency::none;
  const bool in_time = urgency != Urgency::overdue;
  if ((unsigned_order || of_minutes) && runs && in_time) return 3;
  if (unsigned_order && runs) return 2;
  // An order whose clock stands has no hour: behind what is late already.
  return unsigned_order || urgency == Urgency::warning || urgency == Urgency::overdue ? 1 : 0;
}

std::uint64_t generation() { return engine().generation(); }

const std::vector<ShardId>& streets() { return cache().streets; }

const World* street_world(ShardId street) { return engine().world(street); }

const Case* find_case(const SubjectKey& key) {
  if (key.shard.is_none()) return received_first(all_of(key.id));
  const World* world = engine().world(key.shard);
  return world != nullptr ? world->find(key.id) : nullptr;
}

const World* world_of(const Case& one) { return engine().world(one.shard); }

std::string path_of(const SubjectKey& key) {
  const bool is_alone = all_of(key.id).size() < 2;
  return to_text(SubjectKey{is_alone ? ShardId{} : key.shard, key.id});
}

std::string path_of(const Case& one) { return path_of(subject_key(one)); }

const std::vector<const Case*>& all_cases() { return cache().cases; }

const std::vector<Permission>& permissions(const Case& one) {
  auto& kept = cache().permissions;
  const SubjectKey key = subject_key(one);
  const auto at = kept.find(key);
  if (at != kept.end()) return at->second;
  const World* world = world_of(one);
  std::vector<Permission> list;
  if (world != nullptr) {
    const TimeMs time = now();
    std::vector<Grant> grants;
    for (const Grant& grant : account().grants) {
      if (grant.shard.is_none() || grant.shard == world->shard()) grants.push_back(grant);
    }
    list = permitted(*world, account().actor, grants, key.id, {time, time});
  }
  return kept[key] = std::move(list);
}

const Permission* permission(const Case& one, OpKind kind, TaskId task, When when) {
  for (const Permission& each : permissions(one)) {
    const bool same_row = when == When::always || each.when == When::always || each.when == when;
    if (each.kind == kind && each.task == task && same_row) return &each;
  }
  return nullptr;
}

const std::vector<Duty>& duties() {
  Cache& c = cache();
  const std::optional<PointE7> from = my_position();
  const std::int64_t age_ms = now() - c.duties_at;
  const bool fresh = !c.duties_at.is_none() && age_ms >= 0 && age_ms < kSortedForMs;
  if (fresh && from == c.duties_from) return c.duties;
  c.duties.clear();
  for (const Case* one : c.cases) {
    if (kOpenStates.has(one->state)) add_duties(*one, c.duties);
  }
  for (Duty& duty : c.duties) {
    if (from && !duty.subject->place.point.is_none()) {
      duty.distance_mm = distance_mm(*from, duty.subject->place.point);
    }
  }
  std::stable_sort(c.duties.begin(), c.duties.end(), is_before);
  c.duties_from = from;
  c.duties_at = now();
  return c.duties;
}

std::vector<const Case*> my_reports() {
  std::vector<const Case*> mine;
  for (const Case* one : cache().cases) {
    if (one->reporter == account().actor) mine.push_back(one);
  }
  return mine;
}

TimeMs now() { return engine().now(); }

}  // namespace gezhi::app
