// How much an account may hand in: what counts, what does not, and that nothing is lost by it.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/core/sync/quarter.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

constexpr Rate kFew{3, 60};  // one a minute

// Answers to what people push directly, at a time of its own.
struct Counter {
  Counter() { bed.host().limit_operations(allowance); }

  Op note(const std::string& who, CaseId subject) {
    Op op = street.make(who, subject);
    set_payload(op, AddNote{"后厨有六个钢瓶", {}});
    return op;
  }

  Pushed push(const std::string& who, const std::vector<Op>& ops, std::uint64_t was = 0) {
    Request request;
    request.protocol = kProtocol;
    for (const Op& op : ops) request.push.push_back({encode(op), {}, was});
    Principal principal = principal_of(street.person(who));
    principal.local = true;  // this is not about signatures
    Pushed pushed = bed.host().push(request, principal, now);
    bed.host().committed(pushed.entries);
    return pushed;
  }

  std::vector<Op> notes(const std::string& who, int count) {
    std::vector<Op> ops;
    for (int i = 0; i < count; ++i) ops.push_back(note(who, street.new_case()));
    return ops;
  }

  HostBed bed;
  std::shared_ptr<PushAllowance> allowance = std::make_shared<PushAllowance>(kFew);
  Street street;
  TimeMs now = street.now();
};

void check_held(const Pushed& pushed, std::size_t receipts, std::size_t held) {
  CHECK(pushed.receipts.size() == receipts);
  REQUIRE(pushed.problems.size() == held);
  for (const Problem& problem : pushed.problems) CHECK(problem.what == PushProblem::too_many);
}

}  // namespace

TEST_SUITE("sync/allowance") {
  TEST_CASE("what is above the allowance is held back, in order, and goes in when there is room") {
    Counter c;
    const std::vector<Op> ops = c.notes("volunteer", 5);
    const Pushed first = c.push("volunteer", ops);
    check_held(first, 3, 2);  // of nothing that exists: refused operations count as any
    CHECK_FALSE(first.receipts[0].outcome.applied());
    CHECK(first.problems[0].index == 3);
    CHECK(first.problems[0].op == ops[3].id);
    CHECK(is_passing(first.problems[0].what));
    check_held(c.push("volunteer", ops), 3, 2);  // known receipts cost nothing, and are repeated
    check_held(c.push("worker", c.notes("worker", 3)), 3, 0);  // others have their own
    c.now = c.now + kMinuteMs;
    check_held(c.push("volunteer", ops), 4, 1);
    c.now = c.now + kMinuteMs;
    check_held(c.push("volunteer", ops), 5, 0);
    c.now = c.now + kDayMs;
    check_held(c.push("volunteer", c.notes("volunteer", 9)), 3, 6);
  }

  TEST_CASE("what is not taken in anyway costs nothing") {
    Counter c;
    Op elsewhere = c.note("volunteer", c.street.new_case());
    elsewhere.shard = ShardId{330105999};
    Op sealed = c.note("volunteer", c.street.new_case());
    sealed.sealed = {1};
    const std::vector<Op> others(20, c.note("worker", c.street.new_case()));
    CHECK(c.push("volunteer", others).problems.size() == 20);
    CHECK(c.push("volunteer", {elsewhere, elsewhere, elsewhere, sealed, sealed}).problems.size() ==
          5);
    check_held(c.push("volunteer", c.notes("volunteer", 4)), 3, 1);
  }

  TEST_CASE("a person has one allowance over all streets") {
    Counter c;
    const ShardId far{330105999};
    c.bed.host().open_street(far);
    std::vector<Op> ops = c.notes("volunteer", 4);
    ops[1].shard = ops[2].shard = far;
    check_held(c.push("volunteer", ops), 3, 1);
  }

  TEST_CASE("the administrator on the machine has no limit, nor has a host that was given none") {
    Counter c;
    Request request;
    request.protocol = kProtocol;
    for (Op op : c.notes("volunteer", 20)) {
      op.actor = {};
      request.push.push_back({encode(op), {}});
    }
    const Principal admin{{}, {Grant{Role::admin, {}, {}, kStreet}}, true};
    check_held(c.bed.host().push(request, admin, c.now), 20, 0);
    HostBed free;
    Request many;
    many.protocol = kProtocol;
    for (const Op& op : c.notes("volunteer", 100)) many.push.push_back({encode(op), {}});
    Principal volunteer = principal_of(c.street.person("volunteer"));
    volunteer.local = true;
    check_held(free.host().push(many, volunteer, c.now), 100, 0);
  }

  TEST_CASE("what is given back while a restored server heals does not count, and later does") {
    Counter c;
    c.bed.host().heal({c.now, c.now + kDayMs, {}, {}});
    check_held(c.push("volunteer", c.notes("volunteer", 50), 7), 50, 0);
    check_held(c.push("volunteer", c.notes("volunteer", 4)), 3, 1);
    check_held(c.push("worker", c.notes("worker", 50), 7), 50, 0);
    c.now = c.now + kDayMs;
    check_held(c.push("volunteer", c.notes("volunteer", 50), 7), 3, 47);
  }

  TEST_CASE("what is given back has an allowance of its own: nobody floods a server by saying so") {
    Counter c;
    c.bed.host().heal({c.now, c.now + kDayMs, {}, {}});
    constexpr int kMost = kFew.burst * PushAllowance::kGivenBackTimes;
    check_held(c.push("volunteer", c.notes("volunteer", kMost + 5), 7), kMost, 5);
    check_held(c.push("volunteer", c.notes("volunteer", 4)), 3, 1);
    check_held(c.push("worker", c.notes("worker", 5), 7), 5, 0);
  }

  TEST_CASE("an entry that a street cannot have had was none: it counts as what is new") {
    Counter c;
    c.bed.host().heal({c.now, c.now + kDayMs, {{kStreet, {100, 50}}}, {}});
    check_held(c.push("volunteer", c.notes("volunteer", 5), 101), 3, 2);
    check_held(c.push("volunteer", c.notes("volunteer", 5), 100), 5, 0);
  }

  TEST_CASE("regression 12: reading the journals again gives nobody a new allowance") {
    Counter c;
    check_held(c.push("volunteer", c.notes("volunteer", 3)), 3, 0);
    c.bed.restart();
    c.bed.host().limit_operations(c.allowance);
    check_held(c.push("volunteer", c.notes("volunteer", 1)), 0, 1);
  }

  TEST_CASE("what was not stored in the end was not taken") {
    PushAllowance allowance(kFew);
    const ActorId who{1001};
    const TimeMs now = Counter().now;
    CHECK(allowance.take(who, false, now));
    allowance.settle();
    for (int turn = 0; turn < 3; ++turn) {
      for (int i = 0; i < 2; ++i) CHECK(allowance.take(who, false, now));
      CHECK_FALSE(allowance.take(who, false, now));
      allowance.undo();
    }
    for (int i = 0; i < 2; ++i) CHECK(allowance.take(who, false, now));
    CHECK_FALSE(allowance.take(who, false, now));
  }

  TEST_CASE("a device keeps what was too many, says so, and brings it by and by") {
    Quarter q;
    Phone& phone = q.phone("volunteer");
    q.bed.host().limit_operations(std::make_shared<PushAllowance>(kFew));
    std::vector<OpId> ops;
    for (int i = 0; i < 7; ++i) {
      ops.push_back(q.submit("volunteer", q.street.new_case(), Street::report()));
    }
    q.sync("volunteer");
    const auto arrived = [&] {
      return std::count_if(ops.begin(), ops.end(), [&](OpId op) {
        return phone.device().progress(op) == Progress::settled;
      });
    };
    CHECK(arrived() == 3);
    CHECK(phone.device().session().held_back() == PushProblem::too_many);
    CHECK(phone.device().outbox().find(ops[3])->problem == PushProblem::none);
    CHECK(phone.device().progress(ops[3]) == Progress::saved);
    CHECK_FALSE(phone.device().next_request(q.now + kMinuteMs));  // it does not come every moment
    q.now = q.now + SyncSession::kRoomMs;
    q.sync("volunteer");
    CHECK(arrived() == 6);
    CHECK(phone.device().progress(ops[6]) == Progress::saved);
    q.now = q.now + SyncSession::kRoomMs;
    q.sync("volunteer");
    CHECK(arrived() == 7);
    CHECK(phone.device().session().held_back() == PushProblem::none);
    std::uint64_t before = 0;
    for (const OpId op : ops) {  // in the order in which they were made
      const auto receipt = q.bed.host().ledger(kStreet)->find_receipt(op);
      REQUIRE(receipt);
      CHECK(receipt->seq > before);
      before = receipt->seq;
    }
  }
}
