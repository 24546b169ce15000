// What a device may prove about the server that it talks to, and what it can't.
#include "native/server/marks.h"

#include <doctest/doctest.h>

using namespace gezhi;

namespace {

constexpr ShardId kA{7};
constexpr ShardId kB{8};

Bytes run_id(std::uint8_t number) { return Bytes(8, number); }

const Bytes kSecret(32, 5);

ServerRun run(std::uint8_t number, const Seqs& began) { return {run_id(number), began}; }

}  // namespace

TEST_SUITE("server/marks") {
  TEST_CASE("a mark of what is here proves nothing, of this run and of earlier ones") {
    const Marks first(kSecret, std::vector{run(1, {{kA, 10}})});
    const Bytes at_20 = first.make("e", {{kA, 20}, {kB, 3}});
    CHECK(first.lost(at_20, "e", {{kA, 20}, {kB, 3}}).empty());
    CHECK(first.lost(at_20, "e", {{kA, 25}, {kB, 9}}).empty());
    const Marks second(kSecret, std::vector{run(1, {{kA, 10}}), run(2, {{kA, 25}, {kB, 9}})});
    CHECK(second.lost(at_20, "e", {{kA, 25}, {kB, 9}}).empty());
    CHECK(second.lost({}, "e", {{kA, 25}}).empty());
  }

  TEST_CASE("a higher number than is here is a loss, and says of which street") {
    const Marks marks(kSecret, std::vector{run(1, {})});
    const auto lost = marks.lost(marks.make("e", {{kA, 20}, {kB, 3}}), "e", {{kA, 20}, {kB, 2}});
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].shard == kB);
    CHECK(lost[0].had == 3);
    CHECK(lost[0].has == 2);
  }

  TEST_CASE("a store that was put back and has grown past the number again is found out") {
    const Marks before(kSecret, std::vector{run(1, {{kA, 10}})});
    const Bytes at_30 = before.make("e", {{kA, 30}});
    // Put back to 20, started again, and now at 100.
    const Marks after(kSecret, std::vector{run(1, {{kA, 10}}), run(2, {{kA, 20}})});
    const auto lost = after.lost(at_30, "e", {{kA, 100}});
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].had == 30);
    CHECK(lost[0].has == 20);
  }

  TEST_CASE("a mark of another copy is a loss only when that one acknowledged something") {
    const Marks copy(kSecret, std::vector{run(1, {{kA, 10}}), run(3, {{kA, 20}})});
    const Bytes idle = copy.make("e", {{kA, 20}});
    const Bytes busy = copy.make("e", {{kA, 21}});
    const Marks here(kSecret, std::vector{run(1, {{kA, 10}}), run(2, {{kA, 20}})});
    CHECK(here.lost(idle, "e", {{kA, 50}}).empty());
    CHECK(here.lost(busy, "e", {{kA, 50}}).size() == 1);
  }

  TEST_CASE("nobody makes a mark without the secret, nor brings one of another epoch") {
    const Marks marks(kSecret, std::vector{run(1, {})});
    const Marks forger(Bytes(32, 6), std::vector{run(1, {})});
    CHECK(marks.lost(forger.make("e", {{kA, 999}}), "e", {{kA, 1}}).empty());
    CHECK(marks.lost(marks.make("old", {{kA, 999}}), "e", {{kA, 1}}).empty());
    Bytes changed = marks.make("e", {{kA, 999}});
    for (std::size_t i = 0; i < changed.size(); ++i) {
      Bytes bad = changed;
      bad[i] ^= 1;
      CHECK(marks.lost(bad, "e", {{kA, 1}}).empty());
    }
    CHECK(marks.lost(changed, "e", {{kA, 1}}).size() == 1);
    CHECK(marks.lost(Bytes(5, 0xff), "e", {{kA, 1}}).empty());
  }
}
