// How many operations that are new to the journals an account may hand in, over all streets. It is counted
// on while the journals are read again: else whoever makes a commit fail would begin anew.
//
// Threads: one at a time.
#pragma once

#include <vector>

#include "core/base/allowance.h"

namespace gezhi {

class PushAllowance {
 public:
  // What is given back after a restore has a bucket of its own, so many times as large: what a street has
  // lost since its backup comes from few phones, and within an hour.
  static constexpr std::uint64_t kGivenBackTimes = 20;

  explicit PushAllowance(const Rate& rate)
      : made_(rate),
        given_back_(Rate{rate.burst * kGivenBackTimes, rate.per_hour * kGivenBackTimes}) {}

  bool take(ActorId who, bool given_back, TimeMs now);

  // What was taken since is stored; or it is not, and comes again.
  void settle() { taken_.clear(); }
  void undo();

 private:
  struct Taken {
    ActorId who;
    bool given_back = false;
    TimeMs at;
  };

  Allowance& of(bool given_back) { return given_back ? given_back_ : made_; }

  Allowance made_;
  Allowance given_back_;
  std::vector<Taken> taken_;
};

}  // namespace gezhi
