// Which unit stands where for an order of a case, and why: the one ranking behind the desk's list, the
// forms that choose a unit, joint dispatch, and an auditor who ranks again from the journal. Who may be
// sent stands first; of these who is on duty; of these the nearest.
//
// How near a unit is by road comes from whoever knows the roads (the district pack of the desk's
// device), and is kept with the order (UnitChoice): all else follows from the journal. Reasons are
// codes with numbers; texts: `passed_over.<name>`.
//
// Cost: linear in units, and in the street's cases for what the units have to do.
#pragma once

#include <span>
#include <vector>

#include "core/cases/ops_task.h"
#include "core/cases/world.h"

namespace gezhi {

// Why a unit is not taken. Wire-stable: append only.
enum class PassedOver : std::uint8_t {
  none,          // nothing speaks against it
  lacks_power,   // G5
  outside_area,  // G6
  is_finder,     // G7, S5-16
  has_task,      // works on this case already
  taken,         // has another order of this plan
  farther,
  stand_in,     // not what is wanted, and one that is wanted is there
  off_duty,     // nobody is there; may be ordered by hand all the same
  not_named,    // the order names another unit, and nobody stands in for that
  may_not_see,  // G20: nobody of it may see what is restricted
  had_order,    // an order of this case went to it before
};
constexpr std::array<std::string_view, 12> names_of(PassedOver) {
  return {"none",    "lacks_power", "outside_area", "is_finder", "has_task",    "taken",
          "farther", "stand_in",    "off_duty",     "not_named", "may_not_see", "had_order"};
}

struct RankQuestion {
  TimeMs at;                                // whose duty counts
  bool leads = true;                        // who only helps needs no power over the matter,
  SetOf<Nature> powers = {};                // only these, when the order names some
  GridId side = {};                         // of a border; none = any unit that covers the place
  std::span<const UnitReach> reaches = {};  // those not in it are measured straight
};

struct RankedUnit {
  UnitId unit;
  PassedOver why = PassedOver::none;  // here: none, off_duty, or what a guard would refuse
  UnitReach reach;
  TimeMs on_duty_from;       // when off duty: next there; none = not soon (duty.h)
  std::uint32_t orders = 0;  // that it has now, in all cases of the street that are known here

  // The rules would take an order to it.
  bool may_be_sent() const { return why == PassedOver::none || why == PassedOver::off_duty; }
};

// Every unit of the street but its desk, best first. Equal ones in the order of their ids.
std::vector<RankedUnit> rank_units(const World& world, const Case& subject,
                                   const RankQuestion& question);

// Whom to offer the lead's order next when one gave it back or let it lie (C01): the best that is there
// and had no order of this case yet. nullptr: nobody is left.
const RankedUnit* next_to_offer(std::span<const RankedUnit> ranking, const Case& subject);

// Who is nearer than `offered` and passed over all the same, the nearest first, each with what speaks against
// it: what a guard would refuse, that nobody is there, or the order of this case that it has or had. Two that
// are reached by road are compared by their time, all others by how far they are. Empty where `offered` is
// not ranked or its place is not known.
std::vector<RankedUnit> nearer_passed_over(std::span<const RankedUnit> ranking, const Case& subject,
                                           UnitId offered);

// Where `unit` stands in a ranking, to be kept with its order. Not ranked when it is not in it.
UnitChoice choice_of(std::span<const RankedUnit> ranking, UnitId unit, TimeMs at);

// The ranking that the choice of this order was made from, by what the journal held just before:
// an auditor's choice_of() it is the order's own, unless the desk's device did not know all of that.
std::vector<RankedUnit> rank_again(const World& before, const Case& subject,
                                   const TaskOrder& order);

}  // namespace gezhi
