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

  Server(std::uint64_t seed, Sabotage sabotage, bool pairs);

  void take(Job job);
  // Admits everything that waits, commits once, answers after the commit.
  std::vector<Answer> process(TimeMs now);

  // The administrator changes the policy or moves a grid, alone or, what weakens, with a second person.
  void administrate(test::Street& street, TimeMs now);

  // What the server takes for now: the machine's clock as it is since the last start.
  TimeMs clock(TimeMs now) const { return now + skew_ms_; }

  void crash(TimeMs now);
  void back_up();
  void restore(TimeMs now);  // from the last backup, if there is one
  void be_good(TimeMs now);  // from now on nothing fails

  test::HostBed& bed() { return bed_; }
  std::uint64_t crashes() const { return crashes_; }
  std::uint64_t restores() const { return restores_; }
  std::uint64_t failed_reopens() const { return failed_reopens_; }

 private:
  bool down(TimeMs now);
  void start();
  bool commit(std::vector<StoredEntry>& entries, TimeMs now);
  void open_again(TimeMs now);
  Request without_dedup(Request request);
  std::string change_step(ShardOp& step);
  static void believe_name(const Request& request, Principal& principal);

  Prng prng_;
  Prng pair_prng_;  // of its own: without pairs the other choices are what they were
  Sabotage sabotage_;
  bool pairs_ = false;
  test::HostBed bed_;
  std::vector<Job> waiting_;
  TimeMs up_at_;
  bool is_down_ = false;
  bool good_ = false;
  bool has_backup_ = false;
  std::uint64_t crashes_ = 0;
  std::uint64_t restores_ = 0;
  std::int64_t skew_ms_ = 0;
  TimeMs holds_until_;  // what can only be read is read: the store has not come back whole
  std::uint64_t failed_reopens_ = 0;
};

}  // namespace gezhi::sim
