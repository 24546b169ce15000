// What this device knows, as one person may see it: cases of every street followed, with the own unsent
// operations already applied. Read in every frame; cheap: whatever is worked out is kept until something
// changes. A pointer holds until then (Session::generation() moves), so it is not kept over frames.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/cases/clocks.h"
#include "core/cases/judge.h"
#include "core/cases/subject_key.h"
#include "core/cases/world.h"
#include "web/app/memo.h"

namespace gezhi::app {

class Session;

// Live tasks of this person's units, and visits and verifications waiting for this person's grid.
struct Duty {
  enum class Kind : std::uint8_t { task, verification, visit };
  Kind kind = Kind::task;
  const Case* subject = nullptr;
  const Task* task = nullptr;     // for Kind::task
  const Clock* clock = nullptr;   // the one that is due first, if any
  std::int64_t distance_mm = -1;  // from the last known position; -1 unknown
};

// What cannot wait for the way to be the nearest, the more the higher: minutes that can still be
// kept, an order nobody signed, what is late; 0 = can.
int pressing(const Duty& duty, TimeMs now);

class Cases {
 public:
  explicit Cases(const Session& session) : session_(session) {}

  const std::vector<ShardId>& streets() const;
  const World* world(ShardId street) const;  // nullptr: not followed
  const World* world_of(const Case& one) const { return world(one.shard); }

  // In the street that is named. Where none is: in whichever has it, and of several the one that a server
  // received first, for an id can be used in another street by whoever knows it.
  const Case* find(const SubjectKey& key) const;

  // What follows "/case/": the id, with the street before it when this device knows several of that id.
  std::string path_of(const SubjectKey& key) const;
  std::string path_of(const Case& one) const { return path_of(subject_key(one)); }

  // Every case this device may see, newest first.
  const std::vector<const Case*>& all() const;
  // Of this person as a reporter.
  std::vector<const Case*> mine() const;

  // What this person may do with it (judge.h), with the reasons why not.
  const std::vector<Permission>& permissions(const Case& one) const;
  // The permission for one operation (and task), or nullptr when the role never may.
  const Permission* permission(const Case& one, OpKind kind, TaskId task = {},
                               When when = When::always) const;
  // It is there and would be accepted now.
  bool may(const Case& one, OpKind kind, TaskId task = {}, When when = When::always) const;

  // The pressing ones first, by due time; then the nearest when a position is known, else by due time.
  const std::vector<Duty>& duties() const;

  // Whether this person has orders of that unit; whether two wrote what only this person, or a desk,
  // can settle.
  bool is_my_unit(UnitId unit) const;
  bool concerns_me(const Conflict& conflict) const;

 private:
  struct Known {
    std::vector<ShardId> streets;
    std::vector<const Case*> cases;
    std::map<SubjectKey, std::vector<Permission>> permissions;
    std::vector<Duty> duties;
    std::optional<PointE7> duties_from;
    TimeMs duties_at;  // none: not sorted
  };

  Known& known() const;
  std::vector<const Case*> all_of(CaseId id) const;
  void add_duties(const Case& one, std::vector<Duty>& list) const;

  const Session& session_;
  mutable Memo<std::uint64_t, Known> known_;  // by generation
};

}  // namespace gezhi::app
