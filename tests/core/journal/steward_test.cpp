// What the street does by itself: at the right moment, once, and only what THE TABLE lets through.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/cases/ladder.h"
#include "tests/support/stewarded_street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

struct Town : StewardedStreet {
  CaseId filed(Nature nature = Nature::hazard) {
    const CaseId c = street.new_case();
    ReportCase report = Street::report(nature);
    report.source = Source::patrol;
    act("worker", c, report);
    FileCase file = Street::filing(nature);
    act("clerk", c, file);
    return c;
  }
  CaseId handled(TaskOrder& lead) {
    const CaseId c = filed();
    lead = street.order(kEnforcement, true);
    act("desk", c, DispatchCase{{lead}});
    act("enforcer", c, SignTask{lead.id});
    return c;
  }
  CaseId closed(Nature nature = Nature::hazard) {
    const CaseId c = filed(nature);
    const TaskOrder lead = street.order(kEnforcement, true);
    act("desk", c, DispatchCase{{lead}});
    act("enforcer", c, SignTask{lead.id});
    act("enforcer", c, ArriveTask{lead.id, {}, 0, "店主在场"});
    act("enforcer", c, SubmitTask{lead.id, ResultKind::resolved, "收回钢瓶四个,其余合法", {}});
    CHECK(tick() == 1);
    act("leader", c,
        VisitResult{true, ReworkReason::none, Satisfaction::satisfied, "已到场看过,确已整改", {}});
    act("supervisor", c, CloseCase{"各方确认,予以结案", "途中拥堵"});
    return c;
  }
};

Notice notice(TimeMs due) {
  Notice made;
  made.number = "小综执责改〔2026〕第17号";
  made.addressee = "面馆";
  made.findings = {"后厨存放气瓶六只"};
  made.items = {"撤除气瓶", "安装报警器"};
  made.basis = "消防法第六十条";
  made.authority = "综合执法中队";
  made.due = due;
  return made;
}

}  // namespace

TEST_SUITE("journal/steward") {
  // rows: S3-05a
  TEST_CASE("when the time to mend is up, the issuing unit is ordered to look again, once") {
    Town town;
    TaskOrder lead;
    const CaseId c = town.handled(lead);
    const TimeMs due = town.street.now() + 3 * kDayMs;
    town.act("enforcer", c, IssueNotice{notice(due)});
    town.act("enforcer", c, DeliverNotice{Delivery::in_person, "店主签收", {}, ""});
    CHECK(town.at(c).rectify->state == RectifyState::running);
    town.street.set_now(due - 1);
    town.tick();
    CHECK(town.at(c).rectify->state == RectifyState::running);
    CHECK(next_due(town.street.world(), town.at(c), town.street.now()) == due);
    town.street.set_now(due);
    CHECK(town.tick() >= 1);
    CHECK(town.at(c).rectify->state == RectifyState::reinspect_due);
    const Task& task = town.at(c).tasks.back();
    CHECK(task.kind == TaskKind::reinspect);
    CHECK(task.unit == kEnforcement);
    CHECK_FALSE(task.lead);
    CHECK(town.tick() == 0);
  }
  TEST_CASE(
      "it orders a look at each term's end only; after a refusal a person decides (4.5, 4.10)") {
    Town town;
    TaskOrder lead;
    const CaseId c = town.handled(lead);
    const auto looks = [&] {
      town.tick();
      const auto& tasks = town.at(c).tasks;
      return std::count_if(tasks.begin(), tasks.end(),
                           [](const Task& task) { return task.kind == TaskKind::reinspect; });
    };
    const auto found_refused = [&] {
      const TaskId task = town.at(c).tasks.back().id;
      town.act("officer", c, SignTask{task});
      town.act("officer", c, ReinspectResult{task, Reinspected::refused, "店主拒不整改", {}});
    };
    town.act("enforcer", c, IssueNotice{notice(town.street.now() + 3 * kDayMs)});
    town.act("enforcer", c, DeliverNotice{Delivery::in_person, "店主签收", {}, ""});
    town.street.pass(3 * kDayMs);
    CHECK(looks() == 1);
    // The unit returns the order: the desk chooses another.
    town.act("enforcer", c,
             RefuseTask{town.at(c).tasks.back().id, ReturnReason::not_our_duty, "人手不足"});
    town.street.pass(kDayMs);
    CHECK(looks() == 1);
    town.act("desk", c, OrderReinspection{town.street.order(kPoliceRoom, false)});
    found_refused();
    town.street.pass(kDayMs);
    CHECK(looks() == 2);
    // Extended once, with approval: a new term, and a look at its end.
    town.act("supervisor", c, ExtendNotice{town.street.now() + 2 * kDayMs, "材料未到"});
    CHECK(looks() == 2);
    town.street.pass(2 * kDayMs);
    CHECK(looks() == 3);
    town.act("enforcer", c,
             RefuseTask{town.at(c).tasks.back().id, ReturnReason::not_our_duty, "人手不足"});
    town.act("desk", c, OrderReinspection{town.street.order(kPoliceRoom, false)});
    found_refused();
    town.street.pass(30 * kDayMs);
    CHECK(looks() == 4);
    CHECK(town.at(c).rectify->state == RectifyState::failed);
  }
  TEST_CASE("the ladder: a reminder at 80 %, supervision at 100 %, above that a proposal only") {
    Town town;
    town.street.set_now(start_of(*parse_date("2026-11-23")) + 8 * kHourMs);  // a Monday
    TaskOrder lead;
    const CaseId c = town.handled(lead);  // hazard: 480 minutes of work
    const auto rungs = [&] { return town.at(c).escalations.size(); };
    const auto proposals = [&] {
      return proposed_rungs(town.street.world().policy(), town.at(c), town.street.now());
    };
    const auto on = [&](const char* day, int hour, int minute) {
      town.street.set_now(start_of(*parse_date(day)) + hour * kHourMs + minute * kMinuteMs);
      town.tick();
      return rungs();
    };
    CHECK(on("2026-11-23", 16, 0) == 0);
    const TimeMs next = next_due(town.street.world(), town.at(c), town.street.now());
    CHECK(to_minute_text(next) == "2026-11-23 16:24");
    CHECK(on("2026-11-23", 16, 24) == 1);
    CHECK(on("2026-11-23", 17, 59) == 1);
    CHECK(on("2026-11-23", 18, 0) == 2);
    CHECK(on("2026-11-24", 17, 59) == 2);
    CHECK(proposals().empty());
    CHECK(on("2026-11-24", 18, 0) == 2);
    CHECK(next_due(town.street.world(), town.at(c), town.street.now()).is_none());
    CHECK(on("2026-11-30", 18, 0) == 2);
    REQUIRE(proposals().size() == 1);
    CHECK(proposals()[0].rung == Rung::record);
    CHECK(proposals()[0].unit == kEnforcement);
    CHECK(proposals()[0].percent == 200);
    // A person enters it, and it is proposed no longer; the street itself may not.
    Escalate record{Rung::record, kEnforcement, {}, ClockKind::handle, "两倍时限仍未办结"};
    CHECK(town.street.act("system", c, record).refusal == Refusal::person_decides);
    CHECK(town.street.act("desk", c, record).refusal == Refusal::person_decides);
    town.act("supervisor", c, record);
    CHECK(proposals().empty());
    const auto& all = town.at(c).escalations;
    CHECK(all[0].rung == Rung::remind);
    CHECK(all[1].rung == Rung::supervise);
    CHECK(all[2].rung == Rung::record);
    CHECK(all[2].clock == ClockKind::handle);
    CHECK(all[2].unit == kEnforcement);
    CHECK(all[1].when.at == start_of(*parse_date("2026-11-23")) + 18 * kHourMs);
  }
  // rows: S5-20
  TEST_CASE("a server that slept for a week climbs the ladder rung by rung") {
    Town town;
    TaskOrder lead;
    const CaseId c = town.handled(lead);
    town.street.pass(10 * kDayMs);
    CHECK(town.tick() == 2);
    CHECK(town.at(c).escalations.back().rung == Rung::supervise);
  }
  TEST_CASE("a suspended case climbs no ladder") {
    Town town;
    TaskOrder lead;
    const CaseId c = town.handled(lead);
    const TimeMs until = town.street.now() + 30 * kDayMs;
    town.act("enforcer", c, AskSuspend{lead.id, "等待房东返回", until, {}, "房东函1号"});
    town.act("supervisor", c, SuspendCase{until, "同意挂账"});
    town.street.pass(20 * kDayMs);
    CHECK(town.tick() == 0);
    CHECK(next_due(town.street.world(), town.at(c), town.street.now()) == until);
    town.street.set_now(until);
    CHECK(town.tick() == 1);
    CHECK(town.at(c).state == CaseState::handling);
  }
  // rows: S3-10
  TEST_CASE("a whistled unit that does not check in is reminded, then supervised") {
    Town town;
    TaskOrder lead;
    const CaseId c = town.handled(lead);
    TaskOrder fire = town.street.order(kFire, false);
    TaskOrder gas = town.street.order(kGas, false);
    town.act("leader", c, BlowWhistle{{fire, gas}, "后厨气瓶多,请到场"});
    town.act("gasman", c, CheckIn{gas.id, "已到"});
    town.street.pass(30 * kMinuteMs - 1);
    CHECK(town.tick() == 0);
    town.street.pass(1);
    CHECK(town.tick() == 1);
    const Escalation& first = town.at(c).escalations.back();
    CHECK(first.rung == Rung::remind);
    CHECK(first.unit == kFire);
    CHECK(first.task == fire.id);
    CHECK(first.clock == ClockKind::check_in);
    town.street.pass(30 * kMinuteMs);
    CHECK(town.tick() == 1);
    CHECK(town.at(c).escalations.back().rung == Rung::supervise);
    town.street.pass(kHourMs);
    CHECK(town.tick() == 0);  // what comes next a person decides
    const auto proposed =
        proposed_rungs(town.street.world().policy(), town.at(c), town.street.now());
    REQUIRE(proposed.size() == 1);
    CHECK(proposed[0].task == fire.id);
    town.act("fireman", c, CheckIn{fire.id, "已到,途中堵车"});
    town.street.pass(2 * kHourMs);
    CHECK(town.tick() == 0);
  }
  // rows: S2-29
  TEST_CASE("a sample is drawn by the secret alone, and only by who has it") {
    Town town;
    std::vector<CaseId> all;
    for (int i = 0; i < 40; ++i) {
      all.push_back(town.closed());
      town.street.pass(kDayMs / 2);
    }
    const auto drawn = [&] {
      return std::count_if(all.begin(), all.end(),
                           [&](CaseId id) { return town.at(id).sample == Sample::drawn; });
    };
    CHECK(drawn() == 0);
    town.set_policy(9, 30);
    town.secret = {};
    CHECK(town.tick() == 0);
    CHECK(drawn() == 0);
    town.secret.key[0] = 7;
    town.tick();
    int expected = 0;
    for (const CaseId id : all) {
      const bool picked = is_drawn(sample_ticket(town.secret, id), 30);
      CHECK((town.at(id).sample == Sample::drawn) == picked);
      if (picked) ++expected;
    }
    CHECK(expected == drawn());
    CHECK(expected >= 3);
    CHECK(expected <= 25);
  }
  TEST_CASE("a case closed longer ago than the sampling window is not drawn") {
    Town town;
    const CaseId c = town.closed();
    town.street.pass(31 * kDayMs);
    town.set_policy(9, 100);
    CHECK(town.tick() == 0);
    CHECK(town.at(c).sample == Sample::none);
  }
  TEST_CASE("the like filed again where one was closed is linked to it") {
    Town town;
    const CaseId first = town.closed();
    town.street.pass(20 * kDayMs);
    const CaseId again = town.filed();
    CHECK(town.tick() == 1);
    REQUIRE(town.at(first).related.size() == 1);
    CHECK(town.at(first).related[0].how == Relation::recurrence_of);
    CHECK(town.at(again).related[0].other == first);
    CHECK(town.at(first).state == CaseState::closed);
    CHECK(town.tick() == 0);
  }
  TEST_CASE("by policy the like filed again reopens the closed case") {
    Town town;
    town.set_policy(9, 0, true);
    const CaseId first = town.closed();
    town.street.pass(20 * kDayMs);
    town.filed();
    CHECK(town.tick() == 1);
    CHECK(town.at(first).state == CaseState::handling);
    CHECK(town.at(first).reworks == 1);
  }
  TEST_CASE("another nature or category, too far away or too late is no recurrence") {
    Town town;
    town.closed();
    town.street.pass(20 * kDayMs);
    town.filed(Nature::noise);
    CHECK(town.tick() == 0);
    ReportCase other_type = Street::report();
    other_type.source = Source::patrol;
    const CaseId other = town.street.new_case();
    town.act("worker", other, other_type);
    FileCase filing = Street::filing();
    filing.category = {"LOCAL-SG", "1.0", "hazard.wiring"};
    town.act("clerk", other, filing);
    CHECK(town.tick() == 0);
    const CaseId far = town.street.new_case();
    ReportCase report = Street::report();
    report.source = Source::patrol;
    report.place.point.lat += 20000;
    town.act("worker", far, report);
    town.act("clerk", far, Street::filing());
    CHECK(town.tick() == 0);
    town.act("supervisor", far, AskVoid{"测试"});
    town.street.pass(80 * kDayMs);
    const CaseId late = town.filed();
    CHECK(std::none_of(town.at(late).related.begin(), town.at(late).related.end(),
                       [](const Related&) { return true; }));
  }
  TEST_CASE("the same world gives the same operations") {
    Town town;
    TaskOrder lead;
    const CaseId c = town.handled(lead);
    town.street.pass(10 * kDayMs);
    const auto once =
        due_operations(town.street.world(), town.at(c), town.street.now(), town.secret);
    const auto twice =
        due_operations(town.street.world(), town.at(c), town.street.now(), town.secret);
    REQUIRE(once.size() == twice.size());
    REQUIRE_FALSE(once.empty());
    for (std::size_t i = 0; i < once.size(); ++i) CHECK(encode(once[i]) == encode(twice[i]));
  }
  TEST_CASE("what the street does has the same id again, and another under another secret") {
    Town town;
    TaskOrder lead;
    const CaseId c = town.handled(lead);
    town.street.pass(10 * kDayMs);
    const auto due = [&](std::uint8_t key) {
      StreetSecret secret;
      secret.key[0] = key;
      return due_operations(town.street.world(), town.at(c), town.street.now(), secret);
    };
    REQUIRE_FALSE(due(1).empty());
    CHECK(due(1)[0].id == due(1)[0].id);
    CHECK_FALSE(due(1)[0].id == due(2)[0].id);
    CHECK(uuid_v7_time(due(1)[0].id.value) == due(1)[0].claimed_at);
    CHECK(due(0).empty());  // without a secret the street does nothing that others could foresee
  }

  TEST_CASE("a street's secret is its own") {
    StreetSecret server;
    CHECK(secret_of_street(server, kStreet).is_none());
    server.key[31] = 1;
    CHECK(secret_of_street(server, kStreet).key != secret_of_street(server, ShardId{2}).key);
  }
  TEST_CASE("HMAC-SHA-256 is RFC 4231's") {
    const std::string key(20, '\x0b');
    const std::string data = "Hi There";
    const Digest digest =
        hmac_sha256(Bytes(key.begin(), key.end()), Bytes(data.begin(), data.end()));
    const Digest expected{0xb0, 0x34, 0x4c, 0x61, 0xd8, 0xdb, 0x38, 0x53, 0x5c, 0xa8, 0xaf,
                          0xce, 0xaf, 0x0b, 0xf1, 0x2b, 0x88, 0x1d, 0xc2, 0x00, 0xc9, 0x83,
                          0x3d, 0xa7, 0x26, 0xe9, 0x37, 0x6c, 0x2e, 0x32, 0xcf, 0xf7};
    CHECK(digest == expected);
  }
}
