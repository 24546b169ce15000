#include "native/import/osm_turns.h"

#include <string_view>

namespace gezhi::osm {
namespace {

std::string_view value(const osmium::TagList& tags, const char* key) {
  const char* text = tags[key];
  return text == nullptr ? std::string_view() : std::string_view(text);
}

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// The one that holds for cars: the special tag before the general one; "" = none does.
std::string_view sign_for_cars(const osmium::TagList& tags) {
  for (const char* key : {"restriction:motorcar", "restriction:motor_vehicle"}) {
    if (const std::string_view sign = value(tags, key); !sign.empty()) return sign;
  }
  const std::string_view except = value(tags, "except");
  for (const char* vehicle : {"motorcar", "motor_vehicle"}) {
    if (except.find(vehicle) != std::string_view::npos) return {};
  }
  return value(tags, "restriction");
}

}  // namespace

void TurnRestrictions::take(const osmium::Relation& relation) {
  if (!starts_with(value(relation.tags(), "type"), "restriction")) return;
  const std::string_view sign = sign_for_cars(relation.tags());
  if (sign.empty()) {
    if (!value(relation.tags(), "restriction:conditional").empty()) ++conditional_;
    return;
  }
  Restriction made;
  if (starts_with(sign, "only_")) {
    made.rule = TurnRule::only;
  } else if (!starts_with(sign, "no_")) {
    return;
  }
  bool over_way = false;
  for (const osmium::RelationMember& member : relation.members()) {
    const std::string_view role = member.role();
    const bool is_way = member.type() == osmium::item_type::way;
    if (role == "from" && is_way) made.from.push_back(member.ref());
    if (role == "to" && is_way) made.to.push_back(member.ref());
    if (role == "via" && member.type() == osmium::item_type::node) made.via = member.ref();
    over_way = over_way || (role == "via" && is_way);
  }
  if (over_way) {
    ++over_ways_;
    return;
  }
  ways_.insert(made.from.begin(), made.from.end());
  ways_.insert(made.to.begin(), made.to.end());
  restrictions_.push_back(std::move(made));
}

void TurnRestrictions::add_link(std::int64_t way, std::uint32_t link, std::int64_t from,
                                std::int64_t to) {
  pieces_[way].push_back({link, from, to});
}

// The pieces of a way on which a car comes to a node, or leaves it.
std::vector<std::uint32_t> TurnRestrictions::pieces_at(const RoadLinks& links, std::int64_t way,
                                                       std::int64_t node, bool arriving) const {
  std::vector<std::uint32_t> found;
  const auto known = pieces_.find(way);
  if (known == pieces_.end()) return found;
  for (const Piece& piece : known->second) {
    const std::uint8_t access = links.links[piece.link].access;
    const bool at_end = piece.to == node && (access & (arriving ? kCarForward : kCarBackward)) != 0;
    const bool at_start =
        piece.from == node && (access & (arriving ? kCarBackward : kCarForward)) != 0;
    if (at_end || at_start) found.push_back(piece.link);
  }
  return found;
}

// False when it is not clear which roads it means.
bool TurnRestrictions::add_turns(const Restriction& restriction, RoadLinks& links) const {
  std::vector<RoadTurn> turns;
  for (const std::int64_t from : restriction.from) {
    for (const std::int64_t to : restriction.to) {
      const auto come = pieces_at(links, from, restriction.via, true);
      const auto go = pieces_at(links, to, restriction.via, false);
      if (come.size() != 1 || go.size() != 1) return false;
      const RoadLinks::Link& link = links.links[come[0]];
      const auto& at = pieces_.at(from);
      std::uint32_t node = link.to;
      for (const Piece& piece : at) {
        if (piece.link == come[0] && piece.to != restriction.via) node = link.from;
      }
      turns.push_back({node, restriction.rule, come[0], go[0]});
    }
  }
  links.turns.insert(links.turns.end(), turns.begin(), turns.end());
  return !turns.empty();
}

void TurnRestrictions::finish(RoadLinks& links, std::vector<std::string>& notes) {
  std::uint64_t taken = 0, unclear = 0;
  for (const Restriction& restriction : restrictions_) {
    ++(add_turns(restriction, links) ? taken : unclear);
  }
  if (taken + unclear + over_ways_ + conditional_ == 0) return;
  std::string note = std::to_string(taken) + " turn restrictions for cars are taken over";
  const auto add = [&](std::uint64_t count, const char* why) {
    if (count > 0) note += "; " + std::to_string(count) + " are not: " + why;
  };
  add(over_ways_, "they lead over a way");
  add(conditional_, "they hold at times only");
  add(unclear, "their roads are missing, closed to cars or do not meet");
  notes.push_back(std::move(note));
}

}  // namespace gezhi::osm
