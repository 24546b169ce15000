#include "core/journal/street_rules.h"

#include <algorithm>

#include "core/cases/unit_check.h"

namespace gezhi {
namespace {

Result<GridTree> tree_without(const GridTree& before, const std::vector<GridId>& gone) {
  std::vector<GridNode> nodes;
  for (const auto& [id, node] : before.nodes()) {
    if (std::find(gone.begin(), gone.end(), id) == gone.end()) nodes.push_back(node);
  }
  std::stable_sort(nodes.begin(), nodes.end(),
                   [](const GridNode& a, const GridNode& b) { return a.level < b.level; });
  GridTree tree;
  for (GridNode& node : nodes) {
    if (auto added = tree.add(std::move(node)); !added) return added.error();
  }
  return tree;
}

// The tree without what is gone and with what is new. Errors: `bad_grid` names the first node whose
// parent is not there.
Result<GridTree> tree_after(const GridTree& before, const SetGrids& set) {
  GridTree tree = before;
  if (!set.gone.empty()) {
    auto left = tree_without(before, set.gone);
    if (!left) return left;
    tree = std::move(*left);
  }
  for (const GridNode& node : set.nodes) {
    if (auto added = tree.add(node); !added) return added.error();
  }
  return tree;
}

Outcome bad(Refusal why, const Error& error) { return refused(why, error.message.substr(0, 200)); }

std::string first_of(const std::vector<std::string>& names) {
  return names.empty() ? std::string() : names.front();
}

Outcome fits(const World& world, const Policy& policy) {
  if (const auto checked = check_policy(policy); !checked) {
    return bad(Refusal::bad_policy, checked.error());
  }
  const bool newer = policy.version > world.policy().version;
  return newer ? Outcome{} : refused(Refusal::bad_policy, "version");
}

Outcome fits(const World& world, const std::vector<Unit>& units) {
  const auto checked = check_units(units, world.grids());
  return checked ? Outcome{} : bad(Refusal::bad_unit, checked.error());
}

// The street's own are what two persons agreed on (is_agreed).
Outcome unless_weakened(const Act& act, const std::vector<std::string>& names) {
  const bool fine = names.empty() || act.grant.role == Role::system;
  return fine ? Outcome{} : refused(Refusal::second_person_needed, first_of(names));
}

Outcome judge_one(const World& world, const Act& act, const SetPolicy& op) {
  const Outcome fit = fits(world, op.policy);
  return fit.applied() ? unless_weakened(act, weakened(world.policy(), op.policy)) : fit;
}

Outcome judge_one(const World& world, const Act& act, const SetUnits& op) {
  const Outcome fit = fits(world, op.units);
  return fit.applied() ? unless_weakened(act, weakened(world.units(), world.grids(), op.units))
                       : fit;
}

Outcome judge_one(const World& world, const Act&, const SetGrids& op) {
  const auto tree = tree_after(world.grids(), op);
  return tree ? Outcome{} : bad(Refusal::bad_grid, tree.error());
}

Outcome judge_one(const World&, const Act& act, const EnrollKey&) {
  return act.grant.role == Role::system ? Outcome{} : refused(Refusal::role_not_allowed);
}

Outcome judge_one(const World& world, const Act&, const ProposeChange& op) {
  if (op.policy.has_value() == !op.units.empty()) return refused(Refusal::field_missing, "policy");
  if (world.open_change() != nullptr) return refused(Refusal::change_pending);
  return op.policy ? fits(world, *op.policy) : fits(world, op.units);
}

Outcome judge_one(const World& world, const Act& act, const ConfirmChange& op) {
  const StreetChange* change = world.find_change(op.proposal);
  if (change == nullptr || change->state != ChangeState::proposed) {
    return refused(Refusal::change_unknown);
  }
  return change->by == act.actor ? refused(Refusal::same_person) : Outcome{};
}

Outcome judge_one(const World& world, const Act&, const WithdrawChange& op) {
  const StreetChange* change = world.find_change(op.proposal);
  return change != nullptr && change->is_open() ? Outcome{} : refused(Refusal::change_unknown);
}

// Who may set what weakens nothing: the administrator. A change is more people's.
Roles allowed(const ShardOp& op) {
  const bool changes =
      std::holds_alternative<ConfirmChange>(op) || std::holds_alternative<WithdrawChange>(op);
  return changes ? kChangeRoles : Roles(Role::admin, Role::system);
}

// What the street itself has put in force, or what newer rules have overtaken, is pending no more.
void settle_changes(World& world, const Act& act, const ShardOp& op) {
  const StreetChange* open = world.open_change();
  if (open == nullptr) return;
  StreetChange& change = *world.change(open->op);
  const bool by_street = act.grant.role == Role::system && change.state == ChangeState::confirmed;
  if (std::holds_alternative<SetUnits>(op) && !change.policy && by_street) {
    change.state = ChangeState::done;
  }
  const auto* set = std::get_if<SetPolicy>(&op);
  if (set == nullptr || !change.policy || change.policy->version > set->policy.version) return;
  change.state = by_street ? ChangeState::done : ChangeState::withdrawn;
}

void fold_one(World& world, const Act&, const SetPolicy& op) { world.set_policy(op.policy); }

void fold_one(World& world, const Act&, const SetUnits& op) {
  for (const Unit& unit : op.units) world.set_unit(unit);
}

void fold_one(World& world, const Act&, const SetGrids& op) {
  if (auto tree = tree_after(world.grids(), op)) world.set_grids(std::move(*tree));
}

void fold_one(World&, const Act&, const EnrollKey&) {}

void fold_one(World& world, const Act& act, const ProposeChange& op) {
  StreetChange change;
  change.op = act.op;
  change.by = act.actor;
  change.role = act.grant.role;
  change.proposed = act.when;
  change.policy = op.policy;
  change.units = op.units;
  change.reason = op.reason;
  world.add_change(std::move(change));
}

void fold_one(World& world, const Act& act, const ConfirmChange& op) {
  StreetChange* change = world.change(op.proposal);
  if (change == nullptr) return;
  change->state = ChangeState::confirmed;
  change->confirmed_by = act.actor;
  change->confirmed_as = act.grant.role;
  change->due = act.when.received + kChangeDelayMs;
}

void fold_one(World& world, const Act&, const WithdrawChange& op) {
  if (StreetChange* change = world.change(op.proposal)) change->state = ChangeState::withdrawn;
}

}  // namespace

Outcome judge_street(const World& world, const Act& act, const ShardOp& op) {
  if (act.grant.role == Role::none) return refused(Refusal::role_not_held);
  if (!allowed(op).has(act.grant.role)) return refused(Refusal::role_not_allowed);
  return std::visit([&](const auto& one) { return judge_one(world, act, one); }, op);
}

void fold_street(World& world, const Act& act, const ShardOp& op) {
  std::visit([&](const auto& one) { fold_one(world, act, one); }, op);
  settle_changes(world, act, op);
}

std::optional<ShardOp> due_change(const World& world, TimeMs now) {
  const StreetChange* open = world.open_change();
  if (open == nullptr || open->state != ChangeState::confirmed || open->due > now)
    return std::nullopt;
  if (open->policy) return ShardOp(SetPolicy{*open->policy});
  return ShardOp(SetUnits{open->units});
}

bool is_agreed(const World& world, const ShardOp& op, TimeMs received_at) {
  const auto due = due_change(world, received_at);
  const auto bytes = [](const auto& one) { return encode(one); };
  return due && due->index() == op.index() && std::visit(bytes, *due) == std::visit(bytes, op);
}

}  // namespace gezhi
