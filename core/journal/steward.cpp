#include "core/journal/steward.h"

#include <algorithm>

#include "core/base/sha256.h"
#include "core/cases/clock_rules.h"
#include "core/cases/similar.h"
#include "core/journal/ledger.h"

namespace gezhi {
namespace {

Uuid derived_id(const Case& one, std::string_view what, TimeMs at, CaseId other = {}) {
  CborWriter seed;
  seed.text("gezhi steward");
  seed.bytes(one.id.value.bytes);
  seed.unsigned_number(one.version);
  seed.text(what);
  seed.bytes(other.value.bytes);
  const Digest digest = sha256(seed.result());
  std::array<std::uint8_t, 10> random{};
  for (std::size_t i = 0; i < random.size(); ++i) random[i] = digest[i];
  return make_uuid_v7(at, random);
}

// When the server learned of the last thing done to the case.
TimeMs last_received(const Case& one) {
  return one.history.empty() ? one.reported.received : one.history.back().when.received;
}

// What a case keeps of these (case.h). A full list takes no more, so nothing more is issued.
constexpr std::size_t kEscalationsMax = 200;
constexpr std::size_t kRelatedMax = 200;

// A moment at which the street does something about a clock, and what.
struct Planned {
  TimeMs at;
  Escalate what;
};

std::string ladder_reason(const LadderRule& rule) {
  std::string used = "处置时限已用" + std::to_string(rule.percent) + "%,";
  switch (rule.rung) {
    case Rung::none: break;
    case Rung::remind: return used + "自动催办";
    case Rung::supervise: return used + "自动督办";
    case Rung::record: return used + "记入效能";
    case Rung::refer: return used + "移交问责";
  }
  return used;
}

class Steward {
 public:
  Steward(const World& world, const Case& one, TimeMs now, const SamplingSecret& secret,
          const Ground* ground)
      : world_(world),
        policy_(world.policy()),
        one_(one),
        now_(now),
        secret_(secret),
        ground_(ground) {}

  std::vector<Op> due();
  TimeMs next() const;

 private:
  template <class T>
  void issue(const Case& subject, TimeMs at, const T& payload, CaseId other = {});
  std::vector<Planned> planned() const;
  void plan_ladder(const Clock& clock, std::vector<Planned>& list) const;
  void plan_no_show(const Clock& clock, std::vector<Planned>& list) const;
  void main_state();
  void reinspection();
  void sample();
  void recurrence();
  void place();

  const World& world_;
  const Policy& policy_;
  const Case& one_;
  TimeMs now_;
  const SamplingSecret& secret_;
  const Ground* ground_;
  std::vector<Op> ops_;
};

// The device name that the street's own operations carry.
DeviceId steward_device() {
  DeviceId device;
  device.value.bytes[15] = 1;
  return device;
}

// Only what the table lets through: an order to a unit that is gone stays undone, and its alarm up.
template <class T>
void Steward::issue(const Case& subject, TimeMs at, const T& payload, CaseId other) {
  Op op = steward_op(subject, {derived_id(subject, name_of(T::kKind), at, other)}, at);
  set_payload(op, payload);
  Act act;
  act.op = op.id;
  act.subject = subject.id;
  act.grant = op.grant;
  act.when = {at, now_};
  if (judge(world_, act, op, CaseOp(payload)).applied()) ops_.push_back(std::move(op));
}

void Steward::main_state() {
  if (one_.state == CaseState::feedback) issue(one_, last_received(one_), OpenVisit{});
  const bool resumes = one_.state == CaseState::suspended && !one_.resume_at.is_none();
  if (resumes && one_.resume_at <= now_) issue(one_, one_.resume_at, ResumeCase{"到期自动恢复"});
}

void Steward::reinspection() {
  if (!one_.rectify || one_.rectify->state != RectifyState::running) return;
  const TimeMs due = one_.rectify->notice.due;
  if (due > now_) return;
  OrderReinspection op;
  op.order.id.value = derived_id(one_, "reinspection", due);
  op.order.kind = TaskKind::reinspect;
  op.order.unit = one_.rectify->issuer;
  op.order.mandatory = true;
  op.order.order = "整改期限已到,请到场复查,逐项核对整改通知书所列事项";
  op.order.why = "由开具通知书的单位复查";
  issue(one_, due, op);
}

// Rungs not yet climbed for this unit since the clock started. By-hand ones count.
void Steward::plan_ladder(const Clock& clock, std::vector<Planned>& list) const {
  const Task* lead = one_.live_lead();
  const UnitId unit = lead != nullptr ? lead->unit : UnitId{};
  auto given = Rung::none;
  for (const Escalation& past : one_.escalations) {
    if (past.unit == unit && past.when.received >= clock.started)
      given = std::max(given, past.rung);
  }
  for (const LadderRule& rule : policy_.ladder) {
    if (rule.rung <= given) continue;
    const TimeMs at = used_up_at(policy_, clock, rule.percent);
    list.push_back({at, {rule.rung, unit, {}, ClockKind::handle, ladder_reason(rule)}});
  }
}

// The first rung when the time to check in is up, the next when as much again has passed.
void Steward::plan_no_show(const Clock& clock, std::vector<Planned>& list) const {
  const Task* task = one_.find_task(clock.task);
  constexpr TaskStates kNotThere(TaskState::assigned, TaskState::signed_off, TaskState::en_route);
  if (task == nullptr || !kNotThere.has(task->state)) return;
  auto given = Rung::none;
  for (const Escalation& past : one_.escalations) {
    if (past.task == task->id) given = std::max(given, past.rung);
  }
  for (std::size_t i = 0; i < policy_.ladder.size(); ++i) {
    const Rung rung = policy_.ladder[i].rung;
    if (rung <= given) continue;
    const auto percent = static_cast<std::int32_t>(100 * (i + 1));
    const TimeMs at = used_up_at(policy_, clock, percent);
    list.push_back({at, {rung, task->unit, task->id, ClockKind::check_in, "吹哨后逾期未报到"}});
  }
}

std::vector<Planned> Steward::planned() const {
  std::vector<Planned> list;
  const bool full = one_.escalations.size() >= kEscalationsMax;
  if (full || !kOpenStates.has(one_.state)) return list;
  for (const Clock& clock : one_.clocks) {
    if (!clock.running()) continue;
    if (clock.kind == ClockKind::handle) plan_ladder(clock, list);
    if (clock.kind == ClockKind::check_in) plan_no_show(clock, list);
  }
  return list;
}

void Steward::sample() {
  if (one_.state != CaseState::closed || one_.sample != Sample::none || secret_.is_none()) return;
  const Digest ticket = sample_ticket(secret_, one_.id);
  if (is_drawn(ticket, sample_percent(policy_, one_))) {
    issue(one_, one_.closed.received, DrawSample{ticket});
  }
}

// The latest closed case of the same nature near by, when the one just filed is not linked yet.
void Steward::recurrence() {
  if (one_.state != CaseState::filed || policy_.recurrence_days == 0) return;
  if (one_.related.size() >= kRelatedMax) return;
  for (const Related& related : one_.related) {
    if (related.how == Relation::recurrence_of) return;
  }
  const SimilarTo asked{one_.nature, one_.place.point, one_.reported.at, one_.id,
                        one_.category.code};
  const Case* latest = nullptr;
  world_.each_case([&](const Case& past) {
    if (latest != nullptr && past.closed.at < latest->closed.at) return;
    if (likeness_of(policy_, past, asked).how == Likeness::recurrence) latest = &past;
  });
  if (latest == nullptr) return;
  issue(*latest, last_received(one_), RecurCase{one_.id, policy_.recurrence_reopens}, one_.id);
}

// A grid of this street that the report names stands, unless its point lies in another street; what the
// desk has set stands. What the map does not know either, stays as it is.
void Steward::place() {
  if (ground_ == nullptr || !kOpenStates.has(one_.state) || is_rough(one_.place.accuracy_m)) return;
  const bool known = world_.grids().find(one_.place.grid) != nullptr;
  if (known && one_.placed_by_hand) return;
  const ShardId street = street_at(*ground_, one_.place.point);
  if (street.is_none()) return;
  PlaceCase op;
  op.place = one_.place;
  op.pack = ground_->pack;
  if (street == one_.shard) {
    if (known && one_.lies_in.is_none()) return;
    locate_place(*ground_, op.place);
    if (world_.grids().find(op.place.grid) == nullptr) return;
  } else {
    if (one_.lies_in == street) return;
    if (!known) forget_grids(op.place);
    op.lies_in = street;
  }
  issue(one_, last_received(one_), op);
}

std::vector<Op> Steward::due() {
  place();
  main_state();
  reinspection();
  for (const Planned& one : planned()) {
    if (one.at <= now_) issue(one_, one.at, one.what);
  }
  sample();
  recurrence();
  return std::move(ops_);
}

TimeMs Steward::next() const {
  TimeMs first;
  const auto consider = [&](TimeMs at) {
    if (at > now_ && (first.is_none() || at < first)) first = at;
  };
  if (one_.state == CaseState::suspended) consider(one_.resume_at);
  if (one_.rectify && one_.rectify->state == RectifyState::running) {
    consider(one_.rectify->notice.due);
  }
  for (const Planned& one : planned()) consider(one.at);
  return first;
}

}  // namespace

Op steward_op(const Case& subject, OpId id, TimeMs at) {
  Op op;
  op.id = id;
  op.shard = subject.shard;
  op.claimed_at = at;
  op.device = steward_device();
  op.device_seq = subject.version + 1;  // orders the steward's operations on one case
  op.grant.role = Role::system;
  op.grant.shard = subject.shard;
  op.subject = subject.id;
  op.base = subject.version;
  return op;
}

std::vector<Op> due_operations(const World& world, const Case& one, TimeMs now,
                               const SamplingSecret& secret, const Ground* ground) {
  return Steward(world, one, now, secret, ground).due();
}

TimeMs next_due(const World& world, const Case& one, TimeMs now) {
  return Steward(world, one, now, {}, nullptr).next();
}

}  // namespace gezhi
