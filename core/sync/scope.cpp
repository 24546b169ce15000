#include "core/sync/scope.h"

#include <algorithm>

#include "core/cases/lifecycle.h"
#include "core/cases/restricted.h"

namespace gezhi {
namespace {

constexpr Roles kWholeStreet = kDeskRoles | Roles(Role::supervision_squad, Role::area_director,
                                                  Role::auditor, Role::district_coordinator);
constexpr Roles kUnitRoles =
    kGridRoles | Roles(Role::mediator, Role::chief_mediator, Role::handler);

void settle(std::vector<Channel>& channels) {
  std::stable_sort(channels.begin(), channels.end());
  channels.erase(std::unique(channels.begin(), channels.end()), channels.end());
}

void add_grids(std::vector<Channel>& channels, const GridTree& grids, GridId node,
               ChannelKind kind) {
  for (const GridId id : grids.path(node)) channels.push_back({kind, id.value});
}

void add_case(std::vector<Channel>& channels, const World& world, const Case& one, bool guarded) {
  const ChannelKind grid = guarded ? ChannelKind::guarded_grid : ChannelKind::grid;
  const ChannelKind unit = guarded ? ChannelKind::guarded_unit : ChannelKind::unit;
  for (const GridId node :
       {one.place.grid, one.place.community, one.place.beat, one.place.border_with}) {
    add_grids(channels, world.grids(), node, grid);
  }
  for (const Task& task : one.tasks) {
    if (task.state == TaskState::refused || task.state == TaskState::cancelled) continue;
    channels.push_back({unit, task.unit.value});
  }
  channels.push_back({ChannelKind::reporter, one.reporter.value});
}

}  // namespace

bool Scope::sees(Channel channel) const {
  return whole_street || std::binary_search(channels.begin(), channels.end(), channel);
}

std::optional<Scope> scope_of(const Principal& principal, ShardId shard) {
  Scope scope;
  scope.actor = principal.actor;
  bool acts_here = false;
  for (const Grant& grant : principal.grants) {
    if (grant.role == Role::none) continue;
    if (!grant.shard.is_none() && !(grant.shard == shard)) continue;
    acts_here = true;
    scope.whole_street = scope.whole_street || kWholeStreet.has(grant.role);
    const bool guarded = lifecycle::kRestrictedRoles.has(grant.role);
    if (kGridRoles.has(grant.role) && !grant.grid.is_none()) {
      scope.channels.push_back({ChannelKind::grid, grant.grid.value});
      if (guarded) scope.channels.push_back({ChannelKind::guarded_grid, grant.grid.value});
    }
    if (kUnitRoles.has(grant.role) && !grant.unit.is_none()) {
      scope.channels.push_back({ChannelKind::unit, grant.unit.value});
      if (guarded) scope.channels.push_back({ChannelKind::guarded_unit, grant.unit.value});
    }
  }
  if (!acts_here) return std::nullopt;
  if (!principal.actor.is_none()) {
    scope.channels.push_back({ChannelKind::reporter, principal.actor.value});
  }
  settle(scope.channels);
  return scope;
}

Digest scope_digest(const Principal& principal) {
  std::vector<Bytes> grants;
  for (const Grant& grant : principal.grants) grants.push_back(encode(grant));
  std::stable_sort(grants.begin(), grants.end());
  CborWriter out;
  out.text("gezhi scope 3");  // raise when the rules of visibility change
  out.unsigned_number(principal.actor.value);
  for (const Bytes& grant : grants) out.bytes(grant);
  return sha256(out.result());
}

std::vector<Channel> channels_of(const World& world, const Case& one) {
  std::vector<Channel> channels;
  const auto line = line_of(world, one);
  const bool guarded = is_guarded(line);
  for (const Case* each : line) add_case(channels, world, *each, guarded);
  settle(channels);
  return channels;
}

}  // namespace gezhi
