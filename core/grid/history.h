// What became of grids when districts are reformed: merged, split, given another code or name. Nodes
// that are gone stay here with their id, so that an old case, notice or table can still be read.
//
// Shapes: `changes` by day, then as recorded; the ids in them are nodes of the tree or of `past`. An id is
// never used for another node. Changes of one day happen at once.
// Errors: check() gives `bad_grid` with the change. Cost: queries are linear in changes and nodes.
// Source: DOMAIN.md 2.1 (validity in the attributes); the merger and split of Hangzhou in 2021.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/grid/tree.h"

namespace gezhi {

inline constexpr std::uint64_t kGridChangesMax = 200000;
inline constexpr std::uint64_t kPastGridsMax = 200000;

// Wire-stable: append only.
enum class GridChangeKind : std::uint8_t {
  split,    // 拆分: one becomes several (it may be one of them)
  merge,    // 合并: several become one (it may be one of them)
  rename,   // 更名: `former` is the name before
  recode,   // 变更代码: `former` is the code before
  redraw,   // 边界调整: ground went over, neither split nor merger
  founded,  // 新设: nothing is known of it before
  ended,    // 撤销: nothing is known of it after
};
constexpr std::array<std::string_view, 7> names_of(GridChangeKind) {
  return {"split", "merge", "rename", "recode", "redraw", "founded", "ended"};
}

struct GridChange {
  CivilDay day;  // the first day it holds
  GridChangeKind kind = GridChangeKind::split;
  std::vector<GridId> from;
  std::vector<GridId> to;
  std::string former;
  std::string source;

  template <class V>
  void fields(V& v) {
    v(1, "day", day);
    v(2, "kind", kind);
    v(3, "from", from, kLengthMax);
    v(4, "to", to, kLengthMax);
    v(5, "former", former, 120);
    v(6, "source", source, 1000);
  }
};

// How far one source's lists of codes reach: to the end of the year of the last of them.
struct CodesKnown {
  std::string source;
  CivilDay until;

  template <class V>
  void fields(V& v) {
    v(1, "source", source, 1000);
    v(2, "until", until);
  }
};

struct GridHistory {
  std::vector<GridNode> past;  // ids ascending; parents may be in the tree or here
  std::vector<GridChange> changes;
  std::vector<CodesKnown> known;  // one a source of lists of codes

  bool empty() const { return past.empty() && changes.empty() && known.empty(); }
  const GridNode* find(GridId id) const;

  // Puts it after the others of its day.
  void add(GridChange change);
  // A node that is no longer in the tree; in place of one with that id.
  void keep(GridNode node);

  template <class V>
  void fields(V& v) {
    v(1, "past", past, kPastGridsMax);
    v(2, "changes", changes, kGridChangesMax);
    v(3, "known", known, kLengthMax);
  }
};

// The last day of which the lists of codes say anything; none without a list. A day beyond it is *not
// known*: what the last list says need not hold any more (the lists come once a year, and reforms with
// them), and every answer for such a day says so.
std::optional<CivilDay> codes_known_until(const GridHistory& history);
bool codes_known_on(const GridHistory& history, CivilDay day);

// From three months before the end of the lists on: time to ask for the next one. A pack without any list
// has nothing that could end.
bool codes_end_soon(const GridHistory& history, CivilDay today);

// Days in order, ids known, none both living and past.
Result<Done> check(const GridHistory& history, const GridTree& tree);

// What the node as it was on `day` is on `later`; ids ascending, itself when nothing happened, empty
// when it ended. `later` may lie before `day`: then what was there.
std::vector<GridId> what_became(const GridHistory& history, GridId node, CivilDay day,
                                CivilDay later);

// The node with that code on that day, living or past; none without one. Of several the lower id.
GridId node_with_code(const GridTree& tree, const GridHistory& history, std::string_view scheme,
                      std::string_view code, CivilDay day);

// The name and code of a node on a day ("" = none known). Errors: none; an unknown node has no names.
std::string name_on(const GridTree& tree, const GridHistory& history, GridId node, CivilDay day);
std::string_view code_on(const GridTree& tree, const GridHistory& history, GridId node,
                         std::string_view scheme, CivilDay day);

}  // namespace gezhi
