// Many seeds of the simulation. See sim.h for what must hold and how to repeat one.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/sim/sim.h"

using namespace gezhi;
using namespace gezhi::sim;

namespace {

constexpr std::uint64_t kGoldenSeeds = 20;
constexpr bool kIsWasm = sizeof(void*) == 4;
constexpr std::uint64_t kSeeds = kIsWasm ? kGoldenSeeds : 200;

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
          s.restores, " restores");
}

}  // namespace

TEST_SUITE("sim/seeds") {
  TEST_CASE("everybody ends with the same truth, whatever happens on the way") {
    if (const char* one = std::getenv("GEZHI_SIM_SEED")) {
      const std::uint64_t seed = std::strtoull(one, nullptr, 10);
      const auto outcome = run({seed});
      print(seed, outcome);
      require_good(seed, outcome);
      return;
    }
    std::string table;
    Stats sum;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const auto outcome = run({seed});
      require_good(seed, outcome);
      if (seed <= kGoldenSeeds) table += std::to_string(seed) + " " + outcome.hash + "\n";
      sum.entries += outcome.stats.entries;
      sum.refused += outcome.stats.refused;
      sum.ended += outcome.stats.ended;
      sum.phone_crashes += outcome.stats.phone_crashes;
      sum.server_crashes += outcome.stats.server_crashes;
      sum.restores += outcome.stats.restores;
      for (const auto& [kind, count] : outcome.stats.applied) sum.applied[kind] += count;
    }
    // The chaos is real: all of it happened.
    CHECK(sum.entries > kSeeds * 200);
    CHECK(sum.refused > kSeeds * 5);
    CHECK(sum.ended > kSeeds);
    CHECK(sum.phone_crashes > kSeeds);
    CHECK(sum.server_crashes > kSeeds);
    CHECK(sum.restores > 0);
    for (std::size_t i = 1; i < names_of(OpKind{}).size(); ++i) {
      INFO("operations of the kind ", std::string(names_of(OpKind{})[i]));
      // Contacts are not sealed here; twenty seeds are too few for the rarest.
      const bool expected = static_cast<OpKind>(i) != OpKind::read_contact && !kIsWasm;
      CHECK((sum.applied[static_cast<std::uint32_t>(i)] > 0 || !expected));
    }
    // The same to the bit natively and as wasm: both compare with this file. When the rules
    // change, GEZHI_WRITE_GOLDEN=1 writes it anew.
    const char* path = GEZHI_SOURCE_DIR "/tests/golden/sim_seeds.txt";
    if (std::getenv("GEZHI_WRITE_GOLDEN") != nullptr) std::ofstream(path) << table;
    std::ifstream golden(path);
    std::stringstream expected;
    expected << golden.rdbuf();
    CHECK(table == expected.str());
  }

  TEST_CASE("the simulation notices a fault of each kind") {
    for (const Sabotage sabotage :
         {Sabotage::lying_outbox, Sabotage::lying_journal, Sabotage::no_dedup}) {
      bool noticed = false;
      for (std::uint64_t seed = 1; seed <= 20 && !noticed; ++seed) {
        noticed = !run({seed, sabotage}).violations.empty();
      }
      INFO("sabotage ", static_cast<int>(sabotage));
      CHECK(noticed);
    }
  }
}
