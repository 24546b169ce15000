// Plays lifecycle.script line by line and checks that nothing of THE TABLE was left out.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "core/cases/judge.h"
#include "tests/support/street.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

using Words = std::vector<std::string>;

class Player {
 public:
  Player() {
    // People that only this script needs: of two roles, or of none.
    people_["patrol"] = street_.person("worker2");
    people_["double"] = street_.person("leader");
    people_["doubleClerk"] = {people_["double"].actor, street_.person("clerk").grant};
    people_["nobody"] = {ActorId{99}, {}};
  }

  void play(const std::string& line);
  std::set<std::pair<const Move*, int>> taken;
  std::set<Refusal> refusals;
  const Street& street() const { return street_; }

 private:
  Op prepare(const std::string& who, CaseId subject);
  void set(Op& op, const std::string& verb, const Words& args);
  void set_case_op(Op& op, const std::string& verb, const Words& args);
  void set_task_op(Op& op, const std::string& verb, const Words& args, TaskId task);
  std::vector<TaskOrder> orders(const Words& args);
  TaskId task_for(CaseId subject, const std::string& unit);
  CaseId case_named(const std::string& name);
  void fill(CaseId subject);

  Street street_;
  std::map<std::string, Person> people_;
  std::map<std::string, CaseId> cases_;
};

std::string option(const Words& args, const std::string& key, const std::string& otherwise = {}) {
  for (const std::string& word : args) {
    if (word.rfind(key + "=", 0) == 0) return word.substr(key.size() + 1);
  }
  return otherwise;
}

bool flag(const Words& args, const std::string& word) {
  return std::find(args.begin(), args.end(), word) != args.end();
}

template <class E>
E named(const std::string& name) {
  for (std::size_t i = 0; i < names_of(E{}).size(); ++i) {
    if (names_of(E{})[i] == name) return static_cast<E>(i);
  }
  FAIL("no such name: " << name);
  return E{};
}

std::string text_in(const Words& args) {
  const std::string text = option(args, "text");
  if (text == "none") return "";
  if (text == "brief") return "好了";
  if (text == "boilerplate") return "已按规定处理";
  return "现场情况属实,已逐项核对";
}

UnitId unit_named(const std::string& name) {
  static const std::map<std::string, UnitId> kUnits = {
      {"enforcement", kEnforcement}, {"fire", kFire},       {"mediation", kMediation},
      {"gridA", kGridUnitA},         {"gridB", kGridUnitB}, {"gas", kGas}};
  const auto at = kUnits.find(name);
  return at == kUnits.end() ? UnitId{77} : at->second;
}

CaseId Player::case_named(const std::string& name) {
  const auto at = cases_.find(name);
  if (at != cases_.end()) return at->second;
  return cases_[name] = street_.new_case();
}

TaskId Player::task_for(CaseId subject, const std::string& unit) {
  const Case* one = street_.world().find(subject);
  if (one == nullptr) return {};
  for (auto task = one->tasks.rbegin(); task != one->tasks.rend(); ++task) {
    if (task->unit == unit_named(unit)) return task->id;
  }
  return {};
}

Op Player::prepare(const std::string& who, CaseId subject) {
  const auto own = people_.find(who);
  Op op = street_.make(own == people_.end() ? who : "worker", subject);
  if (own != people_.end()) {
    op.actor = own->second.actor;
    op.grant = own->second.grant;
  }
  return op;
}

std::vector<TaskOrder> Player::orders(const Words& args) {
  std::vector<TaskOrder> list;
  bool same = false;
  for (const std::string& word : args) {
    if (word == "same") {
      same = true;
      continue;
    }
    const bool lead = word[0] == '+';
    const bool optional = word[0] == '?';
    TaskOrder order =
        street_.order(unit_named(lead || optional ? word.substr(1) : word), lead, !optional);
    if (same && !list.empty()) order.id = list.front().id;
    list.push_back(order);
  }
  return list;
}

void Player::set_case_op(Op& op, const std::string& verb, const Words& args) {
  const auto grid = GridId{static_cast<std::uint32_t>(std::stoul(option(args, "grid", "11")))};
  const auto days = std::stoll(option(args, "days", "0"));
  const TimeMs until = days == 0 ? TimeMs{} : street_.now() + days * kDayMs;
  const std::string reason = option(args, "reason", "现场条件不允许");
  if (verb == "report") {
    ReportCase report = Street::report(named<Nature>(option(args, "nature", "hazard")), grid);
    report.source = named<Source>(option(args, "source", "app"));
    if (option(args, "danger") == "unanswered") report.danger_answered = false;
    if (option(args, "point") == "none") report.place.point = {};
    if (option(args, "category") == "bare") report.category = {"", "", "x"};
    if (option(args, "text") == "none") report.text.clear();
    report.has_contact = option(args, "contact") == "left";
    set_payload(op, report);
  } else if (verb == "file") {
    FileCase file = Street::filing(named<Nature>(option(args, "nature", "hazard")));
    file.duplicates_shown = option(args, "duplicates") != "unseen";
    if (option(args, "category") == "bare") file.category = {"", "", "x"};
    if (!option(args, "grid").empty()) {
      file.place = Street::report().place;
      file.place->grid = grid;
    }
    set_payload(op, file);
  } else if (verb == "request_verification") {
    set_payload(op, RequestVerification{});
  } else if (verb == "verify") {
    set_payload(op, VerifyResult{named<Verified>(args.at(0)), text_in(args), {}});
  } else if (verb == "reject") {
    set_payload(op, RejectCase{text_in(args)});
  } else if (verb == "merge") {
    set_payload(op, MergeCase{case_named(args.at(0)), "同一处同一事"});
  } else if (verb == "transfer") {
    const auto to = named<TransferTo>(option(args, "to", "hotline_12345"));
    const std::string receipt = option(args, "receipt", "12345-0001");
    set_payload(op, TransferCase{to, receipt == "none" ? "" : receipt, "属于热线受理范围"});
  } else if (verb == "dispatch") {
    set_payload(op, DispatchCase{orders(args)});
  } else if (verb == "redo") {
    set_payload(op, RedoCase{orders(args).at(0)});
  } else if (verb == "suspend") {
    set_payload(op, SuspendCase{until, reason});
  } else if (verb == "resume") {
    set_payload(op, ResumeCase{reason});
  } else if (verb == "open_visit") {
    set_payload(op, OpenVisit{});
  } else if (verb == "visit") {
    VisitResult visit;
    visit.confirmed = args.at(0) == "confirmed";
    const std::string why = option(args, "reason", visit.confirmed ? "none" : "partly_done");
    visit.reason = named<ReworkReason>(why);
    visit.satisfaction = flag(args, "unasked") ? Satisfaction::not_asked : Satisfaction::satisfied;
    visit.text = text_in(args);
    set_payload(op, visit);
  } else if (verb == "close") {
    set_payload(op, CloseCase{text_in(args), option(args, "late")});
  } else if (verb == "ask_void") {
    set_payload(op, AskVoid{"测试上报"});
  } else if (verb == "void") {
    set_payload(op, VoidCase{"测试上报"});
  } else if (verb == "note") {
    set_payload(op, AddNote{text_in(args), {}});
  } else if (verb == "read_contact") {
    set_payload(op, ReadContact{reason == "none" ? "" : reason});
  } else {
    set_task_op(op, verb, args, task_for(op.subject, args.at(0)));
  }
}

void Player::set_task_op(Op& op, const std::string& verb, const Words& args, TaskId task) {
  const auto days = std::stoll(option(args, "days", "0"));
  if (verb == "sign") {
    set_payload(op, SignTask{task});
  } else if (verb == "refuse") {
    set_payload(op, RefuseTask{task, named<ReturnReason>(option(args, "reason", "not_our_duty")),
                               "不属本单位职责"});
  } else if (verb == "depart") {
    set_payload(op, DepartTask{task});
  } else if (verb == "contact") {
    set_payload(op,
                ContactParty{task, named<ContactResult>(option(args, "result", "reached")), ""});
  } else if (verb == "arrive") {
    set_payload(op, ArriveTask{task, flag(args, "blind") ? PointE7{} : Street::report().place.point,
                               8, ""});
  } else if (verb == "start") {
    set_payload(op, StartTask{task});
  } else if (verb == "submit") {
    set_payload(op, SubmitTask{task, ResultKind::resolved, text_in(args), {}});
  } else if (verb == "return") {
    set_payload(op, ReturnTask{task, "结果写得不清楚"});
  } else if (verb == "cancel") {
    set_payload(op, CancelTask{task, "派遣有误"});
  } else if (verb == "ask_suspend") {
    set_payload(op, AskSuspend{task, "等待产权单位", street_.now() + days * kDayMs});
  } else {
    FAIL("unknown verb: " << verb);
  }
}

void Player::fill(CaseId subject) {
  while (street_.at(subject).tasks.size() < kTasksMax) {
    TaskOrder order = street_.order(kFire, false, false);
    REQUIRE(street_.act("desk", subject, DispatchCase{{order}}).applied());
  }
}

void Player::play(const std::string& line) {
  std::istringstream stream(line);
  Words words;
  for (std::string word; stream >> word;) words.push_back(word);
  if (words.empty() || words[0][0] == '#') return;
  CAPTURE(line);
  if (words[0] == "wait") {
    street_.pass(std::stoll(words[1]) * kHourMs);
    return;
  }
  const auto arrow = std::find(words.begin(), words.end(), "=>");
  REQUIRE(arrow + 1 < words.end());
  const CaseId subject = case_named(words[2]);
  if (words[1] == "fill") return fill(subject);
  const Words args(words.begin() + 3, arrow);
  Op op = prepare(words[0], subject);
  set_case_op(op, words[1], args);
  street_.pass(1);
  const Case* before = street_.world().find(subject);
  const Payload payload = read_payload(op);
  const auto* one = std::get_if<CaseOp>(&payload);
  REQUIRE(one != nullptr);
  const CaseState from = before != nullptr ? before->state : CaseState::draft;
  const Move* move = find_move(from, kind_of(*one), when_of(before, *one));
  const Bytes case_before = before != nullptr ? encode(*before) : Bytes{};
  const Outcome outcome = street_.admit(op);
  CHECK(name_of(outcome.refusal) == (arrow[1] == "applied" ? "none" : arrow[1]));
  refusals.insert(outcome.refusal);
  if (outcome.applied()) {
    taken.insert({move, static_cast<int>(from)});
  } else if (!case_before.empty()) {
    Case after = street_.at(subject);
    REQUIRE_FALSE(after.history.empty());
    after.history.pop_back();  // a refused move leaves the case where it was, and one line
    CHECK(encode(after) == case_before);
  }
  if (arrow + 2 < words.end()) {
    CHECK("[" + std::string(name_of(street_.at(subject).state)) + "]" == arrow[2]);
  }
}

}  // namespace

TEST_SUITE("cases/lifecycle") {
  TEST_CASE("the script of THE TABLE plays as written and leaves no row and no guard out") {
    std::ifstream file(GEZHI_SOURCE_DIR "/tests/core/cases/lifecycle.script");
    REQUIRE(file.good());
    Player player;
    for (std::string line; std::getline(file, line);) player.play(line);

    std::set<const Move*> rows;
    for (const auto& [move, from] : player.taken) rows.insert(move);
    for (const Move& move : lifecycle::kMoves) {
      CAPTURE(move.id);
      CAPTURE(name_of(move.act));
      CAPTURE(name_of(move.when));
      CHECK(rows.count(&move) == 1);
    }
    for (const Move& move : lifecycle::kMoves) {
      for (std::size_t i = 0; i < names_of(Refusal{}).size(); ++i) {
        const auto guard = static_cast<Refusal>(i);
        if (!move.guards.has(guard)) continue;
        CAPTURE(name_of(guard));
        CHECK(player.refusals.count(guard) == 1);
      }
    }
    Ledger again(kStreet);
    for (const Entry& entry : player.street().entries()) {
      const auto replayed = again.replay(entry, true);
      REQUIRE_MESSAGE(replayed.ok(), (replayed.ok() ? "" : replayed.error().message));
    }
    CHECK(again.world().hash() == player.street().world().hash());
  }

  TEST_CASE("golden: the tables as Markdown") {
    std::string text =
        "# The life of a case\n\nPrinted from core/cases/lifecycle.h by the test that compares "
        "it.\n\n";
    text +=
        "| id | from | operation | when | to | roles | guards |\n|---|---|---|---|---|---|---|\n";
    const auto list = [](const auto& set, auto sample) {
      std::string out;
      for (std::size_t i = 0; i < names_of(sample).size(); ++i) {
        const auto one = static_cast<decltype(sample)>(i);
        if (set.has(one)) out += (out.empty() ? "" : ", ") + std::string(name_of(one));
      }
      return out;
    };
    for (const Move& move : lifecycle::kMoves) {
      text += "| " + std::string(move.id) + " | " + list(move.from, CaseState{}) + " | " +
              std::string(name_of(move.act)) + " | " + std::string(name_of(move.when)) + " | " +
              (move.stays ? "(stays)" : std::string(name_of(move.to))) + " | " +
              list(move.roles, Role{}) + " | " + list(move.guards, Refusal{}) + " |\n";
    }
    text += "\n| task operation | from | to | own unit only |\n|---|---|---|---|\n";
    for (const TaskStep& step : kTaskSteps) {
      text += "| " + std::string(name_of(step.act)) + " | " + list(step.from, TaskState{}) + " | " +
              (step.stays ? "(stays)" : std::string(name_of(step.to))) + " | " +
              (step.own_unit ? "yes" : "no") + " |\n";
    }
    const char* path = GEZHI_SOURCE_DIR "/tests/golden/lifecycle.md";
    if (std::getenv("GEZHI_WRITE_GOLDEN") != nullptr) std::ofstream(path) << text;
    std::ifstream golden(path);
    std::stringstream expected;
    expected << golden.rdbuf();
    CHECK(text == expected.str());
  }
}
