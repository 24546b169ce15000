// A small street for tests: two communities with grids, a few units, the default policy, and a
// ledger that takes operations of named people. Everything derives from counters, so a test's run
// is the same every time.
#pragma once

#include <map>
#include <string>

#include "core/journal/ledger.h"

namespace gezhi::test {

inline constexpr ShardId kStreet{330105001};

// Grid nodes: street 1; community 10 with unit grids 11, 12; community 20 with 21; beat 100.
inline constexpr GridId kGridStreet{1};
inline constexpr GridId kCommunityA{10};
inline constexpr GridId kGridA1{11};
inline constexpr GridId kGridA2{12};
inline constexpr GridId kCommunityB{20};
inline constexpr GridId kGridB1{21};
inline constexpr GridId kBeat{100};

inline constexpr UnitId kDesk{1};
inline constexpr UnitId kEnforcement{2};
inline constexpr UnitId kFire{3};
inline constexpr UnitId kMediation{4};
inline constexpr UnitId kGridUnitA{5};
inline constexpr UnitId kGridUnitB{6};
inline constexpr UnitId kGas{7};
inline constexpr UnitId kPoliceRoom{8};  // the community team
inline constexpr UnitId kCaseTeam{9};    // the case team, of the police station
inline constexpr UnitId kMarket{10};
inline constexpr UnitId kLabour{11};
inline constexpr UnitId kDistrictCentre{12};  // of mediation, above the street

// Reads assets/policy/street-default.json; stops the test run when it is not valid.
Policy default_policy();
std::vector<Unit> street_units();
std::vector<GridNode> street_grids();

struct Person {
  ActorId actor;
  Grant grant;
};

class Street {
 public:
  explicit Street(TimeMs begin = TimeMs{1795312800000});  // 2026-11-22 10:00 in China, a Sunday

  // By name: volunteer, volunteer2, worker, worker2 (same unit and grid), workerB (the other
  // community), leader, leaderB, station, officer (community team), detective (case team), auxiliary,
  // clerk, desk, supervisor, supervisor2, mediator, chief, enforcer, fireman, gasman, marketer,
  // labourer, squad, director, coordinator, admin, auditor, system.
  Person person(const std::string& name) const;

  // One operation now, by this person. Returns what became of it.
  template <class T>
  Outcome act(const std::string& who, CaseId subject, const T& payload) {
    Op op = make(who, subject);
    set_payload(op, payload);
    return admit(op);
  }
  Op make(const std::string& who, CaseId subject);
  Outcome admit(const Op& op);

  void pass(std::int64_t ms) { now_ = now_ + ms; }
  TimeMs now() const { return now_; }
  void set_now(TimeMs at) { now_ = at; }
  const Ledger& ledger() const { return ledger_; }
  const World& world() const { return ledger_.world(); }
  const Case& at(CaseId id) const;
  const std::vector<Entry>& entries() const { return entries_; }

  CaseId new_case();
  TaskId new_task();

  // Ready-made payloads with everything in them that the rules ask for.
  static ReportCase report(Nature nature = Nature::hazard, GridId grid = kGridA1);
  static Photo photo(PhotoKind kind);  // one picture a kind
  static FileCase filing(Nature nature = Nature::hazard);
  TaskOrder order(UnitId unit, bool lead, bool mandatory = true);

 private:
  Uuid next_id();

  Ledger ledger_{kStreet};
  TimeMs now_;
  std::uint64_t counter_ = 0;
  std::vector<Entry> entries_;
  std::map<std::string, Person> people_;
};

}  // namespace gezhi::test
