// Who sees which cases. A case is visible through channels: the grids of its place and all above
// them, its units, its reporter. A person's scope is the set of channels that follow from what the
// person may act as. A case is visible to a person when one of its channels is in the scope.
//
//   volunteer                                  own reports
//   grid roles                                 their grid and what lies below, their unit
//   mediator, chief mediator, handler          their unit
//   desk roles, supervision, area director,
//   auditor                                    the whole street
//   district coordinator                       every street
//   admin, system                              no case, only the street's own entries
//
// Of the restricted class (G20), and of reports merged into it, grid roles below the community officer
// see nothing; a device that held such a case before it was restricted is told to remove it.
//
// Everybody sees what they reported themselves. Who sees a case also sees the reports merged into
// it. The street's own entries (policy, grids, units) go to everybody who acts in that street.
#pragma once

#include <optional>
#include <vector>

#include "core/cases/world.h"
#include "core/people/role.h"

namespace gezhi {

// A restricted case (G20) shows itself on guarded channels only: those of community officers and the
// roles above them.
enum class ChannelKind : std::uint8_t { grid, unit, reporter, guarded_grid, guarded_unit };

struct Channel {
  ChannelKind kind = ChannelKind::grid;
  std::uint64_t value = 0;

  friend bool operator==(Channel a, Channel b) { return a.kind == b.kind && a.value == b.value; }
  friend bool operator<(Channel a, Channel b) {
    return a.kind != b.kind ? a.kind < b.kind : a.value < b.value;
  }
};

// Who is asking, as the server verified it.
struct Principal {
  ActorId actor;
  std::vector<Grant> grants;
};

// A person's view of one street.
struct Scope {
  ActorId actor;
  bool whole_street = false;
  std::vector<Channel> channels;  // ascending

  bool sees(Channel channel) const;
};

// none = the person does not act in this street at all.
std::optional<Scope> scope_of(const Principal& principal, ShardId shard);

// Changes when the person's view may have changed: the device then begins anew.
Digest scope_digest(const Principal& principal);

// The channels of a case in this world, ascending, without doubles.
std::vector<Channel> channels_of(const World& world, const Case& one);

}  // namespace gezhi
