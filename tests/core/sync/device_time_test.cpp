// A device's word on when something was done counts between what the case allows and the receipt, and by
// the server's own measuring of its clock.
#include <doctest/doctest.h>

#include "core/sync/host.h"
#include "tests/core/sync/quarter.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

constexpr std::int64_t kLate = 6 * kHourMs;  // later than any order may be signed

// An order to the firemen, and what they push long after it was to be signed.
struct Ordered {
  Quarter q;
  TaskOrder order = q.street.order(kFire, true);
  CaseId subject = q.dispatched(order);
  TimeMs ordered = q.now;

  const Clock& signed_by(std::int64_t claimed_ms, std::int64_t offset_ms, std::int64_t clock_ms) {
    q.now = ordered + kLate;
    Request request;
    request.protocol = kProtocol;
    request.sent_at = q.now + clock_ms;
    Op op = q.street.make("fireman", subject);
    op.claimed_at = ordered + claimed_ms;
    op.clock_offset_ms = offset_ms;
    set_payload(op, SignTask{order.id});
    request.push.push_back({encode(op), {}});
    const Person person = q.street.person("fireman");
    const auto answer = q.bed.exchange(encode(request), {person.actor, {person.grant}}, q.now);
    REQUIRE(answer.ok());
    const Case* one = q.bed.world().find(subject);
    REQUIRE(one != nullptr);
    for (const Clock& clock : one->clocks) {
      if (clock.kind == ClockKind::sign && clock.task == order.id) return clock;
    }
    FAIL("no clock for signing");
    return one->clocks.front();
  }
};

}  // namespace

TEST_SUITE("sync/device_time") {
  TEST_CASE("what was done in time and sent late was in time") {
    Ordered o;
    const Clock& clock = o.signed_by(kMinuteMs, 0, 0);
    CHECK_FALSE(clock.late);
    CHECK(clock.stopped.at == o.ordered + kMinuteMs);
    CHECK(clock.stopped.received == o.ordered + kLate);
  }

  TEST_CASE("so it was when the device's clock is years off and it knows by how much") {
    for (const std::int64_t off : {-3650 * kDayMs, 3650 * kDayMs, 90 * kSecondMs}) {
      Ordered o;
      const Clock& clock = o.signed_by(kMinuteMs + off, -off, off);
      CHECK_FALSE(clock.late);
      CHECK(clock.stopped.at == o.ordered + kMinuteMs);
    }
  }

  TEST_CASE("a claim of before the order is none: what counts is when it was received") {
    for (const std::int64_t claimed : {-kSecondMs, -kDayMs, -3650 * kDayMs}) {
      Ordered o;
      const Clock& clock = o.signed_by(claimed, 0, 0);
      CHECK(clock.late);
      CHECK(clock.stopped.at == o.ordered + kLate);
    }
  }

  TEST_CASE("a clock that was set back to be in time is measured by the server") {
    Ordered o;
    const std::int64_t back = kLate - kMinuteMs;
    // The device says that its clock is right; when it sends, it is hours behind.
    const Clock& clock = o.signed_by(kLate - back, 0, -back);
    CHECK(clock.late);
    CHECK(clock.stopped.at == o.ordered + kLate);
  }

  TEST_CASE("a clock that is days behind makes nothing late that was sent at once") {
    Ordered o;
    const std::int64_t back = 3 * kDayMs;
    o.signed_by(kLate - back, 0, -back);
    CHECK_FALSE(o.q.bed.world().find(o.subject)->history.back().late_report);
    Ordered kept;  // the device's clock is right: it was made then
    kept.signed_by(kLate - back, 0, 0);
    CHECK(kept.q.bed.world().find(kept.subject)->history.back().late_report);
  }

  TEST_CASE("who does not tell its clock is believed within what the case allows") {
    Ordered o;
    Entry entry;
    entry.received_at = o.ordered + kLate;
    Op op;
    op.claimed_at = o.ordered + kMinuteMs;
    CHECK(act_of(entry, op).when.at == op.claimed_at);
    entry.sent_at = entry.received_at - kOffsetDoubtMs;
    CHECK(act_of(entry, op).when.at == op.claimed_at);
    entry.sent_at = entry.sent_at - 1;
    CHECK(act_of(entry, op).when.at == op.claimed_at + kOffsetDoubtMs + 1);
  }
}
