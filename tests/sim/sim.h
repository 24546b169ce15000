// The whole system in one thread and no real time: ten people's phones, a server, a network that
// loses, delays, doubles and reorders, storage that forgets what was not flushed, clocks that are
// wrong, and crashes of everything at any point. One seed decides all of it, so a run can be repeated:
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
};

struct Setup {
  std::uint64_t seed = 0;
  Sabotage sabotage = Sabotage::none;
  std::int64_t minutes = 15;  // of chaos
};

struct Stats {
  std::uint64_t made = 0;
  std::uint64_t refused = 0;
  std::uint64_t entries = 0;
  std::uint64_t phone_crashes = 0;
  std::uint64_t server_crashes = 0;
  std::uint64_t messages_lost = 0;
  std::uint64_t restores = 0;
  std::uint64_t cases = 0;
  std::uint64_t ended = 0;
  std::map<std::uint32_t, std::uint64_t> applied;  // by kind
};

struct Outcome {
  std::string hash;  // of the server's world and chain, 16 hexadecimal digits
  Stats stats;
  std::vector<std::string> violations;
};

Outcome run(const Setup& setup);

}  // namespace gezhi::sim
