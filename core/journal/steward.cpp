#include "core/journal/steward.h"

#include <algorithm>

#include "core/cases/clock_rules.h"
#include "core/cases/ladder.h"
#include "core/cases/restricted.h"
#include "core/cases/similar.h"
#include "core/journal/ledger.h"

namespace gezhi {
namespace {

Uuid derived_id(const StreetSecret& secret, const Case& one, std::string_view what, TimeMs at,
                CaseId other = {}) {
  CborWriter reason;
  reason.text("steward");
  reason.bytes(one.id.value.bytes);
  reason.unsigned_number(one.version);
  reason.text(what);
  reason.bytes(other.value.bytes);
  return street_id(secret, at, reason.result());
}

// When the server learned of the last thing done to the case.
TimeMs last_received(const Case& one) {
  return one.history.empty() ? one.reported.received : one.history.back().when.received;
}

// What a case keeps of these (case.h). A full list takes no more, so nothing more is issued.
constexpr std::size_t kRelatedMax = 200;

Escalate escalation_of(const PlannedRung& planned) {
  Escalate op;
  op.rung = planned.rung;
  op.unit = planned.unit;
  op.task = planned.task;
  op.clock = planned.clock;
  const std::string used = "处置时限已用" + std::to_string(planned.percent) + "%,";
  op.reason = planned.clock == ClockKind::check_in ? "吹哨后逾期未报到"
              : planned.rung == Rung::remind       ? used + "自动催办"
                                                   : used + "自动督办";
  return op;
}

class Steward {
 public:
  Steward(const World& world, const Case& one, TimeMs now, const StreetSecret& secret,
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
  std::vector<PlannedRung> own_rungs() const;
  void main_state();
  void orders_of_restricted();
  void call_off(const Case& one);
  void reinspection();
  void sample();
  void recurrence();
  void earlier_report();
  void tell_reports();
  void tell(const Case& report, const Case& whole);
  void place();

  const World& world_;
  const Policy& policy_;
  const Case& one_;
  TimeMs now_;
  const StreetSecret& secret_;
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
  Op op = steward_op(subject, {derived_id(secret_, subject, name_of(T::kKind), at, other)}, at);
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

// What a unit may not see it does not hold: neither the place nor the time runs against it, and the desk has
// the lead to give to another. Nothing is lost by it that was handed in.
void Steward::call_off(const Case& one) {
  for (const Task& task : one.tasks) {
    const Unit* unit = world_.find_unit(task.unit);
    if (!kLiveTaskStates.has(task.state) || unit == nullptr) continue;
    if (may_get(world_, one, *unit)) continue;
    issue(one, last_received(one), CancelTask{task.id, "案件已限制,该单位无权查看,请改派"},
          CaseId{task.id.value});
  }
}

// The class of the whole is that of its parts, and the other way round.
void Steward::orders_of_restricted() {
  call_off(one_);
  const Case* whole = one_.parent.is_nil() ? nullptr : world_.find(one_.parent);
  if (whole != nullptr) call_off(*whole);
  for (const CaseId child : one_.children) {
    const Case* part = world_.find(child);
    if (part != nullptr) call_off(*part);
  }
}

void Steward::reinspection() {
  if (!one_.rectify || one_.rectify->state != RectifyState::running) return;
  const TimeMs due = one_.rectify->notice.due;
  if (due > now_) return;
  OrderReinspection op;
  op.order.id.value = derived_id(secret_, one_, "reinspection", due);
  op.order.kind = TaskKind::reinspect;
  op.order.unit = one_.rectify->issuer;
  op.order.mandatory = true;
  op.order.order = "整改期限已到,请到场复查,逐项核对整改通知书所列事项";
  op.order.why = "由开具通知书的单位复查";
  issue(one_, due, op);
}

// What lies above is proposed to a person (ladder.h).
std::vector<PlannedRung> Steward::own_rungs() const {
  std::vector<PlannedRung> list = planned_rungs(policy_, one_);
  std::erase_if(list, [](const PlannedRung& one) { return one.rung > kHighestOwnRung; });
  return list;
}

void Steward::sample() {
  if (one_.state != CaseState::closed || one_.sample != Sample::none) return;
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

// For how long a report had been handled when it was merged, and when that was; what it was suspended counts
// for nothing. It was sent out and came back (T10), and its clock ran until then.
struct HandledBefore {
  std::int64_t ms = 0;
  TimeMs merged;
};

HandledBefore handled_before_merging(const Case& part) {
  HandledBefore handled;
  TimeMs stood;
  std::int64_t stood_ms = 0;
  for (const HistoryLine& line : part.history) {
    const bool stands = line.state == CaseState::suspended;
    if (stands == !stood.is_none()) continue;
    if (!stands) stood_ms += line.when.received - stood;
    stood = stands ? line.when.received : TimeMs{};
  }
  for (const Clock& clock : part.clocks) {
    const bool ran = clock.kind == ClockKind::handle && clock.task.is_nil() && clock.dropped;
    const TimeMs until = clock.stopped.received;
    if (ran) handled = {until - clock.started - stood_ms, until};
  }
  return handled;
}

// The handling clock, while the case is handled for the first time: a later one has its own beginning.
const Clock* only_handling(const Case& one) {
  const Clock* only = nullptr;
  for (const Clock& clock : one.clocks) {
    if (clock.kind != ClockKind::handle || !clock.task.is_nil()) continue;
    if (only != nullptr || !clock.running()) return nullptr;
    only = &clock;
  }
  return only;
}

// The case counts from the first of the reports merged into it, and of one that was handled already from when
// that began; its own report stands in its history.
void Steward::earlier_report() {
  if (!kOpenStates.has(one_.state) || one_.history.empty()) return;
  std::int64_t by = one_.history.front().when.at - one_.reported.at;
  const Clock* own = only_handling(one_);
  for (const CaseId child : one_.children) {
    const Case* part = world_.find(child);
    if (part == nullptr || part->state != CaseState::merged) continue;
    const HandledBefore handled = handled_before_merging(*part);
    if (handled.merged.is_none()) continue;
    // Not sent out itself: what was used up; sent out: from when the part was.
    const std::int64_t since =
        own == nullptr ? 0 : own->started + one_.head_start_ms - handled.merged;
    by = std::max(by, handled.ms + since);
  }
  if (by > one_.head_start_ms) issue(one_, last_received(one_), CarryClock{by});
}

// The milestones of the whole, and that it goes on after it had ended; of a guarded one only that there are
// some.
void Steward::tell(const Case& report, const Case& whole) {
  constexpr CaseStates kTold = kFinalStates | CaseStates(CaseState::handling);
  const bool goes_on = report.told && kFinalStates.has(report.told->state);
  const bool news =
      !report.told || ((goes_on || kTold.has(whole.state)) && whole.state != report.told->state);
  if (report.state != CaseState::merged || !news || !report.erased.is_none()) return;
  const bool guarded = is_guarded(line_of(world_, report));
  const bool over = kFinalStates.has(whole.state) && !guarded;
  TellMerged news_of{whole.state, whole.number, over ? whole.outcome : std::string()};
  issue(report, last_received(whole), news_of, whole.id);
}

void Steward::tell_reports() {
  const Case* whole = one_.parent.is_nil() ? nullptr : world_.find(one_.parent);
  if (whole != nullptr) tell(one_, *whole);
  for (const CaseId child : one_.children) {
    const Case* report = world_.find(child);
    if (report != nullptr) tell(*report, one_);
  }
}

// What the report names stands where the map says the same, or that the place is on the border between
// the two; what the desk has set stands. What the map does not know either, stays as it is. What was
// settled on the spot is looked at too: by its grid it was settled.
void Steward::place() {
  const bool settled = one_.simple && one_.state == CaseState::closed;
  const bool asks = settled || kOpenStates.has(one_.state);
  if (ground_ == nullptr || !asks || is_rough(one_.place.accuracy_m)) return;
  const bool known = world_.grids().find(one_.place.grid) != nullptr;
  if (known && one_.placed_by_hand) return;
  const ShardId street = street_at(*ground_, one_.place.point);
  if (street.is_none()) return;
  PlaceCase op;
  op.place = one_.place;
  op.pack = ground_->pack;
  if (street == one_.shard) {
    locate_place(*ground_, op.place);
    if (known && one_.lies_in.is_none() && agrees(one_.place, op.place)) return;
    if (world_.grids().find(op.place.grid) == nullptr) return;
  } else {
    if (one_.lies_in == street) return;
    if (!known) forget_grids(op.place);
    op.lies_in = street;
  }
  issue(one_, last_received(one_), op);
}

std::vector<Op> Steward::due() {
  if (secret_.is_none()) return {};
  place();
  main_state();
  orders_of_restricted();
  reinspection();
  for (const PlannedRung& one : own_rungs()) {
    if (one.at <= now_) issue(one_, one.at, escalation_of(one));
  }
  sample();
  recurrence();
  earlier_report();
  tell_reports();
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
  for (const PlannedRung& one : own_rungs()) consider(one.at);
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
                               const StreetSecret& secret, const Ground* ground) {
  return Steward(world, one, now, secret, ground).due();
}

TimeMs next_due(const World& world, const Case& one, TimeMs now) {
  return Steward(world, one, now, {}, nullptr).next();
}

}  // namespace gezhi
