// What a device holds of the street is what the server holds, whatever happened to either of them.
#include <doctest/doctest.h>

#include "core/base/hex.h"
#include "core/sync/compact.h"
#include "tests/core/sync/quarter.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("sync/replica") {
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
    CHECK(q.bed.host().ledger(kStreet)->find_receipt(note).has_value());
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
    REQUIRE(q.bed.given_back().size() == 1);
    CHECK(q.bed.given_back()[0].op == op);
    CHECK(q.bed.given_back()[0].was > 0);
    CHECK(q.bed.given_back()[0].actor == phone.person().actor);
  }

  TEST_CASE("one entry that cannot be read is set aside, and everything else goes on") {
    Quarter q;
    const CaseId a = q.dispatched(q.street.order(kEnforcement, true));
    Phone& phone = q.phone("desk");
    q.sync("worker2");
    const OpId note = q.submit("worker2", a, AddNote{"店主称明日搬走", {}});
    q.sync("worker2");
    phone.device().wake(q.now);
    const auto request = phone.device().next_request(q.now);
    REQUIRE(request);
    const auto answered = q.bed.exchange(*request, phone.principal(), q.now);
    REQUIRE(answered.ok());
    auto response = read_response(*answered);
    REQUIRE(response.ok());
    REQUIRE(response->pages.size() == 1);
    Entry bad;
    bad.shard = kStreet;
    bad.seq = 1000;
    bad.op = *from_hex("a10ec1c1c1c1");
    auto& items = response->pages[0].items;
    items.insert(items.begin(), {PageItem{*from_hex("c1c1c1"), {}}, PageItem{encode(bad), {}}});
    REQUIRE(phone.device().receive(encode(*response), q.now).ok());
    const auto& set_aside = phone.replica().set_aside();
    REQUIRE(set_aside.size() == 2);
    CHECK(set_aside[0].seq == 0);
    CHECK(set_aside[1].seq == 1000);
    REQUIRE(phone.find(a) != nullptr);
    CHECK(phone.find(a)->history.back().op == note);
    // Kept for a build that can read them, also when segments are drawn together.
    Segment segment;
    segment.version = Segment::kVersion;
    segment.actor = phone.person().actor;
    segment.pages = response->pages;
    CHECK(compacted({segment}, phone.replica()).pages.front().items.size() == items.size());
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
    q.bed.heal(q.now, q.now + kHourMs);
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
    CHECK(first.device().wake_at(q.now) == q.now + SyncSession::kWaitMs);
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

  TEST_CASE("a policy change in between leaves the clocks of a late reader right") {
    Quarter q;
    const CaseId c = q.dispatched(q.street.order(kEnforcement, true));
    Policy policy = default_policy();
    policy.version += 1;
    policy.sign.amount /= 2;
    policy.handle.amount -= 1;
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
}
