// 租赁纠纷:110 分流,一分钟签单、两分钟出发、三分钟联系、八分钟到场 (S2-15..20, S2-36)。
#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

// The dispatch and the four steps, each so many seconds after the order.
struct Way {
  std::int64_t sign = 0;
  std::int64_t depart = 0;
  std::int64_t contact = 0;
  std::int64_t arrive = 0;
};

void goes_by_the_clock(Story& s, const Way& way) {
  s.does("派遣员", DispatchCase{{s.lead("东湖调解队", "就近上门调解租赁纠纷")}, ""});
  const TimeMs order =
      s.it().tasks.back().id.is_nil() ? s.now() : s.clock(ClockKind::sign)->started;
  const TaskId task = s.task("东湖调解队");
  const auto at = [&](std::int64_t seconds) { s.street().set_now(order + seconds * kSecondMs); };
  at(way.sign);
  s.does("调解员", SignTask{task});
  at(way.depart);
  s.does("调解员", DepartTask{task});
  at(way.contact);
  s.does("调解员", ContactParty{task, ContactResult::reached, "已联系报警人,正在路上"});
  at(way.arrive);
  s.does("调解员", ArriveTask{task, Street::report().place.point, 8, ""});
}

}  // namespace

TEST_SUITE("cases/stories") {
  // rows: S1-06e S2-15 S2-16 S2-17 S2-28a S2-36
  TEST_CASE("story: a lease dispute from 110, one, two, three and eight minutes") {
    Story s("lease_dispute", "许女士的租赁纠纷", "S2-15..20, S2-36");
    s.at("2026-03-04", 10);
    s.does("受理员", s.report(Nature::dispute, "租客报警:房东提前收房不退押金", Source::call_110));
    s.tells("平台提示为纠纷类警情,由人决定");
    s.does("受理员", TriageCase{TriageLevel::first, TransferTo::none, "dispute.lease",
                                TransferTo::none, "纠纷类,街道受理"});
    s.check("命中的规则留有记录", s.it().triages[0].rule == "dispute.lease");
    s.files(Nature::dispute);
    goes_by_the_clock(s, {60, 120, 180, 480});
    for (const ClockKind kind :
         {ClockKind::sign, ClockKind::depart, ClockKind::contact, ClockKind::arrive}) {
      REQUIRE(s.clock(kind) != nullptr);
      CHECK_FALSE(s.clock(kind)->late);
    }
    s.check("一、二、三、八分钟整,全部按时",
            !s.clock(ClockKind::sign)->late && !s.clock(ClockKind::arrive)->late);
    s.does("调解员", HoldConsultation{{kMediation, kGridUnitA}, "联动社区核对租约,当面算清押金"});
    OpenMediation opened;
    opened.parties = {{"房东", true, false, false}, {"租客", true, false, false}};
    opened.informed = true;
    s.does("调解员", opened);
    s.does("调解员", HoldSession{40, 2, "双方核对水电,押金退还"});
    Obligation deposit;
    deposit.who = "房东";
    deposit.what = "退还押金";
    deposit.amount_fen = 250'000;
    deposit.due = s.in_days(1);
    s.does("调解员", ConcludeAgreement{"当日退还押金二千五百元", false, {deposit}});
    RecordPerformance paid;
    paid.obligation = 1;
    paid.paid_fen = 250'000;
    paid.witness = "社区工作人员";
    s.does("调解员", paid);
    s.does("调解员",
           s.hand_in("东湖调解队", "押金当场退还,双方和解", ResultKind::resolved_on_scene));
    s.visits_and_closes("租客确认收到押金", "当场化解,押金退还");
    s.check("没有超时,不必说明原因", s.it().state == CaseState::closed);

    s.tells("另一件:每一步都晚一秒");
    s.turns_to("第二件");
    s.does("受理员", s.report(Nature::dispute, "租客报警:合租押金争执", Source::call_110));
    s.files(Nature::dispute);
    goes_by_the_clock(s, {61, 121, 181, 481});
    s.check("签收、出发、联系、到场都记超时,永不清除",
            s.clock(ClockKind::sign)->late && s.clock(ClockKind::depart)->late &&
                s.clock(ClockKind::contact)->late && s.clock(ClockKind::arrive)->late);
    s.does("调解员", s.hand_in("东湖调解队", "双方当场谈妥,各退一步"));
    s.does("系统", OpenVisit{});
    s.does("网格员", s.confirms("双方均无异议"));
    s.refused("受理员", CloseCase{"当场化解,双方满意", ""}, Refusal::late_without_reason);
    s.does("受理员", CloseCase{"当场化解,双方满意", "同时段警情集中,队员在途"});
    s.check("结案须说明超时原因", s.it().state == CaseState::closed);
    s.ends();
  }
}
