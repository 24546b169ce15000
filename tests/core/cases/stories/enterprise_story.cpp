// 企业问题清单:一项一案、逐项落实、提问人确认,“直通车”急办 (S4-18..20)。
#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("cases/stories") {
  TEST_CASE("story: an enterprise's list of problems and the fast lane") {
    Story s("enterprise", "企业的问题清单和直通车", "S4-18..20");
    s.at("2026-07-06", 9);
    s.does("另一位居民", s.report(Nature::help, "企业走访清单:停车、治安、急办证照", Source::app));
    s.does("受理员", RequestVerification{"请网格上门核对清单"});
    s.does("网格员", VerifyResult{Verified::exists, "清单三项均属实", {}});
    s.files(Nature::help);
    s.tells("清单的每一项是一个部分,各有负责单位和时限");
    s.turns_to("清单一:周边停车");
    s.does("网格员", s.report(Nature::facility, "厂门口货车乱停,堵塞出入口", Source::visit));
    s.does("受理员", RelateCases{s.id_of("本案"), Relation::part_of, "清单第一项"});
    s.files(Nature::facility);
    TaskOrder parking = s.lead("综合执法中队", "划线疏导,高峰值守");
    parking.limit = {ClockClass::natural_day, 2};
    s.does("派遣员", DispatchCase{{parking}, ""});
    s.goes("执法队员", "综合执法中队");
    s.check("这一项有自己的时限", s.clock(ClockKind::task) != nullptr);
    s.does("执法队员", s.hand_in("综合执法中队", "划线完成,高峰有人值守"));
    s.visits_and_closes("厂门口出入畅通", "停车占道已清退");

    s.turns_to("本案");
    s.does("派遣员", DispatchCase{{s.lead("甲社区网格", "牵头落实清单,逐项回告企业")}, ""});
    s.goes("网格员", "甲社区网格");
    s.tells("直通车:特事特办、预约急办,须有理由和批准人");
    s.refused("派遣员", GiveFastLane{s.now() + kHourMs, "企业急办"}, Refusal::role_not_allowed);
    s.refused("值班长", GiveFastLane{s.now() + kHourMs, ""}, Refusal::field_missing);
    s.refused("值班长", GiveFastLane{s.now() + -kHourMs, "企业急办"}, Refusal::time_not_allowed);
    s.does("值班长", GiveFastLane{s.now() + 24 * kHourMs, "出口订单急需,预约明早办理"});
    s.check("绿色通道有理由、有预约、有批准人", s.it().fast_lane && !s.it().appointment.is_none());
    s.does("网格员", s.hand_in("甲社区网格", "清单三项全部回告企业"));
    s.does("系统", OpenVisit{});
    s.does("网格长", s.confirms("企业逐项确认"));
    s.does("另一位居民", ReporterWord{Satisfaction::satisfied, "三项都解决了"});
    s.does("受理员", CloseCase{"清单三项逐项落实", ""});
    s.check("提问的企业确认满意", s.it().reporter_says == Satisfaction::satisfied);
    s.check("部分结案后整体才结案",
            s.it("清单一:周边停车").state == CaseState::closed && s.it().children.size() == 1);
    s.ends();
  }
}
