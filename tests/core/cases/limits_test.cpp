// The rules have no way round: what texts say, where people were, how long a case stands still, on
// which days rounds were made, and how entries of earlier rules fold.
#include <doctest/doctest.h>

#include "core/cases/clock_rules.h"
#include "core/cases/fold.h"
#include "core/cases/presence.h"
#include "core/cases/rounds.h"
#include "core/cases/suspension.h"
#include "core/cases/triage.h"
#include "core/cases/wording.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

constexpr PointE7 kPlace{1201510000, 303110000};
// One metre of latitude is 1e7 / 111195.
constexpr PointE7 north(std::int64_t metres) {
  return {kPlace.lon, kPlace.lat + static_cast<std::int32_t>(metres * 10'000'000 / 111'195)};
}

TimeMs on_day(const char* date, int hour, int minute = 0) {
  return start_of(*parse_date(date)) + hour * kHourMs + minute * kMinuteMs;
}

Whereabouts where(PointE7 point, std::uint32_t accuracy_m, std::uint32_t place_accuracy_m = 0) {
  Place place;
  place.point = kPlace;
  place.accuracy_m = place_accuracy_m;
  return whereabouts_of(default_policy(), place, point, accuracy_m);
}

// A hazard in the hands of the enforcement team, with the gas company to help.
struct Handled {
  Handled() {
    street.set_now(on_day("2026-11-23", 9));
    ReportCase report = Street::report();
    report.source = Source::patrol;
    act("worker", report);
    act("clerk", Street::filing());
    act("desk", DispatchCase{{lead, gas}});
    act("enforcer", SignTask{lead.id});
  }
  template <class T>
  void act(const std::string& who, const T& op) {
    const Outcome outcome = street.act(who, c, op);
    CAPTURE(name_of(outcome.refusal));
    REQUIRE(outcome.applied());
  }
  void suspend(std::int64_t days) {
    const TimeMs until = street.now() + days * kDayMs;
    act("enforcer", AskSuspend{lead.id, "等待产权单位", until, {}, "函1号"});
    act("supervisor", SuspendCase{until, "同意挂账"});
  }
  const Case& one() const { return street.at(c); }
  const Clock& clock(ClockKind kind, TaskId task = {}) const {
    for (const Clock& each : one().clocks) {
      if (each.kind == kind && each.task == task) return each;
    }
    FAIL("no such clock");
    return one().clocks.front();
  }

  Street street;
  CaseId c = street.new_case();
  TaskOrder lead = street.order(kEnforcement, true);
  TaskOrder gas = street.order(kGas, false);
};

}  // namespace

TEST_SUITE("cases/limits") {
  TEST_CASE("texts that say nothing, however they are written; and short ones that say something") {
    const Policy policy = default_policy();
    for (const char* empty : {"",
                              "好了",
                              "已按规定处理",
                              "已按规定处理。",
                              "已按规定处理！！！！",
                              " 已 按 规 定 处 理 ",
                              "已按规定处理完毕",
                              "已按规定处理完毕了",
                              "已按照规定处理。请知悉。",
                              "已依法依规处理,特此回复",
                              "已处理，请知悉",
                              "已处理,请知悉,谢谢",
                              "问题已经解决",
                              "相关问题已妥善处理到位",
                              "情况已处理,情况已处理,情况已处理",
                              "处理处理处理处理",
                              "已处理好的哈，已处理好的呀，已处理好的哈",
                              "已處理完畢，請知悉",
                              "已按規定處理",
                              "哈哈哈哈哈哈哈哈",
                              "。。。。。。。。。。",
                              "111111111111",
                              "ＯＫ　ｄｏｎｅ　ｏｋ",
                              "OK OK done, all done",
                              "Handled as required.",
                              "已安规定处里",
                              "以处理完毕了",
                              "己按规定处理",
                              "问题以解绝",
                              "情况属石",
                              "已按规定处理2026年11月29日",
                              "十一月二十九日已按规定办理",
                              "11-29 10:30 已处理",
                              "昨天下午已处理完毕",
                              "已按规定处理ABC",
                              "已按规定处理ＸＹＺ",
                              "已按规定处理甲乙丙",
                              "已按规定处理αβγδ",
                              "已按规定处理12345",
                              "已处理3次",
                              "1已2按3规4定5处6理",
                              "已a按b规c定d处e理",
                              "已\u200B按规\uFEFF定\u2060处\u00AD理",
                              "已按\u3164规定\u115F处\u034F理",
                              "已\u0301按规\u180E定处\uFFA0理",
                              "收到马上处理",
                              "已安排专人处理",
                              "网格员已处理完毕",
                              "如图所示",
                              "详见照片",
                              "已采取相应措施",
                              "上个月已处理",
                              "没问题",
                              "按照上级要求做好了",
                              "收到，尽快落实",
                              "正在处理中",
                              "好的，知道了",
                              "asdfgh",
                              "qwertyuiop",
                              "jkljkljk",
                              "的的的的的",
                              "的了的了12345",
                              "12345",
                              "一二三四五六",
                              "啊实打实",
                              "xdfvgbnm",
                              "test test",
                              "问题已经得到解决",
                              "已整改完毕，请审核",
                              "现场正常",
                              "已拍照上传",
                              "详情见附件",
                              "已派人处理",
                              "已通知相关部门",
                              "chuli wanbi",
                              "已联系处理",
                              "按领导要求处理",
                              "已整改到位，群众满意",
                              "按照要求已完成整改工作",
                              "该问题已处理完成,感谢支持",
                              "问题已办结,谢谢监督",
                              "经查属实已处理",
                              "情况已了解并处理",
                              "已上报已处理已办结",
                              "已闭环处置到位",
                              "工作已开展",
                              "一切都好",
                              "天地玄黄",
                              "😀😀😀😀😀😀😀😀"}) {
      CAPTURE(std::string(empty));
      CHECK_FALSE(says_something(policy, empty));
    }
    // Radicals, compatibility forms, Japan's; selectors, fillers and marks in between; letters that only look
    // like Latin ones.
    for (const char* alike :
         {"已按规定处⾥", "已按规定处\uF9E4", "\u2E92按规定处理", "已按规定処理",
          "已按规\uFE01定\U000E0101处理", "已\u2060按\u034F规\u200B定处\u3164理",
          "已\u064B按\u0E31规\u0F71定\u302A处\u0941理", "сhuli wаnbi", "ᴄhυli wαnbі", "𝐜𝐡𝐮𝐥𝐢 𝐰𝐚𝐧𝐛𝐢",
          "chǔlǐ wánbì", "ｃｈｕｌｉ ⓌⒶⓃⒷⒾ", "handłed according to the ruӏes"}) {
      CAPTURE(std::string(alike));
      CHECK_FALSE(says_something(policy, alike));
    }
    CHECK(says_something(policy, "Вентиль заменён"));
    CHECK(says_something(policy, "ئۆت ئۆچۈرۈلدى"));
    for (const char* good : {"井盖松动已复位",
                             "拆除隔断三间",
                             "双方已经和好",
                             "垃圾已清理完毕",
                             "已按规定处理,拆除隔断三间",
                             "收缴气瓶６个",
                             "已送回父母身边",
                             "现场情况属实,已逐项核对",
                             "查无此人此事",
                             "路灯三盏已修好",
                             "未发现异常情况",
                             "电动车已移出楼道,电动车车主已告知",
                             "Gas bottles removed",
                             "燃气瓶已经收回",
                             "根本没处理",
                             "没人处理",
                             "没有处理",
                             "没处理",
                             "问题没解决",
                             "问题依旧",
                             "已经断电",
                             "水已经停了",
                             "已经关阀",
                             "九点后停",
                             "已经修好了",
                             "已经不吵了",
                             "通道已通",
                             "坑填好了",
                             "门锁好了",
                             "十点停工",
                             "12月3日复查",
                             "晚上八点再去",
                             "明天上午来修",
                             "2瓶5瓶",
                             "转账5000",
                             "物业处理",
                             "自行解决",
                             "当场解决",
                             "已劝离",
                             "谈不拢",
                             "已送医",
                             "不属实",
                             "已换阀门",
                             "气瓶已搬走",
                             "双方已和解",
                             "垃圾已清",
                             "水管已修好",
                             "路灯已亮",
                             "井盖已换",
                             "人已找到",
                             "车已挪走",
                             "噪音已停",
                             "店已关门",
                             "占道已清",
                             "无人受伤",
                             "未见明火",
                             "没有明火",
                             "同意调解",
                             "已送医院",
                             "三合一已拆除",
                             "查获3瓶",
                             "已付350元",
                             "已付三百元",
                             "甲乙双方和解",
                             "已恢复供水",
                             "更换PVC管",
                             "更换LED灯",
                             "11月29日已换阀门",
                             "昨天下午已换阀门",
                             "居民已收到赔款",
                             "一一核对无误",
                             "已出力清理一处里弄垃圾",
                             "110已到",
                             "已拨打１２０",
                             "Valve replaced"}) {
      CAPTURE(std::string(good));
      CHECK(says_something(policy, good));
    }
    CHECK(folded_words("ＡＢＣ，已 按「规定」处理。") == "abc已按规定处理");
    CHECK(folded_words("已清运、已清运、已清") == "已清运");
    CHECK(folded_words("已按規定處理") == "已按规定处理");
    CHECK(folded_words("々〇Ⅳ\uE000\uFE0F\U000E0041é") == "々〇Ⅳe");
    CHECK(folded_words("⾥\uF9E4\U0002F800処Ж") == "里理丽处Ж");
    CHECK(searchable("家\uFA06\u034F、㈣") == "家暴 四");
  }
  TEST_CASE("a policy without the newer list still refuses its own phrases in any writing") {
    Policy policy = default_policy();
    policy.filler.clear();
    policy.boilerplate = {"已按规定处理"};
    CHECK_FALSE(says_something(policy, "已按规定处理。"));
    CHECK_FALSE(says_something(policy, "已按规定处理完毕"));
    CHECK(says_something(policy, "已按规定处理,拆除隔断"));
    policy.text_min = 0;
    CHECK(says_something(policy, ""));
    CHECK(says_something(policy, "好"));
    CHECK_FALSE(says_something(policy, "已按规定处理!"));
  }

  TEST_CASE(
      "presence: inside, outside, not known; an error of the fix excuses only as far as it goes") {
    CHECK(where(kPlace, 8).presence == Presence::there);
    CHECK(where(north(200), 0).presence == Presence::there);
    CHECK(where(north(230), 0).presence == Presence::away);
    CHECK(where(north(230), 40).presence == Presence::there);
    CHECK(where(north(260), 0, 80).presence == Presence::there);   // a rough report
    CHECK(where(north(500), 0, 9000).presence == Presence::away);  // not rougher than the radius
    CHECK(where(north(30000), 8).presence == Presence::away);
    CHECK(where(north(30000), 8).away_m > 29900);
    CHECK(where(north(30000), 8).away_m < 30100);
    CHECK(where(north(30000), 3000).presence == Presence::away);
    CHECK(where(kPlace, 3000).presence == Presence::not_known);
    CHECK(where(kPlace, 4'000'000'000).presence == Presence::not_known);
    CHECK(where(north(1100), 1000).presence == Presence::not_known);
    CHECK(where(north(1250), 40'000).presence == Presence::away);
    CHECK(where(north(27'000), 40'000).presence == Presence::away);
    CHECK(where(north(27'000), 40'000, 40'000).presence == Presence::away);
    CHECK(where({}, 0).presence == Presence::not_known);
    const Policy policy = default_policy();
    CHECK(whereabouts_of(policy, {}, kPlace, 8).presence == Presence::not_known);
    Policy open = policy;
    open.arrive_radius_m = 0;
    CHECK(whereabouts_of(open, {}, {}, 0).presence == Presence::none);
  }
  TEST_CASE(
      "an arrival counts as in time only at the place; away and not known stay on the clock") {
    const auto arrival = [](const ArriveTask& op) {
      Handled h;
      ArriveTask made = op;
      made.task = h.lead.id;
      h.act("enforcer", made);
      const Clock& clock = h.clock(ClockKind::arrive, h.lead.id);
      CHECK_FALSE(clock.running());
      CHECK(h.one().find_task(h.lead.id)->presence == clock.presence);
      return std::pair{clock.presence, met_in_time(clock)};
    };
    CHECK(arrival({{}, kPlace, 8, ""}) == std::pair{Presence::there, true});
    CHECK(arrival({{}, north(30000), 8, "先到仓库查货"}) == std::pair{Presence::away, false});
    CHECK(arrival({{}, {}, 0, "店主在场"}) == std::pair{Presence::not_known, false});
    Handled h;
    CHECK_FALSE(met_in_time(h.clock(ClockKind::arrive, h.lead.id)));  // it runs
    h.act("desk", CancelTask{h.gas.id, "派遣有误"});
    CHECK_FALSE(met_in_time(h.clock(ClockKind::arrive, h.gas.id)));  // it was dropped
    h.street.pass(kHourMs);
    h.act("enforcer", ArriveTask{h.lead.id, kPlace, 8, ""});
    CHECK_FALSE(met_in_time(h.clock(ClockKind::arrive, h.lead.id)));  // late
  }
  TEST_CASE("what was taken in under earlier rules folds as it did then") {
    Handled h;
    Ledger before(kStreet);
    for (Entry entry : h.street.entries()) {
      entry.rules = 0;
      entry.hash = chained_hash(before.hash(), entry);
      REQUIRE(before.replay(entry, true).ok());
    }
    World world = before.world();
    Act act;
    act.subject = h.c;
    act.rules = 0;
    act.when = {h.street.now(), h.street.now()};
    act.grant = h.street.person("enforcer").grant;
    const auto folded = [&](const CaseOp& op) { fold(world, act, op, Outcome{}, {}); };
    folded(ArriveTask{h.lead.id, north(30000), 8, ""});
    CHECK(world.find(h.c)->find_task(h.lead.id)->presence == Presence::none);
    folded(LogRound{h.lead.id, "一轮", {}});
    folded(LogRound{h.lead.id, "又一轮", {}});
    CHECK(world.find(h.c)->find_task(h.lead.id)->rounds_done == 2);
    CHECK(world.find(h.c)->find_task(h.lead.id)->round_days.empty());
    TaskOrder daily = h.street.order(kPoliceRoom, false);
    daily.rounds = 2;
    folded(DispatchCase{{daily}});
    folded(SignTask{daily.id});
    CHECK(world.find(h.c)->find_task(daily.id)->rounds_from.is_none());
    folded(SuspendCase{h.street.now() + kDayMs, "同意"});
    const TaskOrder fire = h.street.order(kFire, false);
    folded(BlowWhistle{{fire}, "现场火险"});
    for (const Clock& clock : world.find(h.c)->clocks) {
      if (clock.kind == ClockKind::sign && clock.task == fire.id) CHECK(clock.running());
    }
    for (const Clock& clock : world.find(h.c)->clocks) {
      if (clock.kind == ClockKind::sign && clock.task == h.gas.id) CHECK(clock.running());
    }
  }
  TEST_CASE("a verification of before says nothing of where the verifier was") {
    for (const std::uint32_t rules : {0u, 2u, kRules}) {
      Street street;
      const CaseId c = street.new_case();
      REQUIRE(street.act("volunteer", c, Street::report()).applied());
      REQUIRE(street.act("clerk", c, RequestVerification{}).applied());
      World world = street.world();
      Act act;
      act.subject = c;
      act.rules = rules;
      act.when = {street.now(), street.now()};
      act.grant = street.person("worker").grant;
      const CaseOp seen = VerifyResult{
          Verified::exists, "现场情况属实,已核对", {}, {north(30000), 40000, "在派出所"}};
      fold(world, act, seen, Outcome{}, {});
      REQUIRE(world.find(c)->verification.has_value());
      const Presence presence = world.find(c)->verification->presence;
      CHECK(presence == (rules == 0   ? Presence::none
                         : rules == 2 ? Presence::not_known
                                      : Presence::away));
    }
  }
  TEST_CASE("an older edition may have decided otherwise; today's may not") {
    Handled h;
    const Outcome far = h.street.act("enforcer", h.c, ArriveTask{h.lead.id, north(30000), 8, ""});
    CHECK(far.refusal == Refusal::not_at_place);
    for (const std::uint32_t rules : {0u, kRules}) {
      Ledger again(kStreet);
      Result<Done> last = Done{};
      for (Entry entry : h.street.entries()) {
        if (entry.outcome.refusal == Refusal::not_at_place) {
          entry.outcome = {};
          entry.rules = rules;
        }
        entry.hash = chained_hash(again.hash(), entry);
        last = again.replay(entry, true);
      }
      CHECK(last.ok() == (rules == 0));
      CHECK(again.decided_otherwise() == (rules == 0 ? 1u : 0u));
    }
  }

  TEST_CASE(
      "a suspension pauses every clock that nobody can meet, and each goes on with what was left") {
    Handled h;
    const auto left = [&](ClockKind kind, TaskId task) {
      return h.clock(kind, task).due - h.street.now();
    };
    h.street.pass(20 * kSecondMs);
    const std::int64_t sign = left(ClockKind::sign, h.gas.id);
    h.suspend(10);
    for (const Clock& clock : h.one().clocks) CHECK_FALSE(clock.running());
    h.street.pass(10 * kDayMs);
    CHECK(alarms_of(h.one(), h.street.now()).empty());
    // Called meanwhile: what cannot be signed does not run either, the check-in does.
    TaskOrder fire = h.street.order(kFire, false);
    h.act("leader", BlowWhistle{{fire}, "现场火险"});
    CHECK_FALSE(h.clock(ClockKind::sign, fire.id).running());
    CHECK(h.clock(ClockKind::check_in, fire.id).running());
    h.act("fireman", CheckIn{fire.id, "已到", {kPlace, 8, ""}});
    CHECK_FALSE(h.clock(ClockKind::sign, fire.id).late);
    h.act("supervisor", ResumeCase{"产权单位已到"});
    CHECK(left(ClockKind::sign, h.gas.id) == sign);
    CHECK_FALSE(h.clock(ClockKind::sign, fire.id).running());  // met while it stood
    h.act("gasman", SignTask{h.gas.id});
    CHECK(met_in_time(h.clock(ClockKind::sign, h.gas.id)));
    CHECK(h.clock(ClockKind::handle).running());
  }
  TEST_CASE(
      "what is left of a suspension counts the days it really stood, and never less than none") {
    Handled h;
    const Policy policy = default_policy();
    CHECK(suspension_left(policy, h.one()).times == 3);
    CHECK(suspension_left(policy, h.one()).ms == 180 * kDayMs);
    h.suspend(80);
    h.street.pass(10 * kDayMs);
    h.act("supervisor", ResumeCase{"提前恢复"});
    const SuspensionLeft left = suspension_left(policy, h.one());
    CHECK(left.times == 2);
    CHECK(left.ms / kHourMs == 170 * 24);
    Policy narrow = policy;
    narrow.suspend_times_max = 1;
    narrow.suspend_days_total = 9;
    CHECK(suspension_left(narrow, h.one()).times == 0);
    CHECK(suspension_left(narrow, h.one()).ms == 0);
    Policy old = policy;  // of a street that never heard of the cap
    old.suspend_times_max = 0;
    old.suspend_days_total = 0;
    CHECK(suspension_left(old, h.one()).times == 2);
    CHECK(suspension_left(old, h.one()).ms / kHourMs == 170 * 24);
  }

  TEST_CASE("nobody has signed or gone a round before the order, though no clock counts from it") {
    for (const bool counted : {true, false}) {
      CAPTURE(counted);
      Handled h;
      Policy policy = h.street.world().policy();
      ++policy.version;
      if (!counted) policy.sign = {};
      REQUIRE(h.street.act("system", {}, SetPolicy{policy}).applied());
      TaskOrder daily = h.street.order(kPoliceRoom, false);
      daily.kind = TaskKind::supervision;
      daily.rounds = 3;
      daily.limit = {};
      h.act("desk", DispatchCase{{daily}});
      const auto claims = [&](std::int64_t days_ago, const CaseOp& said) {
        h.street.pass(kHourMs);
        Op op = h.street.make("officer", h.c);
        op.claimed_at = h.street.now() - days_ago * kDayMs;
        set_payload(op, said);
        REQUIRE(h.street.admit(op).applied());
        return h.street.now();
      };
      const TimeMs signed_at = claims(10, SignTask{daily.id});
      for (std::int64_t days = 9; days > 5; --days)
        claims(days, LogRound{daily.id, "音量合适", {}});
      const Task& task = *h.one().find_task(daily.id);
      CHECK(task.rounds_from == signed_at);
      CHECK(task.rounds_done == 1);  // today's
      CHECK(task.rounds_extra == 3);
    }
  }

  TEST_CASE(
      "a day has one round that counts, a further one is extra, a day without one is missed") {
    Handled h;
    TaskOrder daily = h.street.order(kPoliceRoom, false);
    daily.kind = TaskKind::supervision;
    daily.rounds = 3;
    h.act("desk", DispatchCase{{daily}});
    h.act("officer", SignTask{daily.id});
    const auto task = [&]() -> const Task& { return *h.one().find_task(daily.id); };
    const auto missed = [&] {
      return missed_rounds(h.street.world().policy(), task(), h.street.now());
    };
    const auto round = [&](const char* date, int hour) {
      h.street.set_now(on_day(date, hour));
      h.act("officer", LogRound{daily.id, "音量合适", {}});
    };
    round("2026-11-23", 10);
    round("2026-11-23", 10);
    round("2026-11-23", 23);
    CHECK(task().rounds_done == 1);
    CHECK(task().rounds_extra == 2);
    round("2026-11-25", 0);  // the day before has none: Beijing midnight is past
    CHECK(task().rounds_done == 2);
    REQUIRE(missed().size() == 1);
    CHECK(to_date_text(missed()[0]) == "2026-11-24");
    h.street.set_now(on_day("2026-11-27", 8));
    CHECK(missed().size() == 2);
    round("2026-11-27", 9);
    CHECK(task().rounds_done == 3);
    h.street.set_now(on_day("2026-12-20", 9));
    CHECK(missed().size() == 2);  // nothing more was owed
    Task other = task();
    other.kind = TaskKind::onsite;
    CHECK(missed_rounds(h.street.world().policy(), other, h.street.now()).empty());
    other = task();
    other.rounds_from = {};
    CHECK(missed_rounds(h.street.world().policy(), other, h.street.now()).empty());
    other = task();
    other.rounds_done = 1;
    other.round_days.resize(1);
    other.state = TaskState::cancelled;
    CHECK(missed_rounds(h.street.world().policy(), other, h.street.now()).empty());
    other.state = TaskState::working;
    const TimeMs late = h.street.now() + 2 * 365 * kDayMs;
    CHECK(missed_rounds(h.street.world().policy(), other, late).size() == kRoundsMax);
    other = task();
    other.round_days.clear();
    other.state = TaskState::cancelled;
    CHECK(missed_rounds(h.street.world().policy(), other, h.street.now()).empty());
    other.round_days.resize(kRoundsMax);
    CHECK_FALSE(is_round_of_its_day(h.street.world().policy(), other, h.street.now()));
    CHECK_FALSE(is_round_of_its_day(h.street.world().policy(), task(), on_day("2026-11-22", 9)));
  }
  TEST_CASE("a day of rounds begins when the policy says") {
    Policy policy = default_policy();
    policy.round_day_start = 6 * 60;
    CHECK(to_date_text(round_day_of(policy, on_day("2026-11-24", 5, 59))) == "2026-11-23");
    CHECK(to_date_text(round_day_of(policy, on_day("2026-11-24", 6))) == "2026-11-24");
    CHECK(to_date_text(round_day_of(default_policy(), on_day("2026-11-24", 0))) == "2026-11-24");
  }

  TEST_CASE("a child without care, violence and disability propose the restricted class") {
    const Policy policy = default_policy();
    const auto proposed = [&](const char* text, const char* code = "") {
      const RestrictSuggestion s = suggest_restricted(policy, text, {"LOCAL-SG", "1.0", code});
      return s.rule == nullptr ? "nothing" : s.rule->id + " " + s.word;
    };
    CHECK(proposed("走访发现一户孩子放学后无人照看，家长上夜班。") == "child 无人照看");
    CHECK(proposed("邻居家暴,孩子在哭") == "family-violence 家暴");
    CHECK(proposed("夫妻吵架", "dispute.violence") == "family-violence ");
    CHECK(proposed("残疾居民反映坡道被堵") == "disability 残疾");
    CHECK(proposed("送餐上门", "welfare.living_alone") == "disability ");
    CHECK(proposed("路灯不亮") == "nothing");
    // However it is written; but not across the end of a sentence.
    for (const char* written : {"邻居家 暴", "邻居家　暴", "家\u200B暴", "邻居家*暴", "鄰居傢暴",
                                "家庭暴力", "丈夫打老婆", "虐待老人"}) {
      CAPTURE(written);
      CHECK(proposed(written).find("family-violence") == 0);
    }
    CHECK(proposed("地鐵上遭性騷擾") == "sexual 性骚扰");
    CHECK(proposed("放學後孩子無人照看") == "child 无人照看");
    CHECK(proposed("殘疾居民") == "disability 残疾");
    CHECK(proposed("水漫到他家。暴雨未停") == "nothing");
    CHECK(proposed("水漫到他家\n暴雨未停") == "nothing");
    // And what is restricted is not led past the police.
    const Street street;
    TriageQuestion asked{"想咨询一下公积金怎么提取", Source::app, nullptr};
    CHECK(suggest_triage(street.world(), asked).to() == TransferTo::hotline_12345);
    asked.restricted = Restricted::minor;
    CHECK(suggest_triage(street.world(), asked).rule == nullptr);
    asked.text = "兩個人在路口打 起 來了";
    CHECK(suggest_triage(street.world(), asked).to() == TransferTo::police_110);
    asked.text = "两个人在路口打起来了";
    CHECK(suggest_triage(street.world(), asked).to() == TransferTo::police_110);
  }
}
