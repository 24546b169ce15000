#include "native/server/street_setup.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/grid/street.h"

namespace gezhi {

namespace {

constexpr const char* kDefaultPolicy =
#include "generated/street_policy.inc"
    ;

constexpr std::size_t kNodesPerOp = 500;  // keeps an operation well under its size limit

// Ids follow from what is done and when: the same setup made twice is the same operation.
Uuid id_from(TimeMs now, const Bytes& seed) {
  const Digest digest = sha256(seed);
  std::array<std::uint8_t, 10> bits{};
  std::copy_n(digest.begin(), bits.size(), bits.begin());
  return make_uuid_v7(now, bits);
}

class Opener {
 public:
  Opener(Host& host, ShardId shard, TimeMs now, std::vector<StoredEntry>& entries)
      : host_(host), shard_(shard), now_(now), entries_(entries) {
    device_.value = id_from(now, Bytes{0});
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
    op.id.value = id_from(now_, encode(op));
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

// The townships of a layer, ids ascending.
std::vector<GridId> townships(const GridTree& tree, GridLayer layer) {
  std::vector<GridId> ids;
  for (const auto& [id, node] : tree.nodes()) {
    if (node.layer == layer && node.level == GridLevel::township) ids.push_back(id);
  }
  return ids;
}

}  // namespace

Policy default_policy() {
  const auto json = parse_json(kDefaultPolicy);
  GEZHI_CHECK(json.ok());
  auto policy = from_json<Policy>(*json);
  GEZHI_CHECK(policy.ok());
  return *policy;
}

std::vector<GridNode> grids_of_street(const GridTree& tree, ShardId shard) {
  const GridId street = township_of(tree, shard);
  const auto streets = townships(tree, GridLayer::governance);
  const auto number = std::find(streets.begin(), streets.end(), street) - streets.begin();
  std::vector<GridNode> nodes;
  for (const GridLayer layer : {GridLayer::governance, GridLayer::police, GridLayer::community}) {
    const auto roots = townships(tree, layer);
    if (static_cast<std::size_t>(number) >= roots.size()) continue;
    const GridId root = roots[static_cast<std::size_t>(number)];
    for (const GridId above : tree.path(root)) {
      if (!(above == root)) nodes.push_back(*tree.find(above));
    }
    for (const auto& [id, node] : tree.nodes()) {
      if (tree.contains(root, id)) nodes.push_back(node);
    }
  }
  return nodes;
}

Result<Done> set_up_street(Host& host, const StreetSetup& setup, TimeMs now,
                           std::vector<StoredEntry>& entries) {
  host.open_street(setup.shard);
  Opener opener(host, setup.shard, now, entries);
  if (host.ledger(setup.shard)->world().policy().version < setup.policy.version) {
    if (auto set = opener.push(SetPolicy{setup.policy}); !set) return set;
  }
  std::vector<GridNode> grids = setup.grids;
  std::stable_sort(grids.begin(), grids.end(), [](const GridNode& a, const GridNode& b) {
    return static_cast<int>(a.level) < static_cast<int>(b.level);  // parents first
  });
  for (std::size_t at = 0; at < grids.size(); at += kNodesPerOp) {
    if (auto set = opener.push(SetGrids{part_of(grids, at)}); !set) return set;
  }
  for (std::size_t at = 0; at < setup.units.size(); at += kNodesPerOp) {
    if (auto set = opener.push(SetUnits{part_of(setup.units, at)}); !set) return set;
  }
  return Done{};
}

}  // namespace gezhi
