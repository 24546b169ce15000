// Folding what no street would have let through, or more than a case may hold: entries come from
// outside, and nothing in them may break a replica.
#include <doctest/doctest.h>

#include "core/cases/clocks.h"
#include "core/cases/fold.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

// A world that is folded into without being asked.
struct Bench {
  Street street;
  CaseId id = street.new_case();
  TaskOrder lead = street.order(kEnforcement, true);
  World world{kStreet};

  explicit Bench(CaseState until = CaseState::handling) {
    ReportCase report = Street::report();
    report.source = Source::patrol;
    REQUIRE(street.act("worker", id, report).applied());
    if (until != CaseState::reported) {
      REQUIRE(street.act("clerk", id, Street::filing()).applied());
      REQUIRE(street.act("desk", id, DispatchCase{{lead}}).applied());
      REQUIRE(street.act("enforcer", id, SignTask{lead.id}).applied());
    }
    world = street.world();
  }

  const Case& at() const { return *world.find(id); }
  Case& edit() { return world.edit(id); }

  template <class T>
  void fold_in(const T& payload, CaseId subject, ActorId actor = ActorId{1}) {
    Act act;
    act.subject = subject;
    act.actor = actor;
    act.when = {street.now(), street.now()};
    gezhi::fold(world, act, CaseOp(payload), Outcome{}, {});
  }
  template <class T>
  void fold_in(const T& payload) {
    fold_in(payload, id);
  }

  // Everything but the count and the line that any entry leaves.
  Bytes substance() const {
    Case copy = at();
    copy.history.clear();
    copy.refused.clear();
    copy.version = 0;
    return encode(copy);
  }
};

const Photo kPhoto{};

}  // namespace

TEST_SUITE("cases/fold") {
  TEST_CASE("what says that it was applied but fits no row leaves a line and changes nothing") {
    Bench b;
    const Bytes before = b.substance();
    const std::size_t lines = b.at().history.size();
    b.fold_in(Street::report());                             // the case is there already
    b.fold_in(CloseCase{"已经全部办结", ""});                // not from this state
    b.fold_in(DeliverNotice{Delivery::posted, "", {}, ""});  // no notice
    b.fold_in(ContactParty{b.street.new_task(), ContactResult::reached, ""});  // no such task
    CHECK(b.substance() == before);
    CHECK(b.at().history.size() == lines + 4);
    const CaseId nowhere = b.street.new_case();
    b.fold_in(AddNote{"无此事件", {}}, nowhere);
    CHECK(b.world.find(nowhere) == nullptr);
  }

  TEST_CASE(
      "what names a thing, a hop, an answer or an obligation that is not there changes nothing") {
    Bench b;
    b.edit().mediate.emplace().state = MediateState::performing;
    b.edit().mediate->obligations.resize(1);
    b.edit().mediate->obligations[0].amount_fen = 100;
    b.edit().chain.resize(1);
    const Bytes before = b.substance();
    CountThing count;
    count.thing = 9;
    b.fold_in(count);
    DisposeThing disposal;
    disposal.thing = 9;
    b.fold_in(disposal);
    b.fold_in(ConfirmThing{9, "现场确认", {}});
    b.fold_in(AnswerFootage{true, "同意"});
    b.fold_in(AnswerHop{0, "收到"});
    b.fold_in(AnswerHop{2, "收到"});
    for (const std::uint32_t number : {0U, 2U}) {
      RecordPerformance paid;
      paid.obligation = number;
      paid.paid_fen = 100;
      b.fold_in(paid);
    }
    CHECK(b.substance() == before);
  }

  TEST_CASE("an order to a unit unknown here is kept, without the police's clock") {
    Bench b;
    const TaskOrder order = b.street.order(UnitId{77}, false);
    b.fold_in(DispatchCase{{order}});
    CHECK(b.at().find_task(order.id) != nullptr);
    for (const Clock& clock : b.at().clocks) CHECK(clock.kind != ClockKind::arrive_police);
  }

  TEST_CASE("an operation of a newer app stands in the timeline of a case its author sees") {
    Bench b;
    const Bytes before = b.substance();
    const Outcome outcome = refused(Refusal::not_understood);
    Act act;
    act.subject = b.id;
    for (const char* stranger : {"volunteer", "workerB", "gasman"}) {
      act.actor = b.street.person(stranger).actor;
      act.grant = b.street.person(stranger).grant;
      fold_unknown(b.world, act, 900, outcome, {});
      CHECK(b.at().refused.empty());
    }
    act.actor = b.street.person("enforcer").actor;
    act.grant = b.street.person("enforcer").grant;
    fold_unknown(b.world, act, 900, outcome, {});
    REQUIRE(b.at().refused.size() == 1);
    CHECK(b.at().refused.back().kind == 900);
    CHECK(b.substance() == before);
    const std::size_t cases = b.world.own_cases().size();
    act.subject = b.street.new_case();
    fold_unknown(b.world, act, 900, outcome, {});
    CHECK(b.world.own_cases().size() == cases);
  }

  TEST_CASE("parts and relations are kept in order, once, and the stronger relation stays") {
    Bench b(CaseState::reported);
    const CaseId one = b.street.new_case();
    const CaseId two = b.street.new_case();
    for (const CaseId part : {two, one, two}) {
      note_other_side(b.world, part, RelateCases{b.id, Relation::part_of, "一部分"});
    }
    CHECK(b.at().children == std::vector<CaseId>{one, two});
    REQUIRE(b.at().related.size() == 2);
    note_other_side(b.world, one, RecurCase{b.id, false});
    note_other_side(b.world, one, RelateCases{b.id, Relation::same_place, "同一处"});
    REQUIRE(b.at().related.size() == 2);
    CHECK(b.at().related[0].other == one);
    CHECK(b.at().related[0].how == Relation::recurrence_of);
    CHECK(b.at().related[1].how == Relation::same_place);
  }
}

TEST_SUITE("cases/bounds") {
  TEST_CASE("who acted on a task: the first hundred") {
    Bench b;
    for (std::uint64_t i = 0; i < 120; ++i) {
      b.fold_in(ContactParty{b.lead.id, ContactResult::reached, ""}, b.id, ActorId{1000 + i});
    }
    CHECK(b.at().tasks[0].hands.size() == 100);
  }

  TEST_CASE(
      "visits, triages and sessions: what comes after the last place stands in the timeline") {
    Bench b(CaseState::reported);
    for (int i = 0; i < 60; ++i) b.fold_in(TriageCase{TriageLevel::first, {}, "", {}, "归街道"});
    CHECK(b.at().triages.size() == 50);
    b.edit().state = CaseState::return_visit;
    VisitResult visit;
    visit.confirmed = true;
    for (int i = 0; i < 120; ++i) b.fold_in(visit);
    CHECK(b.at().visits.size() == 100);
    CHECK(b.at().history.size() == 181);

    b.edit().state = CaseState::handling;
    Mediate& track = b.edit().mediate.emplace();
    track.state = MediateState::open;
    track.sessions.resize(60);
    track.sessions.back().held = {b.street.now(), b.street.now()};
    b.fold_in(ScheduleSession{b.street.now() + kDayMs, "调解室"});
    CHECK(b.at().mediate->state == MediateState::scheduled);
    b.fold_in(HoldSession{30, 2, "双方没有到齐"});
    CHECK(b.at().mediate->state == MediateState::open);
    CHECK(b.at().mediate->sessions.size() == 60);
    CHECK(b.at().mediate->sessions.back().text.empty());
  }

  TEST_CASE("reinspections and proofs of performance") {
    Bench b;
    b.edit().rectify.emplace().state = RectifyState::reinspect_due;
    b.edit().rectify->reinspections.resize(50);
    b.fold_in(ReinspectResult{b.lead.id, Reinspected::passed, "已经全部拆除", {}});
    CHECK(b.at().rectify->state == RectifyState::eliminated);
    CHECK(b.at().rectify->reinspections.size() == 50);

    b.edit().mediate.emplace().state = MediateState::performing;
    b.edit().mediate->obligations.resize(1);
    b.edit().mediate->obligations[0].proof.resize(kPhotosMax - 1);
    RecordPerformance done;
    done.obligation = 1;
    done.photos = {kPhoto, kPhoto};
    b.fold_in(done);
    CHECK(b.at().mediate->obligations[0].proof.size() == kPhotosMax);
  }

  TEST_CASE("parts, relations and the timeline itself") {
    Bench b(CaseState::reported);
    for (int i = 0; i < 1001; ++i) {
      note_other_side(b.world, b.street.new_case(), RelateCases{b.id, Relation::part_of, ""});
    }
    CHECK(b.at().children.size() == 1000);
    CHECK(b.at().related.size() == 200);
    b.edit().history.resize(kHistoryMax);
    const std::uint32_t version = b.at().version;
    b.fold_in(AddNote{"最后一条", {}});
    CHECK(b.at().history.size() == kHistoryMax);
    CHECK(b.at().version == version + 1);
  }

  TEST_CASE("clocks: as many as ten times the orders a case may have") {
    Case c;
    const Policy policy = default_policy();
    const TimeMs now{1795312800000};
    for (std::uint64_t i = 0; i < 10 * kTasksMax + 5; ++i) {
      start_clock(c, policy, ClockKind::sign, {}, policy.sign, now);
      stop_clock(c, ClockKind::sign, {}, Moment{now, now});
    }
    CHECK(c.clocks.size() == 10 * kTasksMax);
  }
}
