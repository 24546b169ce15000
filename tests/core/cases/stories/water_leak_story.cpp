// 房屋漏水:每周会商定方案,多次上门,妥善解决 (S4-01, S4-02)。
#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("cases/stories") {
  TEST_CASE("story: a water leak solved by consultation") {
    Story s("water_leak", "楼上漏水,会商解决", "S4-01, S4-02");
    s.at("2026-06-08", 9);
    s.does("网格员", s.report(Nature::dispute, "楼上装修后楼下天花板漏水", Source::visit));
    s.files(Nature::dispute);
    s.does("派遣员", DispatchCase{{s.lead("东湖调解队", "上门了解,组织调解")}, ""});
    s.goes("调解员", "东湖调解队");
    OpenMediation opened;
    opened.tier = Tier::village;
    opened.parties = {{"楼上业主", true, false, false}, {"楼下业主", true, false, false}};
    opened.informed = true;
    s.does("调解员", opened);
    s.does("调解员", HoldSession{45, 2, "楼上不认可漏水原因"});
    s.tells("每周会商:派驻民警、综治、矛调、网格联络员");
    s.refused("社区民警", HoldConsultation{{}, "先查漏,再谈赔"}, Refusal::field_missing);
    s.does("社区民警", HoldConsultation{{kPoliceRoom, kMediation, kGridUnitA, kEnforcement},
                                        "一查漏点、二做防水、三补墙面,逐户落实"});
    s.tells("方案的每一步是一项任务");
    TaskOrder look = s.helper("综合执法中队", "检查漏点,认定原因");
    look.kind = TaskKind::meeting_action;
    TaskOrder follow = s.helper("甲社区网格", "上门三次,盯紧防水施工");
    follow.kind = TaskKind::meeting_action;
    follow.rounds = 3;
    s.does("派遣员", DispatchCase{{look, follow}, ""});
    s.does("执法队员", SignTask{look.id});
    s.does("执法队员", ArriveTask{look.id, {}, 0, "业主开门"});
    s.does("执法队员", s.hand_in("综合执法中队", "漏点为楼上卫生间防水层"));
    s.does("网格员", SignTask{follow.id});
    s.does("网格员", ArriveTask{follow.id, {}, 0, "业主开门"});
    for (const char* round : {"施工队进场", "闭水试验合格", "墙面修补完成"}) {
      s.does("网格员", LogRound{follow.id, round, {}});
      s.after_days(2);
    }
    s.does("网格员", s.hand_in("甲社区网格", "三次上门,施工完成"));
    s.does("调解员", HoldSession{30, 2, "楼上认可结论,同意承担"});
    Obligation wall;
    wall.who = "楼上业主";
    wall.what = "承担防水和墙面费用";
    wall.amount_fen = 320'000;
    wall.due = s.in_days(2);
    s.does("调解员", ConcludeAgreement{"费用由楼上承担", true, {wall}});
    RecordPerformance paid;
    paid.obligation = 1;
    paid.paid_fen = 320'000;
    paid.witness = "社区网格员";
    s.does("调解员", paid);
    s.does("调解员", s.hand_in("东湖调解队", "漏点修复,费用付清"));
    s.visits_and_closes("楼下天花板干燥", "会商方案全部落实");
    s.check("会商、方案、三次上门、协议都在案",
            s.it().consultations.size() == 1 && s.it().tasks[2].rounds_done == 3 &&
                s.it().mediate->state == MediateState::performed);
    s.check("案件结案", s.it().state == CaseState::closed);
    s.ends();
  }
}
