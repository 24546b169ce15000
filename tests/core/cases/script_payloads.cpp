// What the verbs of a script mean: the payloads they make. Nothing in them that the rules ask for is
// left out unless the line says so.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/core/cases/script_player.h"
#include "tests/core/cases/script_words.h"

namespace gezhi::test {
namespace {

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
  if (text == "punctuated") return "已 按规定处理。。。";
  if (text == "near") return "已按规定处理完毕，请知悉";
  if (text == "padded") return "已处理完毕已处理完毕已处理完毕";
  return "现场情况属实,已逐项核对";
}

}  // namespace

std::string option(const Words& args, const std::string& key, const std::string& otherwise) {
  for (const std::string& word : args) {
    if (word.rfind(key + "=", 0) == 0) return word.substr(key.size() + 1);
  }
  return otherwise;
}

UnitId unit_named(const std::string& name) {
  static const std::map<std::string, UnitId> kUnits = {
      {"enforcement", kEnforcement}, {"fire", kFire},          {"mediation", kMediation},
      {"gridA", kGridUnitA},         {"gridB", kGridUnitB},    {"gas", kGas},
      {"police", kPoliceRoom},       {"case_team", kCaseTeam}, {"market", kMarket},
      {"labour", kLabour},           {"desk", kDesk},          {"centre", kDistrictCentre}};
  const auto at = kUnits.find(name);
  return at == kUnits.end() ? UnitId{77} : at->second;
}

std::int64_t offset_ms(const std::string& text) {
  static const std::map<char, std::int64_t> kUnits = {
      {'s', kSecondMs}, {'m', kMinuteMs}, {'h', kHourMs}, {'d', kDayMs}};
  return std::stoll(text) * kUnits.at(text.back());
}

bool is_offset(const std::string& text) {
  return text.size() >= 3 && (text[0] == '+' || text[0] == '-') && std::isdigit(text[1]) != 0;
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
    SubmitTask done{task, ResultKind::resolved, text_in(args), {}};
    if (const std::string kind = option(args, "photo"); !kind.empty()) {
      done.photos = {Street::photo(named<PhotoKind>(kind))};
    }
    set_payload(op, done);
  } else if (verb == "return") {
    set_payload(op, ReturnTask{task, "结果写得不清楚"});
  } else if (verb == "cancel") {
    set_payload(op, CancelTask{task, "派遣有误"});
  } else if (verb == "ask_suspend") {
    const std::string document = option(args, "evidence", "产权函〔2026〕3号");
    set_payload(op, AskSuspend{task,
                               "等待产权单位",
                               street_.now() + days * kDayMs,
                               {},
                               document == "none" ? "" : document});
  } else {
    FAIL("unknown verb: " << verb);
  }
}

}  // namespace gezhi::test
