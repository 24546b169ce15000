#include "tests/core/cases/script_player.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/base/hex.h"
#include "core/cases/judge.h"
#include "tests/core/cases/script_words.h"
#include "tests/support/op_json.h"

namespace gezhi::test {
namespace {

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
  people_["clerkSquad"] = {street_.person("clerk").actor, street_.person("squad").grant};
  people_["patrolSquad"] = {people_["patrol"].actor, street_.person("squad").grant};
  people_["unitless"] = {street_.person("station").actor,
                         {Role::station_head, {}, kCommunityA, kStreet}};
  people_["stationB"] = {ActorId{201}, {Role::station_head, kGridUnitB, kCommunityB, kStreet}};
  people_["directorB"] = {ActorId{202}, {Role::area_director, {}, kCommunityB, kStreet}};
  people_["officerB"] = {ActorId{203}, {Role::community_officer, kGridUnitB, kCommunityB, kStreet}};
  people_["chiefB"] = {ActorId{204}, {Role::chief_mediator, kGridUnitB, kCommunityB, kStreet}};
  people_["centre"] = {ActorId{205}, {Role::mediator, kDistrictCentre, {}, kStreet}};
  people_["marketA"] = {ActorId{206}, {Role::area_director, kMarket, kCommunityA, kStreet}};
  people_["marketB"] = {ActorId{206}, {Role::area_director, kMarket, kCommunityB, kStreet}};
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

namespace {

// A photo of a script is another one each, unless the line says which it is.
Json with_digests(const Json& photos) {
  Json::Array named;
  for (const Json& photo : *photos.array()) {
    Json::Object members = *photo.object();
    if (photo.find("digest") == nullptr) {
      Digest digest{};
      digest[0] = static_cast<std::uint8_t>(named.size() + 1);
      members.emplace_back("digest", Json(to_hex(digest)));
    }
    named.push_back(Json(std::move(members)));
  }
  return Json(std::move(named));
}

}  // namespace

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
    const Json known = resolved(value, subject);
    members.emplace_back(key, key == "photos" ? with_digests(known) : known);
  }
  return Json(std::move(members));
}

void ScriptPlayer::set_from_json(Op& op, const std::string& name, const std::string& text) {
  const auto json = parse_json(text);
  REQUIRE_MESSAGE(json.ok(), (json.ok() ? "" : json.error().message));
  const auto made = op_from_json(name, resolved(*json, op.subject));
  REQUIRE_MESSAGE(made.has_value(), ("no operation " + name));
  REQUIRE_MESSAGE(made->ok(), (made->ok() ? "" : made->error().message));
  set_payload(op, **made);
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
    Case was = *before;
    if (!is_strangers(outcome.refusal)) {
      REQUIRE_FALSE(after.refused.empty());
      CHECK(after.refused.back().op == op.id);
    }
    after.refused.clear();  // a refused move leaves the case where it was, and one line beside it
    was.refused.clear();
    CHECK(encode(after) == encode(was));
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
  if (words[0] == "rule") return set_rule(line.substr(brace));
  REQUIRE(arrow != std::string::npos);
  const CaseId subject = case_named(words[2]);
  if (words[1] == "fill") return fill(subject);
  if (words[1] == "fill_things") return fill_things(subject);
  Op op = prepare(words[0], subject);
  if (words.back().rfind("claimed=", 0) == 0) {
    op.claimed_at = street_.now() + offset_ms(option(words, "claimed"));
    words.pop_back();
  }
  if (brace < arrow) {
    set_from_json(op, words[1], line.substr(brace, arrow - brace));
  } else {
    set_case_op(op, words[1], Words(words.begin() + 3, words.end()));
  }
  street_.pass(1);
  std::istringstream ending(line.substr(arrow + 4));
  std::string expected;
  std::string state;
  std::string late;
  ending >> expected >> state >> late;
  if (state == "late") std::swap(state, late);
  admit(op, expected, state);
  check_late(subject, late == "late");
}

void ScriptPlayer::check_late(CaseId subject, bool late) const {
  const Case* one = street_.world().find(subject);
  if (one != nullptr) CHECK(one->history.back().late_report == late);
}

void ScriptPlayer::set_rule(const std::string& members) {
  const auto changed = parse_json(members);
  REQUIRE(changed.ok());
  const Json rules = to_json(street_.world().policy());
  Json::Object all = *changed->object();
  for (const auto& member : *rules.object()) {
    if (changed->find(member.first) == nullptr) all.push_back(member);
  }
  auto policy = from_json<Policy>(Json(std::move(all)));
  REQUIRE_MESSAGE(policy.ok(), members);
  ++policy->version;
  REQUIRE(street_.act("system", {}, SetPolicy{*policy}).applied());
}

void ScriptPlayer::play_file(const std::string& path) {
  std::ifstream file(path);
  REQUIRE_MESSAGE(file.good(), path);
  for (std::string line; std::getline(file, line);) play(line);
}

}  // namespace gezhi::test
