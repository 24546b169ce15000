// One device and the server, with every accident on the way between them.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/sync/compact.h"
#include "tests/support/phone.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

// The people of the street with a phone each, and the server.
struct Quarter {
  HostBed bed;
  Street street;  // for people, ids and payloads
  TimeMs now = street.now();
  std::map<std::string, std::unique_ptr<Phone>> phones;

  Phone& phone(const std::string& who) {
    auto& one = phones[who];
    if (!one) {
      one = std::make_unique<Phone>(street.person(who), 1000 + phones.size());
      one->start(now);
      one->sync(bed, now);
    }
    return *one;
  }
  void sync(const std::string& who) { phone(who).sync(bed, now); }

  // Takes the next request, loses the answer or the request itself.
  void lose_answer(Phone& one) {
    const auto request = one.device().next_request(now);
    REQUIRE(request);
    REQUIRE(bed.exchange(*request, one.principal(), now).ok());
    one.device().failed(now);
  }

  template <class T>
  OpId submit(const std::string& who, CaseId subject, const T& payload) {
    const auto sent = phone(who).submit(subject, payload, now);
    INFO(who, " ", std::string(name_of(sent.outcome.refusal)), " ", sent.outcome.detail);
    REQUIRE(sent.outcome.applied());
    return sent.op;
  }

  // Done and sent by everybody, as far as the lead unit's order.
  CaseId dispatched(const TaskOrder& lead) {
    const CaseId c = street.new_case();
    submit("volunteer", c, Street::report());
    sync("volunteer");
    sync("clerk");
    submit("clerk", c, RequestVerification{});
    sync("clerk");
    sync("worker");
    submit("worker", c, VerifyResult{Verified::exists, "后厨确有六个钢瓶", {}});
    sync("worker");
    sync("clerk");
    submit("clerk", c, Street::filing());
    sync("clerk");
    sync("desk");
    submit("desk", c, DispatchCase{{lead}});
    sync("desk");
    return c;
  }

  void check_same(const std::string& who, CaseId c) {
    INFO(who);
    const Case* here = phone(who).find(c);
    const Case* there = bed.world().find(c);
    REQUIRE(here != nullptr);
    REQUIRE(there != nullptr);
    CHECK(encode(*here) == encode(*there));
  }
};

}  // namespace

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
    CHECK(q.phone("desk").find(c)->history.back().refusal != 0);
    q.phone("enforcer").device().put_aside(late);
    CHECK(q.phone("enforcer").device().outbox().find(late)->record.put_aside);
  }

  TEST_CASE("a person with other duties begins anew and loses no work") {
    Quarter q;
    const CaseId a = q.dispatched(q.street.order(kEnforcement, true));
    Phone& phone = q.phone("worker2");
    q.sync("worker2");
    REQUIRE(phone.find(a) != nullptr);
    Person moved = phone.person();
    moved.grant.grid = kGridB1;
    moved.grant.unit = kGridUnitB;
    const OpId note = q.submit("worker2", a, AddNote{"店主称明日搬走", {}});
    phone.settle();
    phone.set_person(moved);
    phone.sync(q.bed, q.now);
    CHECK(phone.find(a) == nullptr);
    // The role it was made in is gone: kept and flagged.
    CHECK(phone.device().outbox().find(note)->record.receipt.outcome.refusal ==
          Refusal::role_not_held);
    CHECK(q.bed.world().find(a)->history.back().op == note);
  }

  TEST_CASE("a server restored from an old backup gets back what devices still have") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    q.bed.store().flush();
    q.bed.store().set_lazy(true);
    const CaseId c = q.street.new_case();
    const OpId op = q.submit("volunteer", c, Street::report());
    phone.sync(q.bed, q.now);
    CHECK(phone.device().progress(op) == Progress::settled);
    q.bed.store().crash();  // the backup is older
    q.bed.set_epoch("epoch-2");
    q.bed.restart();
    CHECK(q.bed.world().find(c) == nullptr);
    phone.sync(q.bed, q.now + 1);
    CHECK(phone.device().progress(op) == Progress::settled);
    REQUIRE(q.bed.world().find(c) != nullptr);
    q.check_same("volunteer", c);
    CHECK(phone.replica().epoch() == "epoch-2");
  }

  TEST_CASE("after a restore, who builds on another's work waits until that is back") {
    Quarter q;
    q.bed.store().flush();
    q.bed.store().set_lazy(true);
    const TaskOrder lead = q.street.order(kEnforcement, true);
    const CaseId c = q.dispatched(lead);
    q.sync("enforcer");
    const OpId signed_by = q.submit("enforcer", c, SignTask{lead.id});
    q.sync("enforcer");
    q.bed.store().crash();
    q.bed.set_epoch("epoch-2");
    q.bed.heal_until(q.now + kHourMs);
    q.bed.restart();
    Phone& first = q.phone("enforcer");
    const auto step = [&] {
      first.settle();
      first.device().wake(q.now);
      const auto request = first.device().next_request(q.now);
      REQUIRE(request);
      const auto answer = q.bed.exchange(*request, first.principal(), q.now);
      REQUIRE(first.device().receive(*answer, q.now).ok());
    };
    step();  // hears of the new epoch
    step();  // offers again, and is asked to wait
    CHECK(q.bed.world().find(c) == nullptr);
    CHECK(first.device().outbox().unsent_count() == 1);
    CHECK(first.device().wake_at(q.now) == q.now + Session::kWaitMs);
    for (const char* who : {"volunteer", "clerk", "worker", "clerk", "desk"}) {
      q.now = q.now + kMinuteMs;
      q.sync(who);
    }
    q.now = q.now + kMinuteMs;
    q.sync("clerk");
    q.now = q.now + kMinuteMs;
    q.sync("desk");
    q.sync("enforcer");
    REQUIRE(q.bed.world().find(c) != nullptr);
    CHECK(q.bed.world().find(c)->state == CaseState::handling);
    CHECK(first.device().outbox().find(signed_by)->record.receipt.outcome.applied());
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

  TEST_CASE("a policy change in between leaves the clocks of a late reader right") {
    Quarter q;
    const CaseId c = q.dispatched(q.street.order(kEnforcement, true));
    Policy policy = default_policy();
    policy.version += 1;
    policy.sign.amount += 600;
    policy.handle.amount += 5;
    Op op = q.street.make("admin", {});
    set_payload(op, SetPolicy{policy});
    Request request;
    request.protocol = kProtocol;
    request.push.push_back({encode(op), {}});
    REQUIRE(q.bed.exchange(request, principal_of(q.street.person("admin")), q.now)
                ->receipts[0]
                .outcome.applied());
    const CaseId later = q.dispatched(q.street.order(kEnforcement, true));
    q.sync("supervisor2");
    q.check_same("supervisor2", c);
    q.check_same("supervisor2", later);
    CHECK(q.phone("supervisor2").replica().confirmed(kStreet)->hash() == q.bed.world().hash());
  }

  TEST_CASE("merged cases are the same for those who saw both, one, or none before") {
    Quarter q;
    const CaseId parent = q.street.new_case();
    const CaseId child = q.street.new_case();
    ReportCase there = Street::report(Nature::hazard, kGridB1);
    q.submit("volunteer", parent, there);
    q.sync("volunteer");
    q.now = q.now + kMinuteMs;
    q.submit("volunteer2", child, Street::report());
    q.sync("volunteer2");
    for (const char* who : {"worker", "workerB", "desk", "supervisor"}) q.sync(who);
    q.submit("desk", child, MergeCase{parent, "同一处气瓶"});
    q.sync("desk");
    for (const char* who : {"workerB", "supervisor", "station", "auditor"}) q.sync(who);
    for (const char* who : {"workerB", "desk", "supervisor", "auditor"}) {
      q.check_same(who, parent);
      q.check_same(who, child);
    }
    q.sync("worker");
    q.check_same("worker", child);
    CHECK(q.phone("auditor").replica().confirmed(kStreet)->hash() == q.bed.world().hash());
  }

  TEST_CASE("compacted segments make the same worlds") {
    Quarter q;
    Phone& phone = q.phone("supervisor");
    for (int i = 0; i < 3; ++i) q.dispatched(q.street.order(kEnforcement, true));
    for (std::size_t i = 0; i < kCompactAt + 10; ++i) {
      q.submit("clerk", q.bed.world().own_cases().begin()->first,
               AddNote{"补充说明第" + std::to_string(i) + "条", {}});
      q.sync("clerk");
      q.sync("supervisor");
    }
    CHECK(phone.ordinary.durable().empty());
    phone.ordinary.flush();
    CHECK(phone.ordinary.durable().size() > kCompactAt);
    phone.start(q.now);
    phone.settle();
    phone.ordinary.flush();
    CHECK(phone.ordinary.durable().size() == 1);
    phone.start(q.now);
    CHECK(phone.replica().confirmed(kStreet)->hash() == q.bed.world().hash());
    phone.sync(q.bed, q.now);
    CHECK(phone.replica().confirmed(kStreet)->hash() == q.bed.world().hash());
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
}
