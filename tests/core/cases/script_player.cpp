#include "tests/core/cases/script_player.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/cases/judge.h"
#include "tests/support/op_json.h"

namespace gezhi::test {
namespace {

using Words = ScriptPlayer::Words;

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
      {"enforcement", kEnforcement}, {"fire", kFire},          {"mediation", kMediation},
      {"gridA", kGridUnitA},         {"gridB", kGridUnitB},    {"gas", kGas},
      {"police", kPoliceRoom},       {"case_team", kCaseTeam}, {"market", kMarket},
      {"labour", kLabour},           {"desk", kDesk}};
  const auto at = kUnits.find(name);
  return at == kUnits.end() ? UnitId{77} : at->second;
}

// "+3d", "-2h", "+10m" in milliseconds.
std::int64_t offset_ms(const std::string& text) {
  static const std::map<char, std::int64_t> kUnits = {
      {'s', kSecondMs}, {'m', kMinuteMs}, {'h', kHourMs}, {'d', kDayMs}};
  return std::stoll(text) * kUnits.at(text.back());
}

bool is_offset(const std::string& text) {
  return text.size() >= 3 && (text[0] == '+' || text[0] == '-') && std::isdigit(text[1]) != 0;
}

template <class State, std::size_t N>
void note_step(Coverage& coverage, const TrackStep<State> (&steps)[N], OpKind act, State from,
               When when) {
  const auto* step = find_step(steps, act, from, when);
  if (step != nullptr) coverage.track_steps.insert(step);
}

}  // namespace

ScriptPlayer::ScriptPlayer(Coverage& coverage) : coverage_(coverage) {
  // People that only scripts need: of two roles, or of none.
  people_["patrol"] = street_.person("worker2");
  people_["double"] = street_.person("leader");
  people_["doubleClerk"] = {people_["double"].actor, street_.person("clerk").grant};
  people_["doubleSquad"] = {people_["double"].actor, street_.person("squad").grant};
  people_["unitless"] = {street_.person("station").actor,
                         {Role::station_head, {}, kCommunityA, kStreet}};
  people_["nobody"] = {ActorId{99}, {}};
}

CaseId ScriptPlayer::case_named(const std::string& name) {
  const auto at = cases_.find(name);
  if (at != cases_.end()) return at->second;
  return cases_[name] = street_.new_case();
}

TaskId ScriptPlayer::task_for(CaseId subject, const std::string& unit) {
  const Case* one = street_.world().find(subject);
  if (one == nullptr) return {};
  for (auto task = one->tasks.rbegin(); task != one->tasks.rend(); ++task) {
    if (task->unit == unit_named(unit)) return task->id;
  }
  return {};
}

Op ScriptPlayer::prepare(const std::string& who, CaseId subject) {
  const auto own = people_.find(who);
  Op op = street_.make(own == people_.end() ? who : "worker", subject);
  if (own != people_.end()) {
    op.actor = own->second.actor;
    op.grant = own->second.grant;
  }
  return op;
}

std::vector<TaskOrder> ScriptPlayer::orders(const Words& args) {
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

void ScriptPlayer::set_report(Op& op, const Words& args) {
  const auto grid = GridId{static_cast<std::uint32_t>(std::stoul(option(args, "grid", "11")))};
  ReportCase report = Street::report(named<Nature>(option(args, "nature", "hazard")), grid);
  report.source = named<Source>(option(args, "source", "app"));
  report.place.beat = kBeat;
  if (option(args, "danger") == "unanswered") report.danger_answered = false;
  if (option(args, "point") == "none") report.place.point = {};
  if (option(args, "category") == "bare") report.category = {"", "", "x"};
  if (option(args, "text") == "none") report.text.clear();
  report.has_contact = option(args, "contact") == "left";
  set_payload(op, report);
}

void ScriptPlayer::set_case_op(Op& op, const std::string& verb, const Words& args) {
  const auto grid = GridId{static_cast<std::uint32_t>(std::stoul(option(args, "grid", "11")))};
  const auto days = std::stoll(option(args, "days", "0"));
  const TimeMs until = days == 0 ? TimeMs{} : street_.now() + days * kDayMs;
  const std::string reason = option(args, "reason", "现场条件不允许");
  if (verb == "report") {
    set_report(op, args);
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
  } else if (args.empty()) {
    set_from_json(op, verb, "{}");
  } else {
    set_task_op(op, verb, args, task_for(op.subject, args.at(0)));
  }
}

void ScriptPlayer::set_task_op(Op& op, const std::string& verb, const Words& args, TaskId task) {
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

void ScriptPlayer::fill(CaseId subject) {
  while (street_.at(subject).tasks.size() < kTasksMax) {
    TaskOrder order = street_.order(kFire, false, false);
    REQUIRE(street_.act("desk", subject, DispatchCase{{order}}).applied());
  }
}

void ScriptPlayer::fill_things(CaseId subject) {
  while (street_.at(subject).things.size() < kThingsMax) {
    CountThing thing;
    thing.what = "气瓶";
    thing.most = 1;
    REQUIRE(street_.act("desk", subject, thing).applied());
  }
}

void ScriptPlayer::make(const Words& words) {
  static const std::map<std::string, std::string> kSigners = {
      {"enforcement", "enforcer"}, {"fire", "fireman"},   {"mediation", "mediator"},
      {"gridA", "worker"},         {"police", "officer"}, {"market", "marketer"},
      {"labour", "labourer"}};
  static const Words kStates = {"handling", "feedback", "return_visit", "closed"};
  const auto until = std::find(kStates.begin(), kStates.end(), words[1]) - kStates.begin();
  const std::string& name = words[2];
  const std::string& unit = words[3];
  const std::string nature = " nature=" + option(words, "nature", "hazard");
  const std::string who = kSigners.at(unit);
  play("patrol report " + name + " source=patrol" + nature + " => applied");
  play("clerk file " + name + nature + " => applied");
  play("desk dispatch " + name + " +" + unit + " => applied");
  play(who + " sign " + name + " " + unit + " => applied");
  if (until < 1) return;
  play(who + " arrive " + name + " " + unit + " => applied");
  play(who + " submit " + name + " " + unit + " => applied");
  if (until < 2) return;
  play("system open_visit " + name + " => applied");
  if (until < 3) return;
  play("leader visit " + name + " confirmed => applied");
  play("clerk close " + name + " => applied");
}

// What a text of the payload stands for; other texts stand for themselves.
Json ScriptPlayer::named_thing(const std::string& text, CaseId subject) {
  if (text.size() < 2) return Json(text);
  const std::string name = text.substr(1);
  if (text[0] == '@') return to_json(case_named(name));
  if (text == "#new") return to_json(street_.new_task());
  if (text[0] == '#') return to_json(task_for(subject, name));
  if (text[0] == '$') return to_json(unit_named(name));
  if (text[0] == '!') return to_json(street_.at(subject).conflicts.at(std::stoul(name) - 1).op);
  if (is_offset(text)) return to_json(street_.now() + offset_ms(text));
  return Json(text);
}

Json ScriptPlayer::resolved(const Json& json, CaseId subject) {
  if (json.string() != nullptr) return named_thing(*json.string(), subject);
  if (json.array() != nullptr) {
    Json::Array items;
    for (const Json& item : *json.array()) items.push_back(resolved(item, subject));
    return Json(std::move(items));
  }
  if (json.object() == nullptr) return json;
  Json::Object members;
  for (const auto& [key, value] : *json.object()) {
    members.emplace_back(key, resolved(value, subject));
  }
  return Json(std::move(members));
}

void ScriptPlayer::set_from_json(Op& op, const std::string& name, const std::string& text) {
  const auto json = parse_json(text);
  REQUIRE_MESSAGE(json.ok(), (json.ok() ? "" : json.error().message));
  const auto made = op_from_json(name, resolved(*json, op.subject));
  REQUIRE_MESSAGE(made.has_value(), ("no operation " + name));
  REQUIRE_MESSAGE(made->ok(), (made->ok() ? "" : made->error().message));
  std::visit([&](const auto& one) { set_payload(op, one); }, **made);
}

void ScriptPlayer::note_taken(const Case* before, const CaseOp& op) {
  const OpKind kind = kind_of(op);
  const When when = when_of(before, op);
  coverage_.moves.insert(find_move(before ? before->state : CaseState::draft, kind, when));
  if (task_step(kind) != nullptr) coverage_.task_steps.insert(kind);
  if (before == nullptr) return;
  const Case& c = *before;
  note_step(coverage_, lifecycle::kRectifySteps, kind,
            c.rectify ? c.rectify->state : RectifyState::none, when);
  note_step(coverage_, lifecycle::kMediateSteps, kind,
            c.mediate ? c.mediate->state : MediateState::none, when);
  note_step(coverage_, lifecycle::kInvestigateSteps, kind,
            c.investigate ? c.investigate->state : InvestigateState::none, when);
}

// What is done was offered: asked beforehand, without the payload, the rules said yes.
bool ScriptPlayer::was_offered(const Op& op, const CaseOp& one) const {
  const When when = when_of(street_.world().find(op.subject), one);
  const auto list =
      permitted(street_.world(), op.actor, {op.grant}, op.subject, {street_.now(), street_.now()});
  return std::any_of(list.begin(), list.end(), [&](const Permission& p) {
    if (p.kind != kind_of(one) || !p.outcome.applied()) return false;
    return p.task.is_nil() ? overlaps(p.when, when) : p.task == task_of(one);
  });
}

void ScriptPlayer::admit(const Op& op, const std::string& expected, const std::string& state) {
  const Case* found = street_.world().find(op.subject);
  const std::optional<Case> before = found ? std::optional<Case>(*found) : std::nullopt;
  const Payload payload = read_payload(op);
  const auto* one = std::get_if<CaseOp>(&payload);
  REQUIRE(one != nullptr);
  const bool offered = makes_case(kind_of(*one)) || was_offered(op, *one);
  const Outcome outcome = street_.admit(op);
  if (outcome.applied()) CHECK(offered);
  CHECK(name_of(outcome.refusal) == (expected == "applied" ? "none" : expected));
  coverage_.refusals.insert(outcome.refusal);
  if (outcome.applied()) {
    note_taken(before ? &*before : nullptr, *one);
  } else if (before) {
    Case after = street_.at(op.subject);
    REQUIRE_FALSE(after.history.empty());
    after.history.pop_back();  // a refused move leaves the case where it was, and one line
    CHECK(encode(after) == encode(*before));
  }
  if (!state.empty()) {
    CHECK("[" + std::string(name_of(street_.at(op.subject).state)) + "]" == state);
  }
}

void ScriptPlayer::play(const std::string& line) {
  const std::size_t arrow = line.find(" => ");
  const std::size_t brace = std::min(line.find('{'), arrow);
  std::istringstream stream(line.substr(0, brace));
  Words words;
  for (std::string word; stream >> word;) words.push_back(word);
  if (words.empty() || words[0][0] == '#') return;
  CAPTURE(line);
  if (words[0] == "wait") return street_.pass(offset_ms(words[1]));
  if (words[0] == "make") return make(words);
  REQUIRE(arrow != std::string::npos);
  const CaseId subject = case_named(words[2]);
  if (words[1] == "fill") return fill(subject);
  if (words[1] == "fill_things") return fill_things(subject);
  Op op = prepare(words[0], subject);
  if (brace < arrow) {
    set_from_json(op, words[1], line.substr(brace, arrow - brace));
  } else {
    set_case_op(op, words[1], Words(words.begin() + 3, words.end()));
  }
  street_.pass(1);
  std::istringstream ending(line.substr(arrow + 4));
  std::string expected;
  std::string state;
  ending >> expected >> state;
  admit(op, expected, state);
}

void ScriptPlayer::play_file(const std::string& path) {
  std::ifstream file(path);
  REQUIRE_MESSAGE(file.good(), path);
  for (std::string line; std::getline(file, line);) play(line);
}

}  // namespace gezhi::test
