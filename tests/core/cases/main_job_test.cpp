// The main job through the rules alone: reported by a volunteer, verified, filed, dispatched,
// settled, confirmed by somebody else of the same grid, closed by the desk.
#include <doctest/doctest.h>

#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("cases/main_job") {
  // rows: S1-10
  TEST_CASE("a volunteer's report is verified, filed, dispatched, settled, confirmed and closed") {
    Street s;
    const CaseId c = s.new_case();
    REQUIRE(s.act("volunteer", c, Street::report()).applied());
    CHECK(s.act("clerk", c, Street::filing()).refusal == Refusal::not_verified);
    REQUIRE(s.act("clerk", c, RequestVerification{}).applied());
    CHECK(s.act("workerB", c, VerifyResult{Verified::exists, "后厨确有六个钢瓶", {}}).refusal ==
          Refusal::case_unknown);
    REQUIRE(s.act("worker", c, VerifyResult{Verified::exists, "后厨确有六个钢瓶", {}}).applied());
    REQUIRE(s.act("clerk", c, Street::filing()).applied());
    CHECK(s.at(c).number == "3301050012611220001");
    const TaskOrder lead = s.order(kEnforcement, true);
    const TaskOrder gas = s.order(kGas, false);
    REQUIRE(s.act("desk", c, DispatchCase{{lead, gas}}).applied());
    REQUIRE(s.act("enforcer", c, SignTask{lead.id}).applied());
    CHECK(s.at(c).state == CaseState::handling);
    REQUIRE(s.act("enforcer", c, DepartTask{lead.id}).applied());
    REQUIRE(s.act("enforcer", c, ArriveTask{lead.id, {1201510000, 303110000}, 10, ""}).applied());
    const SubmitTask done{lead.id, ResultKind::resolved, "收回钢瓶四个,其余两个合法自用", {}};
    const Outcome early = s.act("enforcer", c, done);
    CHECK(early.refusal == Refusal::mandatory_tasks_open);
    CHECK(early.detail == "燃气公司");
    REQUIRE(s.act("gasman", c, SignTask{gas.id}).applied());
    REQUIRE(s.act("gasman", c, ArriveTask{gas.id, {}, 0, "店主开门"}).applied());
    REQUIRE(s.act("gasman", c, SubmitTask{gas.id, ResultKind::resolved, "回收气瓶四只入库", {}})
                .applied());
    REQUIRE(s.act("enforcer", c, done).applied());
    CHECK(s.at(c).state == CaseState::feedback);
    REQUIRE(s.act("system", c, OpenVisit{}).applied());
    const VisitResult seen{
        true, ReworkReason::none, Satisfaction::satisfied, "后厨已无气瓶,店主满意", {}};
    CHECK(s.act("workerB", c, seen).refusal == Refusal::case_unknown);
    CHECK(s.act("clerk", c, CloseCase{"隐患已消除,回访确认", ""}).refusal ==
          Refusal::not_confirmed);
    REQUIRE(s.act("worker2", c, seen).applied());
    REQUIRE(s.act("clerk", c, CloseCase{"隐患已消除,回访确认", ""}).applied());
    CHECK(s.at(c).state == CaseState::closed);
    for (const Clock& clock : s.at(c).clocks) CHECK_FALSE(clock.running());
  }

  TEST_CASE("what was settled on the spot is never filed and has its number all the same") {
    Street s;
    SettleOnSpot done{Street::report(Nature::facility), "井盖松动已复位", {}};
    done.report.source = Source::patrol;
    done.photos = {{Digest{1}, PhotoKind::before, 9, 1, 1}, {Digest{2}, PhotoKind::after, 9, 1, 1}};
    const CaseId c = s.new_case();
    REQUIRE(s.act("worker", c, done).applied());
    CHECK(s.at(c).number == "3301050012611220001");
    const CaseId next = s.new_case();
    REQUIRE(s.act("worker", next, done).applied());
    CHECK(s.at(next).number == "3301050012611220002");
  }

  TEST_CASE("a cold replay of the entries gives the same hash, and so does a fold of them alone") {
    Street s;
    const CaseId c = s.new_case();
    s.act("volunteer", c, Street::report());
    s.act("clerk", c, RequestVerification{});
    s.act("clerk", c, CloseCase{"不应成功的结案", ""});
    Ledger again(kStreet);
    World folded(kStreet);
    for (const Entry& entry : s.entries()) {
      REQUIRE(again.replay(entry, true).ok());
      REQUIRE(fold_entry(folded, entry).ok());
    }
    CHECK(again.world().hash() == s.world().hash());
    CHECK(folded.hash() == s.world().hash());
    CHECK(again.hash() == s.ledger().hash());
  }
}
