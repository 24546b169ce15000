#include "core/grid/street.h"

namespace gezhi {
namespace {

std::uint32_t digits(std::string_view text) {
  std::uint32_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return value;
}

ShardId shard_of_township(const GridNode& township) {
  const ShardId coded = number_in_code(township);
  return coded.is_none() ? ShardId{township.id.value} : coded;
}

}  // namespace

ShardId number_in_code(const GridNode& township) {
  constexpr std::size_t kStreetDigits = 9;
  const std::string_view code = code_in(township, kStatsScheme);
  if (code.size() < kStreetDigits) return {};
  return ShardId{digits(code.substr(0, kStreetDigits))};
}

std::string_view code_in(const GridNode& node, std::string_view scheme) {
  const GridCode* best = nullptr;
  for (const GridCode& item : node.codes) {
    if (item.scheme != scheme) continue;
    if (item.valid_to == CivilDay{}) return item.code;
    if (best == nullptr || best->valid_to < item.valid_to) best = &item;
  }
  return best == nullptr ? std::string_view() : std::string_view(best->code);
}

const GridNode* find_code(const GridTree& tree, std::string_view scheme, std::string_view code) {
  const GridNode* former = nullptr;
  for (const auto& entry : tree.nodes()) {
    for (const GridCode& item : entry.second.codes) {
      if (item.scheme != scheme || item.code != code) continue;
      if (item.valid_to == CivilDay{}) return &entry.second;
      if (former == nullptr) former = &entry.second;
    }
  }
  return former;
}

ShardId shard_of(const GridTree& tree, GridId id) {
  const GridNode* township = tree.find(tree.at_level(id, GridLevel::township));
  return township == nullptr ? ShardId{} : shard_of_township(*township);
}

GridId township_of(const GridTree& tree, ShardId shard) {
  for (const auto& [id, node] : tree.nodes()) {
    if (node.level == GridLevel::township && node.layer == GridLayer::governance &&
        shard_of_township(node) == shard) {
      return id;
    }
  }
  return {};
}

std::vector<GridId> children_of(const GridTree& tree, GridId parent) {
  std::vector<GridId> result;
  for (const auto& [id, node] : tree.nodes()) {
    if (node.parent == parent) result.push_back(id);
  }
  return result;
}

std::string full_name(const GridTree& tree, GridId id) {
  std::string name;
  const std::vector<GridId> path = tree.path(id);
  for (auto it = path.rbegin(); it != path.rend(); ++it) {
    const GridNode& node = *tree.find(*it);
    if (node.level != GridLevel::district || path.size() == 1) append_name(name, node.name);
  }
  return name;
}

void append_name(std::string& names, std::string_view name) {
  const auto is_latin = [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != ' '; };
  if (!names.empty() && !name.empty() && is_latin(names.back()) && is_latin(name.front())) {
    names += ' ';
  }
  names += name;
}

}  // namespace gezhi
