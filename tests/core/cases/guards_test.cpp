// The guards asked one by one. Each answers by itself, whatever the guards before it, or the tables,
// have made sure of: a screen may ask any of them.
#include <doctest/doctest.h>

#include "core/cases/guards.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

struct Asking {
  Street street;
  Case one;
  Act act;

  Asking() { act.when = {street.now(), street.now()}; }

  void as(const std::string& who) {
    act.actor = street.person(who).actor;
    act.grant = street.person(who).grant;
  }
  Outcome beforehand(Refusal which, OpKind kind = OpKind::unknown) const {
    return check_guard(which, street.world(), act, &one, {kind, {}, nullptr});
  }
  template <class T>
  Outcome ask(Refusal which, const T& payload) const {
    const CaseOp op = payload;
    return check_guard(which, street.world(), act, &one, {kind_of(op), task_of(op), &op});
  }
};

Task task_of_unit(UnitId unit, TaskState state) {
  Task task;
  task.unit = unit;
  task.state = state;
  return task;
}

}  // namespace

TEST_SUITE("cases/guards") {
  TEST_CASE("what is no guard stops nothing") {
    const Asking a;
    for (const Refusal which :
         {Refusal::none, Refusal::not_understood, Refusal::not_ready, Refusal::role_not_held,
          Refusal::case_exists, Refusal::case_unknown, Refusal::role_not_allowed,
          Refusal::wrong_state, Refusal::not_your_task, Refusal::wrong_task_state,
          Refusal::field_missing, Refusal::bad_policy, Refusal::bad_grid, Refusal::bad_unit,
          Refusal::restricted_class, Refusal::wrong_track_state}) {
      CAPTURE(name_of(which));
      CHECK(a.beforehand(which).applied());
    }
  }

  TEST_CASE("asked beforehand, what depends on the payload is taken as right") {
    Asking a;
    a.one.second_opinion = true;  // of nobody yet
    for (const Refusal which :
         {Refusal::task_unknown,         Refusal::place_unknown,        Refusal::danger_unanswered,
          Refusal::receipt_missing,      Refusal::duplicates_not_shown, Refusal::unit_unknown,
          Refusal::unit_lacks_power,     Refusal::outside_unit_area,    Refusal::finder_is_disposer,
          Refusal::late_without_reason,  Refusal::party_not_asked,      Refusal::text_too_brief,
          Refusal::category_unversioned, Refusal::lead_missing,         Refusal::task_exists,
          Refusal::time_not_allowed,     Refusal::merge_unfit,          Refusal::call_agreed_ours,
          Refusal::must_go_to_police,    Refusal::police_not_informed,  Refusal::amount_unfit,
          Refusal::measure_unfit,        Refusal::extended_already,     Refusal::consent_missing,
          Refusal::not_mediatable,       Refusal::guardian_missing,     Refusal::obligation_unknown,
          Refusal::proof_missing,        Refusal::tier_not_higher,      Refusal::not_performed,
          Refusal::rung_skipped,         Refusal::rounds_missing,       Refusal::not_whistled,
          Refusal::not_simple,           Refusal::same_visitor,         Refusal::recurrence_unfit,
          Refusal::relation_unfit,       Refusal::verified_to_exist,    Refusal::tracks_open,
          Refusal::not_of_this_grid,     Refusal::outside_own_area,     Refusal::not_your_mediation,
          Refusal::evidence_missing,     Refusal::outside_recipient,    Refusal::unit_wrong_level,
          Refusal::tier_skipped,         Refusal::statement_open}) {
      CAPTURE(name_of(which));
      CHECK(a.beforehand(which).applied());
    }
  }

  TEST_CASE("a unit unknown here is refused as unknown, and by nothing else") {
    Asking a;
    TaskOrder order;
    order.unit = UnitId{77};
    order.lead = true;
    a.one.place = Street::report().place;
    a.one.reporter_unit = order.unit;
    const DispatchCase dispatch{{order}};
    CHECK(a.ask(Refusal::unit_unknown, dispatch).refusal == Refusal::unit_unknown);
    CHECK(a.ask(Refusal::unit_lacks_power, dispatch).applied());
    CHECK(a.ask(Refusal::outside_unit_area, dispatch).applied());
    CHECK(a.ask(Refusal::finder_is_disposer, dispatch).applied());
    a.one.tasks = {task_of_unit(order.unit, TaskState::assigned)};
    a.one.tasks[0].mandatory = true;
    a.one.tasks[0].id = a.street.new_task();
    const Outcome open = a.beforehand(Refusal::mandatory_tasks_open);
    CHECK(open.refusal == Refusal::mandatory_tasks_open);
    CHECK(open.detail.empty());
    a.one.tasks = {task_of_unit(order.unit, TaskState::refused)};
    const Outcome unanswered = a.beforehand(Refusal::refusals_unanswered);
    CHECK(unanswered.refusal == Refusal::refusals_unanswered);
    CHECK(unanswered.detail.empty());
  }

  TEST_CASE("a unit without an area of its own may be sent anywhere") {
    Asking a;
    Unit rescue = *a.street.world().find_unit(kFire);
    rescue.id = UnitId{50};
    rescue.area = {};
    REQUIRE(a.street.act("admin", {}, SetUnits{{rescue}}).applied());
    TaskOrder order;
    order.unit = rescue.id;
    a.one.place = Street::report().place;
    CHECK(a.ask(Refusal::outside_unit_area, DispatchCase{{order}}).applied());
  }

  TEST_CASE("what is missing is said by the guard that looks for it, not by those of its size") {
    Asking a;
    DisposeThing disposal;
    disposal.thing = 3;
    disposal.amount = 1;
    CHECK(a.ask(Refusal::thing_unknown, disposal).refusal == Refusal::thing_unknown);
    CHECK(a.ask(Refusal::amount_unfit, disposal).applied());
    CHECK(a.ask(Refusal::measure_unfit, disposal).applied());
    RecordPerformance paid;
    paid.obligation = 1;
    CHECK(a.ask(Refusal::amount_unfit, paid).applied());
    CHECK(a.ask(Refusal::obligation_unknown, paid).applied());  // no mediation: the track says it
  }

  TEST_CASE("only the unit that issued a notice delivers it besides those who work on the case") {
    Asking a;
    a.as("gasman");
    const DeliverNotice delivery{Delivery::in_person, "房东签收", {}, ""};
    CHECK(a.ask(Refusal::not_your_case, delivery).refusal == Refusal::not_your_case);
    a.one.rectify.emplace().issuer = kEnforcement;
    CHECK(a.ask(Refusal::not_your_case, delivery).refusal == Refusal::not_your_case);
    a.one.rectify->issuer = kGas;
    CHECK(a.ask(Refusal::not_your_case, delivery).applied());
  }

  TEST_CASE("what an area gives the power to holds inside it; what a unit may, on its ground") {
    Asking a;
    a.one.place = Street::report().place;
    const auto asked = [&](OpKind kind) {
      return a.beforehand(Refusal::outside_own_area, kind).applied();
    };
    a.act.grant = {Role::station_head, kGridUnitA, kCommunityB, kStreet};
    CHECK_FALSE(asked(OpKind::dispatch_case));
    CHECK(asked(OpKind::hold_consultation));  // its unit's ground
    a.act.grant.unit = kGridUnitB;
    CHECK_FALSE(asked(OpKind::hold_consultation));
    a.one.tasks = {task_of_unit(kGridUnitB, TaskState::assigned)};
    CHECK(asked(OpKind::hold_consultation));  // it has an order
    a.act.grant.unit = {};
    CHECK_FALSE(asked(OpKind::hold_consultation));
    a.act.grant.unit = UnitId{77};
    CHECK_FALSE(asked(OpKind::hold_consultation));
    a.act.grant.unit = kDistrictCentre;
    CHECK(asked(OpKind::hold_consultation));  // works everywhere
    a.act.grant.unit = {};
    a.one.place.grid = {};
    CHECK(asked(OpKind::hold_consultation));  // nobody can say that it is elsewhere
    CHECK_FALSE(asked(OpKind::dispatch_case));
    a.act.grant.role = Role::dispatcher;
    CHECK(asked(OpKind::dispatch_case));
  }

  TEST_CASE(
      "a mediation and a notice whose unit is unknown here are somebody else's all the same") {
    Asking a;
    a.as("mediator");
    a.one.mediate.emplace().unit = UnitId{77};
    CHECK(a.beforehand(Refusal::not_your_mediation).refusal == Refusal::not_your_mediation);
    CHECK(a.beforehand(Refusal::not_issuer).refusal == Refusal::not_issuer);
    a.one.rectify.emplace().issuer = kMediation;
    CHECK(a.beforehand(Refusal::not_issuer).applied());
    CHECK(a.beforehand(Refusal::statement_open).applied());
    a.as("supervisor");
    CHECK(a.beforehand(Refusal::not_your_mediation).applied());
    a.act.grant = {Role::chief_mediator, kGridUnitB, kCommunityB, kStreet};
    a.one.place = Street::report().place;
    CHECK_FALSE(a.beforehand(Refusal::not_your_mediation).applied());
  }

  TEST_CASE("another district is given what lies, or may lie, outside our own grids only") {
    Asking a;
    const TransferCase away{TransferTo::other_district, "1", "在外区"};
    CHECK(a.ask(Refusal::outside_recipient, away).applied());  // no grid
    a.one.place = Street::report().place;
    CHECK_FALSE(a.ask(Refusal::outside_recipient, away).applied());
    a.one.place.border_with = kGridB1;  // ours on both sides
    CHECK_FALSE(a.ask(Refusal::outside_recipient, away).applied());
    // Nor is it said to lie elsewhere by a border or a flag that somebody sets beside the grid.
    a.one.place.border_with = GridId{998};
    a.one.place.outside_known_grids = true;
    CHECK_FALSE(a.ask(Refusal::outside_recipient, away).applied());
    a.one.place.grid = GridId{999};
    CHECK(a.ask(Refusal::outside_recipient, away).applied());
  }

  TEST_CASE("a mediation at the last tier goes no higher, one on the scene no lower") {
    Asking a;
    a.one.mediate.emplace().tier = Tier::judicial;
    CHECK_FALSE(a.beforehand(Refusal::tier_skipped, OpKind::raise_tier).applied());
    CHECK_FALSE(a.beforehand(Refusal::tier_skipped, OpKind::lower_tier).applied());
    a.one.mediate->tier = Tier::on_scene;
    CHECK(a.beforehand(Refusal::tier_skipped, OpKind::raise_tier).applied());
    CHECK_FALSE(a.beforehand(Refusal::tier_skipped, OpKind::lower_tier).applied());
  }

  TEST_CASE("an investigation ends by mediation only where both were and the offence allows it") {
    Asking a;
    ConcludeInvestigation end;
    end.outcome = InvestigateState::mediation_closed;
    CHECK(a.ask(Refusal::not_performed, end).refusal == Refusal::not_performed);
    a.one.mediate.emplace().state = MediateState::performed;
    CHECK(a.ask(Refusal::not_performed, end).refusal == Refusal::not_performed);
    a.one.investigate.emplace();
    CHECK(a.ask(Refusal::not_performed, end).refusal == Refusal::not_performed);
    a.one.investigate->mediatable = true;
    CHECK(a.ask(Refusal::not_performed, end).applied());
  }

  TEST_CASE("a date lies after now and within what the policy allows, its last moment included") {
    Asking a;
    const TimeMs now = a.street.now();
    a.one.resume_at = now + 400 * kDayMs;  // as was asked
    const std::int64_t most = a.street.world().policy().suspend_days_max * kDayMs;
    const auto until = [&](std::int64_t ms) {
      return a.ask(Refusal::time_not_allowed, SuspendCase{now + ms, "等待产权单位"}).applied();
    };
    CHECK_FALSE(until(0));
    CHECK(until(1));
    CHECK(until(most));
    CHECK_FALSE(until(most + 1));
  }

  TEST_CASE("a part that this device does not hold keeps no case open") {
    Asking a;
    a.one.children = {a.street.new_case()};
    CHECK(a.beforehand(Refusal::children_open, OpKind::close_case).applied());
  }

  TEST_CASE("nobody fills a case with talk, and a full one can still be moved and erased") {
    Street street;
    const CaseId c = street.new_case();
    REQUIRE(street.act("volunteer", c, Street::report()).applied());
    World world = street.world();
    const auto judged = [&](const char* who, const CaseOp& op) {
      Act act;
      act.subject = c;
      act.actor = street.person(who).actor;
      act.grant = street.person(who).grant;
      return judge(world, act, {kind_of(op), task_of(op), &op});
    };
    const CaseOp note = AddNote{"又来看过一次", {}};
    HistoryLine line;
    line.actor = street.person("volunteer").actor;
    std::vector<HistoryLine>& lines = world.edit(c).history;
    lines.assign(kLinesOfOneMax - 1, line);
    CHECK(judged("volunteer", note).applied());
    lines.assign(kLinesOfOneMax, line);
    CHECK(judged("volunteer", note).refusal == Refusal::full);
    CHECK(judged("clerk", note).applied());
    lines.resize(kHistoryMax);
    CHECK(judged("clerk", note).refusal == Refusal::full);
    CHECK(judged("clerk", RequestVerification{}).applied());
    CHECK(judged("clerk", RestrictCase{Restricted::minor, "报告人补充说明", {}}).applied());
    world.edit(c).state = CaseState::closed;
    CHECK(judged("volunteer", note).refusal == Refusal::full);
    CHECK(judged("system", EraseCase{}).refusal != Refusal::full);
  }
}
