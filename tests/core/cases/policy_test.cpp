// Clock arithmetic of DOMAIN section 4.6: work periods, holidays, 调休 days, pauses.
#include <doctest/doctest.h>

#include "core/base/prng.h"
#include "core/cases/clocks.h"
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
    pause_clock(c, policy, ClockKind::handle, at("2026-11-23", 10, 0));
    CHECK_FALSE(c.clocks[0].running());
    resume_clock(c, policy, ClockKind::handle, at("2026-11-25", 8, 0));
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
    stop_clock(c, ClockKind::sign, {}, {at("2026-11-23", 8, 2), at("2026-11-23", 8, 3)});
    CHECK(c.clocks[0].late);
    drop_clocks(c, {}, {at("2026-11-23", 8, 4), at("2026-11-23", 8, 4)});
    CHECK(c.clocks[0].late);
  }
  TEST_CASE("a policy that makes no sense says where") {
    Policy policy = default_policy();
    policy.work_periods = {{600, 500}};
    CHECK(check_policy(policy).error().message.find("work_periods") == 0);
    policy = default_policy();
    policy.warn_percent = 101;
    CHECK(check_policy(policy).error().message.find("warn_percent") == 0);
    CHECK_FALSE(check_policy(Policy{}).ok());
  }
}
