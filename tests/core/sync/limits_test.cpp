// The limits of a case's life hold when two devices act apart, whichever is heard first.
#include <doctest/doctest.h>

#include "tests/support/phone.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

// Two people with a device each, and everybody else at the server.
struct Apart {
  Apart(const std::string& one, const std::string& other)
      : first(street.person(one), 1), second(street.person(other), 2) {
    for (Phone* phone : {&first, &second}) {
      phone->start(now);
      phone->sync(bed, now);
    }
  }

  template <class T>
  void at_server(const std::string& who, const T& payload) {
    Op op = street.make(who, subject);
    set_payload(op, payload);
    Request request;
    request.protocol = kProtocol;
    request.push.push_back({encode(op), {}});
    const auto answer = bed.exchange(request, principal_of(street.person(who)), now);
    REQUIRE(answer.ok());
    REQUIRE(answer->receipts.size() == 1);
    REQUIRE_MESSAGE(answer->receipts[0].outcome.applied(),
                    name_of(answer->receipts[0].outcome.refusal));
  }

  void sync(bool first_first) {
    for (int round = 0; round < 2; ++round) {
      for (Phone* phone : {first_first ? &first : &second, first_first ? &second : &first}) {
        phone->settle();
        phone->sync(bed, now);
      }
    }
  }

  void check_same() {
    const Case& truth = *bed.world().find(subject);
    for (Phone* phone : {&first, &second}) {
      REQUIRE(phone->find(subject) != nullptr);
      CHECK(encode(*phone->find(subject)) == encode(truth));
    }
  }

  // Reported, filed and in the hands of the enforcement team, whose order this is; another helps.
  TaskOrder ordered(const TaskOrder& helper) {
    ReportCase report = Street::report();
    report.source = Source::patrol;
    at_server("leader", report);
    at_server("clerk", Street::filing());
    const TaskOrder lead = street.order(kEnforcement, true);
    at_server("desk", DispatchCase{{lead, helper}});
    return lead;
  }

  HostBed bed;
  Street street;
  TimeMs now = street.now();
  Phone first;
  Phone second;
  CaseId subject = street.new_case();
};

}  // namespace

TEST_SUITE("sync/limits") {
  TEST_CASE("two log the same day's round apart: one counts, one is extra, in either order") {
    for (const bool first_first : {true, false}) {
      Apart a("officer", "auxiliary");
      TaskOrder daily = a.street.order(kPoliceRoom, false);
      daily.kind = TaskKind::supervision;
      daily.rounds = 2;
      a.ordered(daily);
      a.at_server("officer", SignTask{daily.id});
      a.sync(true);
      a.now = a.now + kHourMs;
      for (Phone* phone : {&a.first, &a.second}) {
        REQUIRE(
            phone->submit(a.subject, LogRound{daily.id, "音量合适", {}}, a.now).outcome.applied());
        CHECK(phone->find(a.subject)->find_task(daily.id)->rounds_done == 1);
      }
      a.sync(first_first);
      const Task& task = *a.bed.world().find(a.subject)->find_task(daily.id);
      CHECK(task.rounds_done == 1);
      CHECK(task.rounds_extra == 1);
      a.check_same();
    }
  }

  TEST_CASE("raised to the restricted class here, diverted there: nothing leaves past the police") {
    for (const bool raised_first : {true, false}) {
      Apart a("clerk", "desk");
      a.at_server("worker", Street::report(Nature::welfare));
      a.sync(true);
      a.now = a.now + kMinuteMs;
      REQUIRE(
          a.first.submit(a.subject, RestrictCase{Restricted::minor, "孩子无人照看", "child"}, a.now)
              .outcome.applied());
      TriageCase away;
      away.level = TriageLevel::first;
      away.to = TransferTo::hotline_12345;
      away.reason = "归热线办理";
      REQUIRE(a.second.submit(a.subject, away, a.now).outcome.applied());
      a.sync(raised_first);
      const Case& truth = *a.bed.world().find(a.subject);
      CHECK(truth.restricted == Restricted::minor);
      CHECK(truth.triages.empty() == raised_first);
      a.check_same();
      const TransferCase transfer{TransferTo::hotline_12345, "12345-1", "归热线办理"};
      CHECK(a.first.submit(a.subject, transfer, a.now).outcome.refusal ==
            Refusal::must_go_to_police);
    }
  }

  TEST_CASE(
      "a suspension approved twice apart stands once, and its clocks are the same everywhere") {
    for (const bool first_first : {true, false}) {
      Apart a("supervisor", "supervisor2");
      const TaskOrder lead = a.ordered(a.street.order(kGas, false));
      a.at_server("enforcer", SignTask{lead.id});
      const TimeMs until = a.now + 30 * kDayMs;
      a.at_server("enforcer", AskSuspend{lead.id, "等待产权单位", until, {}, "函1号"});
      a.sync(true);
      for (Phone* phone : {&a.first, &a.second}) {
        REQUIRE(phone->submit(a.subject, SuspendCase{until, "同意"}, a.now).outcome.applied());
      }
      a.sync(first_first);
      const Case& truth = *a.bed.world().find(a.subject);
      CHECK(truth.state == CaseState::suspended);
      CHECK(truth.refused.back().refusal == static_cast<std::uint32_t>(Refusal::wrong_state));
      for (const Clock& clock : truth.clocks) CHECK_FALSE(clock.running());
      a.check_same();
    }
  }
}
