// 跨度三年的劳务纠纷:历史纠纷会商、提级、分期协议、十二万元在民警见证下付清 (S2-27, S2-28)。
#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("cases/stories") {
  // rows: S2-27
  TEST_CASE("story: a wage case of three years, 120,000 yuan paid before a witness") {
    Story s("wage_case", "跨度三年的十二万元工资尾款", "S2-27, S2-28");
    s.at("2026-03-10", 9);
    s.does("受理员", s.report(Nature::dispute, "三年前的工程尾款至今未付", Source::walk_in));
    s.files(Nature::dispute);
    s.does("派遣员", DispatchCase{{s.lead("东湖调解队", "跟踪化解遗留纠纷"),
                                   s.helper("劳动保障所", "核对工资明细", false)},
                                  ""});
    s.goes("调解员", "东湖调解队");
    OpenMediation opened;
    opened.tier = Tier::village;
    opened.parties = {{"承包方", true, false, false}, {"务工者代表", false, false, false}};
    opened.informed = true;
    s.refused("调解员", opened, Refusal::consent_missing);
    opened.parties[1].consents = true;
    s.does("调解员", opened);
    s.does("调解员", HoldSession{90, 4, "承包方承认欠款,称暂无能力"});
    s.tells("历史纠纷:上报分管民警,街道、村社会商");
    s.does("调解员", RaiseTier{Tier::consultation, "跨度三年的历史纠纷",
                               s.helper("东湖调解队", "继续牵头,组织会商")});
    s.does("社区民警",
           HoldConsultation{{kPoliceRoom, kLabour, kGridUnitA}, "核对账目后谈分期,年内付清"});
    s.at("2026-03-16", 9);
    s.does("调解员", HoldSession{120, 5, "账目核对为十二万元"});
    Obligation first;
    first.who = "承包方";
    first.what = "支付工资第一期";
    first.amount_fen = 4'000'000;
    first.due = s.in_days(15);
    Obligation rest = first;
    rest.what = "支付工资尾款";
    rest.amount_fen = 8'000'000;
    rest.due = s.in_days(45);
    s.does("调解员", ConcludeAgreement{"十二万元分两期付清", false, {first, rest}});
    s.check("履行时限按最近一期计算", s.clock(ClockKind::perform)->due == first.due);

    s.refused("调解员", s.hand_in("东湖调解队", "协议已经签订"), Refusal::tracks_open);
    s.after_days(14);
    RecordPerformance pay;
    pay.obligation = 1;
    pay.paid_fen = 4'000'000;
    s.refused("调解员", pay, Refusal::proof_missing);
    pay.witness = "派出所社区民警";
    s.does("调解员", pay);
    s.check("第一期付清,第二期开始计时", s.it().mediate->obligations[0].performed &&
                                             s.clock(ClockKind::perform)->due == rest.due);
    s.after_days(28);
    pay.obligation = 2;
    pay.paid_fen = 9'000'000;
    s.refused("调解员", pay, Refusal::amount_unfit);
    pay.paid_fen = 8'000'000;
    pay.text = "线上还款仪式,当场转账";
    pay.photos = {Street::photo(PhotoKind::other)};
    s.does("调解员", pay);
    s.check("十二万元全部履行,有见证人",
            s.it().mediate->state == MediateState::performed &&
                s.it().mediate->obligations[0].paid_fen + s.it().mediate->obligations[1].paid_fen ==
                    12'000'000 &&
                s.it().mediate->obligations[1].witness == "派出所社区民警");
    s.does("调解员", s.hand_in("东湖调解队", "工资尾款十二万元付清"));
    s.does("系统", OpenVisit{});
    s.does("网格员", s.confirms("务工者代表确认到账"));
    s.refused("受理员", CloseCase{"协议履行完毕", ""}, Refusal::late_without_reason);
    s.does("受理员", CloseCase{"协议履行完毕", "约定分期履行,超过办理时限"});
    s.check("协议履行后才结案,超时标记保留",
            s.it().state == CaseState::closed && s.clock(ClockKind::handle)->late);
    s.ends();
  }
}
