// Session life and death through the model: two devices and a server, answers that come late, another person
// on the same device, another tab.
#include <doctest/doctest.h>

#include "core/cases/ops.h"
#include "tests/web_app/device.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

// Hands in a report; its case.
CaseId report(TestDevice& device, const std::string& text = "面馆后厨有煤气瓶,味道很大") {
  app::Session& session = *device.session();
  const CaseId id = session.new_case_id();
  ReportCase op = Street::report();
  op.text = text;
  const app::Sent sent = session.submit(kStreet, id, session.account().grants.front(), op);
  CAPTURE(name_of(sent.outcome.refusal));
  REQUIRE(sent.outcome.applied());
  return id;
}

// Who reads or exchanges from time to time sees what is new.
void sync(TestDevice& device) {
  device.session()->sync_now();
  device.settle();
}

const Case* find(TestDevice& device, CaseId id) {
  return device.session()->cases().find({kStreet, id});
}

void sign_out(TestDevice& device) {
  device.app().sign_out();
  device.frame();
}

}  // namespace

TEST_SUITE_BEGIN("web/session");

TEST_CASE(
    "what is reported without network is sent when there is one, and another device sees it") {
  TestServer server;
  TestDevice phone(server, 1);
  TestDevice desk(server, 2);
  REQUIRE(phone.sign_in("worker").empty());
  REQUIRE(desk.sign_in("desk").empty());
  sync(phone);

  phone.say(app::Event::online, false);
  const CaseId id = report(phone);
  phone.settle();
  CHECK(find(phone, id) != nullptr);
  CHECK(phone.session()->sync_state().link == app::Link::offline);
  CHECK(phone.session()->sync_state().unsent_ops == 1);
  CHECK(phone.said == std::vector<app::Saying>{app::Saying::saved});
  sync(desk);
  CHECK(find(desk, id) == nullptr);

  phone.say(app::Event::online, true);
  phone.settle();
  CHECK(phone.session()->sync_state().unsent_ops == 0);
  CHECK(phone.session()->sync_state().link == app::Link::idle);
  sync(desk);
  REQUIRE(find(desk, id) != nullptr);
  CHECK(find(desk, id)->text == Street::report().text);
}

TEST_CASE("a kill at any moment loses nothing that was said to be saved") {
  for (int answered = 0; answered < 6; ++answered) {
    CAPTURE(answered);
    TestServer server;
    TestDevice phone(server);
    REQUIRE(phone.sign_in("worker").empty());
    sync(phone);
    phone.say(app::Event::online, false);
    const CaseId id = report(phone);
    for (int i = 0; i < answered && !phone.questions.empty(); ++i) {
      const auto answer = std::move(phone.questions.front().answer);
      phone.questions.pop_front();
      answer();
    }
    const bool saved = !phone.said.empty();
    phone.kill();
    phone.start();
    REQUIRE(phone.session() != nullptr);
    if (saved) CHECK(find(phone, id) != nullptr);
    phone.say(app::Event::online, true);
    sync(phone);
    CHECK(phone.session()->sync_state().unsent_ops == 0);
    if (saved) CHECK(server.bed.world().find(id) != nullptr);
  }
}

TEST_CASE("an answer that comes after signing out finds nobody") {
  TestServer server;
  TestDevice phone(server);
  REQUIRE(phone.sign_in("worker").empty());
  sync(phone);
  const CaseId id = report(phone, "只给本人看的文字");
  phone.settle();

  // Everything that can be under way: an exchange, a photo, the position, a contact, the report of the data.
  app::Session& session = *phone.session();
  int heard = 0;
  session.sync_now();
  session.photos().bytes(sha256(Bytes{1, 2, 3}));
  session.my_position().locate_once([&](const auto&) { ++heard; });
  session.read_contact(id, session.account().grants.front(), "回访", [&](const auto&) { ++heard; });
  session.data_report().ask();
  phone.position = app::PositionFix{303110000, 1201510000, 5000, 0};
  REQUIRE(phone.questions.size() >= 4);
  sign_out(phone);
  CHECK(phone.session() == nullptr);
  CHECK(phone.sessions_ended == 1);
  phone.settle();
  CHECK(heard == 0);

  REQUIRE(phone.sign_in("volunteer").empty());
  sync(phone);
  CHECK(find(phone, id) == nullptr);
  CHECK_FALSE(phone.session()->position().has_value());
  CHECK(phone.session()->photos().bytes(sha256(Bytes{1, 2, 3})).empty());
}

TEST_CASE("an answer of the exchange of one person is not taken for another's") {
  TestServer server;
  TestDevice phone(server);
  REQUIRE(phone.sign_in("desk").empty());
  sync(phone);
  const CaseId id = report(phone, "受理台录入的一件事");
  // The exchange is under way while somebody else signs in on the same page.
  REQUIRE(!phone.questions.empty());
  const auto late = std::move(phone.questions);
  phone.questions.clear();
  REQUIRE(phone.sign_in("volunteer").empty());
  for (const auto& question : late) question.answer();
  phone.settle();
  CHECK(phone.session()->account().label == "volunteer");
  CHECK(find(phone, id) == nullptr);
  for (const Case* one : phone.session()->cases().all()) CHECK(one->text != "受理台录入的一件事");
}

TEST_CASE(
    "what could not be sent stays sealed for its author and goes out under the author's name") {
  TestServer server;
  TestDevice phone(server);
  REQUIRE(phone.sign_in("worker").empty());
  sync(phone);
  phone.say(app::Event::online, false);
  const CaseId id = report(phone, "KANARI");
  phone.settle();
  sign_out(phone);
  phone.settle();
  CHECK_FALSE(phone.holds("KANARI"));

  phone.say(app::Event::online, true);
  REQUIRE(phone.sign_in("volunteer").empty());
  sync(phone);
  CHECK(phone.session()->own_ops().empty());
  CHECK(server.bed.world().find(id) == nullptr);
  sign_out(phone);
  phone.settle();

  REQUIRE(phone.sign_in("worker").empty());
  sync(phone);
  REQUIRE(server.bed.world().find(id) != nullptr);
  CHECK(server.bed.world().find(id)->reporter == server.people.person("worker").actor);
}

TEST_CASE("what the server can give again leaves the device with its person") {
  TestServer server;
  TestDevice phone(server);
  REQUIRE(phone.sign_in("desk").empty());
  sync(phone);
  report(phone, "KANARI");
  sync(phone);
  CHECK(phone.holds("KANARI"));  // negative control: the segments lie there
  sign_out(phone);
  phone.settle();
  CHECK_FALSE(phone.holds("KANARI"));
  CHECK(phone.settings["account"].empty());
  for (const auto& [name, record] : phone.kept) CHECK(name.first != app::Store::files);
}

TEST_CASE("a page that is closed before the sign-out was heard of says so at the next start") {
  TestServer server;
  TestDevice phone(server);
  REQUIRE(phone.sign_in("worker").empty());
  phone.say(app::Event::online, false);
  sign_out(phone);
  phone.settle();
  CHECK(phone.settings["signed_out_unsaid"] == "1");
  phone.kill();
  phone.start();
  CHECK(phone.session() == nullptr);
  phone.say(app::Event::online, true);
  phone.settle();
  CHECK(phone.settings["signed_out_unsaid"].empty());
}

TEST_CASE(
    "a session that the server has forgotten keeps what is made until the same person is back") {
  TestServer server;
  TestDevice phone(server);
  REQUIRE(phone.sign_in("worker").empty());
  sync(phone);
  server.forgets_sessions = true;
  const CaseId id = report(phone);
  phone.settle();
  CHECK(phone.session()->expired());
  CHECK(phone.session()->sync_state().link == app::Link::signed_out);
  CHECK(phone.session()->sync_state().unsent_ops == 1);
  for (int i = 0; i < 20; ++i) {
    phone.pass(kHourMs);
    phone.frame();
  }
  CHECK(phone.questions.empty());  // it does not go on asking

  REQUIRE(phone.sign_in("worker").empty());
  CHECK_FALSE(phone.session()->expired());
  sync(phone);
  CHECK(server.bed.world().find(id) != nullptr);
}

TEST_CASE("a gateway on the way does not end a session, and its page is no account") {
  TestServer server;
  TestDevice phone(server);
  server.gateway = 200;
  CHECK(phone.sign_in("worker") == "server_error");
  server.gateway = 0;
  REQUIRE(phone.sign_in("worker").empty());
  sync(phone);
  for (const int status : {200, 302, 401, 403, 502}) {
    CAPTURE(status);
    server.gateway = status;
    const CaseId id = report(phone);
    phone.settle();
    CHECK_FALSE(phone.session()->expired());
    CHECK(phone.session()->sync_state().unsent_ops == 1);
    server.gateway = 0;
    phone.pass(kHourMs);
    sync(phone);
    CHECK(phone.session()->sync_state().unsent_ops == 0);
    CHECK(server.bed.world().find(id) != nullptr);
  }
}

TEST_CASE("another tab takes over: it has the drafts and the work from then on") {
  TestServer server;
  TestDevice phone(server);
  REQUIRE(phone.sign_in("worker").empty());
  sync(phone);
  const CaseId id = report(phone);
  sync(phone);
  const std::uint64_t before = phone.session()->generation();
  phone.say(app::Event::writer, false);
  phone.settle();
  CHECK(phone.session()->sync_state().link == app::Link::follower);
  CHECK(find(phone, id) == nullptr);
  CHECK(phone.session()->generation() > before);
  const app::Sent sent = phone.session()->submit(
      kStreet, id, phone.session()->account().grants.front(), AddNote{"补充", {}});
  CHECK(sent.outcome.refusal == Refusal::not_ready);

  phone.say(app::Event::writer, true);
  phone.settle();
  CHECK(find(phone, id) != nullptr);
  CHECK(phone.session()->sync_state().link == app::Link::idle);
}

TEST_CASE("a sign-in that is refused says why and leaves who is here") {
  TestServer server;
  TestDevice phone(server);
  CHECK(phone.sign_in("worker", "wrong") == "wrong_password");
  CHECK(phone.session() == nullptr);
  REQUIRE(phone.sign_in("worker").empty());
  CHECK(phone.sign_in("desk", "wrong") == "wrong_password");
  REQUIRE(phone.session() != nullptr);
  CHECK(phone.session()->account().label == "worker");
  phone.say(app::Event::online, false);
  CHECK(phone.sign_in("desk") == "no_network");
}

TEST_CASE("storage that takes nothing is said, and work goes on in memory") {
  TestServer server;
  TestDevice phone(server);
  REQUIRE(phone.sign_in("worker").empty());
  sync(phone);
  phone.say(app::Event::online, false);
  phone.storage_fails = "storage_full";
  const CaseId id = report(phone);
  phone.settle();
  CHECK(phone.said == std::vector<app::Saying>{app::Saying::storage_failed});
  CHECK(phone.session()->sync_state().storage_failed);
  CHECK(find(phone, id) != nullptr);
  phone.say(app::Event::online, true);
  phone.settle();
  CHECK(server.bed.world().find(id) != nullptr);
}

TEST_CASE("everything unsent is a file that another device can carry in") {
  TestServer server;
  TestDevice phone(server);
  REQUIRE(phone.sign_in("worker").empty());
  sync(phone);
  phone.session()->export_outbox();
  const std::size_t empty = phone.downloaded.size();
  phone.say(app::Event::online, false);
  report(phone);
  phone.settle();
  phone.session()->export_outbox();
  CHECK(phone.downloaded.size() > empty + 100);
}

TEST_SUITE_END();
