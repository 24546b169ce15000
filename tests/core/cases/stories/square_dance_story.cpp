// 两区交界的广场舞噪音:并案、共同管辖、两次协商、每日监督、不再复发 (S1-37..41)。
#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace gezhi;
using namespace gezhi::test;

TEST_SUITE("cases/stories") {
  // rows: S1-38 S1-40
  TEST_CASE("story: square-dance noise on a border, two sessions, daily supervision") {
    Story s("square_dance", "两区交界处的广场舞噪音", "S1-37..41");
    s.at("2026-10-20", 9);
    ReportCase noise = s.report(Nature::noise, "广场舞音响太大,影响孩子中考复习");
    noise.place.border_with = kGridB1;
    s.does("志愿者", noise);
    s.does("受理员", RequestVerification{"请傍晚到场听一听"});
    s.does("网格员", VerifyResult{Verified::exists, "三支队伍争场地,音量偏大", {}});
    s.files(Nature::noise);
    s.turns_to("第二件投诉");
    s.does("另一位居民", s.report(Nature::noise, "广场上音响夜里十点还在响"));
    s.does("派遣员", MergeCase{s.id_of("本案"), "同一广场同一时段的噪音"});
    s.check("后来的投诉并入本案",
            s.it().state == CaseState::merged && s.it("本案").children.size() == 1);
    s.turns_to("本案");

    s.tells("地点在两社区交界:牵头之外,两边的网格都可参与");
    s.does("派遣员", DispatchCase{{s.lead("社区警务队", "夜间联动,召集组织者协商"),
                                   s.helper("综合执法中队", "夜间现场检查"),
                                   s.helper("乙社区网格", "通知对面社区的队伍", false)},
                                  ""});
    s.check("交界另一侧的社区可以派到任务", s.it().tasks.size() == 3);
    s.goes("社区民警", "社区警务队");
    s.goes("执法队员", "综合执法中队");
    s.does("执法队员", s.hand_in("综合执法中队", "夜间检查,三支队伍均已告知"));

    s.at("2026-10-24", 9);
    s.tells("10月24日第一次协商");
    OpenMediation opened;
    opened.tier = Tier::village;
    opened.parties = {{"甲队组织者", true, false, false}, {"乙队组织者", true, false, false}};
    opened.informed = true;
    s.does("社区民警", opened);
    s.does("社区民警", HoldSession{120, 6, "场地划分基本同意,音量未谈拢"});
    s.check("第二次协商的期限开始计算", s.clock(ClockKind::second_session) != nullptr);
    s.does("社区民警", ScheduleSession{s.in_days(6), "派出所调解室"});
    s.at("2026-10-30", 9);
    s.tells("10月30日再次协商,谈了一上午");
    s.does("社区民警", HoldSession{180, 6, "音量、时段、场地全部谈妥"});
    s.check("两次协商都在期限内", !s.clock(ClockKind::second_session)->late);
    Obligation volume;
    volume.who = "三支队伍";
    volume.what = "音量调至合适范围,二十时三十分结束";
    volume.due = s.in_days(7);
    s.does("社区民警", ConcludeAgreement{"音量调低、错时使用场地", false, {volume}});

    s.tells("派出所每天早上派人现场监督");
    TaskOrder daily = s.helper("甲社区网格", "每天早上现场监督音量");
    daily.kind = TaskKind::supervision;
    daily.rounds = 3;
    s.does("派遣员", DispatchCase{{daily}, ""});
    s.does("网格员", SignTask{daily.id});
    s.does("网格员", ArriveTask{daily.id, {}, 0, "已到广场"});
    for (const char* seen : {"音量六十分贝以下", "音量合适,按时结束", "无争吵,按时结束"}) {
      s.does("网格员", LogRound{daily.id, seen, {}});
      s.after_days(1);
      if (s.it().find_task(daily.id)->rounds_done == 1) {
        s.refused("网格员", s.hand_in("甲社区网格", "每日监督,情况良好"), Refusal::rounds_missing);
      }
    }
    s.does("网格员", s.hand_in("甲社区网格", "三日监督,音量均合适"));
    s.refused("社区民警", s.hand_in("社区警务队", "协议达成并已执行"), Refusal::tracks_open);
    RecordPerformance kept;
    kept.obligation = 1;
    kept.witness = "社区民警";
    s.does("社区民警", kept);
    s.does("社区民警", s.hand_in("社区警务队", "协议达成并已执行"));
    s.does("系统", OpenVisit{});
    s.refused("网格员", s.confirms("现场听不到噪音"), Refusal::visitor_is_handler);
    s.does("乙社区网格员", s.confirms("对面居民也说安静了"));
    s.does("受理员", CloseCase{"协议履行,噪音消除", "两支队伍协商历时较长"});
    s.check("监督过的人不能回访,交界另一侧的网格可以", s.it().state == CaseState::closed);

    s.tells("此后未再发生信访和报警");
    s.after_days(91);
    s.turns_to("半年后的投诉");
    s.does("另一位居民", s.report(Nature::noise, "广场上又有人放音响"));
    s.turns_to("本案");
    s.refused("系统", RecurCase{s.id_of("半年后的投诉"), true}, Refusal::recurrence_unfit);
    s.check("九十天内没有复发", s.it().related.empty() && s.it().state == CaseState::closed);
    s.ends();
  }
}
