// 三家无证中介:一次上报、三个对象、没收与罚款、网格长逐家现场确认 (S3-24)。
#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("cases/stories") {
  // rows: S3-24c
  TEST_CASE("story: three unlicensed agencies, confirmed one by one") {
    Story s("agencies", "三家无证中介", "S3-24");
    s.at("2026-05-12", 9);
    ReportCase found = s.report(Nature::disorder, "同一条街三家中介无证经营", Source::patrol);
    found.photos = {Street::photo(PhotoKind::near), Street::photo(PhotoKind::far)};
    s.tells("先固定证据,再上报");
    s.does("网格员", found);
    for (const char* name : {"东头第一家中介", "中间第二家中介", "西头第三家中介"}) {
      CountThing one;
      one.what = name;
      one.measure = Measure::premises;
      one.least = 1;
      one.most = 1;
      one.counted = true;
      one.child = true;
      s.does("网格员", one);
    }
    s.files(Nature::disorder);
    s.does("派遣员", DispatchCase{{s.lead("综合执法中队", "联合执法,依规处置"),
                                   s.helper("社区警务队", "到场配合")},
                                  ""});
    s.goes("执法队员", "综合执法中队");
    s.goes("社区民警", "社区警务队");
    CountThing money;
    money.what = "违法所得";
    money.measure = Measure::fen;
    money.least = 210'000;
    money.most = 210'000;
    money.counted = true;
    s.does("执法队员", money);
    s.does(
        "执法队员",
        DisposeThing{4, Disposition::confiscated, Measure::fen, 210'000, "执法局", "没收票据", {}});
    money.what = "罚款";
    money.least = 1'000'000;
    money.most = 1'000'000;
    s.does("执法队员", money);
    s.does("执法队员",
           DisposeThing{5, Disposition::fined, Measure::fen, 1'000'000, "国库", "罚款票据", {}});
    s.does("社区民警", s.hand_in("社区警务队", "现场秩序平稳,配合完毕"));
    for (std::uint32_t thing = 1; thing <= 2; ++thing) {
      s.does("执法队员",
             DisposeThing{thing, Disposition::closed_down, Measure::premises, 1, "", "", {}});
    }
    s.refused("执法队员", s.hand_in("综合执法中队", "三家中介全部取缔"), Refusal::things_unsettled);
    s.does("执法队员", DisposeThing{3, Disposition::closed_down, Measure::premises, 1, "", "", {}});
    s.does("执法队员", s.hand_in("综合执法中队", "三家中介全部取缔"));
    s.does("系统", OpenVisit{});
    s.does("另一位网格员", s.confirms("三家门面均已关门"));
    s.tells("网格长逐家现场确认");
    s.does("网格长", ConfirmThing{1, "卷闸门关闭,招牌拆除", {}});
    s.does("网格长", ConfirmThing{2, "卷闸门关闭,招牌拆除", {}});
    s.refused("受理员", CloseCase{"三家无证中介全部取缔", ""}, Refusal::thing_unconfirmed);
    s.refused("乙社区网格长", ConfirmThing{3, "卷闸门关闭,招牌拆除", {}}, Refusal::case_unknown);
    s.does("网格长", ConfirmThing{3, "已改为早餐店", {}});
    s.does("受理员", CloseCase{"三家无证中介全部取缔", ""});
    s.check("三个对象逐一确认",
            s.it().things[0].confirmed && s.it().things[1].confirmed && s.it().things[2].confirmed);
    s.check("没收二千一百元、罚款一万元分别入账",
            s.it().things[3].settled() == 210'000 && s.it().things[4].settled() == 1'000'000);
    s.ends();
  }
}
