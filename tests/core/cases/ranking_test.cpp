// Who stands where in the one ranking of units, why, and that an auditor comes to the same.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/cases/ranking.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

// Saturday 28 November 2026, 03:00 in China.
const TimeMs kNight = start_of(day_of({2026, 11, 28})) + 3 * kHourMs;

CaseId filed_case(Street& street) {
  const CaseId c = street.new_case();
  ReportCase report = Street::report();
  report.source = Source::patrol;
  REQUIRE(street.act("worker", c, report).applied());
  REQUIRE(street.act("clerk", c, Street::filing()).applied());
  return c;
}

// Offices keep office hours; the fire station, farther away, is always there.
void offices_close(Street& street) {
  std::vector<Unit> units;
  for (const auto& [id, known] : street.world().units()) {
    Unit unit = known;
    if (id == kFire) {
      unit.base = {1201600000, 303200000};
    } else {
      unit.duty = {{0b0011111, 8 * 60 + 30, 17 * 60 + 30}};
    }
    units.push_back(unit);
  }
  REQUIRE(street.act("system", {}, SetUnits{units}).applied());
}

const RankedUnit& ranked(const std::vector<RankedUnit>& all, UnitId unit) {
  for (const RankedUnit& one : all) {
    if (one.unit == unit) return one;
  }
  FAIL("not ranked");
  return all[0];
}

}  // namespace

TEST_SUITE("cases/ranking") {
  TEST_CASE("on a Saturday at three who is there stands first, the others say from when they are") {
    Street street;
    offices_close(street);
    const CaseId c = filed_case(street);
    const auto ranking = rank_units(street.world(), street.at(c), {kNight});
    CHECK(ranking.front().unit == kFire);
    CHECK(ranking.front().why == PassedOver::none);
    const RankedUnit& office = ranked(ranking, kMarket);
    CHECK(office.why == PassedOver::off_duty);
    CHECK(office.may_be_sent());
    CHECK(to_minute_text(office.on_duty_from) == "2026-11-30 08:30");
    // What the guards refuse comes last and keeps its reason, on duty or not.
    CHECK(ranked(ranking, kMediation).why == PassedOver::lacks_power);
    CHECK_FALSE(ranking.back().may_be_sent());
    const auto by_day =
        rank_units(street.world(), street.at(c), {kNight + 2 * kDayMs + 8 * kHourMs});
    CHECK(by_day.front().unit == kEnforcement);  // the nearest, and there
  }
  TEST_CASE(
      "an order that came back, or was not signed, is offered to the next nearest, never again") {
    Street street;
    const CaseId c = filed_case(street);
    const auto next = [&] {
      const auto ranking = rank_units(street.world(), street.at(c), {street.now()});
      const RankedUnit* found = next_to_offer(ranking, street.at(c));
      return found == nullptr ? UnitId{} : found->unit;
    };
    std::vector<UnitId> offered;
    for (UnitId unit = next(); !unit.is_none(); unit = next()) {
      CHECK(std::find(offered.begin(), offered.end(), unit) == offered.end());
      offered.push_back(unit);
      const TaskOrder order = street.order(unit, true);
      // Who may not return it any more without the supervisor is called off by the desk.
      REQUIRE(street.act("supervisor", c, DispatchCase{{order}}).applied());
      CHECK_FALSE(next() == unit);
      REQUIRE(street.act("supervisor", c, CancelTask{order.id, "超时未签收"}).applied());
      REQUIRE(offered.size() < 20);
    }
    CHECK(offered.size() > 1);
    const auto ranking = rank_units(street.world(), street.at(c), {street.now()});
    CHECK(offered.front() == ranking.front().unit);
  }

  TEST_CASE("whoever is nearer than the one offered and passed over says why, the nearest first") {
    Street street;
    offices_close(street);
    const CaseId first = filed_case(street);
    std::vector<Unit> units;
    const PointE7 here = street.at(first).place.point;
    std::int32_t step = 0;
    for (const UnitId id : {kMediation, kMarket, kEnforcement, kFire}) {
      Unit unit = *street.world().find_unit(id);
      unit.base = {here.lon + 10000 * ++step, here.lat};
      if (id == kEnforcement) unit.duty.clear();
      units.push_back(unit);
    }
    REQUIRE(street.act("system", {}, SetUnits{units}).applied());
    street.set_now(kNight);
    const CaseId c = filed_case(street);
    const auto passed = [&](UnitId offered) {
      const auto ranking = rank_units(street.world(), street.at(c), {street.now()});
      auto nearer = nearer_passed_over(ranking, street.at(c), offered);
      std::erase_if(nearer, [&](const RankedUnit& one) {  // the others stand where they stand
        return std::none_of(units.begin(), units.end(),
                            [&](const Unit& unit) { return unit.id == one.unit; });
      });
      return nearer;
    };
    // 综合执法 is there and the nearest of those; nobody asks about who is farther, or has no place.
    const auto to_enforcement = passed(kEnforcement);
    REQUIRE(to_enforcement.size() == 2);
    CHECK(to_enforcement[0].unit == kMediation);
    CHECK(to_enforcement[0].why == PassedOver::lacks_power);
    CHECK(to_enforcement[1].unit == kMarket);
    CHECK(to_enforcement[1].why == PassedOver::off_duty);
    CHECK(to_enforcement[1].on_duty_from.value > kNight.value);
    CHECK(passed(kMediation).empty());
    CHECK(passed(UnitId{4711}).empty());
    // Who has the order, and who had it, say that too.
    CHECK(passed(kFire).size() == 2);
    const TaskOrder order = street.order(kEnforcement, true);
    REQUIRE(street.act("desk", c, DispatchCase{{order}}).applied());
    REQUIRE(passed(kFire).size() == 3);
    CHECK(passed(kFire)[2].why == PassedOver::has_task);
    REQUIRE(street.act("supervisor", c, CancelTask{order.id, "超时未签收"}).applied());
    CHECK(passed(kFire)[2].why == PassedOver::had_order);
    // By road it is the time that counts: round the river is farther.
    const UnitReach roads[] = {{kMediation, true, 900000, 10000, true},
                               {kEnforcement, true, 300000, 2000000, true}};
    const auto by_road =
        rank_units(street.world(), street.at(c), {street.now(), true, {}, {}, roads});
    for (const RankedUnit& one : nearer_passed_over(by_road, street.at(c), kEnforcement))
      CHECK_FALSE(one.unit == kMediation);
  }

  TEST_CASE("a helper needs no power over the matter, only what the order asks for") {
    Street street;
    const CaseId c = filed_case(street);
    const auto why = [&](const RankQuestion& question) {
      return ranked(rank_units(street.world(), street.at(c), question), kMediation).why;
    };
    CHECK(why({street.now(), true}) == PassedOver::lacks_power);
    CHECK(why({street.now(), false}) == PassedOver::none);
    CHECK(why({street.now(), false, SetOf<Nature>(Nature::noise)}) == PassedOver::none);
    CHECK(why({street.now(), false, SetOf<Nature>(Nature::noise, Nature::help)}) ==
          PassedOver::lacks_power);
  }
  TEST_CASE("the finder without power and a grid that does not cover the place cannot be sent") {
    Street street;
    const CaseId c = filed_case(street);
    const auto all = rank_units(street.world(), street.at(c), {street.now(), false});
    CHECK(ranked(all, kGridUnitA).why == PassedOver::is_finder);
    CHECK(ranked(all, kGridUnitB).why == PassedOver::outside_area);
  }
  TEST_CASE("of units equally near the one with less to do stands first; the desk is not ranked") {
    Street street;
    const CaseId first = filed_case(street);
    REQUIRE(street.act("desk", first, DispatchCase{{street.order(kEnforcement, true)}}).applied());
    const CaseId c = filed_case(street);
    const auto all = rank_units(street.world(), street.at(c), {street.now()});
    CHECK(ranked(all, kEnforcement).orders == 1);
    CHECK(all.front().unit == kFire);
    for (const RankedUnit& one : all) CHECK_FALSE(one.unit == kDesk);
  }
  TEST_CASE("a road beats a straight line, a straight line no place, a small area a large one") {
    Street street;
    Unit near = *street.world().find_unit(kMarket);
    near.base = street.at(filed_case(street)).place.point;
    Unit roaming = *street.world().find_unit(kEnforcement);
    roaming.base = {};
    Unit local = *street.world().find_unit(kPoliceRoom);
    local.base = {};
    local.area = kCommunityA;
    REQUIRE(street.act("system", {}, SetUnits{{near, roaming, local}}).applied());
    const CaseId c = filed_case(street);
    const UnitReach roads[] = {{kFire, true, 600000, 3000000, true}};
    const auto all = rank_units(street.world(), street.at(c), {street.now(), true, {}, {}, roads});
    CHECK(all[0].unit == kFire);
    CHECK(all[1].unit == kMarket);
    CHECK(all[2].unit == kPoliceRoom);
    CHECK(all[3].unit == kEnforcement);
  }
  TEST_CASE("an auditor ranks again from the journal alone and finds the unit where it stood") {
    Street street;
    offices_close(street);
    street.set_now(kNight);
    const CaseId c = filed_case(street);
    const UnitReach roads[] = {{kMarket, true, 900000, 5000000, true},
                               {kEnforcement, true, 300000, 2000000, true}};
    const auto seen = rank_units(street.world(), street.at(c), {kNight, true, {}, {}, roads});
    TaskOrder order = street.order(kEnforcement, true);
    order.choice = choice_of(seen, kEnforcement, kNight);
    CHECK(order.choice.place == 2);  // behind the fire station, which is on duty
    REQUIRE(street.act("desk", c, DispatchCase{{order}}).applied());
    // Afterwards everybody moves and works at other hours; the journal before the order knows nothing of it.
    REQUIRE(street.act("system", {}, SetUnits{street_units()}).applied());

    Ledger before(kStreet);
    for (const Entry& entry : street.entries()) {
      const auto op = read_op(entry.op);
      REQUIRE(op.ok());
      if (op->kind == static_cast<std::uint32_t>(OpKind::dispatch_case)) {
        const Payload payload = read_payload(*op);
        const TaskOrder& kept = std::get<CaseOp>(payload).get<DispatchCase>()->tasks[0];
        const World& world = before.world();
        const auto again = rank_again(world, *world.find(c), kept);
        const UnitChoice choice = choice_of(again, kept.unit, kept.choice.at);
        CHECK(choice.place == 2);
        CHECK(encode(choice) == encode(kept.choice));
        CHECK(again.front().unit == kFire);
        CHECK(ranked(again, kMarket).why == PassedOver::off_duty);
        return;
      }
      REQUIRE(before.replay(entry, true).ok());
    }
    FAIL("no dispatch in the journal");
  }
  TEST_CASE("an order without a choice, as older apps send it, has the bytes it had") {
    TaskOrder order;
    order.order = "x";
    TaskOrder chosen = order;
    chosen.choice.place = 1;
    CHECK(encode(order).size() < encode(chosen).size());
    const auto read = decode<TaskOrder>(encode(order));
    REQUIRE(read.ok());
    CHECK(read->choice.place == 0);
    CHECK(choice_of({}, kFire, kNight).place == 0);
  }

  TEST_CASE("what the roads said is kept of the first sixty-four, and not of those behind") {
    std::vector<RankedUnit> all(kChoiceRoadsMax + 10);
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].unit = UnitId{static_cast<std::uint32_t>(100 + i)};
      all[i].reach = {all[i].unit, i != 1, 1000, 1000, true};
    }
    const UnitChoice last = choice_of(all, all.back().unit, kNight);
    CHECK(last.place == all.size());
    CHECK(last.roads.size() == kChoiceRoadsMax);
    CHECK(choice_of(all, all[2].unit, kNight).roads.size() == 2);
    CHECK(choice_of(all, UnitId{7}, kNight).place == 0);
  }
}
