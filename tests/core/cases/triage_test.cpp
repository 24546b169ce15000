// Suggestions: where a report belongs, what is like it, which units a joint dispatch would take, and
// when a mediation should rise.
#include <doctest/doctest.h>

#include "core/cases/joint_dispatch.h"
#include "core/cases/similar.h"
#include "core/cases/triage.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

std::string suggested(const Street& street, std::string_view text, Source source = Source::app) {
  const TriageSuggestion s = suggest_triage(street.world(), {text, source, nullptr});
  return s.rule == nullptr ? "nothing" : s.rule->id + " " + std::string(name_of(s.to()));
}

CaseId reported(Street& street, Nature nature = Nature::hazard) {
  const CaseId c = street.new_case();
  ReportCase report = Street::report(nature);
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

TEST_SUITE("cases/triage") {
  TEST_CASE("what people write is led where it belongs, and family violence to the police first") {
    const Street street;
    CHECK(suggested(street, "邻居又在打老婆,还欠薪") == "family-violence police_110");
    CHECK(suggested(street, "楼上有人扬言要跳楼") == "extreme-threat police_110");
    CHECK(suggested(street, "两个人在路口打起来了") == "violence-now police_110");
    CHECK(suggested(street, "面馆后厨好几个煤气瓶") == "gas none");
    CHECK(suggested(street, "老板拖欠工资三个月") == "wage none");
    CHECK(suggested(street, "广场舞吵到十点") == "square-dance none");
    CHECK(suggested(street, "路灯坏了三盏") == "light none");
    CHECK(suggested(street, "想咨询一下公积金怎么提取") == "consult hotline_12345");
    CHECK(suggested(street, "想咨询一下公积金怎么提取", Source::patrol) == "nothing");
    CHECK(suggested(street, "今天天气很好") == "nothing");
    CHECK(suggested(street, "") == "nothing");
  }
  TEST_CASE("the word that was found is kept, and a rule for a grid fits only inside it") {
    Street street;
    const TriageSuggestion s = suggest_triage(street.world(), {"后厨煤气瓶", Source::qr, nullptr});
    CHECK(s.word == "煤气瓶");
    Policy policy = default_policy();
    policy.version = 9;
    TriageRule rule;
    rule.id = "market";
    rule.grid = kCommunityB;
    rule.why = "市场由专班受理";
    policy.triage_rules.insert(policy.triage_rules.begin(), rule);
    REQUIRE(street.act("admin", {}, SetPolicy{policy}).applied());
    Place place;
    place.grid = kGridB1;
    CHECK(suggest_triage(street.world(), {"路灯", Source::qr, &place}).rule->id == "market");
    place.grid = kGridA1;
    CHECK(suggest_triage(street.world(), {"路灯", Source::qr, &place}).rule->id == "light");
    CHECK(suggest_triage(street.world(), {"路灯", Source::qr, nullptr}).rule->id == "light");
  }
  TEST_CASE("danger, family violence and the policy's codes call the police") {
    const Policy policy = default_policy();
    const Category plain{"LOCAL-SG", "1.0", "hazard.gas"};
    CHECK_FALSE(must_call_police(policy, {}, Restricted::none, plain));
    CHECK_FALSE(must_call_police(policy, {}, Restricted::minor, plain));
    CHECK(must_call_police(policy, SetOf<Danger>(Danger::fire), Restricted::none, plain));
    CHECK(must_call_police(policy, {}, Restricted::family_violence, plain));
    CHECK(must_call_police(policy, {}, Restricted::none, {"LOCAL-SG", "1.0", "dispute.violence"}));
    CHECK(must_call_police(policy, {}, Restricted::none, {"110", "local", "130001"}));
  }
  TEST_CASE("similar cases: open ones near and recent, nearest first; of itself nothing is said") {
    Street street;
    const CaseId first = reported(street);
    reported(street, Nature::noise);
    street.pass(2 * kDayMs);
    const SimilarTo asked{Nature::hazard, street.at(first).place.point, street.now()};
    auto found = similar_cases(street.world(), asked);
    REQUIRE(found.size() == 1);
    CHECK(found[0].how == Likeness::duplicate);
    CHECK(found[0].apart_ms == 2 * kDayMs);
    CHECK(found[0].distance_mm == 0);
    SimilarTo self = asked;
    self.self = first;
    CHECK(similar_cases(street.world(), self).empty());
    SimilarTo far = asked;
    far.point.lat += 20000;  // more than 100 m
    CHECK(similar_cases(street.world(), far).empty());
    SimilarTo late = asked;
    late.reported = street.now() + 6 * kDayMs;
    CHECK(similar_cases(street.world(), late).empty());
    CHECK(similar_cases(street.world(), {Nature::hazard, {}, street.now()}).empty());
  }
}

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
    const JointPlan plan =
        plan_joint_dispatch(street.world(), street.at(c), joint(street, "gas-bottles"));
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
    const JointPlan plan = plan_joint_dispatch(street.world(), street.at(c), headless);
    CHECK(plan.orders[0].unit.is_none());
    REQUIRE(plan.lead() != nullptr);
    CHECK(plan.lead()->wanted.mandatory);
    std::vector<TaskId> ids;
    for (int i = 0; i < 6; ++i) ids.push_back(street.new_task());
    CHECK(street.act("desk", c, dispatch_of(plan, ids, {})).applied());
    const JointPlan again =
        plan_joint_dispatch(street.world(), street.at(c), joint(street, "gas-bottles"));
    CHECK(again.lead() == nullptr);  // somebody leads already
    CHECK(why_not(again.orders[2], kFire) == PassedOver::has_task);
  }
  TEST_CASE("of one kind the unit of the wanted name is taken, another only when it is not there") {
    Street street;
    const SetOf<Nature> hazard(Nature::hazard);
    Unit water = unit(50, UnitKind::utility, kGridStreet, {1201511000, 303110000}, hazard);
    water.name = "供水公司抢修队";
    REQUIRE(street.act("admin", {}, SetUnits{{water}}).applied());
    const CaseId c = filed(street);
    JointTemplate one;
    one.id = "one";
    one.orders.resize(1);
    one.orders[0].unit_kind = UnitKind::utility;
    one.orders[0].unit_name = "燃气";
    JointPlan plan = plan_joint_dispatch(street.world(), street.at(c), one);
    CHECK(plan.orders[0].unit == kGas);
    CHECK(why_not(plan.orders[0], UnitId{50}) == PassedOver::stand_in);
    one.orders[0].unit_name = "供热";
    plan = plan_joint_dispatch(street.world(), street.at(c), one);
    CHECK(plan.orders[0].unit == UnitId{50});  // the nearest of the kind stands in
    CHECK_FALSE(is_wanted(plan.orders[0].wanted, water));
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
    JointPlan plan = plan_joint_dispatch(street.world(), street.at(c), one);
    CHECK(plan.orders[0].unit == UnitId{40});
    CHECK(why_not(plan.orders[0], kFire) == PassedOver::farther);
    CHECK(why_not(plan.orders[0], UnitId{41}) == PassedOver::farther);
    CHECK(why_not(plan.orders[0], UnitId{42}) == PassedOver::lacks_power);
    const UnitReach reaches[] = {{UnitId{40}, true, 600000, 900000, true},
                                 {kFire, true, 300000, 2000000, true}};
    plan = plan_joint_dispatch(street.world(), street.at(c), one, reaches);
    CHECK(plan.orders[0].unit == kFire);
  }
  TEST_CASE("at a border the own side leads and the other side's unit is proposed beside (S1-37)") {
    Street street;
    const CaseId c = street.new_case();
    ReportCase report = Street::report(Nature::dispute);
    report.source = Source::walk_in;
    report.place.border_with = kGridB1;
    REQUIRE(street.act("clerk", c, report).applied());
    REQUIRE(street.act("clerk", c, Street::filing(Nature::dispute)).applied());
    JointTemplate one;
    one.id = "border";
    one.orders.resize(2);
    one.orders[0].unit_kind = UnitKind::village_grid;
    one.orders[0].lead = true;
    one.orders[0].order = "劝导";
    one.orders[1].unit_kind = UnitKind::mediation;
    one.orders[1].order = "调解";
    const JointPlan plan = plan_joint_dispatch(street.world(), street.at(c), one);
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
}

TEST_SUITE("cases/tiers") {
  TEST_CASE("a mediation should rise after failed sessions, for a great sum, a breach, a failure") {
    const Policy policy = default_policy();
    Case c;
    CHECK(should_raise_tier(c, policy).reasons.empty());
    c.mediate.emplace();
    c.mediate->state = MediateState::open;
    c.mediate->tier = Tier::village;
    CHECK(should_raise_tier(c, policy).reasons.empty());
    MediationSession held;
    held.tier = Tier::village;
    held.held.received = TimeMs{1};
    c.mediate->sessions = {held, held};
    auto proposal = should_raise_tier(c, policy);
    REQUIRE(proposal.reasons.size() == 1);
    CHECK(proposal.reasons[0] == TierReason::sessions_failed);
    CHECK(proposal.to == Tier::consultation);
    c.mediate->tier = Tier::consultation;  // sessions of the tier below count no more
    CHECK(should_raise_tier(c, policy).reasons.empty());
    Thing sum;
    sum.measure = Measure::fen;
    sum.most = 12000000;
    c.things = {sum};
    CHECK(should_raise_tier(c, policy).reasons == std::vector<TierReason>{TierReason::amount});
    c.mediate->state = MediateState::breached;
    CHECK(should_raise_tier(c, policy).reasons.size() == 2);
    c.mediate->state = MediateState::performed;
    CHECK(should_raise_tier(c, policy).reasons.empty());
    c.mediate->state = MediateState::failed;
    c.mediate->tier = Tier::judicial;
    CHECK(should_raise_tier(c, policy).reasons.empty());
  }
}
