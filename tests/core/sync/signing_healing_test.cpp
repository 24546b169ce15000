// Keys and chains after a restored backup: the key is enrolled again, what is given back keeps its place.
#include <doctest/doctest.h>

#include "tests/core/sync/signing.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("sync/signing_healing") {
  TEST_CASE("what waits while a restored server heals is neither a gap nor a fork once it is in") {
    Quarter q;
    const CaseId old = q.dispatched(q.street.order(kEnforcement, true));
    q.sync("enforcer");
    q.bed.store().flush();
    q.bed.store().set_lazy(true);
    const TaskOrder lead = q.street.order(kEnforcement, true);
    const CaseId lost = q.dispatched(lead);
    q.sync("enforcer");
    const OpId waits = q.submit("enforcer", lost, SignTask{lead.id});
    const OpId goes = q.submit("enforcer", old, AddNote{"店主称明日搬走", {}});
    q.sync("enforcer");
    q.bed.store().crash();
    q.bed.set_epoch("epoch-2");
    q.bed.heal(q.now, q.now + kHourMs);
    q.bed.restart();
    const auto is_in = [&](OpId op) { return q.bed.host().ledger(kStreet)->find_receipt(op); };
    Phone& first = q.phone("enforcer");
    for (int step = 0; step < 2; ++step) {  // hears of the new epoch, offers again
      first.settle();
      first.device().wake(q.now);
      const auto request = first.device().next_request(q.now);
      REQUIRE(request);
      const auto answer = q.bed.exchange(*request, first.principal(), q.now);
      REQUIRE(first.device().receive(*answer, q.now).ok());
    }
    CHECK_FALSE(is_in(waits));
    CHECK(is_in(goes));
    CHECK(breaks_in(q.bed) == Links{DeviceLink::gap});
    for (const char* who : {"volunteer", "clerk", "worker", "clerk", "desk", "clerk", "desk"}) {
      q.now = q.now + kMinuteMs;
      q.sync(who);
    }
    q.sync("enforcer");
    CHECK(is_in(waits));
    CHECK(first.device().outbox().unsent_count() == 0);
    CHECK(breaks_in(q.bed).empty());
    for (const DeviceLink link : links_of(q.bed)) CHECK(link != DeviceLink::fork);
  }

  TEST_CASE(
      "a restored backup: the key is enrolled again, what is handed in again keeps its place") {
    for (std::uint8_t kept = 0; kept <= 2; ++kept) {
      SignedPhone p;
      if (kept > 0) p.sync(kNow);
      for (std::uint8_t number = 1; number <= 3; ++number) {
        if (number == kept + 1) p.back_up();  // 0: of before the key was enrolled
        p.report(number);
      }
      p.restore();
      CHECK(links_of(p.bed) == Links{DeviceLink::first, DeviceLink::follows, DeviceLink::follows});
      CHECK(enrolments_in(p.bed) == 1);
      p.check_whole(3);
    }
  }

  TEST_CASE(
      "a restored backup and a key that was lost since: all is back, and the chain is whole") {
    for (std::uint8_t kept = 0; kept <= 3; ++kept) {
      CAPTURE(static_cast<int>(kept));
      SignedPhone p;
      for (std::uint8_t number = 1; number <= 4; ++number) {
        if (number == kept + 1) p.back_up();
        if (number == 3) p.lose_key();
        p.report(number);
      }
      p.restore();
      // The third is the first of its key only where the server still has it as that.
      const DeviceLink third = kept == 3 ? DeviceLink::first : DeviceLink::follows;
      CHECK(links_of(p.bed) ==
            Links{DeviceLink::first, DeviceLink::follows, third, DeviceLink::follows});
      p.check_whole(4);
    }
  }
}
