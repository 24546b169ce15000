#include "core/grid/tree.h"

namespace gezhi {
namespace {

Error bad_grid(const GridNode& node, const char* what) {
  return {"bad_grid",
          "grid node " + std::to_string(node.id.value) + " '" + node.name + "': " + what};
}

}  // namespace

Result<Done> GridTree::add(GridNode node) {
  if (node.id.is_none()) return bad_grid(node, "has no id");
  if (node.level == GridLevel::none) return bad_grid(node, "has no level");
  if (!node.parent.is_none()) {
    const GridNode* parent = find(node.parent);
    if (parent == nullptr) return bad_grid(node, "its parent is not known");
    if (parent->layer != node.layer) return bad_grid(node, "its parent is in another layer");
    if (parent->level >= node.level) return bad_grid(node, "its parent is not above it");
    if (contains(node.id, node.parent)) return bad_grid(node, "its parent lies below it");
  }
  const GridId id = node.id;
  nodes_[id] = std::move(node);
  return Done{};
}

const GridNode* GridTree::find(GridId id) const {
  const auto at = nodes_.find(id);
  return at == nodes_.end() ? nullptr : &at->second;
}

bool GridTree::contains(GridId ancestor, GridId node) const {
  for (const GridNode* at = find(node); at != nullptr; at = find(at->parent)) {
    if (at->id == ancestor) return true;
  }
  return false;
}

std::vector<GridId> GridTree::path(GridId node) const {
  std::vector<GridId> ids;
  for (const GridNode* at = find(node); at != nullptr; at = find(at->parent)) ids.push_back(at->id);
  return ids;
}

GridId GridTree::at_level(GridId node, GridLevel level) const {
  for (const GridNode* at = find(node); at != nullptr; at = find(at->parent)) {
    if (at->level == level) return at->id;
  }
  return {};
}

}  // namespace gezhi
