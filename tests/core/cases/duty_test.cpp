// Who is there at what hour.
#include "core/cases/duty.h"

#include <doctest/doctest.h>

using namespace gezhi;

namespace {

// 2026-11-23 is a Monday.
TimeMs on(std::int32_t day, std::int32_t hour, std::int32_t minute) {
  return start_of(day_of({2026, 11, day})) + hour * kHourMs + minute * kMinuteMs;
}

}  // namespace

TEST_SUITE("cases/duty") {
  TEST_CASE("a unit without a rota is always there") {
    CHECK(is_on_duty({}, Unit{}, on(23, 3, 0)));
  }

  TEST_CASE("hours of working days begin with their first minute and end before their last") {
    Unit unit;
    unit.duty = {{0b0011111, 8 * 60 + 30, 17 * 60}};
    CHECK_FALSE(is_on_duty({}, unit, on(23, 8, 29)));
    CHECK(is_on_duty({}, unit, on(23, 8, 30)));
    CHECK(is_on_duty({}, unit, on(27, 16, 59)));
    CHECK_FALSE(is_on_duty({}, unit, on(27, 17, 0)));
    CHECK_FALSE(is_on_duty({}, unit, on(28, 10, 0)));  // Saturday
  }

  TEST_CASE("a night shift belongs to the day on which it begins, also from Sunday to Monday") {
    Unit unit;
    unit.duty = {{0b1100000, 20 * 60, 6 * 60}};  // Saturday and Sunday nights
    CHECK_FALSE(is_on_duty({}, unit, on(28, 5, 0)));
    CHECK(is_on_duty({}, unit, on(28, 20, 0)));
    CHECK(is_on_duty({}, unit, on(29, 5, 59)));
    CHECK_FALSE(is_on_duty({}, unit, on(29, 6, 0)));
    CHECK(is_on_duty({}, unit, on(30, 3, 0)));  // the Monday after
    CHECK_FALSE(is_on_duty({}, unit, on(30, 21, 0)));
    CHECK_FALSE(is_on_duty({}, unit, on(24, 3, 0)));
  }

  TEST_CASE("the same hour twice is the whole day; what is out of range is no crash") {
    Unit unit;
    unit.duty = {{0b0000001, 0, 0}};
    CHECK(is_on_duty({}, unit, on(23, 23, 59)));
    CHECK_FALSE(is_on_duty({}, unit, on(24, 0, 0)));
    unit.duty = {{0xFFFFFFFF, 99999, 0xFFFFFFFF}};
    static_cast<void>(is_on_duty({}, unit, on(23, 1, 0)));
  }

  TEST_CASE(
      "hours of working days keep to the calendar: off on a holiday, there on a 调休 Saturday") {
    Policy policy;
    policy.holidays = {day_of({2026, 11, 24})};
    policy.extra_workdays = {day_of({2026, 11, 28})};
    Unit office;
    office.duty = {{0b0011111, 8 * 60 + 30, 17 * 60}};
    CHECK_FALSE(is_on_duty(policy, office, on(24, 10, 0)));
    CHECK(is_on_duty(policy, office, on(25, 10, 0)));
    CHECK(is_on_duty(policy, office, on(28, 10, 0)));
    CHECK_FALSE(is_on_duty(policy, office, on(29, 10, 0)));
    Unit half;
    half.duty = {
        {0b0000101, 8 * 60, 12 * 60}};  // Monday and Wednesday: which is worked is not said
    CHECK_FALSE(is_on_duty(policy, half, on(28, 10, 0)));
    Unit every;
    every.duty = {{0b1111111, 8 * 60, 20 * 60}};
    CHECK(is_on_duty(policy, every, on(24, 10, 0)));
  }

  TEST_CASE(
      "the next moment on duty is the first that is worked: behind the weekend, behind a holiday") {
    Policy policy;
    policy.holidays = {day_of({2026, 11, 30})};
    Unit unit;
    unit.duty = {{0b0011111, 14 * 60, 17 * 60}, {0b0011111, 8 * 60 + 30, 12 * 60}};
    CHECK(next_on_duty({}, unit, on(28, 3, 0)) == on(30, 8, 30));
    CHECK(next_on_duty(policy, unit, on(28, 3, 0)) ==
          start_of(day_of({2026, 12, 1})) + 8 * kHourMs + 30 * kMinuteMs);
    CHECK(next_on_duty({}, unit, on(23, 12, 0)) == on(23, 14, 0));
    CHECK(next_on_duty({}, unit, on(23, 9, 0)) == on(23, 9, 0));
    unit.duty = {{0, 0, 0}};
    CHECK(next_on_duty({}, unit, on(23, 9, 0)).is_none());
  }

  TEST_CASE("of several hours of a day the first that is still to come is named, in any order") {
    Unit unit;
    unit.duty = {{0b0000001, 8 * 60, 12 * 60}, {0b0000001, 14 * 60, 18 * 60}};
    CHECK(next_on_duty({}, unit, on(23, 3, 0)) == on(23, 8, 0));
    CHECK(next_on_duty({}, unit, on(23, 13, 0)) == on(23, 14, 0));
    std::swap(unit.duty[0], unit.duty[1]);
    CHECK(next_on_duty({}, unit, on(23, 3, 0)) == on(23, 8, 0));
  }
}
