// Rules and units that would destroy or disarm: two persons and a day (core/cases/street_change.h).
#include <doctest/doctest.h>

#include <set>

#include "core/journal/street_rules.h"
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

struct MemberNames {
  std::vector<std::string> names;

  template <class T>
  void operator()(std::uint32_t, const char* name, T&, std::uint64_t = 0) {
    names.push_back(name);
  }
};

struct ExtremeMember {
  std::string name;
  bool great = false;

  template <class T>
  void operator()(std::uint32_t, const char* member, T& value, std::uint64_t = 0) {
    if (name == member) set(value);
  }
  void set(std::int32_t& value) const { value = great ? 100'000 : 0; }
  void set(std::uint32_t& value) const { value = great ? 100'000 : 0; }
  void set(std::int64_t& value) const { value = great ? 1'000'000'000 : 0; }
  void set(bool& value) const { value = great; }
  void set(Limit& value) const { value.amount = great ? 100'000 : 0; }
  void set(std::string&) const {}
  template <class E>
  void set(SetOf<E>& value) const {
    value = {};
    for (std::size_t i = 0; great && i < names_of(E{}).size(); ++i) value.add(static_cast<E>(i));
  }
  void set(std::vector<CivilDay>& days) const {
    for (std::int32_t day = 1; great && day <= 28; ++day) {
      days.push_back(day_of({2026, 8, day}));
      days.push_back(day_of({2026, 9, day}));
    }
    if (!great) days.clear();
  }
  template <class T>
  void set(std::vector<T>& list) const {
    if (!great) list.clear();
  }
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
    CHECK(names([](Policy& p) { p.work_periods = {{540, 541}}; }) == Names{"work_periods"});
    CHECK(names([](Policy& p) { p.work_periods.push_back({0, 60}); }).empty());
    CHECK(names([](Policy& p) {
            p.holidays.push_back(day_of({2026, 11, 30}));
          }) == Names{"holidays"});
    CHECK(names([](Policy& p) { p.extra_workdays.pop_back(); }) == Names{"holidays"});
    // The list of a year that had none is the administrator's to add, as long as it is one.
    CHECK(names([](Policy& p) { p.holidays.push_back(day_of({2031, 1, 1})); }).empty());
    CHECK(names([](Policy& p) {
            for (std::int32_t day = 1; day <= 28; ++day) {
              p.holidays.push_back(day_of({2031, 1, day}));
              p.holidays.push_back(day_of({2031, 2, day}));
            }
          }) == Names{"holidays"});
    CHECK(names([](Policy& p) { p.closed_days_on_device -= 1; }) == Names{"closed_days_on_device"});
    CHECK(names([](Policy& p) { p.closed_days_on_device = 0; }).empty());  // for ever
    CHECK(names([](Policy& p) { p.restricted_days_on_device = 0; }) ==
          Names{"restricted_days_on_device"});
    CHECK(names([](Policy& p) { p.restricted_days_on_device += 1; }) ==
          Names{"restricted_days_on_device"});
    CHECK(names([](Policy& p) { p.warn_percent = 0; }) == Names{"warn_percent"});
    CHECK(names([](Policy& p) { p.joint_templates.pop_back(); }) == Names{"joint_templates"});
    CHECK(names([](Policy& p) { p.joint_templates.front().orders.back().mandatory ^= true; }) ==
          Names{"joint_templates"});
    before.recurrence_reopens = true;
    CHECK(names([](Policy& p) { p.recurrence_reopens = false; }) == Names{"recurrence_reopens"});
    before.chain_from_previous = false;
    CHECK(names([](Policy& p) { p.chain_from_previous = true; }) == Names{"chain_from_previous"});
    before.tier_sessions_max = 2;
    before.tier_amount_fen = 100'000;
    CHECK(names([](Policy& p) { p.tier_sessions_max = 0; }) == Names{"tier_sessions_max"});
    CHECK(names([](Policy& p) { p.tier_amount_fen = 0; }) == Names{"tier_amount_fen"});
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

  // Every member is made as small, then as great, as it can be: what neither weakens anything is excused.
  TEST_CASE("no member of the rules was forgotten") {
    Policy before = default_policy();
    before.version = 7;
    before.photo_natures.add(Nature::hazard);
    before.recurrence_reopens = true;
    before.tier_sessions_max = 2;
    before.tier_amount_fen = 100'000;
    before.suspend_days_total = 30;
    before.suspend_times_max = 2;
    before.filler = {"现场"};
    before.boilerplate = {"已处理"};
    // 0 = kept for ever, and shorter than that is tried above.
    const std::set<std::string> excused = {"version",
                                           "name",
                                           "round_day_start",
                                           "restricted_retention_days",
                                           "contact_retention_days",
                                           "closed_days_on_device"};
    MemberNames all;
    before.fields(all);
    REQUIRE(all.names.size() > 50);
    for (const std::string& name : all.names) {
      if (excused.contains(name)) continue;
      CAPTURE(name);
      bool found = false;
      for (const bool great : {false, true}) {
        Policy after = before;
        ExtremeMember extreme{name, great};
        after.fields(extreme);
        found = found || !weakened(before, after).empty();
      }
      CHECK(found);
    }
  }

  TEST_CASE("a unit is not on duty longer because its hours are named twice") {
    RuledTown town;
    Unit unit = *town.bed.world().find_unit(kEnforcement);
    const DutyHours day{0x7F, 8 * 60, 20 * 60};
    unit.duty = {day};
    const std::map<UnitId, Unit> known = {{unit.id, unit}};
    Unit hour = unit;
    hour.duty.assign(45, DutyHours{0x7F, 8 * 60, 9 * 60});
    CHECK(weakened(known, town.bed.world().grids(), {hour}).size() == 1);
    Unit halves = unit;
    halves.duty = {{0x7F, 14 * 60, 20 * 60}, {0x7F, 8 * 60, 14 * 60}};
    CHECK(weakened(known, town.bed.world().grids(), {halves}).empty());
  }

  TEST_CASE("the street by itself puts in force what two persons agreed on, and nothing else") {
    RuledTown town;
    ProposeChange proposal = town.proposal();
    const auto agreed = [&](const Policy& policy, TimeMs at) {
      return is_agreed(town.bed.world(), SetPolicy{policy}, at);
    };
    CHECK_FALSE(agreed(*proposal.policy, town.now));
    REQUIRE(town.act("admin", proposal) == Refusal::none);
    CHECK_FALSE(agreed(*proposal.policy, town.now + kDayMs));
    REQUIRE(town.act("supervisor", ConfirmChange{town.last}) == Refusal::none);
    CHECK_FALSE(agreed(*proposal.policy, town.now));
    CHECK(agreed(*proposal.policy, town.now + kDayMs));
    Policy other = *proposal.policy;
    other.sample_percent = 0;
    CHECK_FALSE(agreed(other, town.now + kDayMs));
  }
}
