// “三合一”场所:三日限期整改、到期复查、拒不整改、移交执法、联合整治、隐患消除 (S3-01..05)。
#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("cases/stories") {
  // rows: S3-04 S3-05c
  TEST_CASE("story: three-in-one premises, a notice of three days, refused, enforced, mended") {
    Story s("three_in_one", "生产经营住宿“三合一”场所", "S3-01..05");
    s.at("2026-08-07", 9);
    s.does("网格员",
           s.report(Nature::hazard, "一楼液化气钢瓶,二楼住宿,泡沫夹心板隔断", Source::patrol));
    CountThing count;
    count.what = "液化气钢瓶";
    count.measure = Measure::bottle;
    count.least = 2;
    count.most = 2;
    count.counted = true;
    s.does("网格员", count);
    s.files(Nature::hazard);
    s.does("派遣员", DispatchCase{{s.lead("社区警务队", "上门检查,开具整改通知")}, ""});
    s.goes("社区民警", "社区警务队");
    IssueNotice notice;
    notice.notice.number = "安整〔2026〕12号";
    notice.notice.addressee = "房屋出租人";
    notice.notice.findings = {"一楼存放液化气钢瓶", "二楼住宿", "泡沫夹心板隔断"};
    notice.notice.items = {"搬出液化气钢瓶", "拆除泡沫夹心板", "停止楼上住宿"};
    notice.notice.basis = "消防法第十九条";
    notice.notice.authority = "派出所";
    notice.notice.co_signer = "网格工作站";
    notice.notice.due = s.in_days(3);
    s.tells("网格人员可以建议,不能下达;有权的机关才能开具");
    s.refused("网格长", notice, Refusal::role_not_allowed);
    s.does("网格员", ProposeNotice{notice.notice.items, "建议限期整改", notice.notice.findings});
    s.does("社区民警", notice);
    s.does("社区民警", DeliverNotice{Delivery::in_person, "出租人当面签收", {}, ""});
    s.check("限期三天,从送达起算", s.clock(ClockKind::rectify)->due == s.it().rectify->notice.due);

    s.tells("出租人陈述申辩:先听取、先答复,再谈处罚");
    s.does("网格员", RecordStatement{"出租人称三天内拆不完", {}});

    s.at("2026-08-10", 10);
    s.tells("到期:系统自动安排复查");
    TaskOrder again = s.helper("社区警务队", "到期复查");
    s.does("系统", OrderReinspection{again});
    s.does("社区民警", SignTask{again.id});
    s.does("社区民警",
           ReinspectResult{again.id, Reinspected::refused, "出租人拒不整改,现状未变", {}});
    s.check("整改超期留痕", s.clock(ClockKind::rectify)->late);
    s.refused("社区民警", s.hand_in("社区警务队", "已要求其整改,将继续督促"),
              Refusal::wrong_task_state);
    ReferEnforcement referral{"派出所", "行政拘留三日", "公罚决〔2026〕88号", s.now()};
    s.refused("社区民警", referral, Refusal::statement_open);
    s.does("社区民警", AnswerStatement{false, "三日足以搬离,不予采纳"});
    s.does("社区民警", referral);
    s.check("处罚只记事实:机关、种类、文号、日期",
            s.it().rectify->decision_number == "公罚决〔2026〕88号");

    s.tells("会同综合执法联合整治");
    TaskOrder joint = s.helper("综合执法中队", "联合整治,清除隐患");
    joint.kind = TaskKind::rectify_visit;
    s.does("派遣员", DispatchCase{{joint}, ""});
    s.does("执法队员", SignTask{joint.id});
    s.does("执法队员", ArriveTask{joint.id, {}, 0, "与民警同到"});
    s.does("执法队员",
           DisposeThing{1, Disposition::recovered, Measure::bottle, 2, "燃气公司", "", {}});
    s.does("执法队员", s.hand_in("综合执法中队", "夹心板拆除,住宿清空"));
    TaskOrder last = s.helper("消防工作站", "整治后复查");
    s.does("派遣员", OrderReinspection{last});
    const TaskId lead = s.it().tasks[0].id;
    s.refused("社区民警", SubmitTask{lead, ResultKind::resolved, "隐患消除,恢复正常", {}},
              Refusal::mandatory_tasks_open);
    s.does("消防员", SignTask{last.id});
    s.does("消防员", ReinspectResult{last.id, Reinspected::passed, "复查合格,隐患消除", {}});
    s.check("隐患消除", s.it().rectify->state == RectifyState::eliminated &&
                            s.it().rectify->reinspections.size() == 2);
    s.does("社区民警", SubmitTask{lead, ResultKind::resolved, "隐患消除,恢复正常", {}});
    s.does("系统", OpenVisit{});
    s.does("另一位网格员", s.confirms("楼上无人住宿,隔断已拆"));
    s.does("受理员", CloseCase{"通知、复查、整治、消除齐全", "出租人拒不整改,延误处置"});
    s.check("案件结案", s.it().state == CaseState::closed);
    s.ends();
  }
}
