// Guards that look at orders: who may be ordered, by whom, until when.
#include <algorithm>

#include "core/cases/guard_checks.h"
#include "core/cases/joint_dispatch.h"
#include "core/cases/presence.h"
#include "core/cases/restricted.h"
#include "core/cases/suspension.h"
#include "core/cases/wording.h"

namespace gezhi::guard {
namespace {

constexpr std::int64_t kNoticeDaysMax = 180;
constexpr std::int64_t kFootageDaysMax = 7;
constexpr std::int64_t kFootageKeptDays = 90;  // before the report: longer nobody keeps it
constexpr std::int64_t kSessionDaysMax = 180;
constexpr std::int64_t kAgreementDaysMax = 3660;  // ten years of instalments
constexpr std::string_view kSentenceSigns[] = {"。", "，", "；", "：", "！", "？",
                                               "、", ",",  ";",  "!",  "?",  "\n"};

// The latest time an operation may name, and whether it lies before that and after now.
Outcome later_within(const Question& q, TimeMs until, std::int64_t days) {
  const TimeMs now = q.act.when.received;
  return unless(until > now && until <= now + days * kDayMs, Refusal::time_not_allowed);
}

// A decision in a case that is recorded was taken already (a day's grace for clocks), and not before
// anybody told of the matter.
Outcome decided_in_case(const Question& q, TimeMs at) {
  const bool ahead = at.is_none() || at > q.act.when.received + kDayMs;
  const bool before = civil_day_of(at) < civil_day_of(q.subject.reported.at);
  return unless(!ahead && !before, Refusal::time_not_allowed, "decided");
}

// Who looks whether something is so looks after it was said to be. An operation made before, on a
// device that sent it late, saw what was there then.
struct Looking {
  OpKind looks;
  OpKind at;
};
constexpr Looking kLooking[] = {
    {OpKind::verify_result, OpKind::request_verification},
    {OpKind::visit_result, OpKind::submit_task},
    {OpKind::reinspect_result, OpKind::order_reinspection},
    {OpKind::sample_result, OpKind::draw_sample},
};
constexpr std::int64_t kClockGraceMs = 10 * kMinuteMs;
constexpr std::int64_t kAwayDaysMax = 3;

Outcome seen_after(const Question& q) {
  if (const auto* op = q.op<ConfirmThing>()) {
    const Thing* thing = q.subject.find_thing(op->thing);
    const bool after = thing == nullptr || thing->disposed.empty() ||
                       q.act.when.at + kClockGraceMs >= thing->disposed.back().when.at;
    return unless(after, Refusal::time_not_allowed, "seen");
  }
  for (const Looking& one : kLooking) {
    if (one.looks != q.attempt.kind) continue;
    const HistoryLine* said = last_line(q.subject, one.at);
    // A phone comes back within days: what was said to be longer ago is no more than said.
    const TimeMs at = said == nullptr
                          ? TimeMs{}
                          : std::max(said->when.at, said->when.received - kAwayDaysMax * kDayMs);
    const bool after = q.act.when.at + kClockGraceMs >= at;
    return unless(after, Refusal::time_not_allowed, "seen");
  }
  return {};
}

// An appeal takes up again what ended, and holds as long as what ended may be taken up again (M10, C19); after
// that the matter is reported anew. A phone that was away has its days to come back.
Outcome appealed_in_time(const Question& q) {
  constexpr std::int64_t kDaysUnsaid = 90;  // of a policy that knows no recurrence
  const std::int64_t days =
      q.policy().recurrence_days > 0 ? q.policy().recurrence_days : kDaysUnsaid;
  const TimeMs until = ended_at(q.subject) + (days + kAwayDaysMax) * kDayMs;
  const bool in_time = q.act.when.received <= until;
  return unless(in_time, Refusal::time_not_allowed, "appeal " + std::to_string(days));
}

// Nothing is enforced while the time that the notice gave runs, unless the party will not mend it.
bool time_was_up(const Question& q) {
  if (!q.subject.rectify) return true;
  const Rectify& track = *q.subject.rectify;
  const bool refuses =
      !track.reinspections.empty() && track.reinspections.back().result == Reinspected::refused;
  return refuses || track.notice.due <= q.act.when.received;
}

// A session is arranged, not told of afterwards: a day's grace for clocks, half a year for diaries.
Outcome session_ahead(const Question& q, TimeMs planned) {
  const TimeMs now = q.act.when.at;
  return unless(planned >= now - kDayMs && planned <= now + kSessionDaysMax * kDayMs,
                Refusal::time_not_allowed);
}

// Where whoever says to be at the place was, and why it was elsewhere.
struct Stand {
  PointE7 point;
  std::uint32_t accuracy_m = 0;
  std::string_view why_away;
};

Stand stand_of(const Fix& fix) { return {fix.point, fix.accuracy_m, fix.why_away}; }

std::optional<Stand> stand_in(const Question& q) {
  if (const auto* op = q.op<ArriveTask>()) return Stand{op->point, op->accuracy_m, op->text};
  if (const auto* op = q.op<CheckIn>()) return stand_of(op->fix);
  if (const auto* op = q.op<LogRound>()) return stand_of(op->fix);
  if (const auto* op = q.op<ReinspectResult>()) return stand_of(op->fix);
  if (const auto* op = q.op<VerifyResult>()) return stand_of(op->fix);
  if (const auto* op = q.op<VisitResult>()) return stand_of(op->fix);
  return std::nullopt;
}

// Orders that an area gives the power to make: strictly inside it.
constexpr SetOf<OpKind> kByArea(OpKind::dispatch_case, OpKind::order_reinspection,
                                OpKind::extend_notice, OpKind::give_fast_lane);
constexpr Roles kAreaRoles = kGridRoles | Roles(Role::area_director);
// What a unit does by its own authority: inside its own area.
constexpr SetOf<OpKind> kByUnit(OpKind::issue_notice, OpKind::decline_notice,
                                OpKind::refer_enforcement, OpKind::open_mediation,
                                OpKind::start_investigation);

constexpr SetOf<OpKind> kTiers(OpKind::raise_tier, OpKind::lower_tier);

bool reaches(const Question& q, UnitId id) {
  const Unit* unit = q.world.find_unit(id);
  const bool anywhere = unit == nullptr || unit->area.is_none() || q.subject.place.grid.is_none();
  return anywhere || covers(q.world.grids(), unit->area, q.subject.place);
}

// Short, and without the signs that end or part a sentence.
bool is_name(std::string_view text) {
  constexpr std::size_t kBytesMax = 60;
  return text.size() <= kBytesMax &&
         std::none_of(std::begin(kSentenceSigns), std::end(kSentenceSigns),
                      [&](std::string_view sign) { return text.find(sign) != text.npos; });
}

// 移〔2026〕2号, 2026-17: it ends as numbers of documents end.
bool is_document_number(std::string_view text) {
  constexpr std::string_view kNo = "号";
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool no = text.size() > kNo.size() && text.substr(text.size() - kNo.size()) == kNo;
  const bool ends = no || (!text.empty() && digit(text.back()));
  return is_name(text) && ends && std::any_of(text.begin(), text.end(), digit);
}

// What the joint dispatch template asks of who carries this order out, leading or not.
SetOf<Nature> powers_asked(const Policy& policy, const DispatchCase& dispatch,
                           const TaskOrder& order, const Unit& unit) {
  for (const JointTemplate& one : policy.joint_templates) {
    if (one.id != dispatch.template_id) continue;
    const TemplateOrder* asking = template_order_of(one, order.kind, unit);
    if (asking != nullptr) return asking->powers;
  }
  return {};
}

}  // namespace

bool is_on_own_ground(const Question& q) {
  if (q.subject.place.grid.is_none()) return true;
  if (covers(q.world.grids(), q.act.grant.grid, q.subject.place)) return true;
  const UnitId unit = q.act.grant.unit;
  return q.world.find_unit(unit) != nullptr && reaches(q, unit);
}

std::vector<TaskOrder> orders_of(const Question& q) {
  if (const auto* op = q.op<DispatchCase>()) return op->tasks;
  if (const auto* op = q.op<BlowWhistle>()) return op->tasks;
  if (const auto* op = q.op<RedoCase>()) return {op->task};
  if (const auto* op = q.op<OrderReinspection>()) return {op->order};
  if (const auto* op = q.op<RaiseTier>()) return {op->order};
  if (const auto* op = q.op<LowerTier>()) return {op->order};
  return {};
}

Outcome units_known(const Question& q) {
  const auto known = [&](UnitId id) { return q.world.find_unit(id) != nullptr; };
  for (const TaskOrder& order : orders_of(q)) {
    if (!known(order.unit)) {
      return refused(Refusal::unit_unknown, std::to_string(order.unit.value));
    }
    const Unit& unit = *q.world.find_unit(order.unit);
    if (!may_get(q.world, q.subject, unit)) return refused(Refusal::restricted_class, unit.name);
  }
  if (const auto* op = q.op<HoldConsultation>()) {
    for (const UnitId seat : op->seats) {
      const Unit* unit = q.world.find_unit(seat);
      if (unit != nullptr && !may_get(q.world, q.subject, *unit)) {
        return refused(Refusal::restricted_class, unit->name);
      }
    }
  }
  // What is held against a unit is held against one that has, or had, a part in it.
  if (const auto* op = q.op<Escalate>()) {
    return unless(op->unit.is_none() || q.subject.had_order(op->unit), Refusal::unit_unknown);
  }
  if (const auto* op = q.op<HoldConsultation>()) {
    return unless(std::all_of(op->seats.begin(), op->seats.end(), known), Refusal::unit_unknown);
  }
  return {};
}

Outcome power(const Question& q) {
  const auto* dispatch = q.op<DispatchCase>();
  for (const TaskOrder& order : orders_of(q)) {
    const Unit* unit = q.world.find_unit(order.unit);
    if (unit == nullptr) continue;
    SetOf<Nature> asked;
    if (dispatch != nullptr) asked = powers_asked(q.policy(), *dispatch, order, *unit);
    // Who gets the mediation leads it.
    if (order.lead || kTiers.has(q.attempt.kind)) asked.add(q.subject.nature);
    if (!((unit->powers & asked) == asked)) {
      return refused(Refusal::unit_lacks_power, unit->name);
    }
  }
  return {};
}

Outcome area(const Question& q) {
  std::vector<UnitId> units;
  if (kByUnit.has(q.attempt.kind)) units.push_back(q.act.grant.unit);
  for (const TaskOrder& order : orders_of(q)) units.push_back(order.unit);
  for (const UnitId id : units) {
    if (!reaches(q, id)) {
      return refused(Refusal::outside_unit_area, q.world.find_unit(id)->name);
    }
  }
  return {};
}

// Whoever may by virtue of an area may inside it. A mediator or an officer acts also where the unit
// works, or on its ground.
Outcome own_area(const Question& q) {
  const Grant& grant = q.act.grant;
  const bool inside = covers(q.world.grids(), grant.grid, q.subject.place);
  if (kByArea.has(q.attempt.kind))
    return unless(!kAreaRoles.has(grant.role) || inside, Refusal::outside_own_area);
  const bool works = !grant.unit.is_none() && q.subject.works(grant.unit);
  // The unit's ground may be larger than the director's, its powers are not.
  if (grant.role == Role::area_director) return unless(inside || works, Refusal::outside_own_area);
  const Roles bound = kAreaRoles | Roles(Role::mediator, Role::chief_mediator);
  return unless(!bound.has(grant.role) || works || is_on_own_ground(q), Refusal::outside_own_area);
}

// S5-16: who found it does not dispose of it outside own powers, not even as an assistant.
Outcome finder(const Question& q) {
  for (const TaskOrder& order : orders_of(q)) {
    const Unit* unit = q.world.find_unit(order.unit);
    if (unit == nullptr || unit->powers.has(q.subject.nature)) continue;
    for (const Case* one : matter_of(q.world, q.subject)) {
      if (one->reporter_unit == order.unit) return refused(Refusal::finder_is_disposer, unit->name);
    }
  }
  return {};
}

Outcome lead(const Question& q) {
  if (q.beforehand()) return {};
  const std::vector<TaskOrder> orders = orders_of(q);
  const auto leads = std::count_if(orders.begin(), orders.end(),
                                   [](const TaskOrder& order) { return order.lead; });
  // A whistle calls assistants only.
  const bool wanted = q.attempt.kind != OpKind::blow_whistle && q.subject.live_lead() == nullptr;
  return unless(!orders.empty() && leads == (wanted ? 1 : 0), Refusal::lead_missing);
}

// Also: no second reinspection while one is out.
Outcome new_tasks(const Question& q) {
  const std::vector<TaskOrder> orders = orders_of(q);
  const bool out =
      std::any_of(q.subject.tasks.begin(), q.subject.tasks.end(), [](const Task& task) {
        return task.kind == TaskKind::reinspect && kLiveTaskStates.has(task.state);
      });
  if (out && q.attempt.kind == OpKind::order_reinspection) return refused(Refusal::task_exists);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    // A reinspection is ordered as one, by who looks after another's work.
    const bool reinspects = orders[i].kind == TaskKind::reinspect;
    if (reinspects && q.attempt.kind != OpKind::order_reinspection) {
      return refused(Refusal::field_missing, "kind");
    }
    const bool twice =
        std::any_of(orders.begin(), orders.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const TaskOrder& earlier) { return earlier.id == orders[i].id; });
    if (orders[i].id.is_nil() || twice || q.subject.find_task(orders[i].id) != nullptr) {
      return refused(Refusal::task_exists);
    }
  }
  return {};
}

Outcome level(const Question& q) {
  const bool redo = q.attempt.kind == OpKind::redo_case;
  const std::int64_t count = redo ? q.subject.reworks : q.subject.returned_orders;
  const std::int32_t most =
      redo ? q.policy().reworks_to_supervisor : q.policy().returns_to_supervisor;
  const bool higher = most > 0 && count >= most;
  return unless(!higher || q.act.grant.role == Role::duty_supervisor, Refusal::needs_supervisor);
}

Outcome room(const Question& q) {
  if (q.attempt.kind == OpKind::count_thing) {
    return unless(q.subject.things.size() < kThingsMax, Refusal::full);
  }
  return unless(q.subject.tasks.size() + orders_of(q).size() <= kTasksMax, Refusal::full);
}

Outcome time_allowed(const Question& q) {
  if (Outcome seen = seen_after(q); !seen.applied()) return seen;
  if (q.attempt.kind == OpKind::appeal_case) return appealed_in_time(q);
  if (const auto* op = q.op<AskSuspend>()) {
    return later_within(q, op->resume_at, q.policy().suspend_days_max);
  }
  if (const auto* op = q.op<SuspendCase>()) {
    // No longer than was asked for, by the day.
    if (civil_day_of(q.subject.resume_at) < civil_day_of(op->resume_at)) {
      return refused(Refusal::time_not_allowed, "asked");
    }
    return later_within(q, op->resume_at, q.policy().suspend_days_max);
  }
  if (const auto* op = q.op<IssueNotice>()) {
    // Issued again it gives no more time than an extension would.
    const auto& first = q.subject.rectify;
    const bool again =
        first && first->state != RectifyState::eliminated && !first->notice.due.is_none();
    const TimeMs from = again ? std::max(first->notice.due, q.act.when.received) : TimeMs{};
    if (again && op->notice.due > from + q.policy().rectify_extend_days * kDayMs) {
      return refused(Refusal::time_not_allowed, "again");
    }
    return later_within(q, op->notice.due, kNoticeDaysMax);
  }
  if (const auto* op = q.op<ExtendNotice>()) {
    return later_within(q, op->due, q.policy().rectify_extend_days);
  }
  if (const auto* op = q.op<GiveFastLane>()) {
    return op->appointment.is_none() ? Outcome{} : later_within(q, op->appointment, kNoticeDaysMax);
  }
  if (const auto* op = q.op<AskFootage>()) {
    const bool window = op->from < op->to && op->to <= op->from + kFootageDaysMax * kDayMs;
    const bool kept = op->from >= q.subject.reported.at - kFootageKeptDays * kDayMs;
    const bool past = op->to <= q.act.when.received;
    return unless(window && kept && past, Refusal::time_not_allowed, "window");
  }
  if (const auto* op = q.op<ConcludeAgreement>()) {
    // Made where nothing is heard of the street, it may come in late: not from before it was opened.
    const HistoryLine* opened = last_line(q.subject, OpKind::open_mediation);
    const TimeMs made = std::max(q.act.when.at, opened == nullptr ? TimeMs{} : opened->when.at);
    const TimeMs today = start_of(civil_day_of(made));
    const TimeMs latest = q.act.when.received + kAgreementDaysMax * kDayMs;
    const bool ahead =
        std::all_of(op->obligations.begin(), op->obligations.end(),
                    [&](const Obligation& one) { return one.due >= today && one.due <= latest; });
    return unless(ahead, Refusal::time_not_allowed);
  }
  if (q.op<EraseCase>() != nullptr) {
    const TimeMs due = erase_due(q.world, q.subject);
    return unless(!due.is_none() && due <= q.act.when.received, Refusal::time_not_allowed);
  }
  if (const auto* op = q.op<ScheduleSession>()) return session_ahead(q, op->planned);
  if (const auto* op = q.op<ReferEnforcement>()) {
    return time_was_up(q) ? decided_in_case(q, op->decided)
                          : refused(Refusal::time_not_allowed, "due");
  }
  if (const auto* op = q.op<ConcludeInvestigation>()) return decided_in_case(q, op->decided);
  return {};
}

Outcome task_named(const Question& q) {
  const auto* op = q.op<Escalate>();
  if (op == nullptr || op->task.is_nil()) return {};
  const Task* task = q.subject.find_task(op->task);
  return unless(task != nullptr && task->unit == op->unit, Refusal::task_unknown);
}

// One rung after the other, for the same unit (or for the case as a whole).
Outcome rung(const Question& q) {
  const auto* op = q.op<Escalate>();
  if (op == nullptr) return {};
  auto highest = Rung::none;
  for (const Escalation& one : q.subject.escalations) {
    if (one.unit == op->unit) highest = std::max(highest, one.rung);
  }
  const bool next = static_cast<int>(op->rung) <= static_cast<int>(highest) + 1;
  return unless(next, Refusal::rung_skipped, std::string(name_of(highest)));
}

Outcome whistled(const Question& q) {
  const Task* task = q.subject.find_task(q.attempt.task);
  return unless(task == nullptr || task->whistled, Refusal::not_whistled);
}

Outcome hop_known(const Question& q) {
  const auto* op = q.op<AnswerHop>();
  const std::vector<Hop>& chain = q.subject.chain;
  if (op == nullptr) return unless(!chain.empty(), Refusal::hop_unknown);
  const bool known = op->hop >= 1 && op->hop <= chain.size() && !chain[op->hop - 1].answered;
  return unless(known, Refusal::hop_unknown);
}

// C04: outside the radius only with a reason that says something; it stays visible as away.
Outcome at_place(const Question& q) {
  const std::optional<Stand> stand = stand_in(q);
  if (!stand) return {};
  const Whereabouts where =
      whereabouts_of(q.policy(), q.subject.place, stand->point, stand->accuracy_m);
  const bool fine = where.presence != Presence::away || says_something(q.policy(), stand->why_away);
  return unless(fine, Refusal::not_at_place, std::to_string(where.away_m));
}

// T12: the days asked for, beside those that the case stood still already.
Outcome may_wait(const Question& q) {
  const SuspensionLeft left = suspension_left(q.policy(), q.subject);
  TimeMs until = q.act.when.received;
  if (const auto* op = q.op<AskSuspend>()) until = op->resume_at;
  if (const auto* op = q.op<SuspendCase>()) until = op->resume_at;
  const std::int64_t wanted = std::max(until - q.act.when.received, std::int64_t{1});
  const bool fine = left.times > 0 && wanted <= left.ms;
  const std::int64_t days = left.times > 0 ? left.ms / kDayMs : 0;
  return unless(fine, Refusal::suspended_enough, std::to_string(days));
}

// S5-20: what is entered against a unit, a person enters, and one who supervises.
Outcome by_person(const Question& q) {
  const auto* op = q.op<Escalate>();
  constexpr Roles kDeciders(Role::duty_supervisor, Role::supervision_squad,
                            Role::district_coordinator);
  const bool high = op != nullptr && op->rung > kHighestOwnRung;
  return unless(!high || kDeciders.has(q.act.grant.role), Refusal::person_decides);
}

// The number of a document is no place for sentences either.
Outcome content_kept_out(const Question& q) {
  const auto* op = q.op<Escalate>();
  const bool refers = op != nullptr && op->rung == Rung::refer;
  return unless(
      !refers || (op->reason.empty() && is_name(op->authority) && is_document_number(op->document)),
      Refusal::content_not_kept);
}

Outcome own_unit(const Question& q) {
  return unless(q.world.find_unit(q.act.grant.unit) != nullptr, Refusal::own_unit_missing);
}

}  // namespace gezhi::guard
