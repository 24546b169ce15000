#include "core/cases/visibility.h"

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
    if (one.mediate) add_grids(channels, world.grids(), node, ChannelKind::mediated);
  }
  // What a unit began by its own authority it finishes, also when its order is gone.
  if (one.rectify) channels.push_back({unit, one.rectify->issuer.value});
  if (one.mediate) channels.push_back({unit, one.mediate->unit.value});
  if (one.investigate) channels.push_back({unit, one.investigate->unit.value});
  for (const Task& task : one.tasks) {
    if (task.state == TaskState::refused || task.state == TaskState::cancelled) continue;
    channels.push_back({unit, task.unit.value});
  }
}

std::vector<Channel> channels_as(const World& world, const Case& one,
                                 const std::vector<const Case*>& line, bool guarded) {
  std::vector<Channel> channels;
  for (const Case* each : line) add_case(channels, world, *each, guarded);
  channels.push_back({ChannelKind::reporter, one.reporter.value});
  settle(channels);
  return channels;
}

bool shows(const Scope& scope, const std::vector<Channel>& channels) {
  return std::any_of(channels.begin(), channels.end(),
                     [&](Channel channel) { return scope.sees(channel); });
}

}  // namespace

bool Scope::sees(Channel channel) const {
  return whole_street || std::binary_search(channels.begin(), channels.end(), channel);
}

Scope view_of(ActorId actor, const std::vector<Grant>& grants, ShardId shard) {
  Scope scope;
  scope.actor = actor;
  for (const Grant& grant : grants) {
    if (grant.role == Role::none) continue;
    if (!grant.shard.is_none() && !(grant.shard == shard)) continue;
    scope.whole_street =
        scope.whole_street || kWholeStreet.has(grant.role) || grant.role == Role::system;
    const bool guarded = lifecycle::kRestrictedRoles.has(grant.role);
    if (kGridRoles.has(grant.role) && !grant.grid.is_none()) {
      scope.channels.push_back({ChannelKind::grid, grant.grid.value});
      if (guarded) scope.channels.push_back({ChannelKind::guarded_grid, grant.grid.value});
    }
    if (grant.role == Role::chief_mediator && !grant.grid.is_none()) {
      scope.channels.push_back({ChannelKind::mediated, grant.grid.value});
    }
    if (kUnitRoles.has(grant.role) && !grant.unit.is_none()) {
      scope.channels.push_back({ChannelKind::unit, grant.unit.value});
      if (guarded) scope.channels.push_back({ChannelKind::guarded_unit, grant.unit.value});
    }
  }
  if (!actor.is_none()) scope.channels.push_back({ChannelKind::reporter, actor.value});
  settle(scope.channels);
  return scope;
}

std::vector<Channel> channels_of(const World& world, const Case& one) {
  const auto line = line_of(world, one);
  return channels_as(world, one, line, is_guarded(line));
}

Sight sight_of(const World& world, ActorId actor, const Grant& grant, const Case& one) {
  const Scope scope = view_of(actor, {grant}, one.shard);
  if (scope.whole_street) return Sight::full;
  const auto line = line_of(world, one);
  const bool guarded = is_guarded(line);
  if (shows(scope, channels_as(world, one, line, guarded))) return Sight::full;
  const bool otherwise = guarded && shows(scope, channels_as(world, one, line, false));
  return otherwise ? Sight::guarded : Sight::none;
}

bool is_heard(const World& world, const Act& act, const Outcome& outcome) {
  if (outcome.applied()) return true;
  if (is_strangers(outcome.refusal)) return false;
  if (outcome.refusal != Refusal::not_understood) return true;
  // Nobody asked what it is about before it was found that nobody can read it.
  const Case* subject = world.find(act.subject);
  return subject != nullptr && sight_of(world, act.actor, act.grant, *subject) == Sight::full;
}

}  // namespace gezhi
