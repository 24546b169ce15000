// A street whose journal can't be read is closed: what that means to who acts in it, and to the others.
#include <doctest/doctest.h>

#include "tests/core/sync/quarter.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

void close(HostBed& bed) {
  ClosedStreet street{kStreet, bed.host().committed_seq(kStreet), 3, {"bad_entry", "chain broken"}};
  bed.host().close_street(std::move(street));
}

}  // namespace

TEST_SUITE("sync/closed_street") {
  TEST_CASE("a device keeps what it has of a closed street and what it makes for it") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    const CaseId before = q.street.new_case();
    const OpId known = q.submit("volunteer", before, Street::report());
    q.sync("volunteer");
    const std::uint64_t last = q.bed.host().committed_seq(kStreet);
    const TimeMs received = q.bed.host().last_received();
    close(q.bed);
    const CaseId after = q.street.new_case();
    const OpId made = q.submit("volunteer", after, Street::report());
    for (int turn = 0; turn < 3; ++turn) {
      q.now = q.now + kMinuteMs;
      q.sync("volunteer");
      CHECK(phone.find(before) != nullptr);
      CHECK(phone.find(after) != nullptr);
      CHECK(phone.device().progress(known) == Progress::settled);
      CHECK(phone.device().progress(made) == Progress::saved);
      CHECK(phone.device().session().held_back() == PushProblem::server_failed);
    }
    CHECK(q.bed.host().committed_seq(kStreet) == last);
    CHECK(q.bed.host().committed_seqs().at(kStreet) == last);
    CHECK(q.bed.host().last_received() == received);
    CHECK(q.bed.host().streets().empty());
    q.bed.restart();  // the store was mended
    q.now = q.now + kMinuteMs;
    q.sync("volunteer");
    CHECK(phone.device().progress(made) == Progress::settled);
    CHECK(phone.device().session().held_back() == PushProblem::none);
    q.check_same("volunteer", before);
    q.check_same("volunteer", after);
  }

  TEST_CASE("nothing is taken in for a closed street, repeated, stewarded or opened anew") {
    Quarter q;
    const CaseId subject = q.street.new_case();
    q.submit("volunteer", subject, Street::report());
    q.sync("volunteer");
    Op op = q.street.make("worker", q.street.new_case());
    set_payload(op, Street::report());
    Request request;
    request.protocol = kProtocol;
    request.push = {{encode(op), {}}};
    Principal worker = principal_of(q.street.person("worker"));
    worker.local = true;  // this is not about signatures
    q.bed.host().committed(q.bed.host().push(request, worker, q.now).entries);
    const std::uint64_t last = q.bed.host().committed_seq(kStreet);
    close(q.bed);
    const Pushed pushed = q.bed.host().push(request, worker, q.now);
    CHECK(pushed.receipts.empty());  // it had one
    CHECK(pushed.entries.empty());
    REQUIRE(pushed.problems.size() == 1);
    CHECK(pushed.problems[0].what == PushProblem::server_failed);
    CHECK(q.bed.host().steward(q.now + 400 * kDayMs).empty());
    CHECK(q.bed.host().steward_wake().is_none());
    CHECK(q.bed.host().overdue(q.now + 4000 * kDayMs).empty());
    CHECK(q.bed.host().plan(request, worker).shards.empty());
    q.bed.host().open_street(kStreet);
    CHECK(q.bed.host().ledger(kStreet) == nullptr);
    CHECK(q.bed.host().committed_seq(kStreet) == last);
  }

  TEST_CASE("another street goes on for the same person, and may be what a photo lies in") {
    Quarter q;
    const ShardId far{330105999};
    q.bed.host().open_street(far);
    close(q.bed);
    const Principal here = principal_of(q.street.person("volunteer"));
    Principal there = here;
    for (Grant& grant : there.grants) grant.shard = far;
    CHECK(q.bed.host().is_closed_to(here));
    CHECK_FALSE(q.bed.host().is_closed_to(there));
    Op op = q.street.make("volunteer", q.street.new_case());
    op.shard = op.grant.shard = far;
    set_payload(op, AddNote{"后厨有六个钢瓶", {}});
    Request request;
    request.protocol = kProtocol;
    request.push = {{encode(op), {}}};
    there.local = true;  // this is not about signatures
    CHECK(q.bed.host().push(request, there, q.now).receipts.size() == 1);
  }

  TEST_CASE("more than a push of what is for a closed street does not hold up the others") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    const ShardId far{330105999};
    q.bed.host().open_street(far);
    close(q.bed);
    Principal person = phone.principal();
    person.grants.push_back(person.grants[0]);
    person.grants.back().shard = far;
    for (std::uint64_t i = 0; i <= kPushOpsMax; ++i)
      phone.device().submit_anyway(kStreet, q.street.new_case(), person.grants[0], Street::report(),
                                   q.now);
    const OpId other = phone.device().submit_anyway(far, q.street.new_case(), person.grants[1],
                                                    Street::report(), q.now);
    for (int turn = 0; turn < 2; ++turn) {
      q.now = q.now + kMinuteMs;
      phone.settle();
      CHECK(phone.device().progress(other) == Progress::saved);
      phone.device().wake(q.now);
      const auto request = phone.device().next_request(q.now);
      REQUIRE(request);
      const auto answer = q.bed.exchange(*request, person, q.now);
      REQUIRE(answer.ok());
      REQUIRE(phone.device().receive(*answer, q.now).ok());
      CHECK(phone.device().session().held_back() == PushProblem::server_failed);
    }
    CHECK(q.bed.host().committed_seq(far) > 0);
    CHECK(phone.device().progress(other) != Progress::saved);
  }

  TEST_CASE("a device's cursor in a closed street stands: it is not told to begin anew") {
    Quarter q;
    q.submit("volunteer", q.street.new_case(), Street::report());
    q.sync("volunteer");
    const Replica& replica = q.phone("volunteer").replica();
    Request request;
    request.protocol = kProtocol;
    request.epoch = replica.epoch();
    request.scope = replica.scope();
    request.cursors = replica.cursors();
    REQUIRE(request.cursors.size() == 1);
    close(q.bed);
    const PullPlan plan = q.bed.host().plan(request, q.phone("volunteer").principal());
    CHECK_FALSE(plan.reset);
    CHECK(plan.shards.empty());
  }
}
