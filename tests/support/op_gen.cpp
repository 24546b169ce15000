#include "tests/support/op_gen.h"

#include "tests/support/op_fill.h"

namespace gezhi::test {
namespace {

constexpr std::uint64_t kMovesOn = 40;

// How likely an allowed action is compared with the others: what moves a case on is done more often
// than what ends it early.
struct Weight {
  OpKind kind = OpKind::unknown;
  std::uint64_t weight = 0;
};
constexpr Weight kWeights[] = {
    {OpKind::unknown, 0},
    {OpKind::set_policy, 0},
    {OpKind::set_units, 0},
    {OpKind::set_grids, 0},
    {OpKind::enroll_key, 0},
    {OpKind::tell_progress, 0},
    {OpKind::propose_change, 0},
    {OpKind::confirm_change, 0},
    {OpKind::withdraw_change, 0},
    {OpKind::ask_void, 1},
    {OpKind::add_note, 1},
    {OpKind::transfer_case, 1},
    {OpKind::restrict_case, 1},
    {OpKind::relate_cases, 1},
    {OpKind::escalate, 1},
    {OpKind::call_chain, 1},
    {OpKind::ask_footage, 2},
    {OpKind::give_fast_lane, 1},
    {OpKind::cancel_task, 3},
    {OpKind::merge_case, 3},
    {OpKind::read_contact, 3},
    {OpKind::triage_case, 3},
    {OpKind::record_call, 3},
    {OpKind::edit_field, 2},
    {OpKind::count_thing, 1},
    {OpKind::place_case, 1},
    {OpKind::blow_whistle, 1},
    {OpKind::hold_consultation, 1},
    {OpKind::propose_notice, 1},
    {OpKind::issue_notice, 6},
    {OpKind::extend_notice, 160},  // of few, for a few days
    {OpKind::open_mediation, 5},
    {OpKind::start_investigation, 1},
    {OpKind::recur_case, 20},
    {OpKind::order_second_opinion, 36},
    {OpKind::appeal_case, 4},
    {OpKind::draw_sample, 6},
    {OpKind::refuse_task, 8},
    {OpKind::return_task, 8},
    {OpKind::contact_party, 8},
    {OpKind::ask_suspend, 8},
    {OpKind::void_case, 8},
    {OpKind::log_round, 4},
    {OpKind::withdraw_mediation, 4},
    {OpKind::fail_mediation, 16},
    {OpKind::refer_court, 8},
    {OpKind::raise_tier, 8},
    {OpKind::lower_tier, 16},
    {OpKind::decline_notice, 4},
    {OpKind::withdraw_notice, 2},
    {OpKind::record_statement, 2},
    {OpKind::answer_transfer, 1},
    {OpKind::bounce_transfer, 4},
    {OpKind::tell_merged, 1},
    {OpKind::carry_clock, 1},
};

std::uint64_t weight_of(OpKind kind) {
  for (const Weight& one : kWeights) {
    if (one.kind == kind) return one.weight;
  }
  return kMovesOn;
}

// What has been done already is seldom done once more.
std::uint64_t weight_of(const Permission& one, const Case& subject) {
  if (!one.outcome.applied()) return 0;
  const bool again = (one.kind == OpKind::verify_result && subject.verification) ||
                     (one.kind == OpKind::dispatch_case && one.when != When::lead) ||
                     (one.kind == OpKind::visit_result && !subject.visits.empty() &&
                      subject.visits.back().confirmed);
  return again ? 2 : weight_of(one.kind);
}

constexpr std::array<const char*, 6> kTexts = {
    "面馆后厨有六个煤气瓶,味道很大", "楼道堆放电动车,充电线乱拉", "广场舞音响夜里十点还在响",
    "已到现场核对,情况属实",         "店主当场整改,复查无隐患",   "双方同意协商,约定明日再谈",
};

// The payload of this kind, filled from its field list; an unknown kind is a note.
template <std::size_t I = 0>
CaseOp filled(OpKind kind, const FillFrom& from) {
  if constexpr (I < CaseOp::kCount) {
    using T = CaseOp::Type<I>;
    if (T::kKind != kind) return filled<I + 1>(kind, from);
    T made;
    Fill fill(from);
    made.fields(fill);
    return made;
  } else {
    return AddNote{from.text(from.choices), {}};
  }
}

const std::string& standing(const Case& subject, CaseField field) {
  if (field == CaseField::address) return subject.place.address;
  return field == CaseField::root_cause ? subject.root_cause : subject.text;
}

constexpr std::array<GridId, 3> kPlaces = {kGridA1, kGridA2, kGridB1};

template <class E>
E any_of(Choices& choices, std::uint64_t from = 0) {
  const std::uint64_t count = names_of(E{}).size();
  return static_cast<E>(from + choices.below(count - from));
}

}  // namespace

std::uint64_t Choices::below(std::uint64_t bound) {
  if (!from_bytes_) return prng_.below(bound);
  if (at_ >= bytes_.size()) return 0;
  std::uint64_t value = bytes_[at_++];
  if (bound > 256 && at_ < bytes_.size()) value = value << 8 | bytes_[at_++];
  return value % bound;
}

std::array<std::uint8_t, 10> Choices::random() {
  std::array<std::uint8_t, 10> bytes{};
  // A fuzzer's bytes are better spent on decisions than on identities.
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(prng_.below(256));
  return bytes;
}

std::string OpGen::text() {
  if (sloppy()) return choices_.chance(1, 2) ? "" : "好";
  return kTexts[static_cast<std::size_t>(choices_.below(kTexts.size()))];
}

Place OpGen::place() {
  Place made;
  made.point = {1201510000 + static_cast<std::int32_t>(choices_.below(2000)),
                303110000 + static_cast<std::int32_t>(choices_.below(2000))};
  made.grid = kPlaces[static_cast<std::size_t>(choices_.below(kPlaces.size()))];
  if (choices_.chance(1, 5)) {
    made.border_with = kPlaces[static_cast<std::size_t>(choices_.below(kPlaces.size()))];
  }
  if (choices_.chance(1, 4)) made.beat = kBeat;
  if (sloppy()) made.grid = GridId{999};
  return made;
}

MadeOp OpGen::report(TimeMs now) {
  ReportCase made;
  made.source = choices_.chance(1, 2) ? Source::app : any_of<Source>(choices_);
  made.nature = choices_.chance(2, 3) ? Nature::hazard : any_of<Nature>(choices_);
  made.place = place();
  made.text = text();
  made.danger_answered = !sloppy();
  if (choices_.chance(1, 20)) made.dangers = SetOf<Danger>(any_of<Danger>(choices_));
  if (choices_.chance(1, 20)) made.restricted = any_of<Restricted>(choices_, 1);
  return {CaseId{id(now)}, made};
}

CaseOp OpGen::settle_on_spot(TimeMs now) {
  SettleOnSpot made;
  made.report = *report(now).op.get<ReportCase>();
  made.text = text();
  made.photos.resize(2);
  made.photos[0].kind = PhotoKind::before;
  made.photos[0].digest[0] = 2;
  made.photos[1].kind = sloppy() ? PhotoKind::other : PhotoKind::after;
  made.photos[1].digest[0] = 1;
  return made;
}

TaskOrder OpGen::order(const World& world, const Case* subject, bool lead) {
  TaskOrder made;
  made.id = TaskId{id(TimeMs{1})};
  std::vector<UnitId> able;
  for (const auto& [unit_id, unit] : world.units()) {
    const bool fits = !lead || (subject != nullptr && unit.powers.has(subject->nature));
    if (fits || sloppy()) able.push_back(unit_id);
  }
  made.unit =
      able.empty() ? UnitId{77} : able[static_cast<std::size_t>(choices_.below(able.size()))];
  made.lead = lead;
  made.mandatory = choices_.chance(1, 3);
  made.order = text();
  return made;
}

// What moves a case between its main states.
std::optional<CaseOp> OpGen::main_op(OpKind kind, const Asked& a) {
  if (kind == OpKind::report_case) return report(a.now).op;
  if (kind == OpKind::settle_on_spot) return settle_on_spot(a.now);
  if (kind == OpKind::verify_result) {
    const Verified found = choices_.chance(4, 5) ? Verified::exists : any_of<Verified>(choices_);
    return VerifyResult{found, text(), {}};
  }
  if (kind == OpKind::file_case) {
    FileCase made = Street::filing(a.subject != nullptr ? a.subject->nature : Nature::hazard);
    made.duplicates_shown = !sloppy();
    if (choices_.chance(1, 8)) made.place = place();
    return made;
  }
  if (kind == OpKind::transfer_case) {
    return TransferCase{any_of<TransferTo>(choices_, 1), "12345-77", text()};
  }
  if (kind == OpKind::suspend_case) return SuspendCase{a.date, text()};
  if (kind == OpKind::visit_result) {
    const bool confirmed = a.when == When::confirmed;
    const ReworkReason why = confirmed ? ReworkReason::none : any_of<ReworkReason>(choices_, 1);
    return VisitResult{confirmed, why, any_of<Satisfaction>(choices_), text(), {}};
  }
  if (kind == OpKind::redo_case) return RedoCase{order(a.world, a.subject, true)};
  return std::nullopt;
}

// What a task goes through.
std::optional<CaseOp> OpGen::task_op(OpKind kind, const Asked& a) {
  if (kind == OpKind::dispatch_case) {
    DispatchCase made;
    made.tasks.push_back(order(a.world, a.subject, a.when == When::lead || sloppy()));
    while (made.tasks.size() < 4 && choices_.chance(1, 4)) {
      made.tasks.push_back(order(a.world, a.subject, false));
    }
    return made;
  }
  if (kind == OpKind::blow_whistle) {
    return BlowWhistle{{order(a.world, a.subject, sloppy())}, text()};
  }
  if (kind == OpKind::order_reinspection) {
    return OrderReinspection{order(a.world, a.subject, false)};
  }
  if (kind == OpKind::refuse_task) {
    return RefuseTask{a.task, any_of<ReturnReason>(choices_, sloppy() ? 0 : 1), text()};
  }
  if (kind == OpKind::arrive_task) return ArriveTask{a.task, {1201510000, 303110000}, 10, text()};
  if (kind == OpKind::submit_task) {
    return SubmitTask{a.task, any_of<ResultKind>(choices_, sloppy() ? 0 : 1), text(), {}};
  }
  if (kind == OpKind::ask_suspend) return AskSuspend{a.task, text(), a.date, {}, text()};
  return std::nullopt;
}

// What stands beside the main state and must fit what is there.
std::optional<CaseOp> OpGen::beside_op(OpKind kind, const Asked& a) {
  if (kind == OpKind::count_thing) {
    const auto count = static_cast<std::int64_t>(choices_.below(4));
    const auto known = a.subject != nullptr ? a.subject->things.size() : 0;
    const auto id = static_cast<std::uint32_t>(choices_.below(known + 1));
    const bool counted = choices_.chance(1, 2);
    const bool child = choices_.chance(1, 4);
    const std::int64_t most = count + (counted ? 0 : 2);
    return CountThing{id, text(), Measure::bottle, count, most, counted, child, text()};
  }
  if (kind == OpKind::place_case) {
    constexpr GridId kGrids[] = {kGridA1, kGridA2, kGridB1, GridId{999}};
    const GridId grid = kGrids[choices_.below(4)];
    PlaceCase made{Street::report(Nature::hazard, grid).place, {}, {}, text()};
    made.place.outside_known_grids = grid == GridId{999} && !sloppy();
    return made;
  }
  if (kind == OpKind::edit_field) {
    // Half of them have seen what stands there; the others make conflicts.
    EditField made;
    made.field = any_of<CaseField>(choices_, sloppy() ? 0 : 1);
    made.value = text();
    if (a.subject != nullptr && choices_.chance(1, 2)) made.base = standing(*a.subject, made.field);
    return made;
  }
  if (kind == OpKind::open_mediation) {
    OpenMediation made;
    made.tier = any_of<Tier>(choices_);
    made.parties = {{"甲方", true, false, false}, {"乙方", !sloppy(), sloppy(), true}};
    made.informed = !sloppy();
    made.unfit = sloppy() ? any_of<Unfit>(choices_) : Unfit::none;
    return made;
  }
  if (kind == OpKind::raise_tier) {
    return RaiseTier{any_of<Tier>(choices_, 1), text(), order(a.world, a.subject, false)};
  }
  if (kind == OpKind::lower_tier) {
    const TaskOrder down = order(a.world, a.subject, false);
    return LowerTier{any_of<Tier>(choices_), down, choices_.chance(1, 2), text()};
  }
  if (kind == OpKind::conclude_agreement) {
    ConcludeAgreement made{text(), choices_.chance(1, 4), {}};
    const std::uint64_t count = 1 + choices_.below(2);
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto fen = static_cast<std::int64_t>(choices_.below(2));
      made.obligations.push_back({"甲方", "赔偿", fen, a.date, 0, false, {}, {}});
    }
    return made;
  }
  if (kind == OpKind::recur_case && a.subject != nullptr) {
    RecurCase made{a.subject->id, choices_.chance(1, 2)};
    for (const Case* other : a.cases) {
      const bool fits = other->nature == a.subject->nature &&
                        other->reported.at >= a.subject->closed.at && !(other->id == made.again);
      if (fits) made.again = other->id;
    }
    return made;
  }
  return std::nullopt;
}

CaseOp OpGen::payload(OpKind kind, const World& world, const Case* subject, TaskId task, When when,
                      const std::vector<const Case*>& cases, TimeMs now) {
  const TimeMs date =
      now + static_cast<std::int64_t>(choices_.below(20)) * kMinuteMs * 10 + kMinuteMs;
  const Asked asked{world, cases, subject, task, when, now, date};
  if (auto made = main_op(kind, asked)) return *made;
  if (auto made = task_op(kind, asked)) return *made;
  if (auto made = beside_op(kind, asked)) return *made;
  const FillFrom from{
      choices_, world, cases, subject, task, now, [](Choices& choices) {
        return std::string(kTexts[static_cast<std::size_t>(choices.below(kTexts.size()))]);
      }};
  return filled(kind, from);
}

std::optional<MadeOp> OpGen::sensible(const World& world, const std::vector<const Case*>& cases,
                                      const Person& person, TimeMs now) {
  if (cases.empty()) return std::nullopt;
  const Case* subject = cases[static_cast<std::size_t>(choices_.below(cases.size()))];
  const Moment moment{now, now};
  const auto list = permitted(world, person.actor, {person.grant}, subject->id, moment);
  std::uint64_t total = 0;
  for (const Permission& one : list) total += weight_of(one, *subject);
  // Notes alone move nothing: rather look at another case.
  if (total == 0 || (total < kMovesOn && choices_.chance(19, 20))) return std::nullopt;
  std::uint64_t point = choices_.below(total);
  for (const Permission& one : list) {
    const std::uint64_t weight = weight_of(one, *subject);
    if (point < weight) {
      return MadeOp{subject->id, payload(one.kind, world, subject, one.task, one.when, cases, now)};
    }
    point -= weight;
  }
  return std::nullopt;
}

MadeOp OpGen::out_of_place(const World& world, const std::vector<const Case*>& cases, TimeMs now) {
  const auto kind = static_cast<OpKind>(1 + choices_.below(names_of(OpKind{}).size() - 1));
  if (cases.empty())
    return {CaseId{id(now)}, payload(kind, world, nullptr, {}, When::always, cases, now)};
  const Case* subject = cases[static_cast<std::size_t>(choices_.below(cases.size()))];
  TaskId task;
  if (!subject->tasks.empty()) {
    task = subject->tasks[static_cast<std::size_t>(choices_.below(subject->tasks.size()))].id;
  }
  return {subject->id, payload(kind, world, subject, task, any_of<When>(choices_), cases, now)};
}

std::optional<MadeOp> OpGen::next(const World& world, const std::vector<const Case*>& cases,
                                  const Person& person, TimeMs now) {
  if (choices_.chance(weights_.out_of_place, 100)) return out_of_place(world, cases, now);
  const bool reports = lifecycle::kReporters.has(person.grant.role);
  if (reports && (cases.empty() || choices_.chance(weights_.new_report, 100))) {
    const bool settles = kGridRoles.has(person.grant.role) && choices_.chance(1, 5);
    return settles ? MadeOp{CaseId{id(now)}, settle_on_spot(now)} : report(now);
  }
  for (int tries = 0; tries < 12; ++tries) {
    if (auto made = sensible(world, cases, person, now)) return made;
  }
  return std::nullopt;
}

}  // namespace gezhi::test
