// The grid: five levels as one strict tree in the governance layer, and two more layers (police
// beats, community grids) over the same ground. Names and codes only; polygons are geometry.h's.
// A node's identity is its own id: official codes are attributes, because real ones are missing,
// doubled, parallel and change every year.
//
// Shapes: ids are unique over all layers; a parent is in the same layer and one or more levels up.
// Errors: add() refuses with `bad_grid` and the node. Cost: find O(log n), contains O(depth).
// Source: S5-03 (five levels), S5-04 (three nets), S1-50 (beats are not grids).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/codec.h"
#include "core/base/result.h"

namespace gezhi {

// Wire-stable: append only.
enum class GridLayer : std::uint8_t { governance, police, community };  // 综治网格, 警格, 社区网格
constexpr std::array<std::string_view, 3> names_of(GridLayer) {
  return {"governance", "police", "community"};
}

// Wire-stable: append only. Higher number = smaller area.
enum class GridLevel : std::uint8_t { none, district, township, area, village, unit };
constexpr std::array<std::string_view, 6> names_of(GridLevel) {
  return {"none", "district", "township", "area", "village", "unit"};
}

// An official code, never without its scheme ("stats-12", "unit-15", "local-a"). It holds on the days
// from `valid_from` up to, but not on, `valid_to`; none = open.
struct GridCode {
  std::string scheme;
  std::string code;
  CivilDay valid_from{};
  CivilDay valid_to{};

  bool holds_on(CivilDay day) const {
    return !(day < valid_from) && (valid_to == CivilDay{} || day < valid_to);
  }

  template <class V>
  void fields(V& v) {
    v(1, "scheme", scheme, 40);
    v(2, "code", code, 40);
    v(3, "valid_from", valid_from);
    v(4, "valid_to", valid_to);
  }
};

// Of one node: codes of several schemes, and those it had before.
inline constexpr std::uint64_t kGridCodesMax = 16;

struct GridNode {
  GridId id;
  GridLayer layer = GridLayer::governance;
  GridLevel level = GridLevel::none;
  GridId parent;  // none = a root
  std::string name;
  std::vector<GridCode> codes;
  bool special = false;  // 专属网格: a park, a campus, a market
  bool zone = false;     // 功能区: a development or scenic zone, mostly without an official code

  template <class V>
  void fields(V& v) {
    v(1, "id", id);
    v(2, "layer", layer);
    v(3, "level", level);
    v(4, "parent", parent);
    v(5, "name", name, 120);
    v(6, "codes", codes, kGridCodesMax);
    v(7, "special", special);
    v(8, "zone", zone);
  }
};

class GridTree {
 public:
  // A new node, or a new version of a known one. Its parent must be there.
  Result<Done> add(GridNode node);

  const GridNode* find(GridId id) const;

  // Whether `node` is `ancestor` or lies below it.
  bool contains(GridId ancestor, GridId node) const;

  // The node itself, then its parents up to the root; empty when unknown.
  std::vector<GridId> path(GridId node) const;

  // The ancestor (or itself) at `level`; none when there is none.
  GridId at_level(GridId node, GridLevel level) const;

  // Ascending by id.
  const std::map<GridId, GridNode>& nodes() const { return nodes_; }

 private:
  std::map<GridId, GridNode> nodes_;
};

}  // namespace gezhi
