// What the script of the same name cannot say: clocks of a merged matter in both orders, who has the
// lead after a tier, what was decided by earlier rules, and two phones without a network.
#include <doctest/doctest.h>

#include "core/cases/clock_rules.h"
#include "core/cases/fold.h"
#include "core/cases/guards.h"
#include "core/cases/triage.h"
#include "tests/support/phone.h"
#include "tests/support/stewarded_street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

struct Desk : StewardedStreet {
  CaseId reported(const std::string& who = "volunteer") {
    const CaseId c = street.new_case();
    ReportCase report = Street::report();
    report.source = Source::patrol;
    act(who, c, report);
    return c;
  }
  TaskOrder dispatched(CaseId c) {
    const TaskOrder lead = street.order(kEnforcement, true);
    act("desk", c, DispatchCase{{lead}});
    return lead;
  }
  const Clock* handle(CaseId c) const {
    const Clock* found = nullptr;
    for (const Clock& clock : street.at(c).clocks) {
      if (clock.kind == ClockKind::handle) found = &clock;
    }
    return found;
  }
};

// An older report of a volunteer, a later one of a worker that is filed and sent out, the two merged
// before or after that. `due` of the handling clock.
TimeMs merged_due(bool before) {
  Desk desk;
  const CaseId first = desk.reported();
  desk.street.pass(5 * kHourMs);
  const CaseId whole = desk.reported("worker");
  desk.act("clerk", whole, Street::filing());
  const auto merge = [&] {
    desk.act("desk", first, MergeCase{whole, "同一处同一事"});
    desk.tick();
  };
  if (before) merge();
  desk.dispatched(whole);
  if (!before) merge();
  CHECK(desk.street.at(whole).head_start_ms == 5 * kHourMs);
  CHECK(desk.handle(whole)->started == desk.street.now() - 5 * kHourMs);
  return desk.handle(whole)->due;
}

struct Mediation {
  Desk desk;
  CaseId id;
  TaskOrder lead;

  explicit Mediation(UnitId unit) {
    id = desk.street.new_case();
    ReportCase report = Street::report(Nature::dispute);
    report.source = Source::patrol;
    desk.act("worker", id, report);
    desk.act("clerk", id, Street::filing(Nature::dispute));
    lead = desk.street.order(unit, true);
    desk.act("desk", id, DispatchCase{{lead}});
  }
  static OpenMediation opening() {
    OpenMediation made;
    made.tier = Tier::village;
    made.parties = {{"甲方", true, false, false}, {"乙方", true, false, false}};
    made.informed = true;
    return made;
  }
  const Case& at() const { return desk.street.at(id); }
  const Task& task(TaskId task) const { return *at().find_task(task); }
};

}  // namespace

TEST_SUITE("cases/ways_round") {
  TEST_CASE("the earlier clock is kept, whether they are merged before or after the order") {
    CHECK(merged_due(true) == merged_due(false));
  }

  TEST_CASE("a whole that can hold no more parts is refused as one, never kept without them") {
    Desk desk;
    const CaseId whole = desk.reported("worker");
    const CaseId part = desk.reported("worker");
    World world(&desk.street.world());
    const auto tried = [&](const std::string& who, const CaseOp& op) {
      Act act;
      act.subject = part;
      act.actor = desk.street.person(who).actor;
      act.grant = desk.street.person(who).grant;
      act.when = {desk.street.now(), desk.street.now()};
      return judge(world, act, {kind_of(op), {}, &op});
    };
    const CaseOp merge = MergeCase{whole, "同一处同一事"};
    const CaseOp relate = RelateCases{whole, Relation::part_of, "同一处的一部分"};
    std::vector<CaseId>& parts = world.edit(whole).children;
    while (parts.size() + 1 < kPartsMax) parts.push_back(desk.street.new_case());
    CHECK(tried("desk", merge).applied());
    CHECK(tried("clerk", relate).applied());
    parts.push_back(desk.street.new_case());
    CHECK(tried("desk", merge).refusal == Refusal::merge_unfit);
    CHECK(tried("clerk", relate).refusal == Refusal::relation_unfit);
  }

  TEST_CASE(
      "what was handled before it was merged is handled since then, before or after the whole goes "
      "out") {
    for (const bool out_before : {true, false}) {
      CAPTURE(out_before);
      Desk desk;
      const CaseId part = desk.reported("worker");
      const CaseId whole = desk.reported("worker2");
      desk.act("clerk", part, Street::filing());
      desk.act("clerk", whole, Street::filing());
      const TimeMs began = desk.street.now();
      TaskOrder lead = desk.dispatched(part);
      desk.street.pass(5 * kHourMs);
      desk.act("desk", part, CancelTask{lead.id, "另派"});
      if (out_before) desk.dispatched(whole);
      desk.street.pass(kHourMs);
      desk.act("desk", part, MergeCase{whole, "同一处同一事"});
      desk.tick();
      CHECK(desk.street.at(whole).head_start_ms >= 5 * kHourMs);
      desk.street.pass(kHourMs);
      if (!out_before) lead = desk.dispatched(whole);
      desk.tick();
      CHECK(desk.handle(whole)->started == began);
      // What is done anew has its own time.
      desk.act("desk", whole, CancelTask{desk.street.at(whole).live_lead()->id, "另派"});
      desk.act("clerk", whole, TransferCase{TransferTo::hotline_12345, "工单1", "归热线"});
      desk.street.pass(40 * kDayMs);
      desk.act("clerk", whole, BounceTransfer{"不属热线"});
      const TimeMs due = desk.handle(whole)->due;
      desk.tick();
      CHECK(desk.handle(whole)->due == due);
    }
    // A suspension counts for nothing.
    Desk desk;
    const CaseId part = desk.reported("worker");
    const CaseId whole = desk.reported("worker2");
    desk.act("clerk", part, Street::filing());
    const TaskOrder lead = desk.dispatched(part);
    desk.act("enforcer", part, SignTask{lead.id});
    AskSuspend ask;
    ask.task = lead.id;
    ask.resume_at = desk.street.now() + 5 * kDayMs;
    ask.reason = "等待停电施工";
    ask.document = "停电通知3号";
    desk.act("enforcer", part, ask);
    desk.act("supervisor", part, SuspendCase{ask.resume_at, "同意挂账"});
    desk.street.pass(5 * kDayMs);
    desk.tick();
    desk.street.pass(kHourMs);
    desk.act("desk", part, CancelTask{lead.id, "另派"});
    desk.act("desk", part, MergeCase{whole, "同一处同一事"});
    desk.tick();
    CHECK(desk.street.at(whole).head_start_ms == kHourMs);
  }

  TEST_CASE("a later report merged into an older one changes no clock") {
    Desk desk;
    const CaseId whole = desk.reported("worker");
    desk.street.pass(kHourMs);
    const CaseId later = desk.reported();
    desk.act("clerk", whole, Street::filing());
    desk.dispatched(whole);
    const TimeMs due = desk.handle(whole)->due;
    desk.act("desk", later, MergeCase{whole, "同一处同一事"});
    desk.tick();
    CHECK(desk.handle(whole)->due == due);
  }

  TEST_CASE("a clock that was or is paused keeps what it was given when it starts earlier") {
    const Policy policy = default_policy();
    const TimeMs from = start_of(*parse_date("2026-11-24")) + 9 * kHourMs;
    const Limit limit{ClockClass::natural_day, 3};
    Case c;
    start_clock(c, policy, ClockKind::handle, {}, limit, from);
    start_clock(c, policy, ClockKind::task, TaskId{c.id.value}, limit, from);
    pause_clocks(c, policy, ClockKind::handle, from + kDayMs);
    start_clock_earlier(c, policy, ClockKind::handle, kHourMs, limit);
    CHECK(c.clocks[0].left_ms == 2 * kDayMs - kHourMs);
    resume_clocks(c, policy, from + 2 * kDayMs);
    CHECK(c.clocks[0].due == from + 4 * kDayMs - kHourMs);
    start_clock_earlier(c, policy, ClockKind::handle, kHourMs, limit);
    CHECK(c.clocks[0].due == from + 4 * kDayMs - 2 * kHourMs);
    stop_clock(c, ClockKind::handle, {}, Moment{from, from});
    const TimeMs due = c.clocks[0].due;
    start_clock_earlier(c, policy, ClockKind::handle, kHourMs, limit);
    CHECK(c.clocks[0].due == due);
    drop_clock(c, ClockKind::rectify, Moment{from, from});  // none there
    CHECK(c.clocks[1].due == from + 3 * kDayMs);
  }

  TEST_CASE("what comes back from elsewhere was handled since it was first sent out") {
    Desk desk;
    const CaseId c = desk.reported("worker");
    desk.act("clerk", c, Street::filing());
    for (const std::int64_t hours : {3, 2}) {
      const TaskOrder lead = desk.dispatched(c);
      desk.street.pass(hours * kHourMs);
      desk.act("desk", c, CancelTask{lead.id, "另派"});
      desk.act("clerk", c, TransferCase{TransferTo::hotline_12345, "工单1", "归热线"});
      CHECK(desk.street.at(c).tasks.back().state == TaskState::cancelled);
      desk.street.pass(kDayMs);  // elsewhere it is not ours
      desk.act("clerk", c, BounceTransfer{"不属热线"});
    }
    desk.dispatched(c);
    CHECK(desk.handle(c)->started == desk.street.now() - 5 * kHourMs);
  }

  TEST_CASE(
      "what comes back has the time that it had left, whatever days lie between, and it runs at "
      "once") {
    Desk desk;
    desk.street.set_now(start_of(*parse_date("2026-11-25")) + 9 * kHourMs);  // a Wednesday
    const CaseId c = desk.reported("worker");
    desk.act("clerk", c, Street::filing());
    TaskOrder lead = desk.dispatched(c);
    desk.act("enforcer", c, SignTask{lead.id});
    AskSuspend ask;
    ask.task = lead.id;
    ask.resume_at = desk.street.now() + 5 * kDayMs;
    ask.reason = "等待停电施工";
    ask.document = "停电通知3号";
    desk.act("enforcer", c, ask);
    desk.act("supervisor", c, SuspendCase{ask.resume_at, "同意挂账"});
    desk.street.pass(5 * kDayMs);  // Monday
    desk.tick();
    desk.street.pass(kHourMs);
    desk.act("desk", c, CancelTask{lead.id, "另派"});
    const Policy& policy = desk.street.world().policy();
    const auto left = [&] {
      const Clock& clock = *desk.handle(c);
      return counted_between(policy, clock.how, desk.street.now(), clock.due);
    };
    const std::int64_t before = left();
    CHECK(before == 7 * kHourMs);
    desk.act("clerk", c, TransferCase{TransferTo::hotline_12345, "工单1", "归热线"});
    CHECK_FALSE(desk.handle(c)->running());
    CHECK_FALSE(desk.handle(c)->late);
    desk.street.pass(40 * kDayMs);
    desk.act("clerk", c, BounceTransfer{"不属热线"});
    CHECK(desk.handle(c)->running());
    CHECK(left() == before);
    const TimeMs due = desk.handle(c)->due;
    // Nobody makes it longer by leaving it, and whoever has it next has the same.
    desk.street.pass(kHourMs);
    desk.dispatched(c);
    CHECK(desk.handle(c)->due == due);
    CHECK_FALSE(desk.handle(c)->late);
    CHECK(used_up_at(policy, *desk.handle(c), 50) == desk.handle(c)->warn);
  }

  TEST_CASE("what was paused when it ended, and what runs already, goes on once and no longer") {
    const Policy policy = default_policy();
    const TimeMs from = start_of(*parse_date("2026-11-24")) + 9 * kHourMs;
    Case c;
    start_clock(c, policy, ClockKind::handle, {}, {ClockClass::natural_day, 3}, from);
    pause_clocks(c, policy, ClockKind::handle, from + kDayMs);
    drop_clocks(c, {}, Moment{from + 2 * kDayMs, from + 2 * kDayMs});
    const Clock ended = c.clocks[0];
    for (int i = 0; i < 2; ++i) continue_clock(c, policy, ended, from + 9 * kDayMs);
    REQUIRE(c.clocks.size() == 2);
    CHECK(c.clocks[1].due == from + 11 * kDayMs);
    c.clocks.back().stopped = {from, from};
    c.clocks.resize(10 * kTasksMax, c.clocks.back());
    continue_clock(c, policy, ended, from + 9 * kDayMs);
    CHECK(c.clocks.size() == 10 * kTasksMax);
  }

  TEST_CASE("who is on the way with a filed case that is sent elsewhere hears that it is over") {
    Desk desk;
    const CaseId c = desk.reported("worker");
    desk.act("clerk", c, Street::filing());
    const TaskOrder lead = desk.dispatched(c), help = desk.street.order(kFire, false);
    desk.act("desk", c, DispatchCase{{help}});
    desk.act("desk", c, CancelTask{lead.id, "另派"});
    REQUIRE(desk.street.at(c).find_task(help.id)->state == TaskState::assigned);
    desk.act("clerk", c, TransferCase{TransferTo::hotline_12345, "工单1", "归热线"});
    CHECK(desk.street.at(c).find_task(help.id)->state == TaskState::cancelled);
  }

  TEST_CASE("a clock of a task is not the case's") {
    const Policy policy = default_policy();
    Case c;
    TaskId task;
    task.value.bytes[0] = 1;
    start_clock(c, policy, ClockKind::handle, task, {ClockClass::urgent, 60}, TimeMs{kDayMs});
    start_clock_earlier(c, policy, ClockKind::handle, kHourMs, {ClockClass::urgent, 60});
    CHECK(c.clocks[0].started == TimeMs{kDayMs});
  }

  TEST_CASE(
      "on the phone of its reporter an appeal has the same term, though it holds the end only") {
    for (const CaseState end : {CaseState::closed, CaseState::not_filed}) {
      Desk desk;
      World world(&desk.street.world());
      Act act;
      act.subject = desk.street.new_case();
      act.actor = desk.street.person("volunteer").actor;
      act.grant = desk.street.person("volunteer").grant;
      act.when = {desk.street.now(), desk.street.now()};
      fold(world, act, CaseOp(Street::report()), {}, {});
      TellProgress told;
      told.state = end;
      fold(world, act, CaseOp(told), {}, {});
      const CaseOp appeal = AppealCase{"请再看一次", {}};
      const auto refusal_after = [&](std::int64_t days) {
        const TimeMs at = desk.street.now() + days * kDayMs;
        act.when = {at, at};
        return judge(world, act, {OpKind::appeal_case, {}, &appeal}).refusal;
      };
      CHECK(refusal_after(89) == Refusal::none);
      CHECK(refusal_after(94) == Refusal::time_not_allowed);
    }
  }

  TEST_CASE(
      "the desk is told of a matter that went past the police until they know, or it is back") {
    Desk desk;
    const auto passed_by = [&](CaseId c) {
      return passed_by_police(desk.street.world(), desk.street.at(c));
    };
    const auto restrict = [&](CaseId c, Restricted to) {
      desk.act("supervisor", c, RestrictCase{to, "现场见到伤情"});
    };
    const auto transferred = [&](TransferTo to) {
      const CaseId c = desk.reported();
      desk.act("clerk", c, TransferCase{to, "工单1", "属其受理范围"});
      CHECK_FALSE(passed_by(c));
      return c;
    };
    const CaseId spoken = transferred(TransferTo::hotline_12345);
    restrict(spoken, Restricted::welfare);
    CHECK_FALSE(passed_by(spoken));
    restrict(spoken, Restricted::minor);
    CHECK(passed_by(spoken));
    desk.act("clerk", spoken, RecordCall{TransferTo::police_110, CallResult::joint, "民警已知"});
    CHECK_FALSE(passed_by(spoken));
    const CaseId back = transferred(TransferTo::hotline_12345);
    restrict(back, Restricted::family_violence);
    CHECK(passed_by(back));
    desk.act("clerk", back, BounceTransfer{"撤回移交"});
    CHECK_FALSE(passed_by(back));
    const CaseId police = transferred(TransferTo::police_110);
    restrict(police, Restricted::sexual);
    CHECK_FALSE(passed_by(police));
    // A minor's matter is closed without the police; violence is not.
    const CaseId closed = desk.street.new_case();
    SettleOnSpot spot;
    spot.report = Street::report(Nature::facility);
    spot.text = "井盖松动已复位";
    spot.photos = {Street::photo(PhotoKind::before), Street::photo(PhotoKind::after)};
    desk.act("worker", closed, spot);
    restrict(closed, Restricted::minor);
    CHECK_FALSE(passed_by(closed));
    restrict(closed, Restricted::sexual);
    CHECK(passed_by(closed));
    // Of what was merged the whole is asked.
    const CaseId whole = desk.reported("worker");
    const CaseId part = desk.reported();
    desk.act("desk", part, MergeCase{whole, "同一处同一事"});
    desk.act("clerk", whole, TransferCase{TransferTo::hotline_12345, "工单1", "归热线"});
    restrict(part, Restricted::minor);
    CHECK_FALSE(passed_by(part));
    CHECK(passed_by(whole));
  }

  TEST_CASE(
      "what a unit may not see any more is not its order; the desk has the lead again, nobody is "
      "late") {
    for (const bool by_part : {false, true}) {
      CAPTURE(by_part);
      Desk desk;
      const CaseId c = desk.street.new_case();
      ReportCase report = Street::report(Nature::dispute);
      report.source = Source::patrol;
      desk.act("worker2", c, report);
      const CaseId part = desk.street.new_case();
      desk.act("volunteer", part, Street::report(Nature::dispute));
      desk.act("desk", part, MergeCase{c, "同一处同一事"});
      desk.act("clerk", c, Street::filing(Nature::dispute));
      const TaskOrder lead = desk.street.order(kPoliceRoom, true);
      const TaskOrder help = desk.street.order(kGridUnitA, false);
      desk.act("desk", c, DispatchCase{{lead, help}});
      desk.act("worker", c, SignTask{help.id});
      desk.act("supervisor", by_part ? part : c, RestrictCase{Restricted::welfare, "涉及困难家庭"});
      desk.street.pass(kDayMs);
      desk.tick();
      const auto task = [&](TaskId id) { return desk.street.at(c).find_task(id); };
      CHECK(task(help.id)->state == TaskState::cancelled);
      CHECK(task(lead.id)->state == TaskState::assigned);  // the police may see it
      for (const Clock& clock : desk.street.at(c).clocks) {
        if (clock.task == help.id && clock.kind == ClockKind::arrive) CHECK_FALSE(clock.late);
        if (clock.task == help.id) CHECK_FALSE(clock.running());
      }
      // Where the grid still sees the whole, it hears of the order.
      const Outcome late = desk.street.act("worker", c, ArriveTask{help.id, {}, 0, "已到"});
      CHECK(late.refusal == (by_part ? Refusal::wrong_task_state : Refusal::restricted_class));
    }
    Mediation m(kGridUnitA);
    m.desk.act("worker", m.id, SignTask{m.lead.id});
    m.desk.act("supervisor", m.id, RestrictCase{Restricted::minor, "当事人未成年"});
    m.desk.tick();
    CHECK(m.at().state == CaseState::filed);
    CHECK(m.at().live_lead() == nullptr);
    CHECK(m.desk.handle(m.id)->running());
    m.desk.act("desk", m.id, DispatchCase{{m.desk.street.order(kPoliceRoom, true)}});
    CHECK(m.desk.tick() == 0);
  }

  TEST_CASE("whoever reported what was merged is told how the whole stands, and no more") {
    Desk desk;
    const CaseId whole = desk.reported("worker");
    const CaseId report = desk.reported();
    desk.act("clerk", whole, Street::filing());
    desk.act("desk", report, MergeCase{whole, "同一处同一事"});
    desk.tick();
    REQUIRE(desk.street.at(report).told);
    CHECK(desk.street.at(report).told->state == CaseState::filed);
    CHECK(desk.street.at(report).told->number == desk.street.at(whole).number);
    const TaskOrder lead = desk.dispatched(whole);
    desk.tick();
    CHECK(desk.street.at(report).told->state == CaseState::filed);  // no milestone
    desk.act("enforcer", whole, SignTask{lead.id});
    desk.tick();
    CHECK(desk.street.at(report).told->state == CaseState::handling);
    desk.act("enforcer", whole, ArriveTask{lead.id, {}, 0, "店主在场"});
    desk.act("enforcer", whole,
             SubmitTask{lead.id, ResultKind::resolved, "收回钢瓶四个,其余合法", {}});
    desk.tick();
    desk.act(
        "leader", whole,
        VisitResult{true, ReworkReason::none, Satisfaction::satisfied, "已到场看过,确已整改", {}});
    desk.act("supervisor", whole, CloseCase{"各方确认,予以结案", "途中拥堵"});
    desk.tick();
    CHECK(desk.street.at(report).told->state == CaseState::closed);
    CHECK(desk.street.at(report).told->outcome == "各方确认,予以结案");
    CHECK(desk.street.at(report).state == CaseState::merged);
  }

  TEST_CASE(
      "whoever was told of an end is told that it was none, and of the next end like the first") {
    Desk desk;
    const CaseId whole = desk.reported("worker");
    const CaseId report = desk.reported();
    desk.act("desk", report, MergeCase{whole, "同一处同一事"});
    desk.tick();
    const auto told = [&] { return desk.street.at(report).told->state; };
    CHECK(told() == CaseState::reported);
    for (int i = 0; i < 2; ++i) {
      desk.act("clerk", whole, TransferCase{TransferTo::hotline_12345, "12345-1", "属热线受理"});
      desk.tick();
      CHECK(told() == CaseState::transferred);
      desk.act("clerk", whole, BounceTransfer{"不属其职责"});
      desk.tick();
      CHECK(told() == CaseState::reported);
    }
  }

  TEST_CASE("of a guarded whole the reporter of a part learns that it goes on, not what was said") {
    Desk desk;
    const CaseId whole = desk.reported("worker");
    const CaseId report = desk.reported();
    desk.act("desk", report, MergeCase{whole, "同一处同一事"});
    desk.act("supervisor", whole, RestrictCase{Restricted::minor, "当事人未成年"});
    desk.act("clerk", whole, RecordCall{TransferTo::police_110, CallResult::joint, "民警已知"});
    desk.act("supervisor", whole, AskVoid{"测试上报"});
    desk.act("supervisor2", whole, VoidCase{"测试上报"});
    desk.tick();
    CHECK(desk.street.at(report).told->state == CaseState::voided);
    CHECK(desk.street.at(report).told->outcome.empty());
  }

  TEST_CASE("the lead goes with the mediation; who had signed stays as help, who had not is free") {
    for (const bool signed_off : {false, true}) {
      Mediation m(kGridUnitA);
      if (signed_off) m.desk.act("worker", m.id, SignTask{m.lead.id});
      m.desk.act("station", m.id, Mediation::opening());
      const TaskOrder order = m.desk.street.order(kMediation, false);
      m.desk.act("station", m.id, RaiseTier{Tier::street, "疑难纠纷", order});
      CHECK(m.at().mediate->unit == kMediation);
      CHECK(m.at().live_lead()->id == order.id);
      CHECK_FALSE(m.task(m.lead.id).lead);
      const auto then = signed_off ? TaskState::signed_off : TaskState::cancelled;
      CHECK(m.task(m.lead.id).state == then);
      REQUIRE(m.at().mediate->handovers.size() == 1);
      CHECK(m.at().mediate->handovers[0].from_unit == kGridUnitA);
      m.desk.act("mediator", m.id, SignTask{order.id});
      CHECK(m.at().state == CaseState::handling);
    }
  }

  TEST_CASE(
      "a mediation that passes on has its time anew; what the unit before let pass stays with it") {
    for (const std::uint32_t rules : {4U, kRules}) {
      Mediation m(kGridUnitA);
      m.desk.act("worker", m.id, SignTask{m.lead.id});
      m.desk.act("station", m.id, Mediation::opening());
      m.desk.act("station", m.id, HoldSession{30, 2, "双方分歧没有缩小"});
      m.desk.street.pass(40 * kDayMs);
      World world(&m.desk.street.world());
      Act act;
      act.subject = m.id;
      act.rules = rules;
      act.when = {m.desk.street.now(), m.desk.street.now()};
      const TaskOrder order = m.desk.street.order(kMediation, false);
      fold(world, act, CaseOp(RaiseTier{Tier::street, "疑难纠纷", order}), {}, {});
      std::size_t overdue = 0, fresh = 0;
      for (const Clock& clock : world.find(m.id)->clocks) {
        const bool theirs = clock.kind == ClockKind::second_session || clock.task == m.lead.id;
        if (theirs && clock.running()) ++overdue;
        const bool first = clock.kind == ClockKind::first_session && clock.running();
        if (first && clock.started == act.when.received) ++fresh;
      }
      CHECK(fresh == 1);
      CHECK((overdue == 0) == (rules == kRules));
      const Case& then = *world.find(m.id);
      CHECK(std::any_of(then.clocks.begin(), then.clocks.end(), [](const Clock& clock) {
              return clock.kind == ClockKind::second_session && clock.late && clock.dropped;
            }) == (rules == kRules));
    }
  }

  TEST_CASE("another unit's lead stays; who mediates from now on has an order, once") {
    Mediation m(kPoliceRoom);
    m.desk.act("officer", m.id, SignTask{m.lead.id});
    m.desk.act("station", m.id, Mediation::opening());
    TaskOrder order = m.desk.street.order(kMediation, false);
    m.desk.act("station", m.id, RaiseTier{Tier::consultation, "历史纠纷", order});
    CHECK(m.at().live_lead()->id == m.lead.id);
    CHECK(m.at().works(kMediation));
    m.desk.act("mediator", m.id, HoldSession{30, 2, "双方分歧没有缩小"});
    order = m.desk.street.order(kPoliceRoom, false);
    m.desk.act("chief", m.id, LowerTier{Tier::village, order, true, "由社区警务队跟进"});
    CHECK(m.at().find_task(order.id) == nullptr);  // it works on it already
    CHECK(m.at().mediate->unit == kPoliceRoom);
    CHECK(m.at().mediate->handovers.back().refused);
  }

  TEST_CASE("a tier that was raised before tiers moved anybody moves nobody") {
    Mediation m(kGridUnitA);
    m.desk.act("station", m.id, Mediation::opening());
    World world = m.desk.street.world();
    Act act;
    act.subject = m.id;
    act.rules = 0;
    fold(world, act, CaseOp(RaiseTier{Tier::street, "疑难纠纷"}), {}, {});
    CHECK(world.find(m.id)->mediate->tier == Tier::street);
    CHECK(world.find(m.id)->mediate->unit == kGridUnitA);
    CHECK(world.find(m.id)->mediate->handovers.empty());
  }

  TEST_CASE("what earlier rules decided is not judged anew, and stands as it stood") {
    Desk desk;
    const CaseId c = desk.street.new_case();
    ReportCase report = Street::report();
    report.source = Source::call_110;
    desk.act("clerk", c, report);
    CHECK(desk.street.act("clerk", c, Street::filing()).refusal == Refusal::taker_files);
    std::vector<Entry> entries = desk.street.entries();
    for (const std::uint32_t rules : {0U, kRules}) {
      Ledger again(kStreet);
      for (Entry entry : entries) {
        if (entry.seq == entries.size()) {
          entry.outcome = {Refusal::none, "", "3301050012611220001"};
          entry.rules = rules;
          entry.hash = chained_hash(again.hash(), entry);
        }
        const auto replayed = again.replay(entry, true);
        if (entry.seq < entries.size()) {
          REQUIRE(replayed.ok());
        } else {
          CHECK(replayed.ok() == (rules == 0));
        }
      }
      CHECK(again.world().find(c)->state == (rules == 0 ? CaseState::filed : CaseState::reported));
    }
  }

  TEST_CASE(
      "a second notice begins without what was of the first; by earlier rules it did not, by later "
      "ones what was said to the first is still to be answered") {
    for (const std::uint32_t rules : {0U, 3U, kRules}) {
      Mediation m(kPoliceRoom);
      World world = m.desk.street.world();
      Act act;
      act.subject = m.id;
      act.rules = rules;
      act.when = {m.desk.street.now(), m.desk.street.now()};
      const auto fold_in = [&](const CaseOp& op) { fold(world, act, op, {}, {}); };
      fold_in(IssueNotice{});
      fold_in(DeliverNotice{Delivery::in_person, "房东签收", {}, "社区工作者"});
      fold_in(RecordStatement{"期限太短", {}});
      fold_in(WithdrawNotice{"对象有误"});
      fold_in(IssueNotice{});
      const Rectify& track = *world.find(m.id)->rectify;
      CHECK(track.statements.empty() == (rules == 3));
      CHECK((track.delivery == Delivery::none) == (rules != 0));
      fold_in(StartInvestigation{"案件办理队", true});
      fold_in(FinishEvidence{"证据三份"});
      fold_in(ConcludeInvestigation{InvestigateState::no_case, "派出所", "终1", {}});
      fold_in(StartInvestigation{"案件办理队", true});
      CHECK(world.find(m.id)->investigate->evidence_done.received.is_none() == (rules != 0));
    }
  }

  TEST_CASE("each hand-over to others is kept, the last twenty") {
    Desk desk;
    const CaseId c = desk.reported("worker");
    for (int i = 0; i < 22; ++i) {
      desk.act("clerk", c,
               TransferCase{TransferTo::hotline_12345, std::to_string(i), "属于热线受理范围"});
      desk.act("clerk", c, BounceTransfer{"不属其职责"});
      CHECK(desk.street.at(c).receipt.empty());
    }
    REQUIRE(desk.street.at(c).transfers.size() == 20);
    CHECK(desk.street.at(c).transfers.front().receipt == "2");
    CHECK(desk.street.at(c).transfers.back().receipt == "21");
  }

  TEST_CASE(
      "without a network one holds a session and another gets the mediation: both learn why") {
    for (const bool session_first : {true, false}) {
      HostBed bed;
      Street street;
      TimeMs now = street.now();
      Phone station(street.person("station"), 1);
      Phone desk(street.person("supervisor"), 2);
      Phone clerk(street.person("clerk"), 3);
      const auto sync = [&] {
        for (int round = 0; round < 2; ++round) {
          for (Phone* phone : session_first ? std::array{&station, &desk, &clerk}
                                            : std::array{&desk, &station, &clerk}) {
            phone->settle();
            phone->sync(bed, now);
          }
        }
        now = now + kMinuteMs;
      };
      for (Phone* phone : {&station, &desk, &clerk}) phone->start(now);
      sync();
      const CaseId c = street.new_case();
      ReportCase report = Street::report(Nature::dispute);
      report.source = Source::patrol;
      REQUIRE(station.submit(c, report, now).outcome.applied());
      sync();
      REQUIRE(clerk.submit(c, Street::filing(Nature::dispute), now).outcome.applied());
      sync();
      REQUIRE(station.submit(c, Mediation::opening(), now).outcome.applied());
      sync();
      REQUIRE(station.submit(c, HoldSession{30, 2, "双方分歧没有缩小"}, now).outcome.applied());
      const TaskOrder order = street.order(kMediation, false);
      REQUIRE(desk.submit(c, RaiseTier{Tier::street, "疑难纠纷", order}, now).outcome.applied());
      sync();
      const Case& seen = *station.find(c);
      CHECK(seen.mediate->unit == kMediation);
      CHECK(seen.mediate->sessions.size() == (session_first ? 1 : 0));
      const auto refusal = static_cast<Refusal>(seen.timeline().back()->refusal);
      CHECK(refusal == (session_first ? Refusal::none : Refusal::not_your_mediation));
      CHECK(encode(*desk.find(c)) == encode(seen));
    }
  }
}
