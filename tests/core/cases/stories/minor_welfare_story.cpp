// 未成年人的民生求助:限制类案件,社区民警以下不可见 (S4-04, G20)。
#include <doctest/doctest.h>

#include "core/cases/judge.h"
#include "tests/support/story.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("cases/stories") {
  TEST_CASE("story: welfare of a minor, restricted") {
    Story s("minor_welfare", "一名未成年人的生活保障", "S4-04");
    s.at("2026-04-13", 9);
    ReportCase report = s.report(Nature::welfare, "未成年人生活困难,需要帮助", Source::visit);
    report.restricted = Restricted::minor;
    s.does("社区民警", report);
    s.tells("限制类:社区民警以下看不到、办不了");
    s.refused("网格员", AddNote{"我认识这家人", {}}, Refusal::restricted_class);
    s.refused("网格长", AddNote{"我认识这家人", {}}, Refusal::restricted_class);
    s.refused("警辅", AddNote{"我认识这家人", {}}, Refusal::restricted_class);
    SettleOnSpot spot;
    spot.report = report;
    spot.text = "已经当场联系家人";
    spot.photos = {Street::photo(PhotoKind::before), Street::photo(PhotoKind::after)};
    s.turns_to("不能当场了结");
    s.refused("社区民警", spot, Refusal::not_simple);
    s.turns_to("本案");
    s.files(Nature::welfare);
    s.does("派遣员", DispatchCase{{s.lead("社区警务队", "联系监护人,协调生活保障"),
                                   s.helper("东湖调解队", "做好家庭工作"),
                                   s.helper("劳动保障所", "申请生活补助")},
                                  ""});
    s.goes("社区民警", "社区警务队");
    s.does("社区民警",
           HoldConsultation{{kPoliceRoom, kMediation, kLabour}, "监护、就学、补助三项落实"});
    s.does("调解员", SignTask{s.task("东湖调解队")});
    s.does("调解员", ArriveTask{s.task("东湖调解队"), {}, 0, "与民警同到"});
    s.does("调解员", s.hand_in("东湖调解队", "监护人到场,愿意履责"));
    s.does("劳动保障员", SignTask{s.task("劳动保障所")});
    s.does("劳动保障员", ArriveTask{s.task("劳动保障所"), {}, 0, "窗口受理"});
    s.does("劳动保障员", s.hand_in("劳动保障所", "生活补助已经批准"));
    s.does("社区民警", s.hand_in("社区警务队", "监护落实,补助到位"));
    s.does("系统", OpenVisit{});
    s.refused("网格员", s.confirms("家中情况良好"), Refusal::restricted_class);
    s.refused("社区民警", s.confirms("家中情况良好"), Refusal::visitor_is_handler);
    s.does("办案民警", s.confirms("家中情况良好"));
    s.does("受理员", CloseCase{"监护和生活保障均落实", ""});
    s.check("始终是限制类", s.it().restricted == Restricted::minor);
    const Person worker = s.person("网格员");
    const auto list =
        permitted(s.street().world(), worker.actor, {worker.grant}, s.id(), {s.now(), s.now()});
    bool nothing = true;
    for (const Permission& one : list) nothing = nothing && !one.outcome.applied();
    s.check("网格员在本案没有任何可做的事", nothing);
    s.ends();
  }
}
