// What a person has to do, and what of it is news: the desk's cases, a unit's orders, what lies too long.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/cases/ops.h"
#include "tests/web_app/device.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

struct Town {
  TestDevice& device(const std::string& name) {
    auto& device = devices[name];
    if (device == nullptr) {
      device = std::make_unique<TestDevice>(server, devices.size());
      REQUIRE(device->sign_in(name).empty());
      sync(*device);
    }
    return *device;
  }

  static void sync(TestDevice& device) {
    device.session()->sync_now();
    device.settle();
  }

  template <class T>
  void done(const std::string& who, CaseId subject, const T& payload) {
    TestDevice& device = this->device(who);
    sync(device);
    server.pass(1000);
    const app::Sent sent = device.session()->submit(
        kStreet, subject, device.session()->account().grants.front(), payload);
    CAPTURE(who);
    CAPTURE(name_of(sent.outcome.refusal));
    REQUIRE(sent.outcome.applied());
    sync(device);
  }

  CaseId reported(const ReportCase& report = Street::report()) {
    const CaseId id = device("volunteer").session()->new_case_id();
    done("volunteer", id, report);
    return id;
  }

  // Verified and filed.
  CaseId filed() {
    const CaseId id = reported();
    done("clerk", id, RequestVerification{});
    done("worker", id, VerifyResult{Verified::exists, "后厨确有六个钢瓶", {}});
    done("clerk", id, Street::filing());
    return id;
  }

  TaskOrder order(UnitId unit, bool lead) {
    TaskOrder made = server.people.order(unit, lead);
    made.id = device("desk").session()->new_task_id();
    return made;
  }

  bool heard(const std::string& who, app::About about) {
    const auto& news = device(who).news;
    return std::any_of(news.begin(), news.end(),
                       [&](const auto& one) { return one.about == about; });
  }

  TestServer server;
  std::map<std::string, std::unique_ptr<TestDevice>> devices;
};

}  // namespace

TEST_SUITE_BEGIN("web/work");

TEST_CASE("a case that comes in is news to the desk once, and not to who reported it") {
  Town town;
  TestDevice& desk = town.device("desk");
  const CaseId id = town.reported();
  Town::sync(desk);
  REQUIRE(desk.news.size() == 1);
  CHECK(desk.news.front().about == app::About::intake);
  CHECK(desk.news.front().id == id.value);
  CHECK(desk.to_look_at == 1);
  Town::sync(desk);
  desk.frame();
  CHECK(desk.news.size() == 1);
  CHECK(town.device("volunteer").news.empty());
}

TEST_CASE("what lies there when somebody signs in is no news, but is counted") {
  Town town;
  town.reported();
  town.reported();
  TestDevice& desk = town.device("desk");
  CHECK(desk.news.empty());
  CHECK(desk.to_look_at == 2);
}

TEST_CASE(
    "an order is news to its unit and stands among its duties; nobody signs it, and the desk "
    "hears") {
  Town town;
  TestDevice& enforcer = town.device("enforcer");
  TestDevice& desk = town.device("desk");
  const CaseId id = town.filed();
  const TaskOrder order = town.order(kEnforcement, true);
  town.done("desk", id, DispatchCase{{order}});
  Town::sync(enforcer);
  CHECK(town.heard("enforcer", app::About::order));
  const auto& duties = enforcer.session()->cases().duties();
  REQUIRE(duties.size() == 1);
  CHECK(duties.front().task->id == order.id);
  CHECK(app::pressing(duties.front(), enforcer.session()->now()) > 0);
  CHECK(town.device("fireman").session()->cases().duties().empty());

  CHECK_FALSE(town.heard("desk", app::About::unsigned_order));
  desk.pass(4 * kHourMs);
  desk.frame();  // time alone brings it
  CHECK(town.heard("desk", app::About::unsigned_order));

  town.done("enforcer", id, RefuseTask{order.id, ReturnReason::not_our_duty, "不属于本单位职责"});
  Town::sync(desk);
  CHECK(town.heard("desk", app::About::order_refused));
  CHECK(enforcer.session()->cases().duties().empty());
}

TEST_CASE("duties: what presses comes first, then what is nearest") {
  Town town;
  TestDevice& worker = town.device("worker");
  std::vector<CaseId> ids;
  for (const std::int32_t away : {300, 100, 200}) {
    ReportCase report = Street::report();
    report.place.point.lat += away * 90;  // metres
    const CaseId id = town.reported(report);
    town.done("clerk", id, RequestVerification{});
    ids.push_back(id);
  }
  Town::sync(worker);
  const auto order = [&] {
    std::vector<CaseId> list;
    for (const app::Duty& duty : worker.session()->cases().duties())
      list.push_back(duty.subject->id);
    return list;
  };
  REQUIRE(order().size() == 3);
  worker.position =
      app::PositionFix{Street::report().place.point.lat, Street::report().place.point.lon, 5000, 0};
  worker.session()->my_position().locate_once([](const auto&) {});
  worker.settle();
  CHECK(order() == std::vector<CaseId>{ids[1], ids[2], ids[0]});
}

TEST_CASE("an operation that the server refused is said, with its case, until it is looked at") {
  Town town;
  const CaseId id = town.filed();
  TestDevice& desk = town.device("desk");
  TestDevice& other = town.device("supervisor");
  Town::sync(desk);
  Town::sync(other);
  // Both dispatch; the one without network comes second.
  other.say(app::Event::online, false);
  const app::Sent late =
      other.session()->submit(kStreet, id, other.session()->account().grants.front(),
                              DispatchCase{{town.order(kFire, true)}});
  REQUIRE(late.outcome.applied());
  other.settle();
  town.done("desk", id, DispatchCase{{town.order(kEnforcement, true)}});
  other.say(app::Event::online, true);
  other.settle();
  CHECK(town.heard("supervisor", app::About::own_refused));
  REQUIRE(other.session()->own_ops().size() == 1);
  CHECK(other.session()->own_ops().front().was_refused());
  CHECK(other.session()->sync_state().refused == 1);
  other.session()->put_aside(late.op);
  CHECK(other.session()->own_ops().empty());
  CHECK(other.session()->sync_state().refused == 0);
}

TEST_CASE("what a person may do is what the rules say, with the reason why not") {
  Town town;
  const CaseId id = town.reported();
  TestDevice& desk = town.device("desk");
  Town::sync(desk);
  const app::Cases& cases = desk.session()->cases();
  const Case& one = *cases.find({kStreet, id});
  CHECK(cases.may(one, OpKind::merge_case));
  const Permission* dispatch = cases.permission(one, OpKind::dispatch_case);
  REQUIRE(dispatch != nullptr);
  CHECK(dispatch->outcome.refusal == Refusal::wrong_state);
  CHECK(cases.permission(one, OpKind::sign_task) == nullptr);
  CHECK(cases.path_of(one) == to_text(id.value));
  CHECK(cases.find({ShardId{}, id}) == &one);
  CHECK(town.device("volunteer").session()->cases().mine().size() == 1);
}

TEST_SUITE_END();
