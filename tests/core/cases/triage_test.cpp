// Suggestions: where a report belongs, what is like it, and when a mediation should rise.
#include <doctest/doctest.h>

#include "core/cases/similar.h"
#include "core/cases/triage.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

std::string suggested(const Street& street, std::string_view text, Source source = Source::app) {
  const TriageSuggestion s = suggest_triage(street.world(), {text, source, nullptr});
  return (s.rule == nullptr ? "nothing" : s.rule->id) + " " + std::string(name_of(s.to()));
}

CaseId reported_as(Street& street, Nature nature = Nature::hazard) {
  const CaseId c = street.new_case();
  ReportCase report = Street::report(nature);
  report.source = Source::patrol;
  REQUIRE(street.act("worker", c, report).applied());
  return c;
}

}  // namespace

TEST_SUITE("cases/triage") {
  // rows: S1-03 S1-36
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
    CHECK(suggested(street, "想咨询一下公积金怎么提取", Source::patrol) == "nothing none");
    CHECK(suggested(street, "今天天气很好") == "nothing none");
    CHECK(suggested(street, "") == "nothing none");
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
    REQUIRE(street.act("system", {}, SetPolicy{policy}).applied());
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
  TEST_CASE("similar cases: one thing under another nature is found, after those of the same") {
    Street street;
    const CaseId noise = reported_as(street, Nature::noise);
    const CaseId far = reported_as(street);
    const PointE7 here = street.at(noise).place.point;
    const auto near = [&](Nature nature, std::int32_t north) {
      return similar_cases(street.world(), {nature, {here.lon, here.lat + north}, street.now()});
    };
    const auto asked = near(Nature::hazard, 100);
    REQUIRE(asked.size() == 2);
    CHECK(asked[0].one->id == far);
    CHECK(asked[0].same_nature);
    CHECK(asked[1].one->id == noise);
    CHECK_FALSE(asked[1].same_nature);
    CHECK(near(Nature::facility, 100).size() == 2);
    CHECK(near(Nature::noise, 20000).empty());
  }
  TEST_CASE("similar cases: open ones near and recent, nearest first; of itself nothing is said") {
    Street street;
    const CaseId first = reported_as(street);
    street.pass(2 * kDayMs);
    const SimilarTo asked{Nature::hazard, street.at(first).place.point, street.now()};
    auto found = similar_cases(street.world(), asked);
    REQUIRE(found.size() == 1);
    CHECK(found[0].one->id == first);
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
    // Asked for what happened before it: as like as what came after.
    SimilarTo earlier = asked;
    earlier.reported = street.at(first).reported.at - kDayMs;
    CHECK(similar_cases(street.world(), earlier)[0].apart_ms == kDayMs);
  }
  TEST_CASE("similar cases: what was closed here before comes back, after the open ones") {
    Street street;
    const PointE7 here = street.at(reported_as(street)).place.point;
    const TimeMs now = street.now();
    const Policy policy = default_policy();
    Case one;
    one.id = street.new_case();
    one.nature = Nature::hazard;
    one.state = CaseState::closed;
    one.place.point = here;
    one.closed = {now - 20 * kDayMs, now - 20 * kDayMs};
    SimilarTo asked{Nature::hazard, here, now};
    CHECK(likeness_of(policy, one, asked).how == Likeness::recurrence);
    one.category.code = "hazard.gas";
    CHECK(likeness_of(policy, one, asked).how == Likeness::recurrence);  // asked for any type
    asked.category = "hazard.gas";
    CHECK(likeness_of(policy, one, asked).how == Likeness::recurrence);
    asked.category = "facility.railing";
    CHECK(likeness_of(policy, one, asked).how == Likeness::none);
    asked.category = {};
    asked.reported = one.closed.at - kDayMs;  // before it was closed
    CHECK(likeness_of(policy, one, asked).how == Likeness::none);
    one.place.point = {};
    CHECK(likeness_of(policy, one, asked).how == Likeness::none);
    // In a world: by kind first, then by distance.
    World world = street.world();
    const auto add = [&](CaseState state, std::int32_t north) {
      Case& made = world.add(street.new_case());
      made.nature = Nature::hazard;
      made.state = state;
      made.place.point = here;
      made.place.point.lat += north;
      made.reported = made.closed = {now - kDayMs, now - kDayMs};
      return made.id;
    };
    const CaseId closed = add(CaseState::closed, 0);
    const CaseId far = add(CaseState::filed, 5000);
    const CaseId near = add(CaseState::filed, 2000);
    asked.reported = now;
    const auto found = similar_cases(world, asked);
    REQUIRE(found.size() == 4);
    CHECK(found[1].one->id == near);
    CHECK(found[2].one->id == far);
    CHECK(found[3].one->id == closed);
    // The same through the layer that a phone puts above: what is changed there hides what is below.
    World above(&world);
    above.edit(near).state = CaseState::voided;
    above.add(street.new_case());
    CHECK(similar_cases(above, asked).size() == 3);
    World top(&above);
    top.edit(near).state = CaseState::filed;
    CHECK(similar_cases(top, asked).size() == 4);
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
  TEST_CASE("a planned session is no failed one, pieces are no sum, an agreement's sum is one") {
    const Policy policy = default_policy();
    Case c;
    Mediate& track = c.mediate.emplace();
    track.state = MediateState::open;
    track.tier = Tier::village;
    MediationSession planned;
    planned.tier = Tier::village;
    track.sessions = {planned, planned, planned};
    Thing bottles;
    bottles.most = 90000000;
    c.things = {bottles};
    CHECK(should_raise_tier(c, policy).reasons.empty());
    track.obligations.resize(2);
    track.obligations[0].amount_fen = 6000000;
    track.obligations[1].amount_fen = 4000000;
    CHECK(should_raise_tier(c, policy).reasons == std::vector<TierReason>{TierReason::amount});
    track.tier = Tier::street;  // a great sum belongs there
    CHECK(should_raise_tier(c, policy).reasons.empty());
  }
  TEST_CASE("a matter that came back is for a consultation, not for more than that") {
    const Policy policy = default_policy();
    Case c;
    c.mediate.emplace().state = MediateState::open;
    c.related = {{CaseId{}, Relation::same_place}};
    CHECK(should_raise_tier(c, policy).reasons.empty());
    c.related.push_back({CaseId{}, Relation::recurrence_of});
    CHECK(should_raise_tier(c, policy).reasons == std::vector<TierReason>{TierReason::repeated});
    c.mediate->tier = Tier::consultation;
    CHECK(should_raise_tier(c, policy).reasons.empty());
  }
  TEST_CASE("a city that sets no number of sessions and no sum is told of neither") {
    Policy policy = default_policy();
    policy.tier_sessions_max = 0;
    policy.tier_amount_fen = 0;
    Case c;
    c.mediate.emplace().state = MediateState::open;
    c.mediate->obligations.resize(1);
    c.mediate->obligations[0].amount_fen = 900000000;
    CHECK(should_raise_tier(c, policy).reasons.empty());
  }
}
