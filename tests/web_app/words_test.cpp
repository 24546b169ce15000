// The client's words, of the real texts in both languages; addresses, whatever stands in them.
#include "web/app/view/words.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/json.h"
#include "core/cases/ops.h"
#include "tests/web_app/device.h"
#include "web/app/view/routes.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

app::Texts::Table table_of(const char* language) {
  app::Texts::Table table;
  const std::string folder = std::string(GEZHI_SOURCE_DIR) + "/assets/i18n/" + language;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::stringstream text;
    text << std::ifstream(file.path()).rdbuf();
    const auto json = parse_json(text.str());
    REQUIRE(json.ok());
    for (const auto& [key, value] : *json->object()) {
      if (value.string() != nullptr) table.emplace_back(key, *value.string());
    }
  }
  return table;
}

struct Reader {
  Reader() {
    phone.texts().take(app::Language::zh, table_of("zh"));
    phone.texts().take(app::Language::en, table_of("en"));
    phone.texts().use(app::Language::zh);
    REQUIRE(phone.sign_in("desk").empty());
    phone.session()->sync_now();
    phone.settle();
  }
  const app::Words& words() { return phone.session()->words(); }
  const World& world() { return *phone.session()->world(kStreet); }
  const Case& report(const ReportCase& report) {
    const CaseId id = phone.session()->new_case_id();
    const Grant& grant = phone.session()->account().grants.front();
    REQUIRE(phone.session()->submit(kStreet, id, grant, report).outcome.applied());
    phone.settle();
    return *phone.session()->cases().find({kStreet, id});
  }

  TestServer server;
  TestDevice phone{server};
};

}  // namespace

TEST_SUITE_BEGIN("web/words");

TEST_CASE("times are said as one says them today, and so is what is left") {
  Reader r;
  const TimeMs now = r.phone.session()->now();  // 10:00
  const auto hours = [&](std::int64_t n) { return now + n * kHourMs; };
  CHECK(r.words().time_text(hours(-1)) == "今天 09:00");
  CHECK(r.words().time_text(hours(-11)) == "昨天 23:00");
  CHECK(r.words().time_text(hours(-48)) == "2026-11-20 10:00");
  CHECK(r.words().short_time_text(hours(-48)) == "11-20");
  CHECK(r.words().short_time_text(hours(-24 * 400)) == "2025-10-18");
  CHECK(r.words().time_text(TimeMs{}) == "—");
  Clock clock;
  clock.due = now + 3 * kMinuteMs;
  CHECK(r.words().left_text(clock) == "还剩 3 分钟");
  r.phone.pass(2 * kHourMs + 3 * kMinuteMs);
  CHECK(r.words().left_text(clock) == "已超时 2 小时");
  r.phone.texts().use(app::Language::en);
  CHECK(r.words().duration_text(6 * kMinuteMs) == "6 min");
}

TEST_CASE("lengths and sizes have one place behind the point at most") {
  Reader r;
  CHECK(r.words().length_text(320 * 1000) == "320 米");
  CHECK(r.words().length_text(1249 * 1000) == "1.2 公里");
  CHECK(r.words().size_text(388 * 1000) == "388 KB");
  CHECK(r.words().size_text(1200 * 1000) == "1.2 MB");
  CHECK(r.words().duration_text(1) == "1 分钟");
}

TEST_CASE("lists say of a restricted case only that it is one, and no search finds its words") {
  Reader r;
  ReportCase op = Street::report(Nature::dispute);
  op.text = "楼上夫妻争吵,有孩子在哭";
  op.restricted = Restricted::minor;
  op.place.address = "小河路1号2单元301室";
  const Case& one = r.report(op);
  for (const std::string& said : {r.words().case_title(one), r.words().open_text(one),
                                  r.words().open_place_text(r.world(), one)}) {
    CAPTURE(said);
    CHECK(said.find("争吵") == std::string::npos);
    CHECK(said.find("301") == std::string::npos);
    CHECK_FALSE(said.empty());
  }
  CHECK_FALSE(r.words().is_found_by(TextMatcher("争吵"), one));
  CHECK_FALSE(r.words().is_found_by(TextMatcher("小河路"), one));
  op.restricted = Restricted::none;
  const Case& open = r.report(op);
  CHECK(r.words().is_found_by(TextMatcher("争吵"), open));
  CHECK(r.words().is_found_by(TextMatcher("小河路"), open));
}

TEST_CASE("a refusal is said in words, with what is missing") {
  Reader r;
  CHECK(r.words().refusal_text(refused(Refusal::field_missing, "text")).find("{0}") ==
        std::string::npos);
  for (const app::Language language : {app::Language::zh, app::Language::en}) {
    r.phone.texts().use(language);
    const std::string said = r.words().refusal_text(refused(Refusal::wrong_state, "closed"));
    CAPTURE(said);
    CHECK(said.find("refusal.") == std::string::npos);
    CHECK(said.find("closed") == std::string::npos);
  }
}

TEST_CASE("a key without a text shows itself and is said once") {
  Reader r;
  CHECK(r.phone.texts().tr("no.such.key") == "no.such.key");
  int said = 0;
  r.phone.texts().on_missing([&](std::string_view) { ++said; });
  for (int i = 0; i < 3; ++i) CHECK(r.phone.texts().tr("other.key", "1") == "other.key");
  CHECK(said == 1);
  CHECK(app::fill_in("{0}米{1}{7}{x}", {"3", "以内"}) == "3米以内{x}");
}

TEST_CASE("whatever stands in the address is an address") {
  const auto read = [](std::string_view text) { return app::read_address(text); };
  CHECK(read("").screen == "home");
  CHECK(read("/report?place=MQ-0012&x=1%202").query.at("place") == "MQ-0012");
  CHECK(read("/report?place=MQ-0012&x=1%202").query.at("x") == "1 2");
  CHECK(read("/case/1/2").argument == "1/2");
  CHECK(read("/report?place=100%").query.at("place") == "100%");
  CHECK(read("/report?place=%E5%B0").query.at("place") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(read("/report?place=%zz").query.at("place") == "%zz");
  CHECK(read("/report?=&&a").query.size() == 1);
}

TEST_SUITE_END();
