// How often a password may be tried: guessing is slow, and nobody locks another out.
#include <doctest/doctest.h>

#include <mutex>
#include <thread>

#include "core/base/read.h"
#include "native/server/device_marks.h"
#include "native/server/try_limit.h"
#include "tests/native/server/running_server.h"

using namespace gezhi;

namespace {

const Grant kGrant{Role::grid_worker, UnitId{3}, GridId{12}, ShardId{330105001}};
const RunningServer::Person kAnna{"anna", {kGrant}};
const RunningServer::Person kBo{"bo", {kGrant}};

std::string login_body(const std::string& name, const std::string& password) {
  Json json;
  json.set("name", name);
  json.set("password", password);
  return to_text(json);
}

struct From {
  std::string address = "127.0.0.1";
  std::string cookie = {};
};

HttpAnswer try_in(const RunningServer& server, const std::string& name, const std::string& password,
                  const From& from = {}, const HttpClient::Headers& more = {}) {
  HttpClient client = server.client();
  client.from = from.address;
  client.cookie = from.cookie;
  return client.request("POST", "/api/login", login_body(name, password), more);
}

std::string mark_of(const HttpAnswer& answer) {
  for (const std::string& cookie : answer.cookies) {
    if (cookie.starts_with("gezhi_device=")) return cookie.substr(0, cookie.find(';'));
  }
  return "";
}

constexpr const char* kRight = RunningServer::kPassword;

}  // namespace

TEST_SUITE("server/try_limit") {
  using std::chrono::seconds;
  const TryLimit::Time kStart{};

  TEST_CASE("so many tries in a window, then the time until it ends") {
    TryLimit limit(2, seconds(60));
    CHECK_FALSE(limit.take("a", kStart));
    CHECK_FALSE(limit.take("a", kStart + seconds(50)));
    CHECK(limit.take("a", kStart + seconds(50)) == seconds(10));
    CHECK(limit.take("a", kStart + std::chrono::milliseconds(59999)) == seconds(1));
    CHECK_FALSE(limit.take("b", kStart));
    CHECK_FALSE(limit.take("a", kStart + seconds(60)));
    CHECK_FALSE(limit.take("a", kStart + seconds(60)));
    CHECK(limit.take("a", kStart + seconds(60)).has_value());
  }

  TEST_CASE("a try that ended well is given back") {
    TryLimit limit(1, seconds(60));
    for (int i = 0; i < 5; ++i) {
      CHECK_FALSE(limit.take("a", kStart));
      CHECK(limit.take("a", kStart).has_value());
      limit.give_back("a");
    }
    limit.give_back("a");  // more often than taken: no credit
    CHECK_FALSE(limit.take("a", kStart));
    CHECK(limit.take("a", kStart).has_value());
  }

  TEST_CASE("asking how long to wait counts nothing") {
    TryLimit limit(1, seconds(60));
    for (int i = 0; i < 5; ++i) CHECK_FALSE(limit.wait("a", kStart));
    CHECK_FALSE(limit.take("a", kStart));
    CHECK(limit.wait("a", kStart + seconds(20)) == seconds(40));
    CHECK_FALSE(limit.wait("b", kStart));
    CHECK_FALSE(limit.wait("a", kStart + seconds(60)));
  }

  TEST_CASE("who fills the list with names does not free his own") {
    TryLimit limit(1, seconds(60), 3);
    CHECK_FALSE(limit.take("x", kStart));
    CHECK_FALSE(limit.take("y", kStart + seconds(1)));
    CHECK_FALSE(limit.take("a", kStart + seconds(2)));
    CHECK_FALSE(limit.take("z", kStart + seconds(3)));  // x goes, which began first
    CHECK(limit.take("a", kStart + seconds(3)).has_value());
    CHECK(limit.take("y", kStart + seconds(3)).has_value());
    CHECK_FALSE(limit.take("n", kStart + seconds(63)));
    CHECK_FALSE(limit.take("m", kStart + seconds(63)));
  }
}

TEST_SUITE("server/device_marks") {
  TEST_CASE("a mark is good for its name, under its secret") {
    const DeviceMarks marks(Bytes(32, 1));
    const std::string cookie = marks.with("", "anna");
    REQUIRE(marks.find(cookie, "anna").has_value());
    CHECK_FALSE(marks.find(cookie, "bo").has_value());
    CHECK_FALSE(marks.find("", "anna").has_value());
    CHECK_FALSE(DeviceMarks(Bytes(32, 2)).find(cookie, "anna").has_value());
    for (std::size_t i = 0; i < cookie.size(); ++i) {
      std::string forged = cookie;
      forged[i] = forged[i] == '0' ? '1' : '0';
      CHECK_FALSE(marks.find(forged, "anna").has_value());
    }
    CHECK(marks.with("", "anna") != cookie);  // it names no account
    CHECK(marks.with(cookie, "anna") == cookie);
  }

  TEST_CASE("a device knows the last four who signed in on it, whatever else its cookie says") {
    const DeviceMarks marks(Bytes(32, 1));
    std::string cookie = "....zz." + std::string(64, 'g') + "." + std::string(100000, '.');
    for (const char* name : {"a", "b", "c", "d"}) cookie = marks.with(cookie, name);
    for (const char* name : {"a", "b", "c", "d"}) CHECK(marks.find(cookie, name).has_value());
    cookie = marks.with(cookie, "e");
    CHECK(cookie.size() == 4 * 64 + 3);
    CHECK(marks.find(cookie, "e").has_value());
    CHECK_FALSE(marks.find(cookie, "a").has_value());
    cookie = marks.with(cookie, "b");  // the one who comes again is not the next to go
    cookie = marks.with(cookie, "f");
    CHECK(marks.find(cookie, "b").has_value());
  }
}

TEST_SUITE("server/sign_in") {
  TEST_CASE(
      "guessing is slowed: after the limit even the right password waits, and is told how long") {
    ServerLimits limits;
    limits.failed_logins = 3;
    RunningServer server({kAnna}, limits);
    for (int i = 0; i < 3; ++i) CHECK(try_in(server, "anna", "wrong").status == 401);
    const HttpAnswer answer = try_in(server, "anna", kRight);
    CHECK(answer.status == 429);
    CHECK(answer.code() == "too_many_attempts");
    CHECK(std::stoi(answer.headers.at("retry-after")) > 0);
    CHECK(try_in(server, "anna", kRight, {"127.0.0.2"}).status == 200);
  }

  TEST_CASE("tries at once are as many as tries one after the other") {
    ServerLimits limits;
    limits.failed_logins = 3;
    limits.password_queue_share = limits.password_queue;
    RunningServer server({kAnna}, limits);
    std::mutex mutex;
    std::map<int, int> statuses;
    std::vector<std::thread> threads;
    for (int i = 0; i < 12; ++i) {
      threads.emplace_back([&] {
        const int status = try_in(server, "anna", "wrong").status;
        std::lock_guard lock(mutex);
        ++statuses[status];
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(statuses == std::map<int, int>{{401, 3}, {429, 9}});
  }

  TEST_CASE("the spellings of a name are one name: they give no further tries, and no other mark") {
    ServerLimits limits;
    limits.failed_logins = 2;
    RunningServer server({kAnna}, limits);
    const std::string mark = mark_of(try_in(server, " anna", kRight));
    CHECK(try_in(server, "anna ", "wrong").status == 401);
    CHECK(try_in(server, "anna", "wrong").status == 401);
    CHECK(try_in(server, "\uFF41nna", kRight).status == 429);
    CHECK(try_in(server, "\tanna", kRight).status == 429);
    CHECK(try_in(server, "anna", kRight, {"127.0.0.1", mark}).status == 200);
  }

  TEST_CASE("a stranger can't lock out a device on which the owner signed in") {
    ServerLimits limits;
    limits.failed_logins = 2;
    limits.failed_logins_name = 4;
    RunningServer server({kAnna, kBo}, limits);
    const std::string mark = mark_of(try_in(server, "anna", kRight));
    REQUIRE_FALSE(mark.empty());
    server.stop();
    server.start();  // the mark outlives the server
    for (const char* stranger : {"127.0.0.2", "127.0.0.2", "127.0.0.3", "127.0.0.3"})
      CHECK(try_in(server, "anna", "wrong", {stranger}).status == 401);
    // Many addresses together are slowed too …
    CHECK(try_in(server, "anna", kRight, {"127.0.0.4"}).status == 429);
    CHECK(try_in(server, "bo", kRight, {"127.0.0.4"}).status == 200);
    // … the owner is not, wherever the device is, at the stranger's own address too.
    CHECK(try_in(server, "anna", kRight, {"127.0.0.5", mark}).status == 200);
    CHECK(try_in(server, "anna", kRight, {"127.0.0.2", mark}).status == 200);
    // A mark is for one name, and its holder can't guess for ever either.
    CHECK(try_in(server, "anna", kRight, {"127.0.0.5", mark_of(try_in(server, "bo", kRight))})
              .status == 429);
    for (int i = 0; i < 2; ++i)
      CHECK(try_in(server, "anna", "wrong", {"127.0.0." + std::to_string(6 + i), mark}).status ==
            401);
    CHECK(try_in(server, "anna", kRight, {"127.0.0.8", mark}).status == 429);
  }

  TEST_CASE("an address has its limit over all names, which right passwords do not use up") {
    ServerLimits limits;
    limits.failed_logins_address = 3;
    RunningServer server({kAnna, kBo}, limits);
    for (int i = 0; i < 5; ++i) CHECK(try_in(server, "bo", kRight).status == 200);
    for (const char* name : {"a", "b", "anna"}) CHECK(try_in(server, name, "wrong").status == 401);
    CHECK(try_in(server, "bo", kRight).status == 429);
    CHECK(try_in(server, "bo", kRight, {"127.0.0.2"}).status == 200);
  }

  TEST_CASE("right passwords are counted too, and wrong ones use up nothing of that") {
    ServerLimits limits;
    limits.sign_ins = 3;
    RunningServer server({kAnna, kBo}, limits);
    for (int i = 0; i < 4; ++i) CHECK(try_in(server, "anna", "wrong").status == 401);
    std::string mark;
    for (int i = 0; i < 3; ++i) {
      const HttpAnswer answer =
          try_in(server, "anna", kRight, {"127.0.0." + std::to_string(2 + i)});
      CHECK(answer.status == 200);
      mark = mark_of(answer);
    }
    const HttpAnswer later = try_in(server, "anna", kRight, {"127.0.0.2", mark});
    CHECK(later.status == 429);
    CHECK(later.code() == "too_many_attempts");
    CHECK(std::stoi(later.headers.at("retry-after")) > 0);
    CHECK(try_in(server, "anna ", kRight, {"127.0.0.9"}).status == 429);
    CHECK(try_in(server, "bo", kRight).status == 200);
  }

  TEST_CASE("an account has so many sessions; one more ends the oldest, and nobody else's") {
    ServerLimits limits;
    limits.sessions_per_account = 2;
    RunningServer server({kAnna, kBo}, limits);
    HttpClient bo = server.signed_in("bo");
    HttpClient first = server.signed_in("anna");
    HttpClient second = server.signed_in("anna");
    CHECK(first.get("/api/me").status == 200);
    HttpClient third = server.signed_in("anna");
    CHECK(first.get("/api/me").status == 401);
    CHECK(second.get("/api/me").status == 200);
    CHECK(third.get("/api/me").status == 200);
    CHECK(bo.get("/api/me").status == 200);
  }

  TEST_CASE("an address is believed from a trusted proxy only") {
    ServerLimits limits;
    limits.failed_logins_address = 1;
    RunningServer server({kAnna}, limits);
    const auto through = [&](const char* forwarded) {
      return try_in(server, "anna", "wrong", {}, {{"X-Forwarded-For", forwarded}}).status;
    };
    CHECK(through("1.1.1.1") == 401);
    CHECK(through("2.2.2.2") == 429);
    server.stop();
    server.trusted_proxies = {"127.0.0.1"};
    server.start();
    CHECK(through("1.1.1.1") == 401);
    CHECK(through("3.3.3.3, 1.1.1.1") == 429);
    CHECK(through("2.2.2.2") == 401);
  }

  TEST_CASE("when too many passwords wait to be checked, that is said, and no try is lost by it") {
    ServerLimits limits;
    limits.failed_logins = 1;
    limits.password_queue = 0;
    RunningServer server({kAnna}, limits);
    for (int i = 0; i < 3; ++i) {
      const HttpAnswer answer = try_in(server, "anna", kRight);
      CHECK(answer.status == 503);
      CHECK(answer.code() == "busy");
      CHECK(std::stoi(answer.headers.at("retry-after")) > 0);
    }
  }

  TEST_CASE("a name longer than any is refused before it is counted or looked up") {
    RunningServer server({kAnna});
    std::string longest;  // in bytes too
    for (int i = 0; i < kLoginMax; ++i) longest += "\U00020BB7";
    CHECK(try_in(server, longest, "wrong").status == 401);
    CHECK(try_in(server, longest + "a", "wrong").status == 400);
    CHECK(try_in(server, "", "wrong").status == 401);
  }
}
