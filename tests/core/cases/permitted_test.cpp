// What the buttons are drawn from agrees with what judging decides.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "core/cases/judge.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

Refusal answer(const Street& s, const char* who, CaseId c, OpKind kind) {
  const Person p = s.person(who);
  const auto list = permitted(s.world(), p.actor, {p.grant}, c, {s.now(), s.now()});
  const auto found = std::find_if(list.begin(), list.end(),
                                  [&](const Permission& one) { return one.kind == kind; });
  return found == list.end() ? Refusal::role_not_allowed : found->outcome.refusal;
}

}  // namespace

TEST_SUITE("cases/permitted") {
  TEST_CASE("each person sees the next step, and why not the others") {
    Street s;
    const CaseId c = s.new_case();
    s.act("volunteer", c, Street::report());
    CHECK(answer(s, "clerk", c, OpKind::request_verification) == Refusal::none);
    CHECK(answer(s, "clerk", c, OpKind::file_case) == Refusal::not_verified);
    CHECK(answer(s, "clerk", c, OpKind::close_case) == Refusal::wrong_state);
    CHECK(answer(s, "volunteer", c, OpKind::file_case) == Refusal::role_not_allowed);
    CHECK(answer(s, "volunteer", c, OpKind::add_note) == Refusal::none);
    CHECK(answer(s, "volunteer2", c, OpKind::add_note) == Refusal::case_unknown);
    s.act("clerk", c, RequestVerification{});
    CHECK(answer(s, "worker", c, OpKind::verify_result) == Refusal::none);
    CHECK(answer(s, "workerB", c, OpKind::verify_result) == Refusal::case_unknown);
  }
  TEST_CASE("every operation stands in the list once for each way its rows tell apart") {
    Street s;
    const CaseId c = s.new_case();
    s.act("volunteer", c, Street::report());
    const Person leader = s.person("leader");
    const auto list = permitted(s.world(), leader.actor, {leader.grant}, c, {s.now(), s.now()});
    std::map<OpKind, std::vector<When>> ways;
    for (const Permission& one : list) {
      CHECK_FALSE(makes_case(one.kind));
      ways[one.kind].push_back(one.when);
    }
    CHECK(ways[OpKind::add_note] == std::vector<When>{When::always});
    CHECK(ways[OpKind::visit_result] == std::vector<When>{When::confirmed, When::not_confirmed});
    CHECK(ways[OpKind::sign_task].empty());  // no orders yet
  }
  TEST_CASE("orders for a case that is not here are refused as that") {
    Street s;
    DispatchCase dispatch;
    dispatch.tasks = {s.order(kFire, true)};
    CHECK(s.act("desk", s.new_case(), dispatch).refusal == Refusal::case_unknown);
  }
  TEST_CASE("with two grants, the one that may is offered") {
    Street s;
    const CaseId c = s.new_case();
    s.act("volunteer", c, Street::report());
    s.act("clerk", c, RequestVerification{});
    const auto list =
        permitted(s.world(), ActorId{50}, {s.person("workerB").grant, s.person("worker").grant}, c,
                  {s.now(), s.now()});
    const auto verify = std::find_if(list.begin(), list.end(), [](const Permission& one) {
      return one.kind == OpKind::verify_result;
    });
    REQUIRE(verify != list.end());
    CHECK(verify->outcome.applied());
    CHECK(verify->grant.grid == kGridA1);
  }
}
