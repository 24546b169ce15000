// Who sees which cases: one answer for what is sent to a device, for what may be done, and for the
// bytes of photos. A case is visible through channels: the grids of its place and all above them, its
// units, its reporter. What somebody may act as gives a set of channels; a case is visible when one of
// its channels is among them.
//
//   volunteer                                  own reports
//   grid roles                                 their grid and what lies below, their unit
//   mediator, chief mediator, handler          their unit
//   chief mediator                             what is mediated in their grid
//   desk roles, supervision, area director,
//   auditor                                    the whole street
//   district coordinator                       every street
//   admin                                      no case, only the street's own entries
//   system                                     every case; no account holds it
//
// Of the restricted class (G20), and of reports merged into it, grid roles below the community officer
// see nothing; a device that held such a case before it was restricted is told to remove it.
//
// Everybody sees what they reported themselves, and no part of it that somebody else reported; who sees it
// by that alone is sent what is for its reporter (reporter_view.h). Who sees a case otherwise also sees the
// reports merged into it. The street's own entries (policy, grids,
// units) go to everybody who acts in that street.
#pragma once

#include <vector>

#include "core/cases/act.h"
#include "core/cases/refusal.h"
#include "core/cases/world.h"

namespace gezhi {

// A restricted case (G20) shows itself on guarded channels only: those of community officers and the
// roles above them.
enum class ChannelKind : std::uint8_t {
  grid,
  unit,
  reporter,
  guarded_grid,
  guarded_unit,
  mediated  // the grids of a case with a mediation
};

struct Channel {
  ChannelKind kind = ChannelKind::grid;
  std::uint64_t value = 0;

  friend bool operator==(Channel a, Channel b) { return a.kind == b.kind && a.value == b.value; }
  friend bool operator<(Channel a, Channel b) {
    return a.kind != b.kind ? a.kind < b.kind : a.value < b.value;
  }
};

// A person's view of one street.
struct Scope {
  ActorId actor;
  bool whole_street = false;
  std::vector<Channel> channels;  // ascending

  bool sees(Channel channel) const;
};

// What these of a person's grants show in one street; grants of other streets show nothing.
Scope view_of(ActorId actor, const std::vector<Grant>& grants, ShardId shard);

// The channels of a case in this world, ascending, without doubles.
std::vector<Channel> channels_of(const World& world, const Case& one);

enum class Sight : std::uint8_t {
  none,     // as if there were no such case
  guarded,  // would see it, were it (or what it is part of) not restricted
  full
};

// Of who acts by this grant. Cost: the channels of the case, a few dozen.
Sight sight_of(const World& world, ActorId actor, const Grant& grant, const Case& one);

// Whether what came of an operation stands with its case, and the people of the case hear of it. Not
// what was refused to somebody who has no business with it: those would be one's own words, carried to
// others.
bool is_heard(const World& world, const Act& act, const Outcome& outcome);

}  // namespace gezhi
