// The simulation's server: a HostBed that takes requests in groups, whose store fails, that dies
// between any two steps, and whose backup is sometimes all that is left.
#pragma once

#include "core/base/prng.h"
#include "tests/support/host_bed.h"

namespace gezhi::sim {

enum class Sabotage : std::uint8_t;

class Server {
 public:
  struct Job {
    std::size_t phone = 0;
    std::uint64_t life = 0;
    Principal principal;
    Bytes request;
  };
  struct Answer {
    std::size_t phone = 0;
    std::uint64_t life = 0;
    Bytes bytes;
  };

  Server(std::uint64_t seed, Sabotage sabotage);

  void take(Job job);
  // Admits everything that waits, commits once, answers after the commit.
  std::vector<Answer> process(TimeMs now);

  // The administrator changes the policy or moves a grid, alone or, what weakens, with a second person.
  void administrate(test::Street& street, TimeMs now);

  void crash(TimeMs now);
  void back_up();
  void restore(TimeMs now);  // from the last backup, if there is one
  void be_good(TimeMs now);  // from now on nothing fails

  test::HostBed& bed() { return bed_; }
  std::uint64_t crashes() const { return crashes_; }
  std::uint64_t restores() const { return restores_; }

 private:
  bool down(TimeMs now);
  bool commit(std::vector<StoredEntry>& entries, TimeMs now);
  Request without_dedup(Request request);
  std::string change_step(ShardOp& step);

  Prng prng_;
  Sabotage sabotage_;
  test::HostBed bed_;
  std::vector<Job> waiting_;
  TimeMs up_at_;
  bool is_down_ = false;
  bool good_ = false;
  bool has_backup_ = false;
  std::uint64_t crashes_ = 0;
  std::uint64_t restores_ = 0;
};

}  // namespace gezhi::sim
