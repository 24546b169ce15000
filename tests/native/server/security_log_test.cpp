// What the security log says, and what it never says.
#include <doctest/doctest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

#include "native/cli/data_folder.h"
#include "native/server/load_host.h"
#include "native/server/now.h"
#include "native/server/security_log.h"
#include "native/server/street_setup.h"
#include "tests/native/server/running_server.h"
#include "tests/native/server/sync_device.h"
#include "tests/support/street.h"

using namespace gezhi;

namespace {

// Takes the place of standard error for everything that logs from now on.
class Captured {
 public:
  Captured() {
    spdlog::drop("security");
    logger_ = std::make_shared<spdlog::logger>(
        "security", std::make_shared<spdlog::sinks::ostream_sink_mt>(out_));
    logger_->set_pattern("%v");
    spdlog::register_logger(logger_);
  }
  ~Captured() { spdlog::drop("security"); }

  // A running server of the tests says warnings only.
  void listen() { logger_->set_level(spdlog::level::info); }

  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    std::istringstream in(out_.str());
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
  }
  // The one line of that event that holds these words.
  std::string line(const std::string& event, const std::string& words = "") const {
    std::string found;
    for (const std::string& line : lines()) {
      if (!line.starts_with("event=" + event + " ") || line.find(words) == std::string::npos)
        continue;
      CHECK_MESSAGE(found.empty(), line);
      found = line;
    }
    CHECK_MESSAGE(!found.empty(), (event + " " + words));
    return found;
  }

 private:
  std::ostringstream out_;
  std::shared_ptr<spdlog::logger> logger_;
};

std::string value_of(const std::string& line, const std::string& key) {
  const std::size_t at = line.find(" " + key + "=");
  if (at == std::string::npos) return "";
  const std::size_t from = at + key.size() + 2;
  return line.substr(from, line.find(' ', from) - from);
}

void open_street(const std::string& data) {
  auto store = open_data_folder(data);
  REQUIRE(store.ok());
  Host host(*(*store)->meta("epoch"));
  host.set_secret(*server_secret_of(**store));
  std::vector<StoredEntry> entries;
  const StreetSetup setup{test::kStreet, test::default_policy(), test::street_grids(),
                          test::street_units()};
  REQUIRE(set_up_street(host, setup, TimeMs{1795312800000}, entries).ok());
  REQUIRE((*store)->append(entries).ok());
}

}  // namespace

TEST_SUITE("server/security_log") {
  TEST_CASE("what strangers can cause without end is written so often, and counted") {
    Captured captured;
    SecurityLog log;
    const SecurityLog::Time start{};
    for (int i = 0; i < 60; ++i) {
      log.say(SecurityEvent::limit, {{"what", "bodies"}}, start);
      log.say(SecurityEvent::admin_act, {{"actor", "1"}}, start);
    }
    CHECK(captured.lines().size() == 50 + 60);
    log.say(SecurityEvent::limit, {{"what", "bodies"}}, start + std::chrono::seconds(10));
    CHECK(captured.lines().back() == "event=limit what=bodies left_out=10");
    log.say(SecurityEvent::limit, {{"what", "bodies"}}, start + std::chrono::seconds(10));
    CHECK(captured.lines().back() == "event=limit what=bodies");
  }

  TEST_CASE("one account fills no log, and no other's lines are left out for it") {
    Captured captured;
    SecurityLog log;
    const SecurityLog::Time start{};
    const auto refused = [&](const char* actor, SecurityLog::Time at) {
      log.say(SecurityEvent::role_refused, {{"actor", actor}}, at);
    };
    for (int second = 0; second < 3000; ++second)
      refused("1", start + std::chrono::seconds(second));
    CHECK(captured.lines().size() == 200);
    refused("2", start + std::chrono::seconds(2999));
    CHECK(captured.lines().back() == "event=role_refused actor=2");
    refused("1", start + std::chrono::hours(1));
    CHECK(captured.lines().back() == "event=role_refused actor=1 left_out_of_account=2800");
    const std::size_t before = captured.lines().size();
    for (int i = 0; i < 5000; ++i) log.say(SecurityEvent::admin_act, {{"actor", "1"}}, start);
    CHECK(captured.lines().size() - before == 3000);
  }

  TEST_CASE("who came in, who did not, and which limit was met is there; what was typed is not") {
    Captured captured;
    ServerLimits limits;
    limits.failed_logins = 1;
    const Grant worker{Role::grid_worker, UnitId{3}, GridId{12}, test::kStreet};
    const RunningServer::Person first{"anna", {worker}}, second{"bo", {worker}};
    RunningServer server({first, second}, limits);
    captured.listen();
    HttpClient anna = server.signed_in("anna");
    CHECK(server.client().sign_in("bo", "wrong-words") == 401);
    CHECK(server.client().sign_in("bo", "wrong-words") == 429);
    CHECK(server.client().sign_in("typed my-password here", "x\" event=sign_in") == 401);
    CHECK(anna.get("/api/grid-report").status == 403);
    CHECK(anna.request("POST", "/api/sync", "", {{"Origin", "https://evil.example"}}).status ==
          403);
    CHECK(anna.request("POST", "/api/logout", "").status == 200);
    server.stop();

    const std::string in = captured.line("sign_in");
    CHECK(value_of(in, "address") == "127.0.0.1");
    CHECK(value_of(in, "device") == "new");
    const std::string actor = value_of(in, "actor");
    CHECK_FALSE(actor.empty());
    const std::string limit = captured.line("limit", "what=sign_in");
    const std::string failed = captured.line("sign_in_failed", value_of(limit, "name"));
    CHECK(value_of(failed, "name").size() == 16);
    CHECK(value_of(failed, "name") != value_of(in, "name"));
    CHECK(value_of(captured.line("role_refused"), "route") == "/api/grid-report");
    CHECK(value_of(captured.line("origin_refused"), "route") == "/api/sync");
    CHECK(value_of(captured.line("sign_out"), "actor") == actor);
    for (const std::string& line : captured.lines()) {
      CAPTURE(line);
      for (const char* typed : {"anna", "bo ", "wrong", "typed", "password", "evil", "gezhi_"})
        CHECK(line.find(typed) == std::string::npos);
    }
  }

  TEST_CASE("what an administrator did as such is there, whether it was taken or not") {
    Captured captured;
    const Grant admin{Role::admin, {}, {}, test::kStreet};
    const Grant worker{Role::grid_worker, test::kGridUnitA, test::kGridA1, test::kStreet};
    const RunningServer::Person person{"chief", {admin, worker}};
    RunningServer server({person});
    server.stop();
    open_street(server.data());
    server.start();
    captured.listen();
    HttpClient chief = server.signed_in("chief");
    const Json me = chief.get("/api/me").json();
    const ActorId actor{static_cast<std::uint64_t>(*me.find("actor")->integer())};
    SyncDevice as_admin(actor, admin, 1), as_worker(actor, worker, 2);
    SetPolicy next{test::default_policy()};
    ++next.policy.version;
    const TimeMs now = now_ms();
    const std::vector<PushItem> act = as_admin.sign({as_admin.make(now, {}, next)});
    for (int i = 0; i < 3; ++i) {  // the receipt asked for again is no act
      const auto exchange = as_admin.exchange(chief, act);
      CHECK(exchange.status == 200);
      CHECK(exchange.response.receipts.size() == 1);
    }
    CHECK(as_admin.exchange(chief, {as_admin.make(now, {}, next)}).status == 200);  // not higher
    CHECK(as_worker.exchange(chief, {as_worker.report(now, test::kGridA1)}).status == 200);
    server.stop();
    const std::string taken = captured.line("admin_act", "outcome=applied");
    CHECK(value_of(taken, "kind") == "set_policy");
    CHECK(value_of(taken, "actor") == std::to_string(actor.value));
    CHECK(value_of(taken, "street") == std::to_string(test::kStreet.value));
    CHECK(std::stoi(value_of(taken, "entry")) > 0);
    int acts = 0;
    for (const std::string& line : captured.lines()) acts += line.starts_with("event=admin_act ");
    CHECK(acts == 2);
  }

  TEST_CASE("a key that works in two places is said, with its account and device") {
    Captured captured;
    const Grant worker{Role::grid_worker, test::kGridUnitA, test::kGridA1, test::kStreet};
    const RunningServer::Person person{"anna", {worker}};
    RunningServer server({person});
    server.stop();
    open_street(server.data());
    server.start();
    captured.listen();
    HttpClient anna = server.signed_in("anna");
    const Json me = anna.get("/api/me").json();
    const ActorId actor{static_cast<std::uint64_t>(*me.find("actor")->integer())};
    SyncDevice device(actor, worker, 5);
    const TimeMs now = now_ms();
    CHECK(device.exchange(anna, {device.report(now, test::kGridA1)}).response.receipts.size() == 1);
    const PushItem again = device.signed_after({}, device.report(now, test::kGridA1));
    const auto taken = device.exchange(anna, {again});
    REQUIRE(taken.response.receipts.size() == 1);
    server.stop();
    const std::string line = captured.line("chain_forked");
    CHECK(value_of(line, "actor") == std::to_string(actor.value));
    CHECK(value_of(line, "device") == to_text(device.device().value));
    CHECK(value_of(line, "street") == std::to_string(test::kStreet.value));
    CHECK(value_of(line, "entry") == std::to_string(taken.response.receipts[0].seq));
  }
}
