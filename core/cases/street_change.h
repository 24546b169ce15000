// Changes of a street's rules and units that destroy what is kept or disarm what watches: nobody makes them
// alone or at once. One proposes, another confirms, and a day later the street itself puts them in force;
// until then either of them, or any other of those roles, can withdraw them.
#pragma once

#include <map>
#include <optional>

#include "core/cases/policy.h"
#include "core/grid/tree.h"
#include "core/people/role.h"
#include "core/people/unit.h"

namespace gezhi {

inline constexpr std::int64_t kChangeDelayMs = kDayMs;
// Who proposes, confirms and withdraws. The command line of the server proposes as nobody's account.
inline constexpr Roles kChangeRoles(Role::admin, Role::duty_supervisor, Role::district_coordinator);

enum class ChangeState : std::uint8_t { proposed, confirmed, done, withdrawn };
constexpr std::array<std::string_view, 4> names_of(ChangeState) {
  return {"proposed", "confirmed", "done", "withdrawn"};
}

struct StreetChange {
  OpId op;  // that proposed it
  ActorId by;
  Role role = Role::none;
  Moment proposed;
  std::optional<Policy> policy;  // exactly one of these two
  std::vector<Unit> units;
  std::string reason;
  ActorId confirmed_by;
  Role confirmed_as = Role::none;
  TimeMs due;  // when it comes into force; none: nobody has confirmed it
  ChangeState state = ChangeState::proposed;

  bool is_open() const { return state == ChangeState::proposed || state == ChangeState::confirmed; }

  template <class V>
  void fields(V& v) {
    v(1, "op", op);
    v(2, "by", by);
    v(3, "role", role);
    v(4, "proposed", proposed);
    v(5, "policy", policy);
    v(6, "units", units, 2000);
    v(7, "reason", reason, kTextMax);
    v(8, "confirmed_by", confirmed_by);
    v(9, "confirmed_as", confirmed_as);
    v(10, "due", due);
    v(11, "state", state);
  }
};

// The members of the rules by which `after` keeps less, looks less closely, gives more time or escalates
// later than `before`, or lets others order and investigate; none: nothing is weakened. Of the first rules of
// a street nothing is. A list of rules may be added to at its end.
std::vector<std::string> weakened(const Policy& before, const Policy& after);

// The names of the known units that would become another kind, or could do less, for fewer hours a week or
// on less ground.
std::vector<std::string> weakened(const std::map<UnitId, Unit>& known, const GridTree& grids,
                                  const std::vector<Unit>& units);

}  // namespace gezhi
