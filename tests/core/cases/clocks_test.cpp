// The clocks of DOMAIN section 4.6 on the days that are hard to count, and what each calls for.
#include <doctest/doctest.h>

#include "core/cases/clock_rules.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

TimeMs at(const char* date, int hour, int minute) {
  return start_of(*parse_date(date)) + hour * kHourMs + minute * kMinuteMs;
}

Case with_clock(ClockKind kind, Limit limit, TimeMs from) {
  Case c;
  start_clock(c, default_policy(), kind, {}, limit, from);
  return c;
}

std::string due(const Case& c) { return to_minute_text(c.clocks.at(0).due); }
std::string warn(const Case& c) { return to_minute_text(c.clocks.at(0).warn); }
std::string used(const Case& c, std::int32_t percent) {
  return to_minute_text(used_up_at(default_policy(), c.clocks.at(0), percent));
}
std::string months(const char* from, std::int32_t count) {
  return to_date_text(after_months(*parse_date(from), count));
}

}  // namespace

TEST_SUITE("cases/clocks") {
  TEST_CASE("an order on Friday 17:59: the last minute counts, the weekend does not") {
    const TimeMs friday = at("2026-11-27", 17, 59);
    const Policy p = default_policy();
    CHECK(due(with_clock(ClockKind::verify, p.verify, friday)) == "2026-11-30 11:59");
    CHECK(due(with_clock(ClockKind::first_session, p.first_session, friday)) == "2026-12-02 18:00");
    CHECK(due(with_clock(ClockKind::rectify, p.rectify, friday)) == "2026-11-30 17:59");
    CHECK(due(with_clock(ClockKind::sign, p.sign, friday)) == "2026-11-27 18:00");
    CHECK(due(with_clock(ClockKind::check_in, p.check_in, friday)) == "2026-11-27 18:29");
  }
  TEST_CASE("across the National Day holiday: working days wait, natural days and alarms do not") {
    const TimeMs before = at("2026-09-30", 16, 0);
    const Policy p = default_policy();
    CHECK(due(with_clock(ClockKind::first_session, p.first_session, before)) ==
          "2026-10-10 18:00");  // 8 and 9 October, and the 调休 Saturday
    CHECK(due(with_clock(ClockKind::verify, p.verify, before)) == "2026-10-08 10:00");
    CHECK(due(with_clock(ClockKind::investigate, p.investigate, before)) == "2026-10-03 16:00");
    CHECK(due(with_clock(ClockKind::arrive_police, p.arrive_police, before)) == "2026-09-30 16:10");
  }
  TEST_CASE("on a 调休 working Saturday and Sunday the work goes on") {
    const Policy p = default_policy();
    CHECK(due(with_clock(ClockKind::verify, p.verify, at("2026-10-10", 16, 0))) ==
          "2026-10-12 10:00");
    CHECK(due(with_clock(ClockKind::handle, {ClockClass::work_day, 1}, at("2026-09-19", 10, 0))) ==
          "2026-09-20 18:00");
  }
  TEST_CASE("month ends: the day that does not exist becomes the month's last") {
    CHECK(months("2026-08-31", 6) == "2027-02-28");
    CHECK(months("2027-08-31", 6) == "2028-02-29");
    CHECK(months("2026-08-30", 6) == "2027-02-28");
    CHECK(months("2026-01-31", 1) == "2026-02-28");
    CHECK(months("2026-03-31", -1) == "2026-02-28");
    CHECK(months("2026-12-15", 1) == "2027-01-15");
    CHECK(months("2026-01-15", -1) == "2025-12-15");
    CHECK(months("2026-11-22", 0) == "2026-11-22");
    CHECK(months("2024-02-29", 12) == "2025-02-28");
    CHECK(months("2024-02-29", 48) == "2028-02-29");
  }
  TEST_CASE("a clock warns when the policy's part of its own time is used up") {
    const Case c =
        with_clock(ClockKind::verify, {ClockClass::work_hour, 240}, at("2026-11-27", 17, 0));
    CHECK(due(c) == "2026-11-30 11:00");
    CHECK(warn(c) == "2026-11-30 09:00");
    CHECK(urgency_of(c.clocks[0], at("2026-11-28", 12, 0)) == Urgency::calm);
  }
  TEST_CASE("the ladder's moments count in the clock's own way, before and after it is due") {
    Case c = with_clock(ClockKind::handle, {ClockClass::work_hour, 480}, at("2026-11-27", 8, 0));
    CHECK(due(c) == "2026-11-27 18:00");
    CHECK(used(c, 25) == "2026-11-27 10:00");
    CHECK(used(c, 80) == "2026-11-27 16:24");
    CHECK(used(c, 100) == "2026-11-27 18:00");
    CHECK(used(c, 200) == "2026-11-30 18:00");
    const Policy policy = default_policy();
    pause_clocks(c, policy, ClockKind::handle, at("2026-11-27", 10, 0));
    resume_clocks(c, policy, at("2026-12-07", 10, 0));
    CHECK(used(c, 80) == "2026-12-07 16:24");
    CHECK(used(c, 200) == "2026-12-08 18:00");
  }
  TEST_CASE("a clock that ran out while paused late stays late after it goes on") {
    Case c = with_clock(ClockKind::handle, {ClockClass::work_hour, 60}, at("2026-11-27", 8, 0));
    const Policy policy = default_policy();
    pause_clocks(c, policy, ClockKind::handle, at("2026-11-27", 9, 30));
    CHECK(c.clocks[0].late);
    resume_clocks(c, policy, at("2026-12-01", 9, 0));
    CHECK(c.clocks[0].late);
    CHECK(to_minute_text(c.clocks[0].due) == "2026-12-01 08:30");  // still half an hour over
    stop_clock(c, ClockKind::handle, {}, Moment{at("2026-12-01", 9, 1), at("2026-12-01", 9, 1)});
    CHECK(c.clocks[0].late);
  }
  TEST_CASE("without a warning of its own a clock is counted from its start") {
    const TimeMs start = at("2026-11-23", 8, 0);
    const Limit limit{ClockClass::urgent, 1000};
    for (const std::int32_t percent : {0, 100}) {
      Policy policy = default_policy();
      policy.warn_percent = percent;
      Case c;
      start_clock(c, policy, ClockKind::sign, {}, limit, start);
      CHECK(used_up_at(policy, c.clocks[0], 20) == start + 200 * kSecondMs);
      CHECK(used_up_at(policy, c.clocks[0], 150) == start + 1500 * kSecondMs);
    }
    // Of a notice whose time was up when it was delivered nothing lies between warning and due.
    Case c;
    start_clock_until(c, default_policy(), ClockKind::rectify, ClockClass::natural_day, start,
                      start);
    CHECK(used_up_at(default_policy(), c.clocks[0], 80) == start);
  }
  TEST_CASE("pausing and dropping touch only the clock that runs, and no mark is lost") {
    const Policy policy = default_policy();
    const TimeMs start = at("2026-11-23", 9, 0);
    Case c;
    pause_clocks(c, policy, ClockKind::handle, start);
    CHECK(c.clocks.empty());
    const Limit hour{ClockClass::work_hour, 60};
    start_clock(c, policy, ClockKind::handle, {}, hour, start);
    resume_clocks(c, policy, start + kMinuteMs);  // it was never paused
    CHECK(due(c) == "2026-11-23 10:00");
    // Paused twice: late the first time, so late the second.
    pause_clocks(c, policy, ClockKind::handle, at("2026-11-23", 10, 30));
    resume_clocks(c, policy, at("2026-11-24", 9, 0));
    c.clocks[0].due = at("2026-11-24", 12, 0);
    pause_clocks(c, policy, ClockKind::handle, at("2026-11-24", 10, 0));
    CHECK(c.clocks[0].late);
    drop_clocks(c, {}, Moment{at("2026-11-24", 11, 0), at("2026-11-24", 11, 0)});
    CHECK(c.clocks[0].late);
    resume_clocks(c, policy, at("2026-11-25", 9, 0));  // it is over
    CHECK(due(c) == "2026-11-24 12:00");
    // What waits does not run out.
    Case waiting = with_clock(ClockKind::handle, hour, start);
    pause_clocks(waiting, policy, ClockKind::handle, at("2026-11-23", 9, 30));
    drop_clocks(waiting, {}, Moment{at("2026-11-27", 9, 0), at("2026-11-27", 9, 0)});
    CHECK_FALSE(waiting.clocks[0].late);
    CHECK_FALSE(waiting.clocks[0].running());
  }
  TEST_CASE("the clock that is due first is the next, of those that run") {
    const TimeMs start = at("2026-11-23", 9, 0);
    const Policy policy = default_policy();
    Case c;
    c.has_contact = true;
    CHECK(next_clock(c) == nullptr);
    start_clock(c, policy, ClockKind::contact, {}, policy.contact, start);
    start_clock(c, policy, ClockKind::sign, {}, policy.sign, start);
    start_clock(c, policy, ClockKind::arrive, {}, policy.arrive, start);
    CHECK(next_clock(c)->kind == ClockKind::sign);
    stop_clock(c, ClockKind::sign, {}, Moment{start, start});
    CHECK(next_clock(c)->kind == ClockKind::contact);
    const TaskId task{make_uuid_v7(start, {1})};
    start_clock(c, policy, ClockKind::depart, task, policy.depart, start);
    CHECK(next_clock(c)->kind == ClockKind::depart);
    CHECK(next_clock(c, TaskId{})->kind == ClockKind::contact);
    CHECK(next_clock(c, task)->kind == ClockKind::depart);
  }
  TEST_CASE("nobody is late with a call where no number was left (C03)") {
    const TimeMs start = at("2026-11-23", 9, 0);
    const Policy policy = default_policy();
    Case c = with_clock(ClockKind::contact, policy.contact, start);
    CHECK(next_clock(c) == nullptr);
    CHECK(alarms_of(c, start + kDayMs).empty());
    c.has_contact = true;  // it came with a supplement
    REQUIRE(next_clock(c) != nullptr);
    CHECK(alarms_of(c, start + kDayMs).size() == 1);
  }
  TEST_CASE("every clock of a case says what is to be done, overdue first") {
    const TimeMs start = at("2026-11-23", 9, 0);
    const Policy policy = default_policy();
    Case c;
    c.has_contact = true;
    const TaskId task{make_uuid_v7(start, {1})};
    start_clock(c, policy, ClockKind::contact, task, policy.contact, start);
    start_clock(c, policy, ClockKind::sign, task, policy.sign, start);
    start_clock(c, policy, ClockKind::handle, {}, policy.handle, start);
    CHECK(alarms_of(c, start + 20 * kSecondMs).empty());
    auto raised = alarms_of(c, start + 40 * kSecondMs);
    REQUIRE(raised.size() == 1);
    CHECK(raised[0].alarm == Alarm::repeat_alert);
    CHECK(raised[0].task == task);
    raised = alarms_of(c, start + 200 * kSecondMs);
    REQUIRE(raised.size() == 2);
    CHECK(raised[0].alarm == Alarm::offer_next);
    CHECK(raised[1].alarm == Alarm::desk_calls);
    raised = alarms_of(c, start + 30 * kDayMs);
    REQUIRE(raised.size() == 3);
    CHECK(raised[2].alarm == Alarm::supervise);
    // A warning raised before comes after what is overdue; no warning, no alarm.
    start_clock(c, policy, ClockKind::verify, {}, policy.verify, start);
    std::swap(c.clocks[0], c.clocks[3]);
    start_clock(c, policy, ClockKind::depart, task, policy.depart, start);
    c.clocks.emplace_back().due = start;  // of a kind that has no rule
    raised = alarms_of(c, start + 150 * kMinuteMs);
    REQUIRE(raised.size() == 4);
    CHECK(raised[0].alarm == Alarm::offer_next);
    CHECK(raised[1].alarm == Alarm::alert_desk);
    CHECK(raised[3].alarm == Alarm::repeat_alert);
    CHECK(
        alarms_of(with_clock(ClockKind::depart, policy.depart, start), start + kMinuteMs).empty());
    drop_clocks(c, {}, Moment{start, start});
    CHECK(alarms_of(c, start + 30 * kDayMs).empty());
  }
  TEST_CASE("what the seeds and standards say a time-out means") {
    const auto rule = [](ClockKind kind) { return *clock_rule(kind); };
    CHECK(rule(ClockKind::arrive).at_time_out == Alarm::second_unit);
    CHECK(rule(ClockKind::arrive_police).at_time_out == Alarm::kpi_only);
    CHECK(rule(ClockKind::verify).at_time_out == Alarm::reassign);
    CHECK(rule(ClockKind::investigate).at_time_out == Alarm::station_leader);
    CHECK(rule(ClockKind::first_session).at_time_out == Alarm::chief_mediator);
    CHECK(rule(ClockKind::second_session).at_time_out == Alarm::tier_up);
    CHECK(rule(ClockKind::rectify).automatic);
    CHECK(clock_rule(ClockKind::none) == nullptr);
  }
  // rows: S1-06e S2-18
  TEST_CASE("the way's clocks count from the order, or from the step before, by policy (S2-18)") {
    for (const bool chained : {false, true}) {
      Street street;
      Policy policy = default_policy();
      policy.version = 9;
      policy.chain_from_previous = chained;
      REQUIRE(street.act("system", {}, SetPolicy{policy}).applied());
      const CaseId c = street.new_case();
      ReportCase report = Street::report();
      report.source = Source::patrol;
      REQUIRE(street.act("worker", c, report).applied());
      REQUIRE(street.act("clerk", c, Street::filing()).applied());
      const TaskOrder lead = street.order(kEnforcement, true);
      const auto from = [&](ClockKind kind, Limit limit) {
        for (const Clock& clock : street.at(c).clocks) {
          if (clock.kind == kind) return clock.due - limit.amount * kSecondMs;
        }
        return TimeMs{};
      };
      const TimeMs ordered = street.now();
      REQUIRE(street.act("desk", c, DispatchCase{{lead}}).applied());
      CHECK(from(ClockKind::depart, policy.depart) == (chained ? TimeMs{} : ordered));
      street.pass(40 * kSecondMs);
      const TimeMs signed_at = street.now();
      REQUIRE(street.act("enforcer", c, SignTask{lead.id}).applied());
      CHECK(from(ClockKind::depart, policy.depart) == (chained ? signed_at : ordered));
      CHECK(from(ClockKind::arrive, policy.arrive) == (chained ? TimeMs{} : ordered));
      street.pass(70 * kSecondMs);
      const TimeMs left = street.now();
      REQUIRE(street.act("enforcer", c, DepartTask{lead.id}).applied());
      CHECK(from(ClockKind::contact, policy.contact) == (chained ? left : ordered));
      CHECK(from(ClockKind::arrive, policy.arrive) == (chained ? left : ordered));
      // In time by the chain, late by the order: 480 s from leaving are 590 s from the order.
      street.pass(470 * kSecondMs);
      REQUIRE(street.act("enforcer", c, ArriveTask{lead.id, {}, 0, "店主在场"}).applied());
      for (const Clock& clock : street.at(c).clocks) {
        if (clock.kind == ClockKind::arrive) CHECK(clock.late == !chained);
        if (clock.kind == ClockKind::depart) CHECK_FALSE(clock.late);
      }
    }
  }
}
