// 回访发现虚假办结:六种返工理由,第二次返工升级到值班长 (S5-21, P8)。
#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

VisitResult denies(ReworkReason reason, const std::string& text) {
  return {false, reason, Satisfaction::dissatisfied, text, {}};
}

}  // namespace

TEST_SUITE("cases/stories") {
  // rows: S5-21
  TEST_CASE("story: a return visit finds a false closure") {
    Story s("false_closure", "回访发现虚假办结", "S5-21");
    s.at("2026-10-12", 9);
    s.does("志愿者", s.report(Nature::hazard, "楼道堆放杂物,堵塞消防通道"));
    s.does("受理员", RequestVerification{"请到场核实"});
    s.does("网格员", VerifyResult{Verified::exists, "三楼到五楼堆满杂物", {}});
    s.files(Nature::hazard);
    s.does("派遣员", DispatchCase{{s.lead("综合执法中队", "清理消防通道")}, ""});
    s.goes("执法队员", "综合执法中队");
    s.tells("套话不能当结果");
    s.refused("执法队员", s.hand_in("综合执法中队", "已按规定处理"), Refusal::text_too_brief);
    s.does("执法队员", s.hand_in("综合执法中队", "楼道杂物全部清理完毕"));
    s.does("系统", OpenVisit{});

    s.tells("由发生地网格回访,不由承办人,不由外网格");
    s.refused("乙社区网格员", s.confirms("楼道已经通畅"), Refusal::case_unknown);
    s.refused("执法队员", s.confirms("楼道已经通畅"), Refusal::role_not_allowed);
    s.refused("受理员", CloseCase{"通道清理完毕", ""}, Refusal::not_confirmed);
    s.refused("另一位网格员", denies(ReworkReason::none, "五楼仍堆满杂物"), Refusal::field_missing);
    s.does("另一位网格员", denies(ReworkReason::interim_closure, "只清了三楼,五楼仍堆满"));
    s.check("退回返工,理由为阶段性闭环",
            s.it().state == CaseState::rework &&
                s.it().visits[0].reason == ReworkReason::interim_closure);

    const auto again = [&](const std::string& who, const std::string& result) {
      s.does(who, RedoCase{s.lead("综合执法中队", "返工:清理全部楼层")});
      s.does("执法队员", SignTask{s.task("综合执法中队")});
      s.does("执法队员", ArriveTask{s.task("综合执法中队"), {}, 0, "社区陪同"});
      s.does("执法队员", s.hand_in("综合执法中队", result));
      s.does("系统", OpenVisit{});
    };
    again("派遣员", "五楼杂物清理完毕");
    s.does("另一位网格员", denies(ReworkReason::partly_done, "四楼拐角还有两车杂物"));
    s.tells("第二次返工由值班长决定");
    s.refused("派遣员", RedoCase{s.lead("综合执法中队", "返工")}, Refusal::needs_supervisor);
    again("值班长", "三至五楼全部清理");
    for (const ReworkReason reason : {ReworkReason::not_done, ReworkReason::too_brief,
                                      ReworkReason::wrong_handling, ReworkReason::dissatisfied}) {
      s.does("另一位网格员", denies(reason, "居民反映仍有杂物"));
      again("值班长", "再次上门清理");
    }
    s.does("另一位网格员", s.confirms("全部楼层通畅,居民满意"));
    s.does("受理员", OrderSecondOpinion{"多次返工,请另一人复核"});
    s.refused("另一位网格员", s.confirms("全部楼层通畅"), Refusal::same_visitor);
    s.does("网格员", s.confirms("复核一致,通道畅通"));
    s.does("受理员", CloseCase{"消防通道全部清理", ""});
    s.check("六次返工都记录在案,六种理由各一次", s.it().reworks == 6 && s.it().visits.size() == 8);
    s.check("案件结案", s.it().state == CaseState::closed);

    s.tells("报告人申诉一次,督导中队核查");
    s.does("志愿者", AppealCase{"一周后又堆满了", {}});
    s.does("督导中队", DecideAppeal{true, "现场属实,重新处置"});
    s.refused("志愿者", AppealCase{"再申诉", {}}, Refusal::wrong_state);
    s.check("申诉成立,回到返工", s.it().state == CaseState::rework);
    s.ends();
  }
}
