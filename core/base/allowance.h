// So much per time for each account: a bucket that is full at first, of which what is brought takes, and
// which fills again by and by. Pure: the time is given.
//
// Units: of whatever is counted (operations, bytes); times in milliseconds.
// Threads: one at a time. Cost: O(log n) in those whose bucket is not full; nothing is kept of others.
#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "core/base/ids.h"

namespace gezhi {

struct Rate {
  std::uint64_t burst = 0;     // at once, with a full bucket; 0: no limit
  std::uint64_t per_hour = 0;  // comes back; above 0 where there is a limit

  bool is_none() const { return burst == 0; }
};

class Allowance {
 public:
  Allowance() = default;  // no limit
  explicit Allowance(const Rate& rate);

  // 0: it was there, and is taken. Else after how many milliseconds it will be, and nothing was taken.
  // What is more than a bucket holds takes a full one. A clock that was set back fills nothing.
  std::int64_t take(ActorId who, std::uint64_t amount, TimeMs now);

  // What was done already and could not be known before, taken whether it was there or not: nothing is to be
  // had until that has come back, which is at most another full bucket.
  void charge(ActorId who, std::uint64_t amount, TimeMs now);

  // What was taken was for nothing after all.
  void give_back(ActorId who, std::uint64_t amount, TimeMs now);

  std::size_t size() const { return buckets_.size(); }  // of those that are not full

 private:
  // In shares of which `kHourMs` make one of what is counted: so many as `per_hour` come back in a
  // millisecond, and nothing is rounded.
  struct Bucket {
    std::uint64_t owed = 0;
    TimeMs at;       // when that was so
    TimeMs full_at;  // when nothing will be owed
  };

  void forget_full(TimeMs now);
  std::uint64_t owed_by(ActorId who, TimeMs now) const;
  std::int64_t wait_for(std::uint64_t shares) const;
  void set_owed(ActorId who, std::uint64_t owed, TimeMs now);

  Rate rate_;
  std::map<ActorId, Bucket> buckets_;
  std::set<std::pair<std::int64_t, ActorId>> by_full_at_;
};

}  // namespace gezhi
