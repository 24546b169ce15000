// Many seeds of the simulation. See sim.h for what must hold and how to repeat one.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/sim/sim.h"

using namespace gezhi;
using namespace gezhi::sim;

namespace {

constexpr std::uint64_t kGoldenSeeds = 20;  // nothing but the usual in these (setup_of)
constexpr bool kIsWasm = sizeof(void*) == 4;
constexpr std::uint64_t kSeeds = 240;

void add(Stats& sum, const Stats& one) {
  sum.entries += one.entries;
  sum.refused += one.refused;
  sum.ended += one.ended;
  sum.phone_crashes += one.phone_crashes;
  sum.server_crashes += one.server_crashes;
  sum.restores += one.restores;
  sum.failed_reopens += one.failed_reopens;
  sum.hostile_requests += one.hostile_requests;
  for (const auto& [kind, count] : one.applied) sum.applied[kind] += count;
}

void require_good(std::uint64_t seed, const gezhi::sim::Outcome& outcome) {
  INFO("repeat with: GEZHI_SIM_SEED=", seed, " build/dev/tests/gezhi_tests --test-suite='sim/*'");
  for (std::size_t i = 0; i < outcome.violations.size() && i < 10; ++i) {
    FAIL_CHECK(outcome.violations[i]);
  }
  CHECK(outcome.violations.empty());
}

void print(std::uint64_t seed, const gezhi::sim::Outcome& outcome) {
  const Stats& s = outcome.stats;
  MESSAGE("seed ", seed, " hash ", outcome.hash, ": ", s.made, " made, ", s.entries, " entries, ",
          s.refused, " refused, ", s.cases, " cases, ", s.ended, " ended, ", s.phone_crashes,
          " phone crashes, ", s.server_crashes, " server crashes, ", s.messages_lost, " lost, ",
          s.restores, " restores, ", s.failed_reopens, " failed reopens, ", s.hostile_requests,
          " hostile requests");
}

}  // namespace

TEST_SUITE("sim/seeds") {
  TEST_CASE("golden: the first seeds end the same to the bit, natively and as wasm") {
    // When the rules change, GEZHI_WRITE_GOLDEN=1 writes the file anew.
    std::string table;
    for (std::uint64_t seed = 1; seed <= kGoldenSeeds; ++seed) {
      const auto outcome = run(setup_of(seed));
      require_good(seed, outcome);
      table += std::to_string(seed) + " " + outcome.hash + "\n";
    }
    const char* path = GEZHI_SOURCE_DIR "/tests/golden/sim_seeds.txt";
    if (std::getenv("GEZHI_WRITE_GOLDEN") != nullptr) std::ofstream(path) << table;
    std::ifstream golden(path);
    std::stringstream expected;
    expected << golden.rdbuf();
    CHECK(table == expected.str());
  }

  TEST_CASE("everybody ends with the same truth, whatever happens on the way") {
    if (const char* one = std::getenv("GEZHI_SIM_SEED")) {
      const std::uint64_t seed = std::strtoull(one, nullptr, 10);
      const auto outcome = run(setup_of(seed));
      print(seed, outcome);
      require_good(seed, outcome);
      return;
    }
    if (kIsWasm) return;  // the golden seeds will do
    Stats sum;
    for (std::uint64_t seed = kGoldenSeeds + 1; seed <= kSeeds; ++seed) {
      const auto outcome = run(setup_of(seed));
      require_good(seed, outcome);
      add(sum, outcome.stats);
    }
    // The chaos is real: all of it happened.
    CHECK(sum.entries > kSeeds * 200);
    CHECK(sum.refused > kSeeds * 5);
    CHECK(sum.ended > kSeeds);
    CHECK(sum.phone_crashes > kSeeds);
    CHECK(sum.server_crashes > kSeeds);
    CHECK(sum.restores > 0);
    CHECK(sum.failed_reopens > 0);
    CHECK(sum.hostile_requests > kSeeds);
    for (std::size_t i = 1; i < names_of(OpKind{}).size(); ++i) {
      if (static_cast<OpKind>(i) == OpKind::read_contact) continue;  // contacts are not sealed here
      if (static_cast<OpKind>(i) == OpKind::erase_case) continue;    // no run lasts a year
      if (static_cast<OpKind>(i) == OpKind::tell_progress) continue;  // in no journal
      INFO("operations of the kind ", std::string(names_of(OpKind{})[i]));
      CHECK(sum.applied[static_cast<std::uint32_t>(i)] > 0);
    }
  }

  TEST_CASE("the simulation notices a fault of each kind") {
    if (kIsWasm) return;
    for (const Sabotage sabotage :
         {Sabotage::lying_outbox, Sabotage::lying_journal, Sabotage::no_dedup,
          Sabotage::known_secret, Sabotage::trusted_chain, Sabotage::believed_name,
          Sabotage::failed_answered}) {
      bool noticed = false;
      for (std::uint64_t seed = 1; seed <= 20 && !noticed; ++seed) {
        Setup setup{seed, sabotage};
        setup.hostile = sabotage == Sabotage::believed_name;
        setup.pairs = sabotage == Sabotage::failed_answered;
        noticed = !run(setup).violations.empty();
      }
      INFO("sabotage ", static_cast<int>(sabotage));
      CHECK(noticed);
    }
  }
}
