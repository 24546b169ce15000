#include "tests/support/story.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/story_text.h"

namespace gezhi::test {
namespace {

// As people are called in the field → as the test street calls them.
const std::map<std::string, std::string>& people() {
  static const std::map<std::string, std::string> kPeople = {
      {"志愿者", "volunteer"},
      {"另一位居民", "volunteer2"},
      {"网格员", "worker"},
      {"另一位网格员", "worker2"},
      {"乙社区网格员", "workerB"},
      {"网格长", "leader"},
      {"乙社区网格长", "leaderB"},
      {"网格站长", "station"},
      {"社区民警", "officer"},
      {"办案民警", "detective"},
      {"警辅", "auxiliary"},
      {"受理员", "clerk"},
      {"派遣员", "desk"},
      {"值班长", "supervisor"},
      {"另一位值班长", "supervisor2"},
      {"调解员", "mediator"},
      {"首席调解员", "chief"},
      {"执法队员", "enforcer"},
      {"消防员", "fireman"},
      {"燃气公司", "gasman"},
      {"市场监管员", "marketer"},
      {"劳动保障员", "labourer"},
      {"督导中队", "squad"},
      {"片区主任", "director"},
      {"统筹协调员", "coordinator"},
      {"系统", "system"},
  };
  return kPeople;
}

UnitId unit_called(const World& world, const std::string& name) {
  for (const auto& [id, unit] : world.units()) {
    if (unit.name == name) return id;
  }
  FAIL("no unit is called " << name);
  return {};
}

// "2026-08-25 12:10:05"
std::string time_text(TimeMs at) {
  std::string text = to_iso_text(at).substr(0, 19);
  text[10] = ' ';
  return text;
}

// The app's text of a refusal, with its detail.
std::string refusal_text(const Outcome& outcome) {
  std::string text = zh("refusal." + std::string(name_of(outcome.refusal)));
  const auto at = text.find("{0}");
  if (at == std::string::npos) return text;
  std::string detail = outcome.detail;
  for (const char* prefix : {"state.", "task_state.", "field.", "measure.", "rung."}) {
    if (zh(prefix + outcome.detail) != prefix + outcome.detail)
      detail = zh(prefix + outcome.detail);
  }
  return text.replace(at, 3, detail);
}

}  // namespace

Story::Story(std::string name, std::string title, std::string rows) : name_(std::move(name)) {
  text_ = "# " + title + "\n\n来源:" + rows +
          "。由测试执行后打印,每一行都经过规则判定。\n\n"
          "| 时间 | 谁 | 做什么 | 内容 | 结果 | 状态 |\n|---|---|---|---|---|---|\n";
  turns_to("本案");
}

void Story::turns_to(const std::string& label) {
  if (!labels_.contains(label)) labels_[label] = street_.new_case();
  subject_ = labels_.at(label);
}

Person Story::person(const std::string& who) const { return street_.person(people().at(who)); }

void Story::step(const std::string& who, const CaseOp& op, Refusal expected) {
  REQUIRE_MESSAGE(people().contains(who), who);
  const std::string action = zh("action." + std::string(name_of(kind_of(op))));
  INFO(who, " ", action);
  const Case* before = street_.world().find(subject_);
  const std::string content = story_text(op, street_.world(), before, labels_);
  const std::string when = time_text(street_.now());
  const std::string& name = people().at(who);
  const Outcome outcome =
      op.visit([&](const auto& one) { return street_.act(name, subject_, one); });
  CHECK(name_of(outcome.refusal) == name_of(expected));
  const std::string result = outcome.applied() ? "完成" : "不予办理:" + refusal_text(outcome);
  const Case* after = street_.world().find(subject_);
  const std::string state = after ? zh("state." + std::string(name_of(after->state))) : "";
  text_ += "| " + when + " | " + who + " | " + action + " | " + content + " | " + result + " | " +
           state + " |\n";
  street_.pass(kSecondMs);
}

void Story::does(const std::string& who, const CaseOp& op) { step(who, op, Refusal::none); }

void Story::refused(const std::string& who, const CaseOp& op, Refusal why) { step(who, op, why); }

void Story::tells(const std::string& text) { text_ += "| | | **" + text + "** | | | |\n"; }

void Story::check(const std::string& fact, bool holds) {
  CHECK_MESSAGE(holds, fact);
  text_ += "| | | ✔ 核对 | " + fact + " | | |\n";
}

void Story::ends() {
  const std::string path = GEZHI_SOURCE_DIR "/tests/golden/stories/" + name_ + ".md";
  if (std::getenv("GEZHI_WRITE_GOLDEN") != nullptr) std::ofstream(path) << text_;
  std::ifstream golden(path);
  std::stringstream expected;
  expected << golden.rdbuf();
  CHECK(text_ == expected.str());
  Ledger again(kStreet);
  for (const Entry& entry : street_.entries()) REQUIRE(again.replay(entry, true).ok());
  CHECK(again.world().hash() == street_.world().hash());
}

void Story::at(const std::string& date, std::int64_t hour, std::int64_t minute) {
  const auto day = parse_date(date);
  REQUIRE(day.ok());
  const TimeMs then = start_of(*day) + hour * kHourMs + minute * kMinuteMs;
  street_.set_now(then);
}

const Clock* Story::clock(ClockKind kind) const {
  const std::vector<Clock>& all = it().clocks;
  const auto found =
      std::find_if(all.rbegin(), all.rend(), [&](const Clock& one) { return one.kind == kind; });
  return found == all.rend() ? nullptr : &*found;
}

TaskOrder Story::lead(const std::string& unit, const std::string& order) {
  TaskOrder made = helper(unit, order);
  made.lead = true;
  return made;
}

TaskOrder Story::helper(const std::string& unit, const std::string& order, bool mandatory) {
  TaskOrder made = street_.order(unit_called(street_.world(), unit), false, mandatory);
  made.order = order;
  return made;
}

TaskId Story::task(const std::string& unit) const {
  const UnitId id = unit_called(street_.world(), unit);
  const std::vector<Task>& all = it().tasks;
  const auto found =
      std::find_if(all.rbegin(), all.rend(), [&](const Task& one) { return one.unit == id; });
  REQUIRE_MESSAGE(found != all.rend(), unit);
  return found->id;
}

ReportCase Story::report(Nature nature, const std::string& text, Source source) const {
  ReportCase made = Street::report(nature);
  made.place.beat = kBeat;
  made.source = source;
  made.text = text;
  return made;
}

SubmitTask Story::hand_in(const std::string& unit, const std::string& text,
                          ResultKind result) const {
  return {task(unit), result, text, {}};
}

VisitResult Story::confirms(const std::string& text) const {
  return {true, ReworkReason::none, Satisfaction::satisfied, text, {}};
}

void Story::files(Nature nature) {
  FileCase made = Street::filing(nature);
  made.category = {};
  // Not by who took the report.
  const bool own = it().reporter == person("受理员").actor;
  does(own ? "值班长" : "受理员", made);
}

void Story::goes(const std::string& who, const std::string& unit) {
  does(who, SignTask{task(unit)});
  does(who, DepartTask{task(unit)});
  does(who, ContactParty{task(unit), ContactResult::reached, "马上到场"});
  does(who, ArriveTask{task(unit), Street::report().place.point, 8, ""});
}

void Story::visits_and_closes(const std::string& seen, const std::string& closing) {
  does("系统", OpenVisit{});
  does("另一位网格员", confirms(seen));
  does("受理员", CloseCase{closing, ""});
}

}  // namespace gezhi::test
