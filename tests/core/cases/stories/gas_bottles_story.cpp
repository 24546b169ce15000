// 武林路133号的燃气瓶:发现约五六个,清点六个,收回四个,合法留用两个 (S1-22..28)。
#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("cases/stories") {
  // rows: S1-24 S1-27 S1-28
  TEST_CASE("story: gas bottles, six found, four recovered, two lawful") {
    Story s("gas_bottles", "武林路133号的六个燃气瓶", "S1-22..28");
    s.at("2026-08-25", 12, 10);
    s.tells("巡查任务下发后,志愿者反馈线索");
    s.does("志愿者", s.report(Nature::hazard, "每天中午武林路133号有人聚集吃饭,店内有煤气瓶"));
    s.does("受理员", RequestVerification{"请到现场看一看"});
    s.refused("乙社区网格员", VerifyResult{Verified::exists, "听说店里有煤气瓶", {}},
              Refusal::case_unknown);
    s.does("网格员", VerifyResult{Verified::exists, "无证餐饮店,约有五六个煤气瓶", {}});
    CountThing bottles;
    bottles.what = "燃气瓶";
    bottles.measure = Measure::bottle;
    bottles.least = 5;
    bottles.most = 6;
    s.does("网格员", bottles);
    s.check("数量是估计:五到六个", !s.it().things[0].counted && s.it().things[0].least == 5);
    s.files(Nature::hazard);

    s.tells("治理工作站站长一键联动");
    DispatchCase joint{
        {s.lead("综合执法中队", "牵头检查整治"), s.helper("社区警务队", "维护现场秩序", false),
         s.helper("消防工作站", "检查用火用气"), s.helper("市场监管所", "查验证照"),
         s.helper("燃气公司", "收回超量气瓶"), s.helper("甲社区网格", "联系店主", false)},
        "hazard.gas"};
    s.does("网格站长", joint);
    s.check("一次派出六个单位,各自计时", s.it().tasks.size() == 6);
    s.goes("执法队员", "综合执法中队");
    s.goes("燃气公司", "燃气公司");
    s.does("消防员", SignTask{s.task("消防工作站")});
    s.does("消防员", ArriveTask{s.task("消防工作站"), {}, 0, "与执法队同到"});
    s.does("市场监管员", SignTask{s.task("市场监管所")});
    s.does("市场监管员", ArriveTask{s.task("市场监管所"), {}, 0, "与执法队同到"});

    s.tells("现场清点");
    bottles.thing = 1;
    bottles.least = 6;
    bottles.counted = true;
    s.does("执法队员", bottles);
    s.does("执法队员", EditField{CaseField::root_cause, "", "为超限额多用气瓶,请他人代为申请"});
    s.does("燃气公司",
           DisposeThing{
               1, Disposition::recovered, Measure::bottle, 4, "燃气公司仓库", "收瓶单0825", {}});
    s.does("消防员", s.hand_in("消防工作站", "用火用气检查完毕,无其他隐患"));
    s.does("市场监管员", s.hand_in("市场监管所", "无证经营已立案,依规处置"));
    s.refused("执法队员", s.hand_in("综合执法中队", "气瓶已经清理,隐患消除"),
              Refusal::mandatory_tasks_open);
    s.does("燃气公司", s.hand_in("燃气公司", "现场收回四个燃气瓶"));
    s.tells("查获六个、收回四个:另外两个在哪里?");
    s.refused("执法队员", s.hand_in("综合执法中队", "气瓶已经清理,隐患消除"),
              Refusal::things_unsettled);
    s.refused("执法队员", DisposeThing{1, Disposition::lawful, Measure::bottle, 3, "店主", "", {}},
              Refusal::amount_unfit);
    s.does("执法队员", DisposeThing{1, Disposition::lawful, Measure::bottle, 2, "店主", "", {}});
    s.does("执法队员", s.hand_in("综合执法中队", "六个气瓶均有去向,隐患消除"));
    s.visits_and_closes("后厨现有两个气瓶,均合规", "六瓶去向清楚,隐患消除");

    const Thing& thing = s.it().things[0];
    s.check("六个瓶子都有去向:收回四个,合法留用两个",
            thing.settled() == 6 && thing.disposed[0].amount == 4 && thing.disposed[1].amount == 2);
    s.check("未到场的协助任务随牵头反馈撤销",
            s.it().find_task(s.task("甲社区网格"))->state == TaskState::cancelled);
    s.check("案件结案", s.it().state == CaseState::closed);
    s.ends();
  }
}
