#include "core/grid/history.h"

#include <algorithm>
#include <set>

namespace gezhi {
namespace {

constexpr std::int32_t kNoticeMonths = 3;

bool has(const std::vector<GridId>& list, GridId id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

const GridNode* known(const GridTree& tree, const GridHistory& history, GridId id) {
  const GridNode* node = tree.find(id);
  return node != nullptr ? node : history.find(id);
}

// The nodes after (or, backwards, before) the changes of one day.
std::set<GridId> step(const std::vector<GridChange>& changes, CivilDay day, bool back,
                      const std::set<GridId>& nodes) {
  std::set<GridId> result;
  for (const GridId id : nodes) {
    bool moved = false;
    for (const GridChange& change : changes) {
      if (!(change.day == day) || !has(back ? change.to : change.from, id)) continue;
      moved = true;
      const std::vector<GridId>& there = back ? change.from : change.to;
      result.insert(there.begin(), there.end());
    }
    if (!moved) result.insert(id);
  }
  return result;
}

Error bad_change(std::size_t index, const std::string& what) {
  return {"bad_grid", "change " + std::to_string(index + 1) + ": " + what};
}

}  // namespace

const GridNode* GridHistory::find(GridId id) const {
  const auto at = std::lower_bound(past.begin(), past.end(), id,
                                   [](const GridNode& node, GridId i) { return node.id < i; });
  return at == past.end() || !(at->id == id) ? nullptr : &*at;
}

void GridHistory::add(GridChange change) {
  const auto at =
      std::upper_bound(changes.begin(), changes.end(), change,
                       [](const GridChange& a, const GridChange& b) { return a.day < b.day; });
  changes.insert(at, std::move(change));
}

void GridHistory::keep(GridNode node) {
  const auto at = std::lower_bound(past.begin(), past.end(), node.id,
                                   [](const GridNode& one, GridId i) { return one.id < i; });
  if (at != past.end() && at->id == node.id) {
    *at = std::move(node);
  } else {
    past.insert(at, std::move(node));
  }
}

std::optional<CivilDay> codes_known_until(const GridHistory& history) {
  std::optional<CivilDay> until;
  for (const CodesKnown& one : history.known) {
    if (!until || *until < one.until) until = one.until;
  }
  return until;
}

bool codes_known_on(const GridHistory& history, CivilDay day) {
  const auto until = codes_known_until(history);
  return !until || !(*until < day);
}

bool codes_end_soon(const GridHistory& history, CivilDay today) {
  const auto until = codes_known_until(history);
  return until && after_months(*until, -kNoticeMonths) < today;
}

Result<Done> check(const GridHistory& history, const GridTree& tree) {
  GridId before;
  for (const GridNode& node : history.past) {
    const std::string name = "past grid " + std::to_string(node.id.value);
    if (!(before < node.id)) return Error{"bad_grid", name + " is out of order"};
    if (tree.find(node.id) != nullptr) return Error{"bad_grid", name + " is there today"};
    before = node.id;
  }
  for (std::size_t i = 0; i < history.changes.size(); ++i) {
    const GridChange& change = history.changes[i];
    if (i > 0 && change.day < history.changes[i - 1].day) return bad_change(i, "is out of order");
    for (const std::vector<GridId>* side : {&change.from, &change.to}) {
      for (const GridId id : *side) {
        if (known(tree, history, id) == nullptr)
          return bad_change(i, "grid " + std::to_string(id.value) + " is not known");
      }
    }
  }
  return Done{};
}

std::vector<GridId> what_became(const GridHistory& history, GridId node, CivilDay day,
                                CivilDay later) {
  std::set<GridId> nodes{node};
  const bool back = later < day;
  const CivilDay after = back ? later : day, upto = back ? day : later;
  std::vector<CivilDay> days;
  for (const GridChange& change : history.changes) {
    if (!(after < change.day) || upto < change.day) continue;
    if (days.empty() || !(days.back() == change.day)) days.push_back(change.day);
  }
  if (back) std::reverse(days.begin(), days.end());
  for (const CivilDay one : days) nodes = step(history.changes, one, back, nodes);
  return {nodes.begin(), nodes.end()};
}

GridId node_with_code(const GridTree& tree, const GridHistory& history, std::string_view scheme,
                      std::string_view code, CivilDay day) {
  GridId best;
  const auto look_at = [&](const GridNode& node) {
    const bool fits = std::any_of(node.codes.begin(), node.codes.end(), [&](const GridCode& item) {
      return item.scheme == scheme && item.code == code && item.holds_on(day);
    });
    if (fits && (best.is_none() || node.id < best)) best = node.id;
  };
  for (const auto& entry : tree.nodes()) look_at(entry.second);
  for (const GridNode& node : history.past) look_at(node);
  return best;
}

std::string name_on(const GridTree& tree, const GridHistory& history, GridId node, CivilDay day) {
  const GridNode* known_node = known(tree, history, node);
  if (known_node == nullptr) return {};
  for (const GridChange& change : history.changes) {  // the first one after that day knows its name
    if (day < change.day && change.kind == GridChangeKind::rename && has(change.from, node))
      return change.former;
  }
  return known_node->name;
}

std::string_view code_on(const GridTree& tree, const GridHistory& history, GridId node,
                         std::string_view scheme, CivilDay day) {
  const GridNode* known_node = known(tree, history, node);
  if (known_node == nullptr) return {};
  for (const GridCode& item : known_node->codes) {
    if (item.scheme == scheme && item.holds_on(day)) return item.code;
  }
  return {};
}

}  // namespace gezhi
