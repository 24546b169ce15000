#include "tests/support/street.h"

#include <cstdio>
#include <fstream>
#include <sstream>

#include "core/base/json.h"

namespace gezhi::test {
namespace {

#ifndef GEZHI_SOURCE_DIR
#define GEZHI_SOURCE_DIR "."
#endif

GridNode node(GridId id, GridLevel level, GridId parent, const char* name,
              GridLayer layer = GridLayer::governance) {
  GridNode made;
  made.id = id;
  made.layer = layer;
  made.level = level;
  made.parent = parent;
  made.name = name;
  return made;
}

Unit unit(UnitId id, UnitKind kind, const char* name, GridId area, SetOf<Nature> powers) {
  Unit made;
  made.id = id;
  made.kind = kind;
  made.name = name;
  made.area = area;
  made.powers = powers;
  made.base = {1201500000, 303100000};
  return made;
}

Grant grant(Role role, UnitId unit_id, GridId grid) { return {role, unit_id, grid, kStreet}; }

}  // namespace

Policy default_policy() {
  std::ifstream file(GEZHI_SOURCE_DIR "/assets/policy/street-default.json");
  std::stringstream text;
  text << file.rdbuf();
  const auto json = parse_json(text.str());
  GEZHI_CHECK(json.ok());
  const auto policy = from_json<Policy>(*json);
  GEZHI_CHECK(policy.ok());
  GEZHI_CHECK(check_policy(*policy).ok());
  return *policy;
}

std::vector<Unit> street_units() {
  using N = Nature;
  return {
      unit(kDesk, UnitKind::street_desk, "综合信息指挥室", kGridStreet, {}),
      unit(kEnforcement, UnitKind::enforcement, "综合执法中队", kGridStreet,
           SetOf<N>(N::hazard, N::disorder, N::noise, N::facility)),
      unit(kFire, UnitKind::fire, "消防工作站", kGridStreet, SetOf<N>(N::hazard)),
      unit(kMediation, UnitKind::mediation, "东湖调解队", kGridStreet,
           SetOf<N>(N::dispute, N::noise)),
      unit(kGridUnitA, UnitKind::village_grid, "甲社区网格", kCommunityA,
           SetOf<N>(N::help, N::lead, N::dispute, N::lost_found)),
      unit(kGridUnitB, UnitKind::village_grid, "乙社区网格", kCommunityB,
           SetOf<N>(N::help, N::lead, N::dispute, N::lost_found)),
      unit(kGas, UnitKind::utility, "燃气公司", kGridStreet, {}),
      unit(kPoliceRoom, UnitKind::police_room, "社区警务队", kGridStreet,
           SetOf<N>(N::dispute, N::hazard, N::disorder, N::noise, N::lost_found, N::welfare)),
      unit(kCaseTeam, UnitKind::police_station, "案件办理队", kGridStreet,
           SetOf<N>(N::dispute, N::disorder)),
      unit(kMarket, UnitKind::market_regulation, "市场监管所", kGridStreet,
           SetOf<N>(N::hazard, N::disorder)),
      unit(kLabour, UnitKind::labour, "劳动保障所", kGridStreet, SetOf<N>(N::dispute, N::welfare)),
      unit(kDistrictCentre, UnitKind::mediation, "区矛调中心", {}, SetOf<N>(N::dispute)),
  };
}

std::vector<GridNode> street_grids() {
  return {
      node(kGridStreet, GridLevel::township, {}, "小河街道"),
      node(kCommunityA, GridLevel::village, kGridStreet, "甲社区"),
      node(kGridA1, GridLevel::unit, kCommunityA, "甲社区第一网格"),
      node(kGridA2, GridLevel::unit, kCommunityA, "甲社区第二网格"),
      node(kCommunityB, GridLevel::village, kGridStreet, "乙社区"),
      node(kGridB1, GridLevel::unit, kCommunityB, "乙社区第一网格"),
      node(kBeat, GridLevel::unit, {}, "小河一警格", GridLayer::police),
  };
}

// Opened long before: a test may begin at an earlier day than `begin`, and a journal's times never run back.
Street::Street(TimeMs begin) : now_(begin - 365 * kDayMs) {
  const auto add = [&](const char* name, Role role, UnitId unit_id, GridId grid) {
    const ActorId actor{role == Role::system ? 0 : people_.size() + 1};  // the street is nobody
    people_[name] = Person{actor, grant(role, unit_id, grid)};
  };
  add("volunteer", Role::volunteer, {}, {});
  add("volunteer2", Role::volunteer, {}, {});
  add("worker", Role::grid_worker, kGridUnitA, kGridA1);
  add("worker2", Role::grid_worker, kGridUnitA, kGridA1);
  add("workerB", Role::grid_worker, kGridUnitB, kGridB1);
  add("leader", Role::grid_leader, kGridUnitA, kCommunityA);
  add("station", Role::station_head, kGridUnitA, kCommunityA);
  add("officer", Role::community_officer, kPoliceRoom, kBeat);
  add("clerk", Role::intake_clerk, kDesk, kGridStreet);
  add("desk", Role::dispatcher, kDesk, kGridStreet);
  add("supervisor", Role::duty_supervisor, kDesk, kGridStreet);
  add("supervisor2", Role::duty_supervisor, kDesk, kGridStreet);
  add("mediator", Role::mediator, kMediation, kGridStreet);
  add("enforcer", Role::handler, kEnforcement, kGridStreet);
  add("fireman", Role::handler, kFire, kGridStreet);
  add("gasman", Role::handler, kGas, kGridStreet);
  add("admin", Role::admin, {}, {});
  add("auditor", Role::auditor, {}, {});
  add("system", Role::system, {}, {});
  add("detective", Role::community_officer, kCaseTeam, kBeat);
  add("auxiliary", Role::auxiliary_officer, kPoliceRoom, kBeat);
  add("leaderB", Role::grid_leader, kGridUnitB, kCommunityB);
  add("chief", Role::chief_mediator, kMediation, kGridStreet);
  add("marketer", Role::handler, kMarket, kGridStreet);
  add("labourer", Role::handler, kLabour, kGridStreet);
  add("squad", Role::supervision_squad, {}, kGridStreet);
  add("director", Role::area_director, {}, kGridStreet);
  add("coordinator", Role::district_coordinator, {}, {});
  GEZHI_CHECK(act("admin", {}, SetPolicy{default_policy()}).applied());
  GEZHI_CHECK(act("admin", {}, SetGrids{street_grids()}).applied());
  GEZHI_CHECK(act("admin", {}, SetUnits{street_units()}).applied());
  now_ = begin;
}

Person Street::person(const std::string& name) const {
  const auto at = people_.find(name);
  GEZHI_CHECK(at != people_.end());
  return at->second;
}

Uuid Street::next_id() {
  ++counter_;
  std::array<std::uint8_t, 10> random{};
  for (std::size_t i = 0; i < 8; ++i) {
    random[2 + i] = static_cast<std::uint8_t>(counter_ >> (8 * (7 - i)));
  }
  return make_uuid_v7(now_, random);
}

CaseId Street::new_case() { return CaseId{next_id()}; }
TaskId Street::new_task() { return TaskId{next_id()}; }

Op Street::make(const std::string& who, CaseId subject) {
  const Person person_of = person(who);
  Op op;
  op.id = OpId{next_id()};
  op.shard = kStreet;
  op.claimed_at = now_;
  op.device.value.bytes[0] = 1;
  op.device_seq = counter_;
  op.actor = person_of.actor;
  op.grant = person_of.grant;
  op.subject = subject;
  return op;
}

Outcome Street::admit(const Op& op) {
  entries_.push_back(ledger_.admit(op, encode(op), op.grant, now_));
  return entries_.back().outcome;
}

const Case& Street::at(CaseId id) const {
  const Case* found = world().find(id);
  GEZHI_CHECK(found != nullptr);
  return *found;
}

ReportCase Street::report(Nature nature, GridId grid) {
  ReportCase made;
  made.nature = nature;
  made.place.point = {1201510000, 303110000};
  made.place.grid = grid;
  made.text = "面馆后厨有煤气瓶,味道很大";
  made.danger_answered = true;
  return made;
}

Photo Street::photo(PhotoKind kind) {
  Photo made;
  made.kind = kind;
  made.digest[0] = static_cast<std::uint8_t>(static_cast<int>(kind) + 1);
  return made;
}

FileCase Street::filing(Nature nature) {
  FileCase made;
  made.nature = nature;
  made.category = {"LOCAL-SG", "1.0", "hazard.gas"};
  made.duplicates_shown = true;
  return made;
}

TaskOrder Street::order(UnitId unit_id, bool lead, bool mandatory) {
  TaskOrder made;
  made.id = new_task();
  made.unit = unit_id;
  made.lead = lead;
  made.mandatory = mandatory;
  made.order = "到现场检查并处置";
  return made;
}

}  // namespace gezhi::test
