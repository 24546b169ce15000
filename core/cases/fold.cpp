#include "core/cases/fold.h"

#include <algorithm>

#include "core/cases/folding.h"
#include "core/cases/presence.h"
#include "core/cases/rounds.h"
#include "core/cases/track_steps.h"
#include "core/cases/visibility.h"

namespace gezhi {
namespace folding {

TimeMs Folding::done_at(TaskId task) const {
  // An order that gives no time for it has no clock: it is not older for that.
  const Task* task_of = subject.find_task(task);
  TimeMs at = task_of == nullptr ? act.when.at : claim().since(task_of->ordered).at;
  for (const Clock& clock : subject.clocks) {
    if (clock.task == task) at = std::max(at, claim().since(clock.started).at);
  }
  return at;
}

void add_hand(Task& task, ActorId actor) {
  if (std::find(task.hands.begin(), task.hands.end(), actor) == task.hands.end() &&
      task.hands.size() < 100) {
    task.hands.push_back(actor);
  }
}

namespace {

bool is_police(const World& world, UnitId id) {
  const Unit* unit = world.find_unit(id);
  return unit != nullptr &&
         (unit->kind == UnitKind::police_station || unit->kind == UnitKind::police_room);
}

// Orders to go there now. What is planned (a reinspection, a daily supervision, a step that a
// consultation decided) has its own date instead of minutes.
constexpr SetOf<TaskKind> kAtOnce(TaskKind::onsite, TaskKind::check, TaskKind::enforcement,
                                  TaskKind::support, TaskKind::recover_property);

// C02-C04: all from the order, or each from the step before (S2-18: the text does not say; the policy
// does). Nobody calls or arrives before having left, so both of these count from there.
void start_way_clock(Folding& f, const Task& task, ClockKind kind, Limit limit, TimeMs from) {
  if (kAtOnce.has(task.kind)) start_clock(f.subject, f.policy(), kind, task.id, limit, from);
}

void start_way_clocks(Folding& f, const Task& task, TimeMs from) {
  start_way_clock(f, task, ClockKind::contact, f.policy().contact, from);
  start_way_clock(f, task, ClockKind::arrive, f.policy().arrive, from);
}

}  // namespace

Task& add_task(Folding& f, const TaskOrder& order) {
  Task task;
  task.id = order.id;
  task.kind = order.kind;
  task.unit = order.unit;
  task.lead = order.lead;
  task.mandatory = order.mandatory || order.lead;
  task.state = TaskState::assigned;
  task.order = order.order;
  task.why = order.why;
  task.rounds = f.since(5) ? rounds_asked(order) : order.rounds;
  task.ordered = f.when().received;
  f.subject.tasks.push_back(std::move(task));
  const Policy& policy = f.policy();
  const TimeMs from = f.when().received;  // the server's order time (4.6)
  start_clock(f.subject, policy, ClockKind::sign, order.id, policy.sign, from);
  start_clock(f.subject, policy, ClockKind::task, order.id, order.limit, from);
  if (kAtOnce.has(order.kind) && is_police(f.world, order.unit)) {
    start_clock(f.subject, policy, ClockKind::arrive_police, order.id, policy.arrive_police, from);
  }
  Task& made = f.subject.tasks.back();
  if (!policy.chain_from_previous) {
    start_way_clock(f, made, ClockKind::depart, policy.depart, from);
    start_way_clocks(f, made, from);
  }
  // Whoever is called meanwhile cannot sign either.
  if (f.subject.state == CaseState::suspended && f.since(1)) {
    pause_clocks(f.subject, policy, kStandingClocks, from);
  }
  return made;
}

void start_handling_clock(Folding& f, TimeMs from) {
  start_clock(f.subject, f.policy(), ClockKind::handle, {},
              handle_limit(f.policy(), f.subject.nature), from);
}

namespace {

Whereabouts where_from(const Folding& f, PointE7 point, std::uint32_t accuracy_m) {
  return whereabouts_of(f.policy(), f.subject.place, point, accuracy_m,
                        f.since(3) ? kErrorRadii : kAnyError);
}

}  // namespace

void arrive(Folding& f, Task& task, PointE7 point, std::uint32_t accuracy_m) {
  if (f.since(1)) {
    const Whereabouts where = where_from(f, point, accuracy_m);
    task.presence = where.presence;
    task.away_m = where.away_m;
  }
  stop_clock(f.subject, ClockKind::depart, task.id, f.claim());
  stop_clock(f.subject, ClockKind::arrive, task.id, f.claim(), task.presence);
  stop_clock(f.subject, ClockKind::arrive_police, task.id, f.claim(), task.presence);
}

namespace {

void note_presence(const Folding& f, Visit& visit, const Fix& fix) {
  if (!f.since(1)) return;
  const Whereabouts where = where_from(f, fix.point, fix.accuracy_m);
  visit.presence = where.presence;
  visit.away_m = where.away_m;
}

}  // namespace

Task& task_to_change(Folding& f, TaskId id) {
  Task* task = f.subject.find_task(id);
  GEZHI_CHECK(task != nullptr);
  add_hand(*task, f.act.actor);
  return *task;
}

void forget_asked(Folding& f, const Task& task) {
  if (!task.lead || !f.since(3) || f.subject.state == CaseState::suspended) return;
  f.subject.suspend_asked_by = {};
  f.subject.resume_at = {};
}

// Moves the task by its table row and gives it for further changes.
Task& step_task(Folding& f, OpKind kind, TaskId id) {
  Task& task = task_to_change(f, id);
  const TaskStep* step = task_step(kind);
  GEZHI_CHECK(step != nullptr);
  if (!step->stays) task.state = step->to;
  return task;
}

void take_number(Folding& f) {
  f.subject.number = f.outcome.number;
  f.world.take_number(civil_day_of(f.when().received));
}

void take_report(Folding& f, const ReportCase& op) {
  Case& c = f.subject;
  c.reported = f.when();
  c.source = op.source;
  c.reporter = f.act.actor;
  c.reporter_role = f.act.grant.role;
  c.reporter_unit = f.act.grant.unit;
  c.nature = op.nature;
  c.category = op.category;
  c.place = op.place;
  c.text = op.text;
  c.dangers = op.dangers;
  c.photos = op.photos;
  c.has_contact = op.has_contact;
  set_class(f, op.restricted);
}

void apply(Folding& f, const ReportCase& op) { take_report(f, op); }

void apply(Folding& f, const RequestVerification&) {
  if (f.since(4)) f.subject.verification.reset();  // of an earlier time round: after an appeal
  start_clock(f.subject, f.policy(), ClockKind::verify, {}, f.policy().verify, f.when().received);
}

void apply(Folding& f, const VerifyResult& op) {
  stop_clock(f.subject, ClockKind::verify, {}, f.claim());
  Visit visit;
  visit.visitor = f.act.actor;
  visit.grid = f.act.grant.grid;
  visit.when = f.when();
  visit.found = op.found;
  visit.text = op.text;
  visit.photos = op.photos;
  note_presence(f, visit, op.fix);
  // What one has seen is there; that another does not find it takes nothing back.
  const auto& before = f.subject.verification;
  const bool stands = f.since(4) && before && before->found == Verified::exists;
  if (!stands || op.found == Verified::exists) f.subject.verification = std::move(visit);
}

void apply(Folding& f, const PlaceCase& op) { set_place(f, op.place, op.base, op.lies_in); }

void apply(Folding& f, const FileCase& op) {
  f.subject.nature = op.nature;
  f.subject.category = op.category;
  if (op.place) set_place(f, *op.place, op.base, {});
  f.subject.filer = f.act.actor;
  drop_clocks(f.subject, {}, f.claim());
  take_number(f);
}

void apply(Folding& f, const RejectCase& op) { f.subject.outcome = op.reason; }

void apply(Folding& f, const MergeCase& op) {
  f.subject.parent = op.into;
  f.subject.outcome = op.reason;
}

void apply(Folding& f, const TransferCase& op) {
  f.subject.transferred_to = op.to;
  f.subject.receipt = op.receipt;
  f.subject.outcome = op.reason;
}

void apply(Folding& f, const DispatchCase& op) {
  for (const TaskOrder& order : op.tasks) add_task(f, order).template_id = op.template_id;
  start_handling_clock(f, f.when().received - f.subject.head_start_ms);
}

void apply(Folding& f, const SignTask& op) {
  Task& task = step_task(f, OpKind::sign_task, op.task);
  task.worker = f.act.actor;
  if (task.rounds > 0 && f.since(1)) task.rounds_from = f.done_at(op.task);
  stop_clock(f.subject, ClockKind::sign, op.task, f.claim());
  if (!f.policy().chain_from_previous) return;
  start_way_clock(f, task, ClockKind::depart, f.policy().depart, f.done_at(op.task));
}

void apply(Folding& f, const RefuseTask& op) {
  Task& task = step_task(f, OpKind::refuse_task, op.task);
  task.return_reason = op.reason;
  task.result_text = op.text;
  stop_clock(f.subject, ClockKind::sign, op.task, f.claim());
  drop_clocks(f.subject, op.task, f.claim());
  if (task.lead) ++f.subject.returned_orders;
  forget_asked(f, task);
}

void apply(Folding& f, const DepartTask& op) {
  const Task& task = step_task(f, OpKind::depart_task, op.task);
  stop_clock(f.subject, ClockKind::depart, op.task, f.claim());
  if (f.policy().chain_from_previous) start_way_clocks(f, task, f.done_at(op.task));
}

void apply(Folding& f, const ContactParty& op) {
  step_task(f, OpKind::contact_party, op.task).contact = op.result;
  stop_clock(f.subject, ClockKind::contact, op.task, f.claim());
}

void apply(Folding& f, const ArriveTask& op) {
  arrive(f, step_task(f, OpKind::arrive_task, op.task), op.point, op.accuracy_m);
}

void apply(Folding& f, const StartTask& op) { step_task(f, OpKind::start_task, op.task); }

void apply(Folding& f, const SubmitTask& op) {
  Task& task = step_task(f, OpKind::submit_task, op.task);
  task.result = op.result;
  task.result_text = op.text;
  task.photos = op.photos;
  stop_clock(f.subject, ClockKind::task, op.task, f.claim());
  // Whoever hands in a result without having called owes the call no longer: the mark stays.
  drop_clocks(f.subject, op.task, f.claim());
  if (!task.lead) return;
  forget_asked(f, task);
  for (Task& other : f.subject.tasks) {
    if (other.state == TaskState::submitted) other.state = TaskState::accepted;
    // Optional help that never finished is released by the lead's result (4.4).
    if (kLiveTaskStates.has(other.state)) {
      other.state = TaskState::cancelled;
      drop_clocks(f.subject, other.id, f.claim());
    }
  }
  stop_clock(f.subject, ClockKind::handle, {}, f.claim());
}

void apply(Folding& f, const ReturnTask& op) { step_task(f, OpKind::return_task, op.task); }

void apply(Folding& f, const CancelTask& op) {
  forget_asked(f, step_task(f, OpKind::cancel_task, op.task));
  drop_clocks(f.subject, op.task, f.claim());
}

void apply(Folding& f, const AskSuspend& op) {
  task_to_change(f, op.task);
  f.subject.suspend_asked_by = f.act.actor;
  f.subject.resume_at = op.resume_at;
}

void apply(Folding& f, const SuspendCase& op) {
  f.subject.resume_at = op.resume_at;
  f.subject.suspend_asked_by = {};
  const SetOf<ClockKind> standing =
      f.since(1) ? kStandingClocks : SetOf<ClockKind>(ClockKind::handle);
  pause_clocks(f.subject, f.policy(), standing, f.when().received);
}

void apply(Folding& f, const ResumeCase&) {
  f.subject.resume_at = {};
  resume_clocks(f.subject, f.policy(), f.when().received);
}

void apply(Folding& f, const OpenVisit&) {
  start_clock(f.subject, f.policy(), ClockKind::return_visit, {}, f.policy().return_visit,
              f.when().received);
}

void apply(Folding& f, const VisitResult& op) {
  stop_clock(f.subject, ClockKind::return_visit, {}, f.claim());
  Visit visit;
  visit.visitor = f.act.actor;
  visit.grid = f.act.grant.grid;
  visit.when = f.when();
  visit.confirmed = op.confirmed;
  visit.reason = op.reason;
  visit.satisfaction = op.satisfaction;
  visit.text = op.text;
  visit.photos = op.photos;
  note_presence(f, visit, op.fix);
  f.subject.visited = op.confirmed;
  if (f.subject.visits.size() < 100) f.subject.visits.push_back(std::move(visit));
  f.subject.second_opinion = false;
  if (!op.confirmed) ++f.subject.reworks;
}

void apply(Folding& f, const CloseCase& op) {
  f.subject.outcome = op.text;
  f.subject.closed = f.when();
  f.subject.closer = f.act.actor;
  f.subject.second_opinion = false;
}

// T07: the time to handle it counts as if it had gone out as soon after the first report as it did after
// its own.
void apply(Folding& f, const CarryClock& op) {
  Case& c = f.subject;
  start_clock_earlier(c, f.policy(), ClockKind::handle, op.by_ms - c.head_start_ms,
                      handle_limit(f.policy(), c.nature));
  c.head_start_ms = op.by_ms;
}

void apply(Folding& f, const RedoCase& op) {
  add_task(f, op.task);
  start_handling_clock(f, f.when().received);
}

void apply(Folding& f, const AskVoid&) { f.subject.void_asked_by = f.act.actor; }

void apply(Folding& f, const VoidCase& op) { f.subject.outcome = op.reason; }

void apply(Folding& f, const AddNote& op) {
  f.subject.has_contact = f.subject.has_contact || op.has_contact;
}
void apply(Folding&, const ReadContact&) {}

}  // namespace folding

namespace {

using folding::Folding;

void add_history(Case& subject, const Act& act, std::uint32_t kind, const Outcome& outcome,
                 ByteView payload) {
  std::vector<HistoryLine>& lines = outcome.applied() ? subject.history : subject.refused;
  if (!outcome.applied() && lines.size() >= kRefusedMax) lines.erase(lines.begin());
  if (lines.size() >= kHistoryMax) return;
  HistoryLine line;
  line.seq = act.seq;
  line.op = act.op;
  line.kind = kind;
  line.actor = act.actor;
  line.role = act.grant.role;
  line.unit = act.grant.unit;
  line.when = act.when;
  line.state = subject.state;
  line.refusal = static_cast<std::uint32_t>(outcome.refusal);
  line.late_report = act.late_report;
  line.payload.assign(payload.begin(), payload.end());
  lines.push_back(std::move(line));
}

void move_case(Folding& f, const Move& move) {
  if (move.stays) return;
  f.subject.state = move.to;
  if (!kFinalStates.has(move.to)) return;
  drop_clocks(f.subject, {}, f.claim());
  if (f.since(4)) f.subject.void_asked_by = {};  // asked of what was open then
  // Who was on the way with a matter that is none of the street's any more hears that it is over.
  if (move.to == CaseState::closed || !f.since(4)) return;
  for (Task& task : f.subject.tasks) {
    if (kLiveTaskStates.has(task.state)) task.state = TaskState::cancelled;
  }
}

// Of an erased case everything is noted: what comes in about it is erased again.
void note_refused(World& world, const Act& act, std::uint32_t kind, const Outcome& outcome,
                  ByteView payload) {
  const Case* subject = world.find(act.subject);
  if (subject == nullptr) return;
  const bool stands = !subject->erased.is_none() || is_heard(world, act, outcome);
  if (stands) add_history(world.edit(act.subject), act, kind, outcome, payload);
}

// Nobody's to make, so it has no row: what a reporter's device gets in the place of what others did.
constexpr Move kTold =
    stay("-", kOpenStates | kFinalStates, OpKind::tell_progress, When::always, Roles());

const Move* move_of(CaseState from, OpKind kind, When when) {
  if (kind == kTold.act) return kTold.from.has(from) ? &kTold : nullptr;
  return find_move(from, kind, when);
}

// An entry comes from outside: one whose outcome says "applied" but that fits no row is not
// trusted with changing the case.
bool fits(const Case* before, const CaseOp& op, const Move* move) {
  if (move == nullptr) return false;
  if (before == nullptr) return true;  // only what makes a case starts from draft
  if (!check_tracks(*before, kind_of(op), when_of(before, op)).fits) return false;
  return task_step(kind_of(op)) == nullptr || before->find_task(task_of(op)) != nullptr;
}

}  // namespace

void fold(World& world, const Act& act, const CaseOp& op, const Outcome& outcome,
          ByteView payload) {
  const auto kind = static_cast<std::uint32_t>(kind_of(op));
  const Case* before = world.find(act.subject);
  const CaseState from = before != nullptr ? before->state : CaseState::draft;
  const Move* move = move_of(from, kind_of(op), when_of(before, op));
  // Whoever holds only the other case of the two learns of the relation all the same.
  if (before == nullptr && outcome.applied()) note_other_side(world, act.subject, op);
  if (!outcome.applied() || !fits(before, op, move)) {
    note_refused(world, act, kind, outcome, payload);
    return;
  }
  Case& subject = before != nullptr ? world.edit(act.subject) : world.add(act.subject);
  Folding f{world, act, outcome, subject};
  op.visit([&](const auto& one) { folding::apply(f, one); });
  move_case(f, *move);
  note_other_side(world, act.subject, op);
  ++subject.version;
  add_history(subject, act, kind, outcome, payload);
}

namespace {

void add_child(Case& parent, CaseId child) {
  const auto at = std::lower_bound(parent.children.begin(), parent.children.end(), child);
  const bool known = at != parent.children.end() && *at == child;
  if (!known && parent.children.size() < kPartsMax) parent.children.insert(at, child);
}

}  // namespace

void note_other_side(World& world, CaseId subject, const CaseOp& op) {
  const CaseId id = other_case_of(op);
  const Case* own = world.find(subject);
  const bool merges = op.is<MergeCase>();
  if (world.find(id) == nullptr || (merges && own == nullptr)) return;
  const Moment reported = merges ? own->reported : Moment{};
  Case& other = world.edit(id);
  if (merges) {
    add_child(other, subject);
    // T07: the parent counts from the first report. Its clock follows by an operation of its own
    // (carry_clock): what a replica folds here may come before or after the parent's history.
    if (reported.at < other.reported.at) other.reported = reported;
  } else if (const auto* relate = op.get<RelateCases>()) {
    if (relate->how == Relation::part_of) add_child(other, subject);
    folding::relate(other, subject, Relation::same_place);
  } else {
    folding::relate(other, subject, Relation::recurrence_of);
  }
}

void fold_unknown(World& world, const Act& act, std::uint32_t kind, const Outcome& outcome,
                  ByteView payload) {
  note_refused(world, act, kind, outcome, payload);
}

}  // namespace gezhi
