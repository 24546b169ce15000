#include "native/server/street_setup.h"

#include <algorithm>
#include <set>

#include "core/base/json.h"
#include "core/cases/unit_check.h"
#include "core/grid/street.h"

namespace gezhi {

namespace {

constexpr const char* kDefaultPolicy =
#include "generated/street_policy.inc"
    ;

constexpr std::size_t kNodesPerOp = 500;  // keeps an operation well under its size limit

class Opener {
 public:
  Opener(Host& host, ShardId shard, TimeMs now, std::vector<StoredEntry>& entries)
      : host_(host), shard_(shard), now_(now), entries_(entries) {
    device_.value = host_.own_id(shard, now, Bytes{0});
    principal_.local = true;
    principal_.grants = {Grant{Role::admin, {}, {}, shard}};
  }

  template <class T>
  Result<Done> push(const T& payload) {
    Op op;
    op.shard = shard_;
    op.claimed_at = now_;
    op.device = device_;
    op.device_seq = ++made_;
    op.grant = principal_.grants[0];
    set_payload(op, payload);
    op.id.value = host_.own_id(shard_, now_, encode(op));  // the same setup is the same operation
    Request request;
    request.protocol = kProtocol;
    request.push.push_back({encode(op), {}});
    Pushed pushed = host_.push(request, principal_, now_);
    if (pushed.receipts.empty()) return Error{"bad_op", "the street did not take its own setup"};
    for (StoredEntry& entry : pushed.entries) entries_.push_back(std::move(entry));
    const Outcome& outcome = pushed.receipts[0].outcome;
    if (outcome.applied()) return Done{};
    return Error{std::string(name_of(outcome.refusal)),
                 "street " + std::to_string(shard_.value) + ": " + outcome.detail};
  }

 private:
  Host& host_;
  ShardId shard_;
  TimeMs now_;
  std::vector<StoredEntry>& entries_;
  DeviceId device_;
  Principal principal_;
  std::uint64_t made_ = 0;
};

template <class T>
std::vector<T> part_of(const std::vector<T>& all, std::size_t from) {
  const std::size_t to = std::min(all.size(), from + kNodesPerOp);
  return {all.begin() + static_cast<std::ptrdiff_t>(from),
          all.begin() + static_cast<std::ptrdiff_t>(to)};
}

// Whether enough of the ground that an area of another layer has on streets is this street's.
bool lies_on(const GridTree& tree, const LayerShares& shares, GridId street, GridId area) {
  std::uint64_t here = 0, all = 0;
  for (const GridShare& share : shares.of(area)) {
    if (tree.find(share.other)->layer != GridLayer::governance) continue;
    all += share.area_m2;
    if (tree.contains(street, share.other)) here += share.area_m2;
  }
  return here > 0 && here * 1000 >= all * kOfStreetPermille;
}

template <class T>
bool is_same(const T* known, const T& now) {
  return known != nullptr && encode(*known) == encode(now);
}

// Whether the street would lose what it still needs: a unit works there, a case lies there, or an area
// that stays lies below.
bool is_in_use(const World& world, const StreetSetup& setup, GridId id) {
  const GridTree& grids = world.grids();
  const auto among = [](const std::vector<GridId>& ids, GridId wanted) {
    return std::find(ids.begin(), ids.end(), wanted) != ids.end();
  };
  const auto stays = [&](GridId below) {
    const auto is = [&](const GridNode& node) { return node.id == below; };
    return !among(setup.foreign, below) && !among(setup.gone, below) &&
           std::none_of(setup.grids.begin(), setup.grids.end(), is);
  };
  for (const auto& [below, node] : grids.nodes()) {
    if (grids.contains(id, below) && stays(below)) return true;
  }
  for (const auto& [unit_id, unit] : world.units()) {
    if (grids.contains(id, unit.area)) return true;
  }
  for (const TriageRule& rule : world.policy().triage_rules) {
    if (grids.contains(id, rule.grid)) return true;
  }
  bool used = false;
  world.each_case([&](const Case& one) {
    for (const GridId at :
         {one.place.grid, one.place.beat, one.place.community, one.place.border_with}) {
      used = used || grids.contains(id, at);
    }
  });
  return used;
}

StreetChanges changes_of(const World& world, const StreetSetup& setup) {
  StreetChanges changes;
  for (const GridNode& node : setup.grids) {
    const GridNode* known = world.grids().find(node.id);
    if (is_same(known, node)) continue;
    (known == nullptr ? changes.added : changes.changed).push_back(node);
  }
  const auto take_back = [&](const GridNode& known) {
    (is_in_use(world, setup, known.id) ? changes.in_use : changes.removed).push_back(known);
  };
  for (const GridId id : setup.foreign) {
    const GridNode* known = world.grids().find(id);
    if (known != nullptr) take_back(*known);
  }
  for (const GridId id : setup.gone) {
    if (const GridNode* known = world.grids().find(id)) take_back(*known);
  }
  return changes;
}

std::vector<GridNode> parents_first(std::vector<GridNode> nodes) {
  std::stable_sort(nodes.begin(), nodes.end(), [](const GridNode& a, const GridNode& b) {
    return static_cast<int>(a.level) < static_cast<int>(b.level);
  });
  return nodes;
}

std::vector<GridNode> new_nodes(const StreetChanges& changes) {
  std::vector<GridNode> nodes = changes.added;
  nodes.insert(nodes.end(), changes.changed.begin(), changes.changed.end());
  return parents_first(std::move(nodes));
}

Result<Done> push_grids(Opener& opener, const StreetChanges& changes) {
  const std::vector<GridNode> nodes = new_nodes(changes);
  for (std::size_t at = 0; at < nodes.size(); at += kNodesPerOp) {
    if (auto set = opener.push(SetGrids{part_of(nodes, at)}); !set) return set;
  }
  // Children first, so that no part leaves a node without its parent.
  std::vector<GridNode> removed = parents_first(changes.removed);
  std::reverse(removed.begin(), removed.end());
  for (std::size_t at = 0; at < removed.size(); at += kNodesPerOp) {
    SetGrids set;
    for (const GridNode& node : part_of(removed, at)) set.gone.push_back(node.id);
    if (auto taken = opener.push(set); !taken) return taken;
  }
  return Done{};
}

// One change at a time: what comes while one is pending is told, and can be proposed after it.
Result<Done> propose(Opener& opener, const World& world, ProposeChange proposal,
                     const std::vector<std::string>& names, StreetChanges& changes) {
  const bool pending = world.open_change() != nullptr;
  auto& told = pending ? changes.put_off : changes.proposed;
  told.insert(told.end(), names.begin(), names.end());
  return pending ? Result<Done>(Done{}) : opener.push(proposal);
}

Result<Done> push_policy(Opener& opener, const World& world, const Policy& policy,
                         StreetChanges& changes) {
  if (world.policy().version >= policy.version) return Done{};
  const auto names = weakened(world.policy(), policy);
  if (names.empty()) return opener.push(SetPolicy{policy});
  ProposeChange proposal;
  proposal.policy = policy;
  return propose(opener, world, std::move(proposal), names, changes);
}

Result<Done> push_units(Opener& opener, const World& world, const std::vector<Unit>& all,
                        StreetChanges& changes) {
  if (auto checked = check_units(all, world.grids()); !checked) return checked.error();
  std::vector<Unit> units;
  ProposeChange proposal;
  for (const Unit& unit : all) {
    if (is_same(world.find_unit(unit.id), unit)) continue;
    (weakened(world.units(), world.grids(), {unit}).empty() ? units : proposal.units)
        .push_back(unit);
  }
  for (std::size_t at = 0; at < units.size(); at += kNodesPerOp) {
    if (auto set = opener.push(SetUnits{part_of(units, at)}); !set) return set;
  }
  changes.units = units.size();
  if (proposal.units.empty()) return Done{};
  const auto names = weakened(world.units(), world.grids(), proposal.units);
  return propose(opener, world, std::move(proposal), names, changes);
}

}  // namespace

Policy default_policy() {
  const auto json = parse_json(kDefaultPolicy);
  GEZHI_CHECK(json.ok());
  auto policy = from_json<Policy>(*json);
  GEZHI_CHECK(policy.ok());
  return *policy;
}

std::vector<GridNode> grids_of_street(const GridTree& tree, const LayerShares& shares,
                                      ShardId shard) {
  const GridId street = township_of(tree, shard);
  std::set<GridId> ids;
  const auto take = [&](GridId area) {
    for (const GridId above : tree.path(area)) ids.insert(above);
  };
  for (const auto& [id, node] : tree.nodes()) {
    if (tree.contains(street, id)) {
      // Itself, and of each other layer the area with most of its ground.
      for (const GridId partner : shares.partners(tree, id)) take(partner);
    } else if (node.layer != GridLayer::governance && lies_on(tree, shares, street, id)) {
      take(id);
    }
  }
  std::vector<GridNode> nodes;
  for (const GridId id : ids) nodes.push_back(*tree.find(id));
  return nodes;
}

std::vector<GridId> foreign_grids(const GridTree& tree, const std::vector<GridNode>& of_street) {
  std::set<GridId> own;
  for (const GridNode& node : of_street) own.insert(node.id);
  std::vector<GridId> foreign;
  for (const auto& [id, node] : tree.nodes()) {
    if (!own.contains(id)) foreign.push_back(id);
  }
  return foreign;
}

std::vector<GridId> gone_grids(const World& world, const GridTree& tree) {
  std::vector<GridId> gone;
  for (const auto& [id, node] : world.grids().nodes()) {
    if (tree.find(id) == nullptr) gone.push_back(id);
  }
  return gone;
}

Result<StreetChanges> set_up_street(Host& host, const StreetSetup& setup, TimeMs now,
                                    std::vector<StoredEntry>& entries) {
  if (const auto closed = host.closed().find(setup.shard); closed != host.closed().end()) {
    return error_of(closed->second);
  }
  host.open_street(setup.shard);
  Opener opener(host, setup.shard, now, entries);
  const World& world = host.ledger(setup.shard)->world();
  StreetChanges changes = changes_of(world, setup);
  if (auto set = push_policy(opener, world, setup.policy, changes); !set) return set.error();
  if (auto set = push_grids(opener, changes); !set) return set.error();
  if (auto set = push_units(opener, world, setup.units, changes); !set) return set.error();
  return changes;
}

}  // namespace gezhi
