// A reform of areas as the pack's history keeps it.
#include <algorithm>
#include <map>
#include <set>

#include "core/grid/street.h"
#include "native/import/area_map.h"
#include "native/import/broken_text.h"

namespace gezhi {
namespace {

struct Recorder {
  const DistrictPack& before;
  CivilDay day;
  const std::string& source;
  DistrictPack& after;
  std::map<GridId, std::set<GridId>> targets{};  // by node before
  std::map<GridId, std::set<GridId>> sources{};  // by node after
  std::set<GridId> whole{};                      // nodes before that went wholly into one
  std::set<GridId> parts{};                      // nodes after that lie wholly in one

  void add(GridChangeKind kind, const std::set<GridId>& from, const std::set<GridId>& to,
           const std::string& former = {}) {
    if (after.history.changes.size() == kGridChangesMax || from.size() > kLengthMax ||
        to.size() > kLengthMax)
      return;
    after.history.add({day,
                       kind,
                       {from.begin(), from.end()},
                       {to.begin(), to.end()},
                       shortened(former, 120),
                       shortened(source, 1000)});
  }

  void take(const GroundChange& change) {
    const AreaShare& share = change.share;
    switch (change.kind) {
      case GroundChangeKind::same: return same(share);
      case GroundChangeKind::merged: whole.insert(share.from); break;
      case GroundChangeKind::split: parts.insert(share.to); break;
      case GroundChangeKind::redrawn: break;
      case GroundChangeKind::gone:
        if (after.tree.find(share.from) == nullptr) add(GridChangeKind::ended, {share.from}, {});
        return;
      case GroundChangeKind::fresh:
        if (before.tree.find(share.to) == nullptr) add(GridChangeKind::founded, {}, {share.to});
        return;
    }
    targets[share.from].insert(share.to);
    sources[share.to].insert(share.from);
  }

  void same(const AreaShare& share) {
    const GridNode& old = *before.tree.find(share.from);
    GridNode node = *after.tree.find(share.to);
    if (!(old.id == node.id)) return add(GridChangeKind::redraw, {old.id}, {node.id});
    if (old.name != node.name) add(GridChangeKind::rename, {old.id}, {node.id}, old.name);
    const std::string former = keep_codes(old, node);
    if (!former.empty()) add(GridChangeKind::recode, {old.id}, {node.id}, former);
    static_cast<void>(after.tree.add(std::move(node)));
  }

  // Codes that were there stay with their days; what they were replaced by begins today. The code that
  // was replaced, or "".
  std::string keep_codes(const GridNode& old, GridNode& node) const {
    std::string former;
    const auto is_same = [](const GridCode& a, const GridCode& b) {
      return a.scheme == b.scheme && a.code == b.code;
    };
    for (const GridCode& code : old.codes) {
      const auto at = std::find_if(node.codes.begin(), node.codes.end(),
                                   [&](const GridCode& one) { return is_same(one, code); });
      if (at != node.codes.end()) {
        *at = code;
        continue;
      }
      if (former.empty() && code.valid_to == CivilDay{}) former = code.code;
      if (node.codes.size() == kGridCodesMax) continue;
      GridCode ended = code;
      if (ended.valid_to == CivilDay{}) ended.valid_to = day;
      node.codes.push_back(std::move(ended));
    }
    for (GridCode& code : node.codes) {
      const bool known = std::any_of(old.codes.begin(), old.codes.end(),
                                     [&](const GridCode& one) { return is_same(one, code); });
      if (!known && code.valid_from == CivilDay{}) code.valid_from = day;
    }
    return former;
  }

  static bool all_in(const std::set<GridId>& some, const std::set<GridId>& all) {
    return std::all_of(some.begin(), some.end(), [&](GridId id) { return all.count(id) != 0; });
  }

  // Mergers by what came out, then splits by what was there, then what is neither.
  void add_moves() {
    std::set<GridId> told;
    for (const auto& [to, from] : sources) {
      if (!all_in(from, whole)) continue;
      add(from.size() > 1 ? GridChangeKind::merge : GridChangeKind::redraw, from, {to});
      told.insert(from.begin(), from.end());
    }
    for (const auto& [from, to] : targets) {
      if (told.count(from) != 0) continue;
      const bool split = to.size() > 1 && all_in(to, parts);
      add(split ? GridChangeKind::split : GridChangeKind::redraw, {from}, to);
    }
  }

  void keep_gone() {
    for (const auto& entry : before.tree.nodes()) {
      if (after.tree.find(entry.first) != nullptr) continue;
      GridNode node = entry.second;
      for (GridCode& code : node.codes) {
        if (code.valid_to == CivilDay{}) code.valid_to = day;
      }
      if (after.history.past.size() < kPastGridsMax) after.history.keep(std::move(node));
    }
  }

  void date_new() {
    for (const auto& entry : after.tree.nodes()) {
      if (before.tree.find(entry.first) != nullptr) continue;
      GridNode node = entry.second;
      for (GridCode& code : node.codes) {
        if (code.valid_from == CivilDay{}) code.valid_from = day;
      }
      static_cast<void>(after.tree.add(std::move(node)));
    }
  }
};

}  // namespace

void record_ground_changes(const DistrictPack& before, const std::vector<GroundChange>& changes,
                           CivilDay day, const std::string& source, DistrictPack& after) {
  Recorder recorder{before, day, source, after};
  recorder.keep_gone();
  recorder.date_new();
  for (const GroundChange& change : changes) recorder.take(change);
  recorder.add_moves();
}

}  // namespace gezhi
