// Clock arithmetic of DOMAIN section 4.6: work periods, holidays, 调休 days, pauses.
#include <doctest/doctest.h>

#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "core/base/json.h"
#include "core/base/prng.h"
#include "core/cases/clocks.h"
#include "core/cases/holidays.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

TimeMs at(const char* date, int hour, int minute) {
  return start_of(*parse_date(date)) + hour * kHourMs + minute * kMinuteMs;
}

std::string due(Limit limit, TimeMs from) {
  return to_minute_text(due_after(default_policy(), limit, from));
}

Json asset(const char* name) {
  std::ifstream file(std::string(GEZHI_SOURCE_DIR "/assets/policy/") + name);
  std::stringstream text;
  text << file.rdbuf();
  auto json = parse_json(text.str());
  REQUIRE(json.ok());
  return *json;
}

// As the State Council would: thirteen days.
void list_year(Policy& policy, std::int32_t year) {
  for (const char* day : {"01-01", "02-06", "02-07", "02-08", "02-09", "04-05", "05-01", "05-02",
                          "06-09", "09-15", "10-01", "10-02", "10-03"}) {
    policy.holidays.push_back(*parse_date(std::to_string(year) + "-" + day));
  }
}

struct KeyNames {
  std::set<std::string> names;
  template <class T>
  void operator()(std::uint32_t, const char* name, T&, std::uint64_t = 0) {
    names.insert(name);
  }
};

// Both ways; `values`, when given, must hold every key.
template <class T>
void check_keys(const Json& properties, const Json* values) {
  KeyNames ours;
  T{}.fields(ours);
  for (const std::string& name : ours.names) {
    CAPTURE(name);
    CHECK(properties.find(name) != nullptr);
    if (values != nullptr) CHECK(values->find(name) != nullptr);
  }
  for (const auto& member : *properties.object()) {
    const std::string& name = member.first;
    CAPTURE(name);
    CHECK((name == "$schema" || ours.names.contains(name)));
  }
}

}  // namespace

TEST_SUITE("cases/policy") {
  TEST_CASE("each class counts as its name says") {
    CHECK(due({ClockClass::urgent, 60}, at("2026-11-22", 23, 59)) == "2026-11-23 00:00");
    CHECK(due({ClockClass::natural_day, 3}, at("2026-11-22", 10, 30)) == "2026-11-25 10:30");
    CHECK(due({ClockClass::work_hour, 240}, at("2026-11-23", 9, 0)) == "2026-11-23 15:00");
    CHECK(due({ClockClass::work_day, 1}, at("2026-11-23", 9, 0)) == "2026-11-24 18:00");
  }
  TEST_CASE("an order on Friday 17:59 has one minute of that day") {
    CHECK(due({ClockClass::work_hour, 60}, at("2026-11-27", 17, 59)) == "2026-11-30 08:59");
    CHECK(due({ClockClass::work_day, 2}, at("2026-11-27", 17, 59)) == "2026-12-01 18:00");
  }
  TEST_CASE("statutory holidays do not count, 调休 Saturdays and Sundays do") {
    CHECK(due({ClockClass::work_day, 1}, at("2026-09-30", 12, 0)) == "2026-10-08 18:00");
    CHECK(due({ClockClass::work_day, 2}, at("2026-10-08", 12, 0)) == "2026-10-10 18:00");
    CHECK(due({ClockClass::work_hour, 120}, at("2026-02-14", 17, 0)) == "2026-02-24 09:00");
    CHECK(is_working_day(default_policy(), *parse_date("2026-10-10")));
    CHECK_FALSE(is_working_day(default_policy(), *parse_date("2026-10-06")));
  }
  TEST_CASE(
      "a day beyond the list of holidays is not known, and what is due there is provisional") {
    const Policy policy = default_policy();
    CHECK(to_date_text(*holidays_known_until(policy)) == "2026-12-31");
    CHECK(day_kind(policy, *parse_date("2026-12-31")) == DayKind::working);
    CHECK(day_kind(policy, *parse_date("2026-10-10")) == DayKind::working);
    CHECK(day_kind(policy, *parse_date("2026-10-06")) == DayKind::off);
    CHECK(day_kind(policy, *parse_date("2027-01-01")) == DayKind::not_known);
    CHECK(day_kind(policy, *parse_date("2027-02-13")) == DayKind::not_known);
    CHECK_FALSE(is_provisional(policy, ClockClass::work_day, at("2026-12-31", 18, 0)));
    CHECK(is_provisional(policy, ClockClass::work_day, at("2027-01-04", 18, 0)));
    CHECK(is_provisional(policy, ClockClass::work_hour, at("2027-01-04", 9, 0)));
    CHECK_FALSE(is_provisional(policy, ClockClass::urgent, at("2027-01-04", 9, 0)));
    CHECK_FALSE(is_provisional(policy, ClockClass::natural_day, at("2027-01-04", 9, 0)));
    const auto started = [&](const char* day) {
      Case c;
      start_clock(c, policy, ClockKind::handle, {}, {ClockClass::work_day, 1}, at(day, 9, 0));
      return c.clocks.front();
    };
    CHECK_FALSE(is_provisional(policy, started("2026-11-23")));
    Clock beyond = started("2026-12-31");
    CHECK(is_provisional(policy, beyond));
    beyond.stopped = {at("2026-12-31", 10, 0), at("2026-12-31", 10, 0)};
    CHECK_FALSE(is_provisional(policy, beyond));
  }
  TEST_CASE("a longer list makes what is due there known; New Year alone is no list of its year") {
    Policy policy = default_policy();
    policy.holidays.push_back(*parse_date("2027-01-01"));
    CHECK(to_date_text(*holidays_known_until(policy)) == "2026-12-31");
    CHECK_FALSE(stray_holiday(policy).has_value());
    list_year(policy, 2027);
    CHECK(to_date_text(*holidays_known_until(policy)) == "2027-12-31");
    CHECK(day_kind(policy, *parse_date("2027-01-01")) == DayKind::off);
    CHECK_FALSE(stray_holiday(policy).has_value());
    policy.holidays.clear();
    CHECK_FALSE(holidays_known_until(policy).has_value());
    CHECK(day_kind(policy, *parse_date("2026-11-23")) == DayKind::not_known);
  }
  TEST_CASE("a lone day lists no year, whichever day it is, and no year behind a gap is listed") {
    for (const char* lone : {"2027-10-01", "2027-05-01", "2031-10-01"}) {
      CAPTURE(lone);
      Policy policy = default_policy();
      policy.holidays.push_back(*parse_date(lone));
      CHECK(to_date_text(*holidays_known_until(policy)) == "2026-12-31");
      CHECK(to_date_text(*stray_holiday(policy)) == lone);
    }
    Policy gap = default_policy();
    list_year(gap, 2028);
    CHECK(to_date_text(*holidays_known_until(gap)) == "2026-12-31");
    CHECK(to_date_text(*stray_holiday(gap)) == "2028-01-01");
    Policy before = default_policy();
    before.holidays.push_back(*parse_date("2025-10-01"));
    CHECK(to_date_text(*stray_holiday(before)) == "2025-10-01");
    // Each part of a year's list is needed.
    for (const char* day : {"2027-01-01", "2027-02-06", "2027-05-01", "2027-10-01"}) {
      CAPTURE(day);
      Policy policy;
      list_year(policy, 2027);
      for (int more = 10; more < 20; ++more)
        policy.holidays.push_back(*parse_date("2027-07-" + std::to_string(more)));
      REQUIRE(lists_year(policy, 2027));
      const CivilDay from = *parse_date(day);
      const bool spring = std::string(day) == "2027-02-06";
      std::erase_if(policy.holidays, [&](CivilDay each) {
        return spring ? date_of(each).month == 2 : each == from;
      });
      CHECK_FALSE(lists_year(policy, 2027));
    }
  }
  TEST_CASE("the end of the list is told from three months before") {
    const Policy policy = default_policy();
    CHECK_FALSE(holidays_end_soon(policy, *parse_date("2026-09-30")));
    CHECK(holidays_end_soon(policy, *parse_date("2026-10-01")));
    CHECK(holidays_end_soon(policy, *parse_date("2027-03-01")));
    CHECK(holidays_end_soon(Policy{}, *parse_date("2026-01-01")));
  }
  TEST_CASE("the noon break does not count") {
    CHECK(due({ClockClass::work_hour, 30}, at("2026-11-23", 11, 45)) == "2026-11-23 14:15");
    CHECK(due({ClockClass::work_hour, 30}, at("2026-11-23", 12, 30)) == "2026-11-23 14:30");
  }
  TEST_CASE("property: what is counted between is what was added") {
    const Policy policy = default_policy();
    Prng prng(5);
    for (int i = 0; i < 300; ++i) {
      const TimeMs from = at("2026-09-01", 0, 0) + prng.between(0, 60 * kDayMs);
      const std::int64_t counted = prng.between(1, 40 * kHourMs);
      for (const ClockClass how :
           {ClockClass::urgent, ClockClass::work_hour, ClockClass::natural_day}) {
        CHECK(counted_between(policy, how, from, after_counted(policy, how, from, counted)) ==
              counted);
      }
    }
  }
  TEST_CASE("a pause takes nothing away and gives nothing") {
    const Policy policy = default_policy();
    Case c;
    start_clock(c, policy, ClockKind::handle, {}, {ClockClass::work_hour, 480},
                at("2026-11-23", 8, 0));
    CHECK(to_minute_text(c.clocks[0].due) == "2026-11-23 18:00");
    pause_clocks(c, policy, ClockKind::handle, at("2026-11-23", 10, 0));
    CHECK_FALSE(c.clocks[0].running());
    resume_clocks(c, policy, at("2026-11-25", 8, 0));
    CHECK(to_minute_text(c.clocks[0].due) == "2026-11-25 16:00");
    CHECK_FALSE(c.clocks[0].late);
  }
  TEST_CASE("a late mark never goes away") {
    const Policy policy = default_policy();
    Case c;
    start_clock(c, policy, ClockKind::sign, {}, {ClockClass::urgent, 60}, at("2026-11-23", 8, 0));
    CHECK(urgency_of(c.clocks[0], at("2026-11-23", 8, 0)) == Urgency::calm);
    CHECK(urgency_of(c.clocks[0], at("2026-11-23", 8, 0) + 30 * kSecondMs) == Urgency::warning);
    CHECK(urgency_of(c.clocks[0], at("2026-11-23", 8, 2)) == Urgency::overdue);
    stop_clock(c, ClockKind::sign, {}, Moment{at("2026-11-23", 8, 2), at("2026-11-23", 8, 3)});
    CHECK(c.clocks[0].late);
    drop_clocks(c, {}, Moment{at("2026-11-23", 8, 4), at("2026-11-23", 8, 4)});
    CHECK(c.clocks[0].late);
  }
  TEST_CASE("a rule of the restricted class may go by categories alone") {
    Policy policy = default_policy();
    policy.restrict_rules[1].words.clear();
    REQUIRE_FALSE(policy.restrict_rules[1].codes.empty());
    CHECK(check_policy(policy).ok());
  }
  TEST_CASE("a policy that makes no sense says where") {
    const auto says = [](const char* where, const std::function<void(Policy&)>& spoil) {
      Policy policy = default_policy();
      spoil(policy);
      const auto checked = check_policy(policy);
      CAPTURE(where);
      REQUIRE_FALSE(checked.ok());
      CHECK(checked.error().code == "bad_policy");
      CHECK(checked.error().message.find(std::string(where) + ": ") == 0);
    };
    using P = Policy;
    says("version", [](P& p) { p.version = 0; });
    says("name", [](P& p) { p.name = "　"; });
    says("work_periods", [](P& p) { p.work_periods.clear(); });
    says("work_periods[0]", [](P& p) { p.work_periods = {{600, 500}}; });
    says("work_periods[0]", [](P& p) { p.work_periods = {{-1, 500}}; });
    says("work_periods[1]", [](P& p) { p.work_periods = {{480, 720}, {700, 900}}; });
    says("work_periods[0]", [](P& p) { p.work_periods = {{600, 1441}}; });
    says("extra_workdays[0]", [](P& p) { p.extra_workdays[0] = p.holidays[0]; });
    says("sign", [](P& p) { p.sign.amount = -1; });
    says("appeal", [](P& p) { p.appeal.amount = 100001; });
    says("handle_by_nature[0].limit", [](P& p) { p.handle_by_nature[0].limit.amount = 0; });
    says("handle_by_nature[1].nature",
         [](P& p) { p.handle_by_nature[1].nature = p.handle_by_nature[0].nature; });
    says("warn_percent", [](P& p) { p.warn_percent = 101; });
    says("rectify_extend_days", [](P& p) { p.rectify_extend_days = 366; });
    says("sample_days", [](P& p) { p.sample_days = 0; });
    says("sample_days", [](P& p) {
      p.sample_days = 0;
      p.sample_percent = 0;
    });
    says("sample_simple_percent", [](P& p) { p.sample_simple_percent = 0; });
    says("suspend_days_total", [](P& p) { p.suspend_days_total = p.suspend_days_max - 1; });
    says("suspend_days_total", [](P& p) { p.suspend_days_total = -1; });
    says("suspend_times_max", [](P& p) { p.suspend_times_max = 101; });
    says("round_day_start", [](P& p) { p.round_day_start = 1440; });
    says("filler[1]", [](P& p) { p.filler[1] = ""; });
    says("restrict_rules[0].id", [](P& p) { p.restrict_rules[0].id = ""; });
    says("restrict_rules[1].id", [](P& p) { p.restrict_rules[1].id = p.restrict_rules[0].id; });
    says("restrict_rules[0].words", [](P& p) { p.restrict_rules[0].words = {}; });
    says("restrict_rules[1].words[0]", [](P& p) { p.restrict_rules[1].words[0] = ""; });
    says("restrict_rules[1].words[1]", [](P& p) { p.restrict_rules[1].words[1] = " \u3000"; });
    says("restrict_rules[1].codes[0]", [](P& p) { p.restrict_rules[1].codes[0] = " "; });
    says("restrict_rules[0].why", [](P& p) { p.restrict_rules[0].why = "  "; });
    says("triage_rules[0].words[0]", [](P& p) { p.triage_rules[0].words[0] = "，"; });
    says("triage_rules[0].why", [](P& p) { p.triage_rules[0].why = "\u200B"; });
    says("boilerplate[2]", [](P& p) { p.boilerplate[2] = "。"; });
    says("filler[0]", [](P& p) { p.filler[0] = " "; });
    says("police_codes[0]", [](P& p) { p.police_codes[0] = " "; });
    says("joint_templates[0].name", [](P& p) { p.joint_templates[0].name = " "; });
    says("joint_templates[0].codes[0]", [](P& p) { p.joint_templates[0].codes[0] = ""; });
    says("joint_templates[0].orders[1].order",
         [](P& p) { p.joint_templates[0].orders[1].order = " "; });
    says("joint_templates[0].orders[1].unit_name",
         [](P& p) { p.joint_templates[0].orders[1].unit_name = " "; });
    says("holidays[33]", [](P& p) { p.holidays.push_back(p.holidays[4]); });
    says("holidays", [](P& p) { p.holidays.push_back(*parse_date("2027-10-01")); });
    says("extra_workdays[6]", [](P& p) { p.extra_workdays.push_back(*parse_date("2026-11-30")); });
    says("restrict_rules[1].restricted",
         [](P& p) { p.restrict_rules[1].restricted = Restricted::none; });
    says("restrict_rules[0].why", [](P& p) { p.restrict_rules[0].why = ""; });
    says("restricted_retention_days", [](P& p) { p.restricted_retention_days = -1; });
    says("contact_retention_days", [](P& p) { p.contact_retention_days = 36501; });
    says("notice_units", [](P& p) { p.notice_units.add(UnitKind::village_grid); });
    says("police_codes[0]", [](P& p) { p.police_codes[0] = ""; });
    says("police_codes[0]", [](P& p) { p.police_codes[0] = "longer.than.a.code.is"; });
    says("boilerplate[1]", [](P& p) { p.boilerplate[1] = ""; });
    says("triage_rules[2].why", [](P& p) { p.triage_rules[2].why = ""; });
    says("triage_rules[1].id", [](P& p) { p.triage_rules[1].id = p.triage_rules[0].id; });
    says("triage_rules[0].words", [](P& p) { p.triage_rules[0].words = {}; });
    says("joint_templates[2].orders", [](P& p) { p.joint_templates[2].orders[1].lead = true; });
    says("joint_templates[1].orders", [](P& p) { p.joint_templates[1].orders.resize(1); });
    says("joint_templates[0].orders[1].unit_kind",
         [](P& p) { p.joint_templates[0].orders[1].unit_kind = UnitKind::none; });
    says("ladder[0].rung", [](P& p) { p.ladder[0].rung = Rung::record; });
    says("ladder[1].percent", [](P& p) { p.ladder[1].percent = p.ladder[0].percent; });
    CHECK_FALSE(check_policy(Policy{}).ok());
  }
  TEST_CASE("a city may draw no sample, and a rule may be for a place alone") {
    Policy policy = default_policy();
    policy.sample_percent = 0;
    policy.sample_simple_percent = 0;
    policy.sample_days = 0;
    policy.simple_natures = {};
    policy.triage_rules[0].words = {};
    policy.triage_rules[0].grid = kGridA1;
    CHECK(check_policy(policy).ok());
    policy.triage_rules[0].grid = {};
    policy.triage_rules[0].sources = SetOf<Source>(Source::qr);
    CHECK(check_policy(policy).ok());
  }
  TEST_CASE("no limit reaches further than eleven years, and without work none is counted") {
    const TimeMs start = at("2026-11-23", 9, 0);
    const TimeMs end = start_of(*parse_date("2026-11-23")) + 4000 * kDayMs;
    const Policy policy = default_policy();
    CHECK(due_after(policy, {ClockClass::work_day, 100000}, start) == end + 18 * kHourMs);
    Policy idle = policy;
    idle.work_periods.clear();
    CHECK(due_after(idle, {ClockClass::work_hour, 1}, start) == end);
    CHECK(to_minute_text(due_after(idle, {ClockClass::work_day, 1}, start)) == "2026-11-25 00:00");
  }
  TEST_CASE("the schema for editors and the program know the same keys, and all have a default") {
    const Json schema = asset("policy.schema.json");
    const Json standard = asset("street-default.json");
    check_keys<Policy>(*schema.find("properties"), &standard);
    const auto part = [&](const char* name) -> const Json& {
      return *schema.find("definitions")->find(name)->find("properties");
    };
    check_keys<Limit>(part("limit"), nullptr);
    check_keys<NatureLimit>(part("nature_limit"), nullptr);
    check_keys<WorkPeriod>(part("work_period"), nullptr);
    check_keys<TriageRule>(part("triage_rule"), nullptr);
    check_keys<RestrictRule>(part("restrict_rule"), nullptr);
    check_keys<TemplateOrder>(part("template_order"), nullptr);
    check_keys<JointTemplate>(part("joint_template"), nullptr);
    check_keys<LadderRule>(part("ladder_rule"), nullptr);
  }
  TEST_CASE("the schema and the program know the same names") {
    const Json schema = asset("policy.schema.json");
    const auto names = [&](const char* name) {
      return schema.find("definitions")->find(name)->find("enum")->array()->size();
    };
    CHECK(names("clock_class") == names_of(ClockClass{}).size());
    CHECK(names("nature") == names_of(Nature{}).size());
    CHECK(names("source") == names_of(Source{}).size());
    CHECK(names("task_kind") == names_of(TaskKind{}).size());
    CHECK(names("transfer_to") == names_of(TransferTo{}).size());
    CHECK(names("unit_kind") == names_of(UnitKind{}).size() - 1);  // without "none"
    CHECK(names("rung") == names_of(Rung{}).size() - 1);
  }
}
