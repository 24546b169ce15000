// So much per time: what a bucket holds at once, what comes back, and that full ones are forgotten.
#include "core/base/allowance.h"

#include <doctest/doctest.h>

#include "core/base/prng.h"

using namespace gezhi;

namespace {

constexpr TimeMs kBegin{1795312800000};
constexpr ActorId kAnna{1001}, kBo{1002};

}  // namespace

TEST_SUITE("base/allowance") {
  TEST_CASE("a burst at once, then so much an hour, for each account of its own") {
    Allowance allowance({10, 60});
    for (int i = 0; i < 10; ++i) CHECK(allowance.take(kAnna, 1, kBegin) == 0);
    CHECK(allowance.take(kAnna, 1, kBegin) == kMinuteMs);
    CHECK(allowance.take(kAnna, 3, kBegin) == 3 * kMinuteMs);
    CHECK(allowance.take(kBo, 10, kBegin) == 0);
    CHECK(allowance.take(kAnna, 1, kBegin + kMinuteMs - 1) == 1);
    CHECK(allowance.take(kAnna, 1, kBegin + kMinuteMs) == 0);
    CHECK(allowance.take(kAnna, 1, kBegin + kMinuteMs) == kMinuteMs);
    const TimeMs later = kBegin + kDayMs;
    CHECK(allowance.take(kAnna, 10, later) == 0);  // no more than the burst has come back
    CHECK(allowance.take(kAnna, 1, later) > 0);
  }

  TEST_CASE("no rate is no limit, nothing takes nothing, and more than a bucket takes a full one") {
    Allowance none;
    CHECK(none.take(kAnna, UINT64_MAX, kBegin) == 0);
    CHECK(none.size() == 0);
    Allowance allowance({10, 60});
    CHECK(allowance.take(kAnna, 0, kBegin) == 0);
    CHECK(allowance.size() == 0);
    CHECK(allowance.take(kAnna, UINT64_MAX, kBegin) == 0);
    CHECK(allowance.take(kAnna, 0, kBegin) == 0);
    CHECK(allowance.take(kAnna, UINT64_MAX, kBegin) == 10 * kMinuteMs);
  }

  TEST_CASE("what was done already is owed, and is another full bucket at most") {
    Allowance allowance({10, 60});
    CHECK(allowance.take(kAnna, 8, kBegin) == 0);
    allowance.charge(kAnna, 7, kBegin);
    CHECK(allowance.take(kAnna, 0, kBegin) == 5 * kMinuteMs);
    CHECK(allowance.take(kAnna, 1, kBegin) == 6 * kMinuteMs);
    CHECK(allowance.take(kBo, 10, kBegin) == 0);
    CHECK(allowance.take(kAnna, 1, kBegin + 6 * kMinuteMs) == 0);
    for (int i = 0; i < 3; ++i) allowance.charge(kAnna, UINT64_MAX, kBegin + 6 * kMinuteMs);
    CHECK(allowance.take(kAnna, 1, kBegin + 6 * kMinuteMs) == 11 * kMinuteMs);
    CHECK(allowance.take(kAnna, 10, kBegin + 26 * kMinuteMs) == 0);
    CHECK(allowance.size() == 1);
    Allowance none;
    none.charge(kAnna, UINT64_MAX, kBegin);
    CHECK(none.size() == 0);
  }

  TEST_CASE("what is given back is there again, and never more than a full bucket") {
    Allowance allowance({10, 60});
    CHECK(allowance.take(kAnna, 10, kBegin) == 0);
    allowance.give_back(kAnna, 4, kBegin);
    CHECK(allowance.take(kAnna, 4, kBegin) == 0);
    CHECK(allowance.take(kAnna, 1, kBegin) == kMinuteMs);
    allowance.give_back(kAnna, UINT64_MAX, kBegin);
    allowance.give_back(kBo, 5, kBegin);
    CHECK(allowance.take(kAnna, 10, kBegin) == 0);
    CHECK(allowance.take(kAnna, 1, kBegin) > 0);
    CHECK(allowance.take(kBo, 10, kBegin) == 0);
    CHECK(allowance.take(kBo, 1, kBegin) > 0);
  }

  TEST_CASE("whose bucket is full again is forgotten") {
    Allowance allowance({10, 60});
    for (std::uint64_t i = 1; i <= 1000; ++i) CHECK(allowance.take(ActorId{i}, 5, kBegin) == 0);
    CHECK(allowance.size() == 1000);
    CHECK(allowance.take(kAnna, 1, kBegin + 5 * kMinuteMs) == 0);
    CHECK(allowance.size() == 1);
  }

  TEST_CASE("a clock that was set back fills nothing, and takes nothing") {
    Allowance allowance({10, 60});
    CHECK(allowance.take(kAnna, 9, kBegin) == 0);
    CHECK(allowance.take(kAnna, 2, kBegin - kDayMs) == kMinuteMs);
    CHECK(allowance.take(kAnna, 1, kBegin - kDayMs) == 0);
    CHECK(allowance.take(kAnna, 1, kBegin - kDayMs + kMinuteMs) == 0);
  }

  TEST_CASE("property: in no span of time is more taken than the burst and what came back in it") {
    constexpr std::uint64_t kSeed = 20261130;
    INFO("seed ", kSeed);
    Prng random(kSeed);
    const Rate rate{100, 7777};  // no whole number of milliseconds each
    Allowance allowance(rate);
    std::vector<std::pair<TimeMs, std::uint64_t>> taken;
    TimeMs now = kBegin;
    for (int i = 0; i < 3000; ++i) {
      now = now + static_cast<std::int64_t>(random.below(3000));
      const std::uint64_t amount = 1 + random.below(9);
      const std::int64_t wait = allowance.take(kAnna, amount, now);
      if (wait == 0) {
        taken.push_back({now, amount});
      } else if (wait <= 2000) {
        now = now + wait;  // exactly then, and not sooner
        Allowance sooner = allowance;
        CHECK(sooner.take(kAnna, amount, now - 1) > 0);
        CHECK(allowance.take(kAnna, amount, now) == 0);
        taken.push_back({now, amount});
      }
    }
    CHECK(taken.size() > 1000);
    for (std::size_t from = 0; from < taken.size(); from += 37) {
      std::uint64_t sum = 0;
      for (std::size_t to = from; to < taken.size(); ++to) {
        sum += taken[to].second;
        const auto span = static_cast<std::uint64_t>(taken[to].first - taken[from].first);
        CHECK(sum * static_cast<std::uint64_t>(kHourMs) <=
              rate.burst * static_cast<std::uint64_t>(kHourMs) + span * rate.per_hour);
      }
    }
  }
}
