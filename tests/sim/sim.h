// The whole system in one thread and no real time: many people's phones, a server, a network that
// loses, delays, doubles and reorders, storage that forgets what was not flushed, clocks that are
// wrong, and crashes of everything at any point. In some runs one more device does what it can to the
// others (hostile.h); in some, faults meet: a commit fails and so does opening again, a backup is put back
// under requests that are waiting, a clock is wrong from the start of whatever starts. One seed decides all
// of it, so a run can be repeated:
//
//   GEZHI_SIM_SEED=42 build/dev/tests/gezhi_tests --test-suite='sim/*'
//
// Afterwards, when the network is quiet and everybody is switched on, these must hold:
//   no saved operation is missing from the journal, none is there twice
//   a cold replay of the journal judges everything the same and ends in the same hash
//   an observer who sees everything has the server's world, to the bit; so has one who begins now
//   everybody else has exactly the cases that they may see, each to the bit
//   a text that was changed before an erasure is found, whatever hashes were computed again
//   the street does what is due in the next days, whatever ids somebody has taken who knows the rules
//   what was refused stands in no case's history; whose it is has it with the journal's reason
//   no time in the journal is later than its receipt
//   nobody was ever sent an entry of a case that was never theirs to see
//   all of it for everybody but the hostile device, whose own chain alone may be torn
#pragma once

#include <functional>
#include <map>
#include <set>

#include "tests/support/op_gen.h"
#include "tests/support/phone.h"

namespace gezhi::sim {

// Deliberate faults of the software under test: the simulation must notice each of them.
enum class Sabotage : std::uint8_t {
  none,
  lying_outbox,   // "saved" is shown before storage has it
  lying_journal,  // the server answers before its commit is durable
  no_dedup,       // a repeated operation is taken in again
  known_secret,   // the ids of what the street does by itself can be computed, and taken before it
  trusted_chain,  // the chain believes the hash of an emptied entry instead of computing it
  believed_name,  // whoever is signed in may speak for everybody, with the roles that are claimed
  failed_answered,  // the answers go out although the commit failed
};

struct Setup {
  std::uint64_t seed = 0;
  Sabotage sabotage = Sabotage::none;
  std::int64_t minutes = 15;  // of chaos
  bool hostile = false;
  bool pairs = false;  // faults that meet
};

struct Stats {
  std::uint64_t made = 0;
  std::uint64_t refused = 0;
  std::uint64_t entries = 0;
  std::uint64_t phone_crashes = 0;
  std::uint64_t server_crashes = 0;
  std::uint64_t messages_lost = 0;
  std::uint64_t restores = 0;
  std::uint64_t failed_reopens = 0;
  std::uint64_t hostile_requests = 0;
  std::uint64_t cases = 0;
  std::uint64_t ended = 0;
  std::map<std::uint32_t, std::uint64_t> applied;  // by kind
};

struct Outcome {
  std::string hash;  // of the server's world and chain, 16 hexadecimal digits
  Stats stats;
  std::vector<std::string> violations;
};

// What happens in the run of this seed besides the usual: nothing more in the first twenty.
Setup setup_of(std::uint64_t seed);

Outcome run(const Setup& setup);

}  // namespace gezhi::sim
