// The server's door over a real socket: who may come in, with how much, and what is said to the others.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include "native/server/budget.h"
#include "native/server/client_address.h"
#include "tests/native/server/running_server.h"

using namespace gezhi;

namespace {

const Grant kGrant{Role::grid_worker, UnitId{3}, GridId{12}, ShardId{330105001}};
const RunningServer::Person kAnna{"anna", {kGrant}};
const RunningServer::Person kBo{"bo", {kGrant}};

// The header of a request whose body is still to come.
std::string announced(const std::string& method, const std::string& path, std::size_t body,
                      const std::string& cookie = "", const std::string& more = "") {
  return method + " " + path +
         " HTTP/1.1\r\nHost: here\r\nContent-Length: " + std::to_string(body) + "\r\n" +
         (cookie.empty() ? "" : "Cookie: " + cookie + "\r\n") + more + "\r\n";
}

// On the poke channel, by somebody signed in.
HttpClient live(const RunningServer& server, const std::string& cookie) {
  HttpClient client = server.client();
  client.cookie = cookie;
  CHECK(client
            .get("/api/live", {{"Connection", "Upgrade"},
                               {"Upgrade", "websocket"},
                               {"Sec-WebSocket-Version", "13"},
                               {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}})
            .status == 101);
  return client;
}

// The server's going away (1001).
bool is_closed(HttpClient& channel) { return !channel.read_until("\x88\x02\x03\xE9").empty(); }

bool answers_ping(HttpClient& channel) {
  using namespace std::string_view_literals;
  return channel.send("\x89\x80\0\0\0\0"sv) && !channel.read_until("\x8A\0"sv).empty();
}

// What another process, or time, did to the store.
void change_store(const RunningServer& server, const char* statement) {
  sqlite3* store = nullptr;
  REQUIRE(sqlite3_open((server.data() + "/gezhi.db").c_str(), &store) == SQLITE_OK);
  CHECK(sqlite3_exec(store, statement, nullptr, nullptr, nullptr) == SQLITE_OK);
  CHECK(sqlite3_changes(store) > 0);
  sqlite3_close(store);
}

const std::string kExpect = "Expect: 100-continue\r\n";

}  // namespace

TEST_SUITE("server/budget") {
  TEST_CASE("nobody takes more than his share, all no more than there is, what ends comes back") {
    Budget budget(10, 6);
    auto a = budget.take("a", 6);
    CHECK(a.has_value());
    CHECK_FALSE(budget.take("a", 1).has_value());
    auto b = budget.take("b", 4);
    CHECK(b.has_value());
    CHECK_FALSE(budget.take("c", 1).has_value());
    CHECK(budget.take("c", 0).has_value());
    a.reset();
    CHECK_FALSE(budget.take("b", 3).has_value());
    CHECK(budget.take("c", 6).has_value());
    CHECK(budget.take("c", 6).has_value());  // the one before has ended
    CHECK_FALSE(budget.take("c", UINT64_MAX).has_value());
  }

  TEST_CASE("what was taken is given back once, however often it is handed on") {
    Budget budget(1, 1);
    auto held = budget.take("a", 1);
    Budget::Held on = std::move(*held);
    held.reset();
    CHECK_FALSE(budget.take("b", 1).has_value());
    on = Budget::Held();
    CHECK(budget.take("b", 1).has_value());
  }
}

TEST_SUITE("server/client_address") {
  TEST_CASE("the client is the last hop that is no proxy of ours") {
    const auto proxies = TrustedProxies::read({"10.0.0.1", "10.0.0.2", "::1"});
    REQUIRE(proxies.ok());
    const auto client = [&](const char* peer, const char* forwarded) {
      return proxies->client(*read_ip(peer), forwarded).to_string();
    };
    CHECK(client("7.7.7.7", "1.2.3.4") == "7.7.7.7");  // no proxy of ours says that
    CHECK(client("10.0.0.1", "") == "10.0.0.1");
    CHECK(client("10.0.0.1", "1.2.3.4") == "1.2.3.4");
    CHECK(client("10.0.0.1", "6.6.6.6, 1.2.3.4") == "1.2.3.4");
    CHECK(client("10.0.0.1", "6.6.6.6,1.2.3.4 , 10.0.0.2") == "1.2.3.4");
    CHECK(client("::1", "2001:db8::5") == "2001:db8::5");
    CHECK(client("10.0.0.1", "[2001:db8::5]:4711") == "2001:db8::5");
    CHECK(client("10.0.0.1", "1.2.3.4:4711") == "1.2.3.4");
    CHECK(client("::ffff:10.0.0.1", "::ffff:1.2.3.4") == "1.2.3.4");
    CHECK(client("10.0.0.1", "1.2.3.4, unknown") == "10.0.0.1");
    CHECK(client("10.0.0.1", "1.2.3.4, unknown, 10.0.0.2") == "10.0.0.2");
    CHECK(client("10.0.0.1", ",,,") == "10.0.0.1");
    CHECK_FALSE(TrustedProxies::read({"10.0.0.0/8"}).ok());
  }

  TEST_CASE("an IPv4 address counts whole, an IPv6 address by what one person has") {
    CHECK(network_of(*read_ip("1.2.3.4")) == "1.2.3.4");
    CHECK(network_of(*read_ip("::ffff:1.2.3.4")) == "1.2.3.4");
    CHECK(network_of(*read_ip("2001:db8:1:2::9")) == network_of(*read_ip("2001:db8:1:2:ffff::1")));
    CHECK(network_of(*read_ip("2001:db8:1:2::9")) != network_of(*read_ip("2001:db8:1:3::9")));
  }
}

TEST_SUITE("server/door") {
  TEST_CASE("who asks is known before a body is read") {
    ServerLimits limits;
    limits.body_time = std::chrono::seconds(1);  // who waits for the body gives no answer
    RunningServer server({kAnna}, limits);
    const std::string blob = "/api/blob/" + std::string(64, '0');
    const std::vector<std::pair<std::string, std::string>> asked = {
        {"POST", "/api/sync"}, {"POST", "/api/sealed"}, {"PUT", blob}};
    for (const auto& one : asked) {
      CAPTURE(one.second);
      const auto ask = [&](const std::string& cookie, const std::string& more) {
        return server.client()
            .send_raw(announced(one.first, one.second, 60000, cookie, more))
            .status;
      };
      CHECK(ask("", "") == 401);
      CHECK(ask("", kExpect) == 401);
      CHECK(ask("gezhi_session=x", "") == 401);
      CHECK(ask(server.signed_in("anna").cookie, kExpect) == 100);
    }
    CHECK(server.client().send_raw(announced("PATCH", "/api/login", 100)).status == 405);
    CHECK(server.client().send_raw(announced("POST", "/nothing", 100)).status == 404);
  }

  TEST_CASE("a session that ended while the body came is nobody's") {
    RunningServer server({kAnna});
    HttpClient anna = server.signed_in("anna");
    HttpClient slow = server.client();
    CHECK(slow.send_raw(announced("POST", "/api/sync", 10, anna.cookie, kExpect)).status == 100);
    CHECK(anna.request("POST", "/api/logout", "").status == 200);
    CHECK(slow.send_raw("0123456789").status == 401);
  }

  TEST_CASE("bodies under way are bounded for each account and for all together") {
    ServerLimits limits;
    limits.bodies_bytes = 500000;
    limits.bodies_bytes_share = 300000;
    RunningServer server({kAnna, kBo}, limits);
    const std::string anna = server.signed_in("anna").cookie;
    const std::string bo = server.signed_in("bo").cookie;
    const std::string big = announced("POST", "/api/sync", 250000, anna, kExpect);
    {
      HttpClient first = server.client();
      CHECK(first.send_raw(big).status == 100);
      const HttpAnswer second = server.client().send_raw(big);
      CHECK(second.status == 503);
      CHECK(second.code() == "busy");
      CHECK(std::stoi(second.headers.at("retry-after")) > 0);
      HttpClient other = server.client();
      CHECK(other.send_raw(announced("POST", "/api/sync", 250000, bo, kExpect)).status == 100);
      // Without a length it counts as the largest that it may become.
      CHECK(server.client()
                .send_raw(
                    "POST /api/login HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n")
                .status == 503);
      CHECK(server.client().get("/").status == 200);
    }
    int status = 0;
    for (int i = 0; i < 200 && status != 100; ++i) status = server.client().send_raw(big).status;
    CHECK(status == 100);
  }

  TEST_CASE("one address can't take all connections") {
    ServerLimits limits;
    limits.connections_per_address = 2;
    RunningServer server({}, limits);
    HttpClient a = server.client(), b = server.client(), c = server.client();
    CHECK(a.get("/").status == 200);
    CHECK(b.get("/", {{"X-Forwarded-For", "1.2.3.4"}}).status == 200);
    const HttpAnswer away = c.get("/", {{"X-Forwarded-For", "1.2.3.5"}});
    CHECK(away.status == 503);
    CHECK(away.code() == "too_many_connections");
    HttpClient elsewhere = server.client();
    elsewhere.from = "127.0.0.2";
    CHECK(elsewhere.get("/").status == 200);
    b.disconnect();
    int status = 0;
    for (int i = 0; i < 200 && status != 200; ++i) status = c.get("/").status;
    CHECK(status == 200);
  }

  TEST_CASE("strangers give way: who came first and says nothing, and nobody who is signed in") {
    ServerLimits limits;
    limits.connections_strangers = 3;
    RunningServer server({kAnna}, limits);
    HttpClient anna = server.signed_in("anna");
    CHECK(anna.get("/api/me").status == 200);
    std::vector<HttpClient> quiet;
    for (int i = 0; i < 6; ++i) {
      quiet.push_back(server.client());
      CHECK(quiet.back().get("/").status == 200);
    }
    CHECK(quiet[0].read_until("never said").empty());  // it was closed
    CHECK(quiet[5].get("/").status == 200);
    HttpClient again = server.client();
    again.cookie = anna.cookie;
    CHECK(again.get("/api/me").status == 200);
    CHECK(anna.get("/api/me").status == 200);
    CHECK(anna.connected());
  }

  TEST_CASE("strangers with something under way keep their places, and the rest is for others") {
    ServerLimits limits;
    limits.connections_strangers = 2;
    RunningServer server({kAnna}, limits);
    const std::string anna = server.signed_in("anna").cookie;
    const std::string slow = announced("POST", "/api/login", 60, "", kExpect);
    HttpClient first = server.client(), second = server.client();
    CHECK(first.send_raw(slow).status == 100);
    CHECK(second.send_raw(slow).status == 100);
    const HttpAnswer away = server.client().get("/");
    CHECK(away.status == 503);
    CHECK(away.code() == "too_many_connections");
    CHECK(away.headers.count("retry-after") == 1);
    for (int i = 0; i < 3; ++i) {
      HttpClient known = server.client();
      known.cookie = anna;
      CHECK(known.get("/").status == 200);
      CHECK(known.get("/api/me").status == 200);
    }
    first.disconnect();
    int status = 0;
    for (int i = 0; i < 200 && status != 200; ++i) status = server.client().get("/").status;
    CHECK(status == 200);
  }

  TEST_CASE("when all places are taken a quiet stranger's goes to whoever comes") {
    ServerLimits limits;
    limits.connections = 4;
    limits.connections_strangers = 3;
    RunningServer server({kAnna}, limits);
    HttpClient anna = server.signed_in("anna");
    CHECK(anna.get("/api/me").status == 200);
    std::vector<HttpClient> quiet;
    for (int i = 0; i < 8; ++i) {
      quiet.push_back(server.client());
      CHECK(quiet.back().get("/").status == 200);
    }
    CHECK(anna.get("/api/me").status == 200);
    CHECK(anna.connected());
  }

  TEST_CASE("behind a proxy of ours each client has its own share of what is under way") {
    ServerLimits limits;
    limits.connections_per_address = 1;
    RunningServer server({kAnna}, limits);
    const std::string anna = server.signed_in("anna").cookie;
    server.stop();
    server.trusted_proxies = {"127.0.0.1"};
    server.start();
    const auto ask = [&](const std::string& client) {
      return announced("POST", "/api/sync", 10, anna,
                       kExpect + "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: " + client + "\r\n");
    };
    HttpClient idle = server.client(), first = server.client(), second = server.client();
    CHECK(idle.get("/", {{"X-Forwarded-For", "1.2.3.9"}}).status == 200);  // and stays connected
    CHECK(first.send_raw(ask("1.2.3.4")).status == 100);
    CHECK(server.client().send_raw(ask("1.2.3.4")).code() == "too_many_connections");
    CHECK(second.send_raw(ask("1.2.3.5")).status == 100);
  }

  TEST_CASE("a trusted proxy must be an address") {
    RunningServer server;
    server.stop();
    ServerOptions options = server.options();
    options.trusted_proxies = {"proxy.example"};
    const auto refused = Server::open(options);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == "bad_address");
  }

  TEST_CASE("signing out closes the channels of the session, and of no other") {
    RunningServer server({kAnna});
    HttpClient phone = server.signed_in("anna");
    HttpClient desk = server.signed_in("anna");
    HttpClient of_phone = live(server, phone.cookie), too = live(server, phone.cookie);
    HttpClient of_desk = live(server, desk.cookie);
    CHECK(phone.request("POST", "/api/logout", "").status == 200);
    CHECK(is_closed(of_phone));
    CHECK(is_closed(too));
    CHECK(answers_ping(of_desk));
  }

  TEST_CASE("a channel ends with its session, whatever ended that") {
    ServerLimits limits;
    limits.session_check = std::chrono::seconds(1);
    RunningServer server({kAnna, kBo}, limits);
    const std::string anna = server.signed_in("anna").cookie;
    const std::string bo = server.signed_in("bo").cookie;
    HttpClient of_anna = live(server, anna), of_bo = live(server, bo);
    change_store(server, "UPDATE account SET active = 0 WHERE login = 'anna'");
    CHECK(is_closed(of_anna));
    HttpClient closed = server.client();
    closed.cookie = anna;
    CHECK(closed.get("/api/me").status == 401);
    CHECK(answers_ping(of_bo));
    change_store(server, "UPDATE session SET expires_at = 1");
    CHECK(is_closed(of_bo));
  }

  TEST_CASE("behind TLS cookies and pages are for HTTPS and this host alone") {
    RunningServer server({kAnna});
    CHECK(server.client().get("/").headers.count("strict-transport-security") == 0);
    const std::string plain = server.signed_in("anna").cookie;
    CHECK(plain.starts_with("gezhi_session="));
    server.stop();
    server.behind_tls = true;
    server.start();
    for (const char* path : {"/", "/api/me", "/nothing"})
      CHECK(server.client().get(path).headers.at("strict-transport-security") ==
            "max-age=31536000");
    HttpClient anna = server.client();
    const HttpAnswer answer =
        anna.request("POST", "/api/login", R"({"name": "anna", "password": "test-password"})");
    REQUIRE(answer.cookies.size() == 2);
    for (const std::string& cookie : answer.cookies) {
      CAPTURE(cookie);
      CHECK(cookie.find("; Secure") != std::string::npos);
      CHECK(cookie.find("; HttpOnly") != std::string::npos);
      CHECK(cookie.find("; SameSite=Strict") != std::string::npos);
      CHECK(cookie.find("Domain") == std::string::npos);
    }
    CHECK(answer.cookies[0].starts_with("__Secure-gezhi_device="));
    CHECK(answer.cookies[1].starts_with("__Host-gezhi_session="));
    CHECK(answer.cookies[1].find("; Path=/;") != std::string::npos);
    anna.cookie = answer.cookies[1].substr(0, answer.cookies[1].find(';'));
    CHECK(anna.get("/api/me").status == 200);
    anna.cookie = anna.cookie.substr(std::string("__Host-").size());  // as a neighbour could set it
    CHECK(anna.get("/api/me").status == 401);
  }

  TEST_CASE("a request names one host, once") {
    RunningServer server;
    const auto ask = [&](const std::string& lines) {
      return server.client().send_raw(lines + "\r\n\r\n").status;
    };
    CHECK(ask("GET / HTTP/1.1\r\nHost: a") == 200);
    CHECK(ask("GET / HTTP/1.1") == 400);
    CHECK(ask("GET / HTTP/1.1\r\nHost:") == 400);
    CHECK(ask("GET / HTTP/1.1\r\nHost: a\r\nHost: a") == 400);
    CHECK(ask("GET / HTTP/1.1\r\nHost: a\r\nhost: b") == 400);
    CHECK(ask("POST /api/login HTTP/1.1\r\nHost: a\r\nHost: b\r\nOrigin: http://a\r\n"
              "Content-Length: 9") == 400);
    CHECK(ask("GET / HTTP/1.0") == 200);
    CHECK(ask("GET / HTTP/1.0\r\nHost: a\r\nHost: b") == 400);
  }

  TEST_CASE("a body is framed by a length or by chunks, and by nothing that another may read so") {
    RunningServer server;
    const auto ask = [&](const std::string& lines, bool ends) {
      HttpClient client = server.client();
      // In its body, by one reading of it, is another request.
      const HttpAnswer answer =
          client.send_raw("POST /api/logout HTTP/1." + lines +
                          "\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
      const bool ended = answer.headers.contains("connection");
      CHECK(ended == ends);
      return answer.status;
    };
    for (const char* coding : {"chunked", "  chunked ", "Chunked"}) {
      CAPTURE(coding);
      CHECK(ask(std::string("1\r\nHost: a\r\nTransfer-Encoding: ") + coding, false) == 200);
    }
    for (const char* coding :
         {"xchunked", "identity", "chunked, identity", "chunked, chunked", "gzip, chunked",
          "\"chunked\"", "chunked;a=1", "", "chunked\r\nTransfer-Encoding: chunked",
          "chunked\r\nTransfer-Encoding: identity"}) {
      CAPTURE(coding);
      CHECK(ask(std::string("1\r\nHost: a\r\nTransfer-Encoding: ") + coding, true) == 400);
    }
    CHECK(ask("0\r\nHost: a\r\nTransfer-Encoding: chunked", true) == 400);
  }
}
