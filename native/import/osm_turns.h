// OpenStreetMap's turn restrictions (https://wiki.openstreetmap.org/wiki/Relation:restriction), for cars.
//
// Taken over: no_… and only_… over a node. Counted and said in the notes: those over a way, those with
// conditions (hours), and those whose roads are missing, are cut off, or do not meet at the node.
#pragma once

#include <osmium/osm/relation.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/road/graph.h"

namespace gezhi::osm {

class TurnRestrictions {
 public:
  void take(const osmium::Relation& relation);

  // The links that a way became, between its nodes; only of wanted ways.
  bool wants(std::int64_t way) const { return ways_.count(way) != 0; }
  void add_link(std::int64_t way, std::uint32_t link, std::int64_t from, std::int64_t to);

  // Once all links are there.
  void finish(RoadLinks& links, std::vector<std::string>& notes);

 private:
  struct Restriction {
    std::vector<std::int64_t> from;  // ways
    std::vector<std::int64_t> to;
    std::int64_t via = 0;  // node
    TurnRule rule = TurnRule::no;
  };
  struct Piece {
    std::uint32_t link = 0;
    std::int64_t from = 0;
    std::int64_t to = 0;
  };

  std::vector<std::uint32_t> pieces_at(const RoadLinks& links, std::int64_t way, std::int64_t node,
                                       bool arriving) const;
  bool add_turns(const Restriction& restriction, RoadLinks& links) const;

  std::vector<Restriction> restrictions_;
  std::set<std::int64_t> ways_;
  std::map<std::int64_t, std::vector<Piece>> pieces_;  // by way
  std::uint64_t over_ways_ = 0;
  std::uint64_t conditional_ = 0;
};

}  // namespace gezhi::osm
