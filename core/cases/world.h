// The state of one street (shard): its policy, units, grids and cases. A world may be layered over
// another: reads fall through, a case that is edited is copied up first. So a phone keeps the
// confirmed world and, above it, what its own unsent operations make of it, and throws the upper
// one away when the server has spoken.
//
// Threads: none; the owner serialises. Cost: find O(log n).
#pragma once

#include <map>

#include "core/base/sha256.h"
#include "core/cases/case.h"
#include "core/cases/street_change.h"
#include "core/grid/tree.h"

namespace gezhi {

class World {
 public:
  explicit World(ShardId shard) : shard_(shard) {}
  // Above `base`, which must outlive it and not change while it has copies.
  explicit World(const World* base) : shard_(base->shard_), base_(base) {}

  ShardId shard() const { return shard_; }
  const Policy& policy() const { return base_ ? base_->policy() : policy_; }
  const GridTree& grids() const { return base_ ? base_->grids() : grids_; }
  const Unit* find_unit(UnitId id) const;
  const std::map<UnitId, Unit>& units() const { return base_ ? base_->units() : units_; }

  // Of the street's rules and units, that were proposed: oldest first, the last kChangesMax.
  static constexpr std::size_t kChangesMax = 20;
  const std::vector<StreetChange>& changes() const { return base_ ? base_->changes() : changes_; }
  const StreetChange* find_change(OpId proposal) const;
  const StreetChange* open_change() const;  // one at a time; nullptr: none

  const Case* find(CaseId id) const;

  // This layer's cases (the upper layer holds only what it changed).
  const std::map<CaseId, Case>& own_cases() const { return cases_; }

  // Visits every case once, ids ascending within a layer, as find() would give it.
  template <class Visit>
  void each_case(Visit visit) const {
    for (const World* layer = this; layer != nullptr; layer = layer->base_) {
      for (const auto& [id, one] : layer->cases_) {
        bool hidden = false;
        for (const World* above = this; above != layer; above = above->base_) {
          hidden = hidden || above->cases_.contains(id);
        }
        if (!hidden) visit(one);
      }
    }
  }

  // For fold only. edit() copies from the base; the case must be there.
  Case& edit(CaseId id);
  Case& add(CaseId id);
  void remove(CaseId id) { cases_.erase(id); }  // it left this device's channels
  void clear_own_cases() { cases_.clear(); }
  void set_policy(Policy policy) { policy_ = std::move(policy); }
  void add_change(StreetChange change);
  StreetChange* change(OpId proposal);
  void set_unit(Unit unit) { units_[unit.id] = std::move(unit); }
  void set_grids(GridTree grids) { grids_ = std::move(grids); }

  // The next case number of the day, 19 digits: 9 street + 6 date + 4 sequence, so that streets with
  // journals of their own never give the same one; counted up by take_number.
  std::string next_number(CivilDay today) const;
  void take_number(CivilDay today);

  // SHA-256 over everything, in key order: equal on every replica that holds the same cases.
  Digest hash() const;

 private:
  ShardId shard_;
  const World* base_ = nullptr;
  Policy policy_;
  GridTree grids_;
  std::map<UnitId, Unit> units_;
  std::vector<StreetChange> changes_;
  std::map<CaseId, Case> cases_;
  CivilDay number_day_;
  std::uint32_t numbers_given_ = 0;
};

}  // namespace gezhi
