// The server over a real socket: limits, sign-in, origins, files, photos.
#include <doctest/doctest.h>

#include <filesystem>

#include "core/base/hex.h"
#include "core/district/pack.h"
#include "core/district/pack_parts.h"
#include "native/import/report_file.h"
#include "native/server/http.h"
#include "native/store/file.h"
#include "native/store/gzip.h"
#include "tests/native/server/running_server.h"

using namespace gezhi;

namespace {

const RunningServer::Person kWorker{
    "worker", {Grant{Role::grid_worker, UnitId{3}, GridId{12}, ShardId{330105001}}}, false};

std::string login_body(const std::string& name, const std::string& password) {
  Json json;
  json.set("name", name);
  json.set("password", password);
  return to_text(json);
}

}  // namespace

TEST_SUITE("server/http") {
  TEST_CASE("header lists and cookies are read as they are written") {
    CHECK(header_lists("gzip, deflate, br", "br"));
    CHECK(header_lists("gzip;q=0.5", "gzip"));
    CHECK_FALSE(header_lists("gzip;q=0", "gzip"));
    CHECK_FALSE(header_lists("x-gzip", "gzip"));
    CHECK_FALSE(header_lists("", "gzip"));
    CHECK(cookie_value("a=1; gezhi_session=abc; b=2", "gezhi_session") == "abc");
    CHECK(cookie_value("xgezhi_session=abc", "gezhi_session").empty());
    CHECK(parse_number("12") == 12);
    CHECK_FALSE(parse_number("12x").has_value());
    CHECK_FALSE(parse_number("-1").has_value());
    CHECK_FALSE(parse_number("99999999999999999999999").has_value());
  }

  TEST_CASE("health is said without signing in") {
    RunningServer server;
    const HttpAnswer answer = server.client().get("/healthz");
    CHECK(answer.status == 200);
    CHECK(*answer.json().find("status")->string() == "ok");
    CHECK(answer.json().find("epoch")->string()->size() == 16);
  }

  TEST_CASE("health's numbers are for this machine and administrators, its status for all") {
    const Grant admin{Role::admin, {}, {}, ShardId{330105001}};
    const RunningServer::Person chief{"chief", {admin}};
    RunningServer server({kWorker, chief});
    const HttpClient::Headers far = {{"X-Forwarded-For", "7.7.7.7"}};
    const auto told = [&](HttpClient& client, const HttpClient::Headers& headers) {
      const HttpAnswer answer = client.get("/healthz", headers);
      CHECK(answer.status == 200);
      CHECK(*answer.json().find("status")->string() == "ok");
      return answer.json().find("shards") != nullptr;
    };
    HttpClient nobody = server.client();
    HttpClient worker = server.signed_in("worker");
    HttpClient admin_client = server.signed_in("chief");
    CHECK(told(nobody, {}));
    CHECK_FALSE(told(nobody, far));  // whether the proxy is trusted or not
    CHECK_FALSE(told(worker, far));
    CHECK(told(admin_client, far));
    const std::string cookie = admin_client.cookie;
    server.stop();
    server.trusted_proxies = {"127.0.0.1"};
    server.start();
    HttpClient through = server.client();
    CHECK_FALSE(told(through, far));
    through.cookie = cookie;
    CHECK(told(through, far));
  }

  TEST_CASE("one connection serves many requests") {
    RunningServer server;
    HttpClient client = server.client();
    for (int i = 0; i < 20; ++i) CHECK(client.get("/").status == 200);
    CHECK(client.connected());
  }

  TEST_CASE("what is too large, too strange or unknown gets its status") {
    RunningServer server({kWorker});
    HttpClient client = server.client();
    CHECK(client.get("/nothing/here").status == 404);
    CHECK(client.get("/api/nothing").status == 404);
    CHECK(client.request("PATCH", "/api/login", "").status == 405);
    CHECK(client.request("POST", "/api/login", std::string(70000, ' ')).status == 413);
    CHECK(client.request("POST", "/api/login", "no json").status == 400);
    CHECK(client.request("POST", "/api/login", "{\"name\": 1, \"password\": []}").status == 400);
    CHECK(server.client().get("/", {{"X-Long", std::string(20000, 'x')}}).status == 431);
    CHECK(server.client().send_raw("NONSENSE\r\n\r\n").status == 400);
    CHECK(server.client()
              .send_raw("POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Length: "
                        "99999999999999999999\r\n\r\n")
              .status == 400);
    CHECK(server.client()
              .send_raw("POST /api/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
                        "chunked\r\n\r\n20000\r\n" +
                        std::string(0x20000, 'x') + "\r\n0\r\n\r\n")
              .status == 413);
    CHECK(server.client().get("/").status == 200);
  }

  TEST_CASE("a peer that never finishes its request is cut off") {
    ServerLimits limits;
    limits.header_time = std::chrono::seconds(1);
    limits.body_time = std::chrono::seconds(1);
    RunningServer server({}, limits);
    CHECK(server.client().send_raw("GET / HTTP/1.1\r\nHost: x").status == 0);
    CHECK(server.client()
              .send_raw("POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
              .status == 0);
  }

  TEST_CASE("more connections than the limit are turned away, and room comes back") {
    ServerLimits limits;
    limits.connections = 3;
    RunningServer server({}, limits);
    {
      HttpClient a = server.client(), b = server.client(), c = server.client(), d = server.client();
      CHECK(a.get("/").status == 200);
      CHECK(b.get("/").status == 200);
      CHECK(c.get("/").status == 200);
      const HttpAnswer away = d.get("/");
      CHECK(away.status == 503);
      CHECK(away.code() == "too_many_connections");
      CHECK(std::stoi(away.headers.at("retry-after")) > 0);
      CHECK_FALSE(d.connected());
    }
    int status = 0;
    for (int i = 0; i < 100 && status != 200; ++i) status = server.client().get("/").status;
    CHECK(status == 200);
  }

  TEST_CASE("stopping answers what is under way and lets the port go") {
    RunningServer server({kWorker});
    HttpClient idle = server.client();
    CHECK(idle.get("/").status == 200);
    server.stop();
    CHECK(idle.get("/").status == 0);
    server.start();
    CHECK(server.client().get("/").status == 200);
  }
}

TEST_SUITE("server/login") {
  TEST_CASE("signing in gives a cookie that tells who it is, signing out takes it back") {
    RunningServer server({kWorker});
    HttpClient client = server.client();
    CHECK(client.get("/api/me").code() == "not_signed_in");
    const HttpAnswer answer =
        client.request("POST", "/api/login", login_body("worker", RunningServer::kPassword));
    REQUIRE(answer.status == 200);
    const std::string cookie = answer.headers.at("set-cookie");
    CHECK(cookie.find("HttpOnly") != std::string::npos);
    CHECK(cookie.find("SameSite=Strict") != std::string::npos);
    CHECK(answer.json().find("grants")->array()->size() == 1);
    client.cookie = cookie.substr(0, cookie.find(';'));
    CHECK(client.get("/api/me").status == 200);
    CHECK(*client.get("/api/me").json().find("login")->string() == "worker");
    CHECK(client.request("POST", "/api/logout", "").status == 200);
    CHECK(client.get("/api/me").status == 401);
  }

  TEST_CASE("an account has one key for its devices, at every sign-in, and no two have the same") {
    const RunningServer::Person desk{"desk", kWorker.grants};
    RunningServer server({kWorker, desk});
    const auto key_of = [&](const char* login) {
      HttpClient client = server.client();
      const HttpAnswer answer =
          client.request("POST", "/api/login", login_body(login, RunningServer::kPassword));
      REQUIRE(answer.status == 200);
      CHECK(answer.headers.at("cache-control") == "no-store");
      return *answer.json().find("device_key")->string();
    };
    const std::string key = key_of("worker");
    CHECK(key.size() == 64);
    CHECK(key_of("desk") != key);
    server.stop();
    server.start();
    CHECK(key_of("worker") == key);
    CHECK(server.signed_in("worker").get("/api/me").json().find("device_key") == nullptr);
  }

  TEST_CASE("a session outlives the server, not its account") {
    RunningServer server({kWorker});
    const std::string cookie = server.signed_in("worker").cookie;
    server.stop();
    server.start();
    HttpClient client = server.client();
    client.cookie = cookie;
    CHECK(client.get("/api/me").status == 200);
  }

  TEST_CASE("a wrong name and a wrong password are told apart by nothing") {
    RunningServer server({kWorker});
    const HttpAnswer name =
        server.client().request("POST", "/api/login", login_body("nobody", "test-password"));
    const HttpAnswer password =
        server.client().request("POST", "/api/login", login_body("worker", "wrong"));
    CHECK(name.status == 401);
    CHECK(name.body == password.body);
    CHECK(name.headers.find("set-cookie") == name.headers.end());
  }

  TEST_CASE("a name signs in with the blanks and widths that a phone's keyboard leaves") {
    RunningServer server({kWorker});
    for (const char* name : {" worker ", "worker\n", "ｗｏｒｋｅｒ", "　worker"}) {
      INFO(std::string(name));
      CHECK(server.client().sign_in(name, RunningServer::kPassword) == 200);
    }
    for (const char* name : {"", " ", "wor ker", "workers"}) {
      INFO(std::string(name));
      CHECK(server.client().sign_in(name, RunningServer::kPassword) == 401);
    }
  }

  TEST_CASE("another site's page may neither post nor listen") {
    RunningServer server({kWorker});
    HttpClient client = server.client();
    const std::string body = login_body("worker", RunningServer::kPassword);
    CHECK(client.request("POST", "/api/login", body, {{"Origin", "https://evil.example"}}).status ==
          403);
    CHECK(client.request("POST", "/api/login", body, {{"Sec-Fetch-Site", "cross-site"}}).status ==
          403);
    CHECK(client.request("POST", "/api/login", body, {{"Origin", "null"}}).status == 403);
    const HttpClient::Headers upgrade = {{"Connection", "Upgrade"},
                                         {"Upgrade", "websocket"},
                                         {"Sec-WebSocket-Version", "13"},
                                         {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
    HttpClient worker = server.signed_in("worker");
    HttpClient::Headers foreign = upgrade;
    foreign.emplace_back("Origin", "https://evil.example");
    CHECK(worker.get("/api/live", foreign).status == 403);
    HttpClient stranger = server.client();
    CHECK(stranger.get("/api/live", upgrade).status == 401);
    HttpClient again = server.client();
    again.cookie = worker.cookie;
    CHECK(again.get("/api/live", upgrade).status == 101);
  }

  TEST_CASE("known passwords are served on loopback only") {
    RunningServer server({{"demo", {}, true}});
    CHECK(server.client().get("/healthz").status == 200);
    server.stop();
    ServerOptions options = server.options();
    options.address = "0.0.0.0";
    const auto refused = Server::open(options);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == "demo_not_local");
  }
}

TEST_SUITE("server/files") {
  TEST_CASE("the web app comes compressed, with an ETag and a strict policy") {
    RunningServer server;
    const std::string text(1000, 'a');
    REQUIRE(replace_file(server.web() + "/app.0123abcd.js", view_of(text)).ok());
    REQUIRE(replace_file(server.web() + "/app.0123abcd.js.gz", gzip(view_of(text))).ok());
    server.stop();
    server.start();
    HttpClient client = server.client();
    const HttpAnswer plain = client.get("/app.0123abcd.js");
    CHECK(plain.body == text);
    CHECK(plain.headers.at("cache-control").find("immutable") != std::string::npos);
    const HttpAnswer packed = client.get("/app.0123abcd.js", {{"Accept-Encoding", "gzip, br"}});
    CHECK(packed.headers.at("content-encoding") == "gzip");
    CHECK(packed.body.size() < 100);
    CHECK(client.get("/app.0123abcd.js", {{"If-None-Match", plain.headers.at("etag")}}).status ==
          304);
    const HttpAnswer page = client.get("/");
    CHECK(page.headers.at("content-security-policy").find("frame-ancestors 'none'") !=
          std::string::npos);
    CHECK(page.headers.at("cache-control") == "no-cache");
    CHECK(client.request("HEAD", "/", "").headers.at("content-length") == "20");
  }

  TEST_CASE("no path leads out of the folder") {
    RunningServer server;
    for (const char* path :
         {"/../data/gezhi.db", "/..%2fdata/gezhi.db", "//etc/passwd", "/./index.html",
          "/%2e%2e/data/gezhi.db", "/..\\data\\gezhi.db", "/index.html/"}) {
      CHECK(server.client().get(path).status == 404);
    }
  }

  TEST_CASE("the district pack is for those who signed in") {
    RunningServer server({kWorker});
    CHECK(server.client().get("/api/pack").status == 401);
    CHECK(server.signed_in("worker").get("/api/pack").status == 404);
    server.stop();
    const std::string path = server.data() + "/pack/district.pack";
    DistrictPack pack;
    pack.meta.name = std::string(200, 'A');
    REQUIRE(replace_file(path, write_pack(pack)).ok());
    server.start();
    HttpClient worker = server.signed_in("worker");
    const HttpAnswer head = worker.get("/api/pack");
    CHECK(worker.get("/api/pack", {{"If-None-Match", head.headers.at("etag")}}).status == 304);
    const auto parts = read_pack_head(view_of(head.body));
    REQUIRE(parts.ok());
    const std::string meta = "/api/pack/" + to_hex(parts->front().digest);
    CHECK(server.client().get(meta).status == 401);
    CHECK(text_of(part_in(write_pack(pack), parts->front()).value()) == worker.get(meta).body);
    CHECK(worker.get(meta, {{"Accept-Encoding", "gzip"}}).body.size() < 100);
    CHECK(worker.get("/api/pack/" + std::string(64, '0')).status == 404);
    CHECK(worker.get("/api/pack/../../gezhi.db").status == 404);

    REQUIRE(replace_file(path, Bytes(5000, 7)).ok());  // while it runs
    CHECK(worker.get("/api/pack").body.find("bad_pack") != std::string::npos);
  }

  TEST_CASE("what the imports found is for supervision and oversight") {
    RunningServer server({kWorker, {"auditor", {Grant{Role::auditor, {}, {}, {}}}}});
    CHECK(server.client().get("/api/grid-report").status == 401);
    CHECK(server.signed_in("worker").get("/api/grid-report").status == 403);
    CHECK(server.signed_in("auditor").get("/api/grid-report").status == 404);
    server.stop();
    ImportFindings findings{{"grids.governance", "grids.police"}, {Defect{}, Defect{}}};
    findings.defects[1].layer = GridLayer::police;
    REQUIRE(keep_report(server.data(), findings, TimeMs{1}).ok());
    REQUIRE(keep_report(server.data(), {{"devices"}, {Defect{}}}, TimeMs{1}).ok());
    REQUIRE(keep_report(server.data(), {{"grids.police"}, {}}, TimeMs{1}).ok());
    server.start();
    const HttpAnswer report = server.signed_in("auditor").get("/api/grid-report");
    CHECK(report.status == 200);
    CHECK(report.headers.at("content-type") == "application/geo+json");
    const auto json = parse_json(report.body);
    REQUIRE(json.ok());
    const Json::Array& features = *json->find("features")->array();
    REQUIRE(features.size() == 2);  // those of the police layer were replaced by none
    CHECK(*features[0].find("properties")->find("import")->string() == "grids.governance");
    CHECK(*features[1].find("properties")->find("import")->string() == "devices");
    CHECK(*features[1].find("properties")->find("act_zh")->string() != "");
  }
}

TEST_SUITE("server/blobs") {}
