// 调办并行:调解与办案同时开始,三日取证,两队分开,四条衔接规则 (S5-22)。
#include <doctest/doctest.h>

#include "tests/support/story.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

ConcludeInvestigation closed_by_mediation(const Story& s) {
  return {InvestigateState::mediation_closed, "派出所", "调结〔2026〕7号", s.now()};
}

OpenMediation opening() {
  OpenMediation made;
  made.tier = Tier::on_scene;
  made.parties = {{"甲方", true, false, false}, {"乙方", true, false, false}};
  made.informed = true;
  return made;
}

ConcludeAgreement apology(const Story& s) {
  Obligation owed;
  owed.who = "甲方";
  owed.what = "赔偿医药费";
  owed.amount_fen = 60'000;
  owed.due = s.in_days(2);
  return {"赔礼道歉,赔偿六百元", false, {owed}};
}

void both_begin(Story& s, const std::string& label) {
  s.turns_to(label);
  s.does("受理员", s.report(Nature::dispute, "邻里推搡,一方轻微受伤", Source::call_110));
  s.files(Nature::dispute);
  s.does("派遣员", DispatchCase{{s.lead("社区警务队", "第一时间介入调解")}, ""});
  s.goes("社区民警", "社区警务队");
  s.does("办案民警", StartInvestigation{"案件办理队", true});
  s.does("社区民警", opening());
}

RecordPerformance pays() {
  RecordPerformance made;
  made.obligation = 1;
  made.paid_fen = 60'000;
  made.witness = "社区民警";
  return made;
}

}  // namespace

TEST_SUITE("cases/stories") {
  // rows: S5-22b
  TEST_CASE("story: mediation beside investigation, with all its join rules") {
    Story s("parallel", "调办并行", "S5-22");
    s.at("2026-11-02", 9);
    both_begin(s, "本案");
    s.check("两条线同时开始", s.it().mediate && s.it().investigate);
    s.check("取证三日", s.clock(ClockKind::investigate)->due ==
                            s.clock(ClockKind::investigate)->started + 3 * kDayMs);
    s.refused("社区民警", FinishEvidence{"取证完成"}, Refusal::lacks_authority);
    s.tells("办案期限不因调解而停");
    s.does("社区民警",
           AskSuspend{s.task("社区警务队"), "等待双方协商", s.in_days(5), {}, "双方申请书"});
    s.does("值班长", SuspendCase{s.in_days(5), "同意"});
    s.check("挂账只停办理时限,取证照常计时",
            s.clock(ClockKind::investigate)->running() && !s.clock(ClockKind::handle)->running());
    s.after_days(2);
    s.does("办案民警", FinishEvidence{"证据三份,按时完成"});
    s.check("三日内完成取证", !s.clock(ClockKind::investigate)->late);
    s.does("值班长", ResumeCase{"双方约定再谈"});

    s.tells("衔接一:达成并履行,办案以“调解结案”终结;未履行不得终结");
    s.refused("办案民警", closed_by_mediation(s), Refusal::not_performed);
    s.does("社区民警", apology(s));
    s.refused("办案民警", closed_by_mediation(s), Refusal::not_performed);
    s.does("社区民警", pays());
    s.does("办案民警", closed_by_mediation(s));
    s.check("办案以调解结案", s.it().investigate->state == InvestigateState::mediation_closed);
    s.does("社区民警", s.hand_in("社区警务队", "赔礼道歉,赔偿已付"));
    s.visits_and_closes("双方当面握手和好", "调解履行,案件终结");

    s.tells("衔接二:调解不成,办案照常继续");
    both_begin(s, "第二件");
    s.does("社区民警", FailMediation{"一方反悔,不愿再谈"});
    s.refused("社区民警", SignFailure{true, ""}, Refusal::role_not_allowed);
    s.does("首席调解员", SignFailure{true, "同意"});
    s.check("调解失败不影响办案", s.it().mediate->state == MediateState::failed &&
                                      s.it().investigate->state == InvestigateState::started);
    s.refused("办案民警",
              ConcludeInvestigation{InvestigateState::penalty, "派出所", "罚〔2026〕9号", s.now()},
              Refusal::evidence_missing);
    s.does("办案民警", FinishEvidence{"证据齐备,无可争议"});
    s.does("办案民警",
           ConcludeInvestigation{InvestigateState::penalty, "派出所", "罚〔2026〕9号", s.now()});

    s.tells("衔接三:两队分开,办案的人不调解");
    both_begin(s, "第三件");
    s.does("社区民警", WithdrawMediation{"乙方", "先看伤情"});
    s.refused("办案民警", opening(), Refusal::same_team);
    s.does("社区民警", opening());

    s.tells("衔接四:调解结案后违约,办案恢复");
    s.does("社区民警", apology(s));
    s.does("社区民警", pays());
    s.does("办案民警", FinishEvidence{"证据两份,按时完成"});
    s.does("办案民警", closed_by_mediation(s));
    s.does("社区民警", opening());
    s.does("社区民警", apology(s));
    s.does("社区民警", RecordBreach{1, "当面道歉没有兑现"});
    s.check("办案恢复,三日取证重新计时", s.it().investigate->state == InvestigateState::started &&
                                             s.clock(ClockKind::investigate)->running());

    s.tells("不可调解的案件不进调解");
    s.turns_to("第四件");
    s.does("受理员", s.report(Nature::dispute, "结伙斗殴,多人受伤", Source::call_110));
    s.files(Nature::dispute);
    s.does("派遣员", DispatchCase{{s.lead("社区警务队", "到场处置")}, ""});
    s.goes("社区民警", "社区警务队");
    OpenMediation unfit = opening();
    unfit.unfit = Unfit::gang_fight;
    s.refused("社区民警", unfit, Refusal::not_mediatable);
    s.does("办案民警", StartInvestigation{"案件办理队", false});
    s.refused("社区民警", opening(), Refusal::not_mediatable);
    s.check("没有调解", !s.it().mediate);
    s.ends();
  }
}
