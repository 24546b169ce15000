// One device and the server, with every accident on the way between them.
#include <doctest/doctest.h>

#include "core/sync/compact.h"
#include "tests/core/sync/quarter.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("sync/device") {
  TEST_CASE("an operation is writing, saved, received, settled, in this order") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    const CaseId c = q.street.new_case();
    const OpId op = q.submit("volunteer", c, Street::report());
    CHECK(phone.device().progress(op) == Progress::writing);
    CHECK_FALSE(phone.device().next_request(q.now));  // not pushed before it is saved
    REQUIRE(phone.find(c) != nullptr);                // and yet seen at once
    phone.settle();
    CHECK(phone.device().progress(op) == Progress::saved);
    phone.sync(q.bed, q.now);
    CHECK(phone.device().progress(op) == Progress::settled);
    CHECK(phone.device().outbox().unsent_count() == 0);
    q.check_same("volunteer", c);
  }

  TEST_CASE("a lost request and a lost answer change nothing but the time") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    const CaseId c = q.street.new_case();
    const OpId op = q.submit("volunteer", c, Street::report());
    phone.settle();
    REQUIRE(phone.device().next_request(q.now));  // lost on the way there
    phone.device().failed(q.now);
    CHECK_FALSE(phone.device().next_request(q.now));  // it waits a little
    q.now = q.now + 2 * kSecondMs;
    q.lose_answer(phone);
    CHECK(phone.device().progress(op) == Progress::saved);
    const std::uint64_t seq = q.bed.host().committed_seq(kStreet);
    q.now = q.now + 10 * kSecondMs;
    phone.sync(q.bed, q.now);
    CHECK(phone.device().progress(op) == Progress::settled);
    CHECK(q.bed.host().committed_seq(kStreet) == seq);
    q.check_same("volunteer", c);
  }

  TEST_CASE("after minutes without an answer a wake asks at once, and takes along what was made") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    const OpId op = q.submit("volunteer", q.street.new_case(), Street::report());
    phone.settle();
    for (std::uint32_t failures = 1; failures <= 12; ++failures) {
      q.now = phone.device().wake_at(q.now);
      REQUIRE(phone.device().next_request(q.now));
      phone.device().failed(q.now);
      CHECK(phone.device().session().failures() == failures);
    }
    REQUIRE(phone.device().wake_at(q.now) - q.now > 2 * kMinuteMs);  // of itself it would wait on
    q.now = q.now + kSecondMs;
    REQUIRE_FALSE(phone.device().next_request(q.now));
    phone.device().wake(q.now);
    CHECK(phone.device().wake_at(q.now) == q.now);
    phone.sync(q.bed, q.now);
    CHECK(phone.device().progress(op) == Progress::settled);
    CHECK(phone.device().session().failures() == 0);
  }

  TEST_CASE("an answer that comes twice, or after it was given up, does no harm") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    const CaseId c = q.street.new_case();
    const OpId op = q.submit("volunteer", c, Street::report());
    phone.settle();
    const auto request = phone.device().next_request(q.now);
    REQUIRE(request);
    const auto answer = q.bed.exchange(*request, phone.principal(), q.now);
    REQUIRE(answer.ok());
    phone.device().failed(q.now);
    REQUIRE(phone.device().receive(*answer, q.now).ok());  // late: its receipt counts
    CHECK(phone.device().progress(op) == Progress::received);
    REQUIRE(phone.device().receive(*answer, q.now).ok());
    q.now = q.now + 10 * kSecondMs;
    phone.sync(q.bed, q.now);
    REQUIRE(phone.device().receive(*answer, q.now).ok());
    q.check_same("volunteer", c);
    const auto again =
        q.bed.exchange(*request, phone.principal(), q.now);  // the request itself twice
    REQUIRE(again.ok());
    q.check_same("volunteer", c);
  }

  TEST_CASE("a crash before storage answered may lose the operation, a crash after never does") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Quarter q;
      Phone phone(q.street.person("volunteer"), seed);
      phone.start(q.now);
      phone.sync(q.bed, q.now);
      const CaseId saved = q.street.new_case();
      const CaseId unsaved = q.street.new_case();
      REQUIRE(phone.submit(saved, Street::report(), q.now).outcome.applied());
      phone.settle();
      REQUIRE(phone.submit(unsaved, Street::report(), q.now).outcome.applied());
      phone.crash();
      phone.start(q.now);
      REQUIRE(phone.find(saved) != nullptr);
      const bool there = phone.find(unsaved) != nullptr;
      phone.sync(q.bed, q.now);
      CHECK(q.bed.world().find(saved) != nullptr);
      CHECK((q.bed.world().find(unsaved) != nullptr) == there);
    }
  }

  TEST_CASE("a crash between answer and storage brings the same world back") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Quarter q;
      const CaseId c = q.dispatched(q.street.order(kEnforcement, true));
      Phone phone(q.street.person("clerk"), seed);
      phone.start(q.now);
      for (int round = 0; round < 4; ++round) {
        const auto request = phone.device().next_request(q.now);
        if (!request) break;
        const auto answer = q.bed.exchange(*request, phone.principal(), q.now);
        REQUIRE(answer.ok());
        REQUIRE(phone.device().receive(*answer, q.now).ok());
        for (std::uint64_t i = 0; i < seed % 3; ++i) phone.ordinary.step();
        phone.crash();
        phone.start(q.now);
      }
      phone.sync(q.bed, q.now);
      REQUIRE(phone.find(c) != nullptr);
      CHECK(encode(*phone.find(c)) == encode(*q.bed.world().find(c)));
      CHECK(phone.replica().confirmed(kStreet)->hash() == q.bed.world().hash());
    }
  }

  TEST_CASE("what another did first is refused with its reason, here and there the same") {
    Quarter q;
    const TaskOrder lead = q.street.order(kEnforcement, true);
    const CaseId c = q.dispatched(lead);
    q.sync("enforcer");
    q.sync("supervisor");
    q.submit("supervisor", c, CancelTask{lead.id, "改派"});
    q.sync("supervisor");
    const OpId late = q.submit("enforcer", c, SignTask{lead.id});  // offline: does not know yet
    CHECK(q.phone("enforcer").find(c)->state == CaseState::handling);
    q.sync("enforcer");
    const OutboxItem* item = q.phone("enforcer").device().outbox().find(late);
    REQUIRE(item != nullptr);
    CHECK_FALSE(item->record.receipt.outcome.applied());
    CHECK(q.phone("enforcer").find(c) == nullptr);  // no task, no view
    q.sync("desk");
    q.check_same("desk", c);
    q.phone("enforcer").device().put_aside(late);
    CHECK(q.phone("enforcer").device().outbox().find(late)->record.put_aside);
  }

  TEST_CASE("when storage fails, work goes on in memory and is sent") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    phone.strict.set_broken(true);
    const CaseId c = q.street.new_case();
    const OpId op = q.submit("volunteer", c, Street::report());
    phone.settle();
    CHECK(phone.device().storage_failed());
    CHECK(phone.device().progress(op) == Progress::writing);
    phone.sync(q.bed, q.now);
    CHECK(q.bed.world().find(c) != nullptr);
    CHECK_FALSE(phone.device().storage_failed());
  }

  TEST_CASE("another account on the same device neither sees nor sends the first one's") {
    Quarter q;
    Phone phone(q.street.person("volunteer"), 7);
    phone.start(q.now);
    phone.sync(q.bed, q.now);
    const CaseId c = q.street.new_case();
    REQUIRE(phone.submit(c, Street::report(), q.now).outcome.applied());
    phone.settle();
    phone.set_person(q.street.person("volunteer2"));
    phone.start(q.now);
    CHECK(phone.find(c) == nullptr);
    phone.sync(q.bed, q.now);
    CHECK(q.bed.world().find(c) == nullptr);
    CHECK(phone.device().outbox().unsent_count() == 1);
    phone.set_person(q.street.person("volunteer"));
    phone.start(q.now);
    phone.sync(q.bed, q.now);
    q.bed.world();
    REQUIRE(q.bed.world().find(c) != nullptr);
    CHECK(q.bed.world().find(c)->reporter == q.street.person("volunteer").actor);
  }

  TEST_CASE("the device measures how far its clock is off and says so in its operations") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    const TimeMs wrong = q.now - kHourMs;
    phone.device().wake(wrong);
    const auto request = phone.device().next_request(wrong);
    REQUIRE(request);
    const auto answer = q.bed.exchange(*request, phone.principal(), q.now);
    REQUIRE(phone.device().receive(*answer, wrong).ok());
    CHECK(phone.device().session().clock_offset_ms() == kHourMs);
    const CaseId c = q.street.new_case();
    const auto sent = phone.submit(c, Street::report(), wrong);
    REQUIRE(sent.outcome.applied());
    CHECK(phone.find(c)->reported.at == q.now);
  }

  TEST_CASE("a report made before a run's first exchange is dated by it, and only then sent") {
    for (const std::int64_t off : {-3 * kHourMs, 2 * kHourMs}) {
      Quarter q;
      Phone& phone = q.phone("volunteer");
      phone.sync(q.bed, q.now);
      const TimeMs wrong = q.now + off;  // the clock was set while the app was closed
      phone.start(wrong);
      const CaseId c = q.street.new_case();
      REQUIRE(phone.submit(c, Street::report(), wrong).outcome.applied());
      phone.settle();
      const auto request = phone.device().next_request(wrong);
      REQUIRE(request);
      CHECK(read_request(*request)->push.empty());
      REQUIRE(phone.device().receive(*q.bed.exchange(*request, phone.principal(), q.now), wrong));
      CHECK(phone.find(c)->reported.at == q.now);  // on its own screen
      phone.sync(q.bed, wrong + kMinuteMs, q.now + kMinuteMs);
      REQUIRE(q.bed.world().find(c) != nullptr);
      CHECK(q.bed.world().find(c)->reported.at == q.now);  // and in the case, not when it arrived
    }
  }

  TEST_CASE("what was dated anew is sent when storage has that, not what it was before") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    phone.sync(q.bed, q.now);
    const TimeMs wrong = q.now - kHourMs;
    phone.start(wrong);
    REQUIRE(phone.submit(q.street.new_case(), Street::report(), wrong).outcome.applied());
    const auto request = phone.device().next_request(wrong);
    REQUIRE(request);
    REQUIRE(phone.device().receive(*q.bed.exchange(*request, phone.principal(), q.now), wrong));
    REQUIRE(phone.strict.step());  // as it was made: a crash now would bring that back
    phone.device().wake(wrong);
    const auto early = phone.device().next_request(wrong);
    CHECK((!early || read_request(*early)->push.empty()));
    phone.crash();
    phone.start(wrong);
    phone.sync(q.bed, wrong, q.now);
    CHECK(phone.device().outbox().unsent_count() == 0);
  }

  TEST_CASE("the offset is known offline and after a restart; what it dated stays so") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    const TimeMs wrong = q.now - 3 * kHourMs;
    phone.sync(q.bed, wrong, q.now);
    phone.start(wrong + kHourMs);  // offline from here on
    CHECK(phone.device().server_now(wrong + kHourMs) == q.now + kHourMs);
    CHECK_FALSE(phone.device().session().clock_measured());
    const CaseId c = q.street.new_case();
    REQUIRE(phone.submit(c, Street::report(), wrong + kHourMs).outcome.applied());
    CHECK(phone.find(c)->reported.at == q.now + kHourMs);
    phone.settle();
    phone.start(q.now + 2 * kHourMs);  // its owner has set the clock right
    phone.sync(q.bed, q.now + 2 * kHourMs);
    CHECK(phone.device().session().clock_offset_ms() == 0);
    REQUIRE(q.bed.world().find(c) != nullptr);
    CHECK(q.bed.world().find(c)->reported.at == q.now + kHourMs);
  }

  TEST_CASE("the first answer tells the clock however slow it is, a later slow one does not") {
    Quarter q;
    Phone phone(q.street.person("volunteer"), 13);
    phone.start(q.now - kHourMs);
    for (const std::int64_t took : {40 * kSecondMs, 20 * kSecondMs}) {
      phone.device().wake(q.now - kHourMs);
      const auto request = phone.device().next_request(q.now - kHourMs);
      REQUIRE(request);
      const auto answer = q.bed.exchange(*request, phone.principal(), q.now + 20 * kSecondMs);
      REQUIRE(phone.device().receive(*answer, q.now - kHourMs + took));
      CHECK(phone.device().session().clock_offset_ms() == kHourMs);
    }
  }

  TEST_CASE("a clock that was set while the app runs is measured before anything is sent") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    phone.sync(q.bed, q.now);
    phone.device().clock_moved(-kHourMs);
    const TimeMs wrong = q.now - kHourMs;
    const CaseId c = q.street.new_case();
    REQUIRE(phone.submit(c, Street::report(), wrong).outcome.applied());
    phone.sync(q.bed, wrong, q.now);
    REQUIRE(q.bed.world().find(c) != nullptr);
    CHECK(q.bed.world().find(c)->reported.at == q.now);
  }

  TEST_CASE(
      "the server's mark is shown with every request, after a restart too, and ends with its "
      "epoch") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    const auto shown = [&] {
      phone.device().wake(q.now);
      const auto request = phone.device().next_request(q.now);
      REQUIRE(request);
      phone.device().failed(q.now);
      q.now = q.now + 10 * kMinuteMs;
      return read_request(*request)->mark;
    };
    CHECK(shown().empty());
    q.bed.set_mark({1, 2, 3});
    q.submit("volunteer", q.street.new_case(), Street::report());
    q.sync("volunteer");
    CHECK(shown() == Bytes{1, 2, 3});
    q.bed.set_mark({});  // it says no more than the one that was shown
    q.submit("volunteer", q.street.new_case(), Street::report());
    q.sync("volunteer");
    CHECK(shown() == Bytes{1, 2, 3});
    phone.ordinary.flush();
    phone.start(q.now);
    CHECK(shown() == Bytes{1, 2, 3});
    q.bed.set_epoch("epoch-2");
    q.bed.restart();
    q.sync("volunteer");
    CHECK(shown().empty());
  }

  TEST_CASE("a device's clock that runs ahead takes nothing from what a restored server may need") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    const CaseId c = q.street.new_case();
    const OpId op = q.submit("volunteer", c, Street::report());
    q.sync("volunteer");
    REQUIRE(phone.device().progress(op) == Progress::settled);
    phone.ordinary.flush();
    phone.start(q.now + 400 * kDayMs);
    CHECK(phone.device().outbox().find(op) != nullptr);
    // By the server's own time it goes, when the next receipts are so much younger.
    q.now = q.now + Outbox::kKeepMs + kDayMs;
    phone.start(q.now);
    const OpId later = q.submit("volunteer", q.street.new_case(), Street::report());
    q.sync("volunteer");
    phone.ordinary.flush();
    phone.start(q.now);
    CHECK(phone.device().outbox().find(op) == nullptr);
    CHECK(phone.device().outbox().find(later) != nullptr);
  }

  TEST_CASE("a phone that is switched on with its clock years ahead loses no case that ended") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    const CaseId c = q.street.new_case();
    q.submit("volunteer", c, Street::report());
    q.sync("volunteer");
    q.sync("clerk");
    q.submit("clerk", c, RequestVerification{});
    q.sync("clerk");
    q.sync("worker");
    q.submit("worker", c, VerifyResult{Verified::not_exists, "到场未见气瓶,已问店主", {}});
    q.sync("worker");
    q.sync("clerk");
    q.submit("clerk", c, RejectCase{"查无此事"});
    q.sync("clerk");
    q.sync("volunteer");
    REQUIRE(phone.find(c)->state == CaseState::not_filed);
    const TimeMs ahead = q.now + 3650 * kDayMs;
    const auto switched_on = [&](TimeMs now) {
      phone.ordinary.flush();
      phone.start(now);
    };
    switched_on(ahead);
    CHECK(phone.find(c) == nullptr);  // by all that is known here
    phone.sync(q.bed, ahead, q.now);
    REQUIRE(phone.find(c) != nullptr);
    CHECK(phone.find(c)->state == CaseState::not_filed);
    // Nor is it left out when what is stored is put together.
    for (std::size_t i = 0; i < kCompactAt + 2; ++i) {
      q.now = q.now + kMinuteMs;
      q.submit("volunteer", c, AddNote{"又来看过一次", {}});
      q.sync("volunteer");
    }
    switched_on(ahead);
    phone.settle();
    switched_on(q.now);
    CHECK(phone.find(c) != nullptr);
    // When the server's time says so too, it goes.
    q.now = q.now + 3650 * kDayMs;
    q.submit("volunteer", q.street.new_case(), Street::report());
    q.sync("volunteer");
    switched_on(q.now);
    CHECK(phone.find(c) == nullptr);
    q.sync("volunteer");
    CHECK(phone.find(c) == nullptr);
  }

  TEST_CASE("a server that takes nothing in gives pages, says why, and is asked again") {
    for (const PushProblem why : {PushProblem::server_full, PushProblem::server_failed}) {
      Quarter q;
      Phone& phone = q.phone("volunteer");
      const CaseId c = q.street.new_case();
      const OpId op = q.submit("volunteer", c, Street::report());
      q.bed.hold_back(why);
      q.sync("volunteer");
      CHECK(phone.device().session().held_back() == why);
      CHECK(phone.device().progress(op) == Progress::saved);
      CHECK(phone.device().outbox().find(op)->problem == PushProblem::none);
      CHECK(q.bed.world().find(c) == nullptr);
      const auto entries = q.bed.host().committed_seq(kStreet);
      q.now = q.now + kMinuteMs;
      q.sync("volunteer");
      CHECK(q.bed.host().committed_seq(kStreet) == entries);
      q.bed.hold_back(PushProblem::none);
      q.now = q.now + kMinuteMs;
      q.sync("volunteer");
      CHECK(phone.device().session().held_back() == PushProblem::none);
      CHECK(phone.device().progress(op) == Progress::settled);
    }
  }
}
