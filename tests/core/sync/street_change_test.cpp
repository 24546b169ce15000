// Rules and units that would destroy or disarm: two persons and a day (core/cases/street_change.h).
#include <doctest/doctest.h>

#include "tests/support/host_bed.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

struct RuledTown {
  HostBed bed;
  Street street;
  TimeMs now = street.now();

  RuledTown() { bed.host().set_secret(HostBed::server_secret()); }

  template <class T>
  Refusal act(const std::string& who, const T& payload) {
    Op op = street.make(who, {});
    set_payload(op, payload);
    last = op.id;
    Request request;
    request.protocol = kProtocol;
    request.push.push_back({encode(op), {}});
    const auto response = bed.exchange(request, principal_of(street.person(who)), now);
    REQUIRE(response.ok());
    REQUIRE(response->receipts.size() == 1);
    return response->receipts[0].outcome.refusal;
  }

  // The present rules, that keep what is restricted for a day only.
  ProposeChange proposal() {
    Policy policy = bed.world().policy();
    policy.version += 1;
    policy.restricted_retention_days = 1;
    return {policy, {}, "腾出空间"};
  }
  void pass(std::int64_t ms) {
    now = now + ms;
    REQUIRE(bed.tick(now).ok());
  }
  std::int32_t days() { return bed.world().policy().restricted_retention_days; }

  OpId last;
};

}  // namespace

TEST_SUITE("sync/street_change") {
  TEST_CASE("one proposes, another confirms, and a day later it is in force") {
    RuledTown town;
    const std::int32_t before = town.days();
    CHECK(town.act("admin", SetPolicy{*town.proposal().policy}) == Refusal::second_person_needed);
    CHECK(town.act("supervisor", town.proposal()) == Refusal::role_not_allowed);
    CHECK(town.act("admin", town.proposal()) == Refusal::none);
    const OpId proposal = town.last;
    CHECK(town.act("admin", town.proposal()) == Refusal::change_pending);
    CHECK(town.act("admin", ConfirmChange{proposal}) == Refusal::same_person);
    CHECK(town.act("clerk", ConfirmChange{proposal}) == Refusal::role_not_allowed);
    CHECK(town.act("supervisor", ConfirmChange{}) == Refusal::change_unknown);
    town.pass(30 * kDayMs);
    CHECK(town.days() == before);  // nobody has confirmed it
    CHECK(town.act("supervisor", ConfirmChange{proposal}) == Refusal::none);
    CHECK(town.act("supervisor2", ConfirmChange{proposal}) == Refusal::change_unknown);
    town.pass(kDayMs - kMinuteMs);
    CHECK(town.days() == before);
    town.bed.restart();  // what is pending is in the journal
    town.bed.host().set_secret(HostBed::server_secret());
    town.pass(kMinuteMs);
    CHECK(town.days() == 1);
    CHECK(town.bed.world().find_change(proposal)->state == ChangeState::done);
    town.pass(kDayMs);
    CHECK(town.bed.world().policy().version == 1 + default_policy().version);
  }

  TEST_CASE("until it is in force anybody who could confirm it withdraws it") {
    RuledTown town;
    const std::int32_t before = town.days();
    REQUIRE(town.act("admin", town.proposal()) == Refusal::none);
    const OpId proposal = town.last;
    REQUIRE(town.act("coordinator", ConfirmChange{proposal}) == Refusal::none);
    CHECK(town.act("volunteer", WithdrawChange{proposal, ""}) == Refusal::role_not_allowed);
    CHECK(town.act("supervisor", WithdrawChange{proposal, "先核对"}) == Refusal::none);
    CHECK(town.act("supervisor", WithdrawChange{proposal, "先核对"}) == Refusal::change_unknown);
    town.pass(2 * kDayMs);
    CHECK(town.days() == before);
    CHECK(town.act("admin", town.proposal()) == Refusal::none);
  }

  TEST_CASE("newer rules overtake what is pending") {
    RuledTown town;
    REQUIRE(town.act("admin", town.proposal()) == Refusal::none);
    const OpId proposal = town.last;
    REQUIRE(town.act("supervisor", ConfirmChange{proposal}) == Refusal::none);
    Policy stricter = town.bed.world().policy();
    stricter.version += 1;
    stricter.sample_percent += 1;
    CHECK(town.act("admin", SetPolicy{stricter}) == Refusal::none);
    town.pass(2 * kDayMs);
    CHECK(town.bed.world().find_change(proposal)->state == ChangeState::withdrawn);
    CHECK(town.bed.world().policy().restricted_retention_days ==
          stricter.restricted_retention_days);
  }

  TEST_CASE("a unit does not lose what it is or may do at one person's word") {
    RuledTown town;
    Unit unit = *town.bed.world().find_unit(kEnforcement);
    unit.name = "执法中队（新）";
    CHECK(town.act("admin", SetUnits{{unit}}) == Refusal::none);
    unit.powers = {};
    CHECK(town.act("admin", SetUnits{{unit}}) == Refusal::second_person_needed);
    CHECK(town.act("admin", ProposeChange{}) == Refusal::field_missing);
    REQUIRE(town.act("admin", ProposeChange{std::nullopt, {unit}, ""}) == Refusal::none);
    REQUIRE(town.act("supervisor", ConfirmChange{town.last}) == Refusal::none);
    town.pass(kDayMs);
    CHECK(town.bed.world().find_unit(kEnforcement)->powers.empty());
    CHECK(town.bed.world().open_change() == nullptr);
  }

  TEST_CASE("what weakens rules, one member after the other") {
    Policy before = default_policy();
    before.photo_natures.add(Nature::hazard);
    const auto names = [&](const auto& change) {
      Policy after = before;
      after.version += 1;
      change(after);
      return weakened(before, after);
    };
    using Names = std::vector<std::string>;
    CHECK(names([](Policy&) {}).empty());
    CHECK(names([](Policy& p) { p.restricted_retention_days -= 1; }) ==
          Names{"restricted_retention_days"});
    CHECK(names([](Policy& p) { p.restricted_retention_days = 0; }).empty());  // for ever
    CHECK(names([](Policy& p) { p.contact_retention_days -= 1; }) ==
          Names{"contact_retention_days"});
    CHECK(names([](Policy& p) { p.sample_percent -= 1; }) == Names{"sample_percent"});
    CHECK(names([](Policy& p) { p.sample_simple_percent -= 1; }) == Names{"sample_simple_percent"});
    CHECK(names([](Policy& p) { p.sample_days -= 1; }) == Names{"sample_days"});
    CHECK(names([](Policy& p) { p.text_min -= 1; }) == Names{"text_min"});
    CHECK(names([](Policy& p) { p.ladder.pop_back(); }) == Names{"ladder"});
    CHECK(names([](Policy& p) { p.ladder.front().percent += 1; }) == Names{"ladder"});
    CHECK(names([](Policy& p) { p.ladder.front().percent -= 1; }).empty());
    CHECK(names([](Policy& p) { p.photo_natures = {}; }) == Names{"photo_natures"});
    CHECK(names([](Policy& p) { p.simple_natures.add(Nature::dispute); }) ==
          Names{"simple_natures"});
    CHECK(names([](Policy& p) { p.police_codes.clear(); }) == Names{"police_codes"});
    CHECK(names([](Policy& p) { p.restrict_rules.front().words.pop_back(); }) ==
          Names{"restrict_rules"});
    CHECK(names([](Policy& p) { p.triage_rules.clear(); }) == Names{"triage_rules"});
    CHECK(weakened(Policy{}, before).empty());
  }
}
