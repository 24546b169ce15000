// 丢失的钱包:窗口受理、申请调阅视频、物业经理—保安队长—保安逐级排查、归还 (S1-12..15)。
#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("cases/stories") {
  // rows: S1-13 S1-15
  TEST_CASE("story: a lost purse, footage, the guard chain, everything returned") {
    Story s("lost_purse", "八万元现金和一部手机", "S1-12..15");
    s.at("2026-09-10", 15);
    s.does("网格员",
           s.report(Nature::lost_found, "居民在大厅求助:钱包遗失,内有现金和手机", Source::walk_in));
    const auto item = [](const char* what, Measure measure, std::int64_t amount) {
      CountThing made;
      made.what = what;
      made.measure = measure;
      made.least = amount;
      made.most = amount;
      made.counted = true;
      return made;
    };
    s.does("网格员", item("现金", Measure::fen, 8'000'000));
    s.does("网格员", item("手机", Measure::piece, 1));
    s.files(Nature::lost_found);
    s.does("派遣员", DispatchCase{{s.lead("社区警务队", "查找遗失钱包")}, ""});
    s.goes("社区民警", "社区警务队");

    s.tells("只申请某地某时段的视频;检索在另一系统,本系统不查人");
    s.does("网格员", AskFootage{s.now() + -kHourMs, s.now(), "查看公交站台的遗失经过"});
    s.refused("社区民警", AnswerFootage{true, ""}, Refusal::field_missing);
    s.does("社区民警", AnswerFootage{true, "同意调阅站台一小时"});

    s.tells("联络链:物业经理、保安队长、保安");
    s.does("社区民警", CallChain{{"物业经理", "保安队长", "保安"}, "请排查捡到钱包的人"});
    s.does("社区民警", AnswerHop{1, "已通知保安队长"});
    s.does("社区民警", AnswerHop{2, "三个岗亭开始排查"});
    s.after_minutes(4);
    s.does("社区民警", AnswerHop{3, "东门岗亭找到拾包人"});
    s.refused("社区民警", AnswerHop{4, "没有第四位"}, Refusal::hop_unknown);
    s.check("每一位都有回复", s.it().chain[0].answered && s.it().chain[2].answered);

    s.does("社区民警",
           DisposeThing{1, Disposition::returned, Measure::fen, 8'000'000, "失主", "领条0910", {}});
    s.refused("社区民警", s.hand_in("社区警务队", "现金已经全部归还失主"),
              Refusal::things_unsettled);
    s.does("社区民警",
           DisposeThing{2, Disposition::returned, Measure::piece, 1, "失主", "领条0910", {}});
    s.does("社区民警", s.hand_in("社区警务队", "现金手机全部归还失主"));
    s.visits_and_closes("失主确认全部领回", "钱物归还,失主签收");
    s.check("八万元和手机都有领条", s.it().things[0].settled() == 8'000'000 &&
                                        s.it().things[1].disposed[0].receipt == "领条0910");
    s.check("案件结案", s.it().state == CaseState::closed);
    s.ends();
  }
}
