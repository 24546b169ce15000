// Who is there at what hour.
#include "core/people/unit.h"

#include <doctest/doctest.h>

using namespace gezhi;

namespace {

// 2026-11-23 is a Monday.
TimeMs on(std::int32_t day, std::int32_t hour, std::int32_t minute) {
  return start_of(day_of({2026, 11, day})) + hour * kHourMs + minute * kMinuteMs;
}

}  // namespace

TEST_SUITE("people/unit") {
  TEST_CASE("a unit without a rota is always there") { CHECK(on_duty(Unit{}, on(23, 3, 0))); }

  TEST_CASE("hours of working days begin with their first minute and end before their last") {
    Unit unit;
    unit.duty = {{0b0011111, 8 * 60 + 30, 17 * 60}};
    CHECK_FALSE(on_duty(unit, on(23, 8, 29)));
    CHECK(on_duty(unit, on(23, 8, 30)));
    CHECK(on_duty(unit, on(27, 16, 59)));
    CHECK_FALSE(on_duty(unit, on(27, 17, 0)));
    CHECK_FALSE(on_duty(unit, on(28, 10, 0)));  // Saturday
  }

  TEST_CASE("a night shift belongs to the day on which it begins, also from Sunday to Monday") {
    Unit unit;
    unit.duty = {{0b1100000, 20 * 60, 6 * 60}};  // Saturday and Sunday nights
    CHECK_FALSE(on_duty(unit, on(28, 5, 0)));
    CHECK(on_duty(unit, on(28, 20, 0)));
    CHECK(on_duty(unit, on(29, 5, 59)));
    CHECK_FALSE(on_duty(unit, on(29, 6, 0)));
    CHECK(on_duty(unit, on(30, 3, 0)));  // the Monday after
    CHECK_FALSE(on_duty(unit, on(30, 21, 0)));
    CHECK_FALSE(on_duty(unit, on(24, 3, 0)));
  }

  TEST_CASE("the same hour twice is the whole day; what is out of range is no crash") {
    Unit unit;
    unit.duty = {{0b0000001, 0, 0}};
    CHECK(on_duty(unit, on(23, 23, 59)));
    CHECK_FALSE(on_duty(unit, on(24, 0, 0)));
    unit.duty = {{0xFFFFFFFF, 99999, 0xFFFFFFFF}};
    static_cast<void>(on_duty(unit, on(23, 1, 0)));
  }
}
