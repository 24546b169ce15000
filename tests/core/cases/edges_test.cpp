// Ends of ranges and lists that the life of a case seldom reaches, each asked of the rule alone.
#include <doctest/doctest.h>

#include "core/cases/clocks.h"
#include "core/cases/guards.h"
#include "core/cases/ladder.h"
#include "core/cases/restricted.h"
#include "core/cases/triage.h"
#include "core/cases/visibility.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

constexpr TimeMs kNow{1795312800000};

Clock running(ClockKind kind, TaskId task, TimeMs started) {
  Case c;
  start_clock(c, default_policy(), kind, task, {ClockClass::urgent, 3600}, started);
  return c.clocks.front();
}

Case handled() {
  Case c;
  c.state = CaseState::handling;
  return c;
}

Task called(TaskId id, UnitId unit, TaskState state = TaskState::assigned) {
  Task task;
  task.id = id;
  task.unit = unit;
  task.state = state;
  return task;
}

// The street's own ladder and the rung above it.
Policy with_referral() {
  Policy policy = default_policy();
  policy.ladder.push_back({Rung::refer, 300});
  return policy;
}

}  // namespace

TEST_SUITE("cases/edges") {
  TEST_CASE("a clock that stands has no urgency") {
    Clock clock = running(ClockKind::handle, {}, kNow);
    CHECK(urgency_of(clock, kNow + kDayMs) == Urgency::overdue);
    clock.stopped = {kNow, kNow};
    CHECK(urgency_of(clock, kNow + kDayMs) == Urgency::none);
  }

  TEST_CASE("a rung of an earlier clock is climbed again by a later one") {
    Case c = handled();
    c.clocks.push_back(running(ClockKind::handle, {}, kNow));
    const auto first = [&] { return planned_rungs(default_policy(), c).front().rung; };
    Escalation past;
    past.rung = Rung::remind;
    past.when = {kNow - kHourMs, kNow - kHourMs};
    c.escalations = {past};
    CHECK(first() == Rung::remind);
    c.escalations[0].when = {kNow + kHourMs, kNow + kHourMs};
    CHECK(first() == Rung::supervise);
  }
  TEST_CASE(
      "who has come, or whose order is not known here, is no no-show; each order climbs alone") {
    Street street;
    const TaskId one = street.new_task();
    const TaskId two = street.new_task();
    Case c = handled();
    c.clocks.push_back(running(ClockKind::check_in, one, kNow));
    CHECK(planned_rungs(default_policy(), c).empty());
    c.tasks = {called(one, kFire, TaskState::arrived)};
    CHECK(planned_rungs(default_policy(), c).empty());
    c.tasks = {called(one, kFire)};
    Escalation past;
    past.rung = Rung::remind;
    past.task = two;
    c.escalations = {past};
    CHECK(planned_rungs(default_policy(), c).front().rung == Rung::remind);
    c.escalations[0].task = one;
    CHECK(planned_rungs(default_policy(), c).front().rung == Rung::supervise);
  }
  TEST_CASE("a case that is over, or holds as many as it can, climbs no more") {
    Case c = handled();
    c.clocks.push_back(running(ClockKind::handle, {}, kNow));
    CHECK_FALSE(planned_rungs(default_policy(), c).empty());
    c.escalations.resize(200);
    CHECK(planned_rungs(default_policy(), c).empty());
    c.escalations.clear();
    c.state = CaseState::voided;
    CHECK(planned_rungs(default_policy(), c).empty());
  }
  TEST_CASE("to a person one rung is proposed for each unit and order, the lowest that is due") {
    Street street;
    const TaskId one = street.new_task();
    const TaskId two = street.new_task();
    Case c = handled();
    c.tasks = {called(one, kFire), called(two, kGas), called(street.new_task(), kFire)};
    for (const TaskId task : {one, two, c.tasks[2].id})
      c.clocks.push_back(running(ClockKind::check_in, task, kNow));
    const auto proposed = proposed_rungs(with_referral(), c, kNow + 10 * kDayMs);
    REQUIRE(proposed.size() == 3);
    for (const PlannedRung& rung : proposed) CHECK(rung.rung == Rung::record);
    CHECK(proposed[0].task == one);
    CHECK(proposed[1].unit == kGas);
    CHECK(proposed_rungs(with_referral(), c, kNow).empty());
  }

  TEST_CASE("the police know nothing by an order to a unit that is not known here") {
    const Street street;
    Case c = handled();
    c.tasks = {called(TaskId{}, UnitId{77}, TaskState::working)};
    CHECK_FALSE(police_know(street.world(), c));
    c.tasks = {called(TaskId{}, kPoliceRoom, TaskState::working)};
    CHECK(police_know(street.world(), c));
  }
  TEST_CASE("what goes on in a case that is not known here goes past the police") {
    Street street;
    Case c = handled();
    c.dangers = SetOf<Danger>(Danger::weapon);
    const CaseOp merge = MergeCase{street.new_case(), "同一处同一事"};
    Act act;
    act.grant = street.person("desk").grant;
    CHECK(check_guard(Refusal::police_not_informed, street.world(), act, &c,
                      {OpKind::merge_case, {}, &merge})
              .refusal == Refusal::police_not_informed);
  }
  TEST_CASE("a place is named by a point, or by a code alone") {
    PlaceCase set;
    CHECK(missing_field(set) == "place");
    set.place.code = "330105001";
    CHECK(missing_field(set).empty());
  }

  TEST_CASE("what came in about an erased case is erased again") {
    const Street street;
    Case c;
    c.restricted = Restricted::minor;
    c.state = CaseState::closed;
    c.erased = kNow;
    CHECK(erase_due(street.world(), c).is_none());
    c.refused.resize(1);
    CHECK(erase_due(street.world(), c) == kNow);
  }
  TEST_CASE("a case of which only refused lines are here has their number") {
    Case c;
    CHECK(c.last_seq() == 0);
    c.refused.resize(1);
    c.refused[0].seq = 7;
    CHECK(c.last_seq() == 7);
  }

  TEST_CASE("a grant of the district, one without a grid, and several of one person") {
    const Grant district{Role::district_coordinator, {}, {}, {}};
    const Grant desk{Role::dispatcher, kDesk, kGridStreet, kStreet};
    const Scope whole = view_of(ActorId{1}, {desk, district}, kStreet);
    CHECK(whole.whole_street);
    CHECK(whole.sees({ChannelKind::grid, kGridA1.value}));
    const Scope bare =
        view_of({}, {{Role::grid_worker, {}, {}, kStreet}, {Role::chief_mediator, {}, {}, kStreet}},
                kStreet);
    CHECK_FALSE(bare.whole_street);
    CHECK(bare.channels.empty());
    CHECK_FALSE(bare.sees({ChannelKind::grid, kGridA1.value}));
  }
  TEST_CASE("of two grants the one that does more counts, in either order") {
    Street street;
    const CaseId c = street.new_case();
    REQUIRE(street.act("worker", c, Street::report()).applied());
    const Grant clerk = street.person("clerk").grant;
    const Grant desk = street.person("desk").grant;
    for (const bool clerk_first : {true, false}) {
      const std::vector<Grant> grants =
          clerk_first ? std::vector<Grant>{clerk, desk} : std::vector<Grant>{desk, clerk};
      bool verifies = false;
      for (const Permission& one : permitted(street.world(), street.person("clerk").actor, grants,
                                             c, {street.now(), street.now()})) {
        if (one.kind != OpKind::request_verification) continue;
        verifies = one.outcome.applied();
        CHECK(one.grant.role == Role::intake_clerk);
      }
      CHECK(verifies);
    }
  }
}
