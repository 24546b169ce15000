// Which units a joint dispatch would take, who leads, and why not the others.
#include <doctest/doctest.h>

#include "core/cases/joint_dispatch.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

CaseId reported(Street& street) {
  const CaseId c = street.new_case();
  ReportCase report = Street::report();
  report.source = Source::patrol;
  REQUIRE(street.act("worker", c, report).applied());
  return c;
}

CaseId filed(Street& street) {
  const CaseId c = reported(street);
  REQUIRE(street.act("clerk", c, Street::filing()).applied());
  return c;
}

const JointTemplate& joint(const Street& street, const std::string& id) {
  for (const JointTemplate& one : street.world().policy().joint_templates) {
    if (one.id == id) return one;
  }
  FAIL("no such template");
  return street.world().policy().joint_templates[0];
}

PassedOver why_not(const PlannedOrder& order, UnitId unit) {
  for (const ConsideredUnit& one : order.passed_over) {
    if (one.unit == unit) return one.why;
  }
  return PassedOver::none;
}

Unit unit(std::uint32_t id, UnitKind kind, GridId area, PointE7 base, SetOf<Nature> powers) {
  Unit made;
  made.id = UnitId{id};
  made.kind = kind;
  made.name = "第" + std::to_string(id) + "号单位";
  made.area = area;
  made.base = base;
  made.powers = powers;
  return made;
}

}  // namespace

TEST_SUITE("cases/joint_dispatch") {
  TEST_CASE("gas bottles: each order has its unit, the template's lead leads when it is there") {
    Street street;
    REQUIRE(street
                .act("admin", {},
                     SetUnits{{unit(30, UnitKind::market_regulation, kGridStreet,
                                    {1201500000, 303100000}, SetOf<Nature>(Nature::hazard)),
                               unit(31, UnitKind::police_station, kGridStreet,
                                    {1201500000, 303100000}, SetOf<Nature>(Nature::hazard))}})
                .applied());
    const CaseId c = filed(street);
    const JointPlan plan = plan_joint_dispatch(street.world(), street.at(c),
                                               joint(street, "gas-bottles"), street.now());
    REQUIRE(plan.orders.size() == 6);
    REQUIRE(plan.lead() != nullptr);
    const auto kind = [&](UnitId id) { return street.world().find_unit(id)->kind; };
    CHECK(kind(plan.lead()->unit) == UnitKind::market_regulation);
    CHECK((kind(plan.orders[1].unit) == UnitKind::police_room ||
           kind(plan.orders[1].unit) == UnitKind::police_station));  // one stands in for the other
    CHECK(plan.orders[2].unit == kFire);
    CHECK(plan.orders[3].unit == kEnforcement);
    CHECK(plan.orders[5].unit == kGas);
    CHECK(plan.orders[5].wanted.unit_name == "燃气");
    CHECK(is_wanted(plan.orders[5].wanted, *street.world().find_unit(kGas)));
    // The grid's own staff found it and has no power over hazards (S5-16).
    CHECK(plan.orders[4].unit.is_none());
    CHECK(why_not(plan.orders[4], kGridUnitA) == PassedOver::is_finder);
    CHECK(why_not(plan.orders[4], kGridUnitB) == PassedOver::outside_area);
    std::vector<TaskId> ids;
    for (int i = 0; i < 6; ++i) ids.push_back(street.new_task());
    const DispatchCase dispatch = dispatch_of(plan, ids, {});
    CHECK(dispatch.tasks.size() == 5);
    REQUIRE(street.act("desk", c, dispatch).applied());
    CHECK(street.at(c).tasks[0].template_id == "gas-bottles");
  }
  TEST_CASE("when the template's lead has no unit, a mandatory order with the power leads") {
    Street street;
    const CaseId c = filed(street);
    JointTemplate headless = joint(street, "gas-bottles");
    headless.orders[0].unit_kind = UnitKind::property_mgmt;  // this street has none
    const JointPlan plan =
        plan_joint_dispatch(street.world(), street.at(c), headless, street.now());
    CHECK(plan.orders[0].unit.is_none());
    REQUIRE(plan.lead() != nullptr);
    CHECK(plan.lead()->wanted.mandatory);
    std::vector<TaskId> ids;
    for (int i = 0; i < 6; ++i) ids.push_back(street.new_task());
    CHECK(street.act("desk", c, dispatch_of(plan, ids, {})).applied());
    const JointPlan again = plan_joint_dispatch(street.world(), street.at(c),
                                                joint(street, "gas-bottles"), street.now());
    CHECK(again.lead() == nullptr);  // somebody leads already
    CHECK(why_not(again.orders[2], kFire) == PassedOver::has_task);
  }
  TEST_CASE("an order that names a unit goes to that or to nobody: busy, off duty or not there") {
    Street street;
    const SetOf<Nature> hazard(Nature::hazard);
    Unit water = unit(50, UnitKind::utility, kGridStreet, {1201511000, 303110000}, hazard);
    water.name = "供水公司抢修队";
    REQUIRE(street.act("system", {}, SetUnits{{water}}).applied());
    const CaseId c = filed(street);
    JointTemplate one;
    one.id = "one";
    one.orders.resize(1);
    one.orders[0].unit_kind = UnitKind::utility;
    one.orders[0].unit_name = "燃气";
    const auto planned = [&](const Case& subject) {
      return plan_joint_dispatch(street.world(), subject, one, street.now()).orders[0];
    };
    CHECK(planned(street.at(c)).unit == kGas);
    CHECK(why_not(planned(street.at(c)), UnitId{50}) == PassedOver::not_named);
    Case busy = street.at(c);
    busy.tasks.resize(1);
    busy.tasks[0].unit = kGas;
    busy.tasks[0].state = TaskState::assigned;
    CHECK(planned(busy).unit.is_none());
    CHECK(why_not(planned(busy), kGas) == PassedOver::has_task);
    Unit gas = *street.world().find_unit(kGas);
    gas.duty = {{0b0011111, 8 * 60, 18 * 60}};  // it is a Sunday
    REQUIRE(street.act("system", {}, SetUnits{{gas}}).applied());
    CHECK(planned(street.at(c)).unit.is_none());
    CHECK(why_not(planned(street.at(c)), kGas) == PassedOver::off_duty);
    for (const ConsideredUnit& over : planned(street.at(c)).passed_over) {
      if (over.unit == kGas) CHECK(to_minute_text(over.on_duty_from) == "2026-11-23 08:00");
    }
    one.orders[0].unit_name = "供热";
    CHECK(planned(street.at(c)).unit.is_none());
    CHECK_FALSE(is_wanted(one.orders[0], water));
  }
  TEST_CASE("who is off duty is passed over, and a kind that is there stands in") {
    Street street;
    Unit room = *street.world().find_unit(kPoliceRoom);
    room.duty = {{0b0011111, 8 * 60, 18 * 60}};
    REQUIRE(street.act("system", {}, SetUnits{{room}}).applied());
    const CaseId c = filed(street);
    JointTemplate one;
    one.orders.resize(1);
    one.orders[0].unit_kind = UnitKind::police_room;
    const JointPlan plan = plan_joint_dispatch(street.world(), street.at(c), one, street.now());
    CHECK(plan.orders[0].unit == kCaseTeam);
    CHECK(why_not(plan.orders[0], kPoliceRoom) == PassedOver::off_duty);
  }
  TEST_CASE("powers that a template asks for are asked of assistants and of who stands in (G5)") {
    Street street;
    Policy policy = street.world().policy();
    ++policy.version;
    JointTemplate& gas = policy.joint_templates[0];
    REQUIRE(gas.id == "gas-bottles");
    gas.orders[1].powers = SetOf<Nature>(Nature::hazard, Nature::welfare);
    REQUIRE(street.act("system", {}, SetPolicy{policy}).applied());
    const CaseId c = filed(street);
    JointPlan plan = plan_joint_dispatch(street.world(), street.at(c), gas, street.now());
    CHECK(plan.orders[1].unit == kPoliceRoom);
    CHECK(why_not(plan.orders[1], kCaseTeam) == PassedOver::lacks_power);
    std::vector<TaskId> ids;
    for (int i = 0; i < 6; ++i) ids.push_back(street.new_task());
    plan.orders[1].unit = kCaseTeam;
    const Outcome outcome = street.act("desk", c, dispatch_of(plan, ids, {}));
    CHECK(outcome.refusal == Refusal::unit_lacks_power);
    plan.orders[1].unit = kPoliceRoom;
    CHECK(street.act("desk", c, dispatch_of(plan, ids, {})).applied());
  }
  TEST_CASE("the nearest is taken: by road when the roads are known, else straight") {
    Street street;
    REQUIRE(street
                .act("admin", {},
                     SetUnits{{unit(40, UnitKind::fire, kGridStreet, {1201511000, 303110000},
                                    SetOf<Nature>(Nature::hazard)),
                               unit(41, UnitKind::fire, {}, {}, SetOf<Nature>(Nature::hazard)),
                               unit(42, UnitKind::fire, kGridStreet, {1201512000, 303110000}, {})}})
                .applied());
    const CaseId c = filed(street);
    JointTemplate one;
    one.id = "one";
    one.orders.resize(1);
    one.orders[0].unit_kind = UnitKind::fire;
    one.orders[0].lead = true;
    JointPlan plan = plan_joint_dispatch(street.world(), street.at(c), one, street.now());
    CHECK(plan.orders[0].unit == UnitId{40});
    CHECK(why_not(plan.orders[0], kFire) == PassedOver::farther);
    CHECK(why_not(plan.orders[0], UnitId{41}) == PassedOver::farther);
    CHECK(why_not(plan.orders[0], UnitId{42}) == PassedOver::lacks_power);
    const UnitReach reaches[] = {{UnitId{40}, true, 600000, 900000, true},
                                 {kFire, true, 300000, 2000000, true}};
    plan = plan_joint_dispatch(street.world(), street.at(c), one, street.now(), reaches);
    CHECK(plan.orders[0].unit == kFire);
  }
  TEST_CASE("at a border the own side leads and the other side's unit is proposed beside (S1-37)") {
    Street street;
    const CaseId c = street.new_case();
    ReportCase report = Street::report(Nature::dispute);
    report.source = Source::walk_in;
    report.place.border_with = kGridB1;
    REQUIRE(street.act("clerk", c, report).applied());
    REQUIRE(street.act("supervisor", c, Street::filing(Nature::dispute)).applied());
    JointTemplate one;
    one.id = "border";
    one.orders.resize(2);
    one.orders[0].unit_kind = UnitKind::village_grid;
    one.orders[0].lead = true;
    one.orders[0].order = "劝导";
    one.orders[1].unit_kind = UnitKind::mediation;
    one.orders[1].order = "调解";
    const JointPlan plan = plan_joint_dispatch(street.world(), street.at(c), one, street.now());
    REQUIRE(plan.orders.size() == 3);
    CHECK(plan.orders[0].unit == kGridUnitA);
    CHECK(plan.orders[0].lead);
    CHECK(plan.orders[2].unit == kGridUnitB);
    CHECK(plan.orders[2].co_jurisdiction);
    CHECK_FALSE(plan.orders[2].lead);
    std::vector<TaskId> ids;
    for (int i = 0; i < 3; ++i) ids.push_back(street.new_task());
    CHECK(street.act("desk", c, dispatch_of(plan, ids, {})).applied());
  }
  TEST_CASE("at a border a beat's room comes once: a beat has no sides") {
    Street street;
    const CaseId id = filed(street);
    Unit room = *street.world().find_unit(kPoliceRoom);
    room.area = kBeat;
    REQUIRE(street.act("system", {}, SetUnits{{room}}).applied());
    Case c = street.at(id);
    c.place.border_with = kGridB1;
    c.place.beat = kBeat;
    JointTemplate one;
    one.id = "one";
    one.orders.resize(1);
    one.orders[0].unit_kind = UnitKind::police_room;
    const JointPlan plan = plan_joint_dispatch(street.world(), c, one, street.now());
    REQUIRE(plan.orders.size() == 1);
    CHECK(plan.orders[0].unit == kPoliceRoom);
    c.place.beat = {};  // on another beat: the station stands in
    CHECK(plan_joint_dispatch(street.world(), c, one, street.now()).orders[0].unit == kCaseTeam);
  }
  TEST_CASE("templates that name the category come before those for the whole nature") {
    Policy policy = default_policy();
    JointTemplate general = policy.joint_templates[0];
    general.id = "any-hazard";
    general.codes.clear();
    policy.joint_templates.insert(policy.joint_templates.begin(), general);
    const auto fitting = joint_templates_for(policy, Nature::hazard, "hazard.gas");
    REQUIRE(fitting.size() == 2);
    CHECK(fitting[0]->id == "gas-bottles");
    CHECK(fitting[1]->id == "any-hazard");
    CHECK(joint_templates_for(policy, Nature::welfare, "welfare.other").empty());
  }
  TEST_CASE("each order has a unit of its own, and one that has power may do what it found") {
    Street street;
    const CaseId c = street.new_case();
    ReportCase report = Street::report();
    report.source = Source::patrol;
    REQUIRE(street.act("fireman", c, report).applied());
    JointTemplate two;
    two.orders.resize(2);
    for (TemplateOrder& order : two.orders) order.unit_kind = UnitKind::fire;
    const JointPlan plan = plan_joint_dispatch(street.world(), street.at(c), two, street.now());
    CHECK(plan.orders[0].unit == kFire);
    CHECK(plan.orders[1].unit.is_none());
    CHECK(why_not(plan.orders[1], kFire) == PassedOver::taken);
    CHECK(plan.lead() == nullptr);  // nothing of it is mandatory, so nothing of it leads
  }
  TEST_CASE("a unit whose result is handed in is not ordered again beside it") {
    Street street;
    Case c = street.at(filed(street));
    Task task;
    task.unit = kFire;
    task.state = TaskState::submitted;
    JointTemplate one;
    one.orders.resize(1);
    one.orders[0].unit_kind = UnitKind::fire;
    for (const auto& [state, why] : {std::pair(TaskState::submitted, PassedOver::has_task),
                                     std::pair(TaskState::assigned, PassedOver::has_task),
                                     std::pair(TaskState::refused, PassedOver::none)}) {
      task.state = state;
      c.tasks = {task};
      CHECK(why_not(plan_joint_dispatch(street.world(), c, one, street.now()).orders[0], kFire) ==
            why);
    }
  }
  TEST_CASE("police room and station stand in for each other, and for nobody else") {
    Street street;
    Case c = street.at(filed(street));
    JointTemplate two;
    two.orders.resize(2);
    two.orders[0].unit_kind = UnitKind::police_station;
    two.orders[1].unit_kind = UnitKind::police_station;
    const JointPlan plan = plan_joint_dispatch(street.world(), c, two, street.now());
    CHECK(plan.orders[0].unit == kCaseTeam);
    CHECK(plan.orders[1].unit == kPoliceRoom);
    two.orders[0].unit_kind = UnitKind::property_mgmt;  // this street has none, and no stand-in
    const JointPlan none = plan_joint_dispatch(street.world(), c, two, street.now());
    CHECK(none.orders[0].unit.is_none());
    CHECK(none.orders[0].passed_over.empty());
  }
  TEST_CASE("a place without a point or a known grid is anybody's, and nobody's is nearer") {
    Street street;
    Case c = street.at(filed(street));
    c.place = {};
    JointTemplate one;
    one.orders.resize(1);
    one.orders[0].unit_kind = UnitKind::village_grid;
    const JointPlan plan = plan_joint_dispatch(street.world(), c, one, street.now());
    CHECK(plan.orders[0].unit == kGridUnitB);
    CHECK_FALSE(plan.orders[0].reach.known);
    CHECK(why_not(plan.orders[0], kGridUnitA) == PassedOver::is_finder);
  }
  TEST_CASE("at a border only what does not reach over has a second unit, if there is one") {
    Street street;
    Unit roaming = unit(70, UnitKind::utility, {}, {1201511000, 303110000}, {});
    REQUIRE(street.act("system", {}, SetUnits{{roaming}}).applied());
    Case c = street.at(filed(street));
    c.place.border_with = kGridB1;
    c.reporter_unit = {};
    JointTemplate four;
    four.orders.resize(4);
    four.orders[0].unit_kind = UnitKind::fire;           // reaches over
    four.orders[1].unit_kind = UnitKind::utility;        // goes anywhere
    four.orders[2].unit_kind = UnitKind::property_mgmt;  // nobody on either side
    four.orders[3].unit_kind = UnitKind::village_grid;   // one on each side
    const auto second = [&] {
      return plan_joint_dispatch(street.world(), c, four, street.now()).orders.size() -
             four.orders.size();
    };
    CHECK(second() == 1);
    Unit other = *street.world().find_unit(kGridUnitB);
    other.area = kCommunityA;
    REQUIRE(street.act("system", {}, SetUnits{{other}}).applied());
    CHECK(second() == 0);
    c.place.border_with = GridId{999};  // the other side is not in this street's tree
    CHECK(second() == 0);
  }
  TEST_CASE("who leads in the lead's place is mandatory and has the power") {
    Street street;
    const Case& c = street.at(filed(street));
    JointTemplate three;
    three.orders.resize(4);
    three.orders[0].unit_kind = UnitKind::property_mgmt;
    three.orders[0].lead = true;
    three.orders[1].unit_kind = UnitKind::fire;     // not mandatory
    three.orders[2].unit_kind = UnitKind::utility;  // has no power over hazards
    three.orders[2].mandatory = true;
    const JointPlan none = plan_joint_dispatch(street.world(), c, three, street.now());
    CHECK(none.lead() == nullptr);
    three.orders[3].unit_kind = UnitKind::market_regulation;
    three.orders[3].mandatory = true;
    const JointPlan plan = plan_joint_dispatch(street.world(), c, three, street.now());
    REQUIRE(plan.lead() != nullptr);
    CHECK(plan.lead()->unit == kMarket);
  }
  TEST_CASE("a dispatch has sixteen orders at most, and reasons and ids as far as they are given") {
    JointPlan plan;
    plan.orders.resize(20);
    for (PlannedOrder& order : plan.orders) order.unit = kFire;
    const std::vector<TaskId> ids = {TaskId{make_uuid_v7(TimeMs{1}, {1})}};
    const std::vector<std::string> whys = {"最近", "次近"};
    const DispatchCase dispatch = dispatch_of(plan, ids, whys);
    REQUIRE(dispatch.tasks.size() == 16);
    CHECK(dispatch.tasks[0].id == ids[0]);
    CHECK(dispatch.tasks[1].id.is_nil());
    CHECK(dispatch.tasks[1].why == "次近");
    CHECK(dispatch.tasks[2].why.empty());
  }
  TEST_CASE("a template without natures is for every one") {
    Policy policy;
    policy.joint_templates.resize(1);
    CHECK(joint_templates_for(policy, Nature::welfare, "").size() == 1);
  }
}
