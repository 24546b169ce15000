// The plug is pulled under the real server: what anybody was told is received is there when the current is
// back, the journal verifies, numbers go on, and no new epoch begins. Its data lie on a loop disk of which
// only what reached the image survives; what was said is noted outside of it.
//
// The same under eatmydata, which swallows every flush, has to lose something: else this test can't tell.
//
// GEZHI_POWER_CUTS=N makes N cuts of each kind instead of a few.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <thread>

#include "core/base/prng.h"
#include "tests/native/server/injected_faults.h"
#include "tests/native/server/street_on_disk.h"

using namespace gezhi;
namespace fs = std::filesystem;

namespace {

// The kernel writes some of what waits, here and there and in any order, as it may at any time.
void write_back_somewhere(const std::string& folder, Prng& random) {
  std::error_code gone;
  for (const auto& item : fs::directory_iterator(folder, gone)) {
    if (!item.is_regular_file(gone) || !random.chance(1, 3)) continue;
    const int file = ::open(item.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) continue;
    const auto page = static_cast<off_t>(random.below(64)) * 4096;
    sync_file_range(file, page, static_cast<off_t>(1 + random.below(8)) * 4096,
                    SYNC_FILE_RANGE_WRITE);
    ::close(file);
  }
}

// Everybody pushes; at a moment that the seed draws, the server stands still and the plug is pulled.
void cut_under_load(StreetOnDisk& street, std::uint64_t seed, bool write_back) {
  Prng random(seed);
  std::atomic<int> exchanges = 0;
  std::atomic<bool> over = false;
  std::thread load([&] {
    street.push_until_broken(exchanges);
    over = true;
  });
  const int wanted = 1 + static_cast<int>(random.below(40));
  while (exchanges < wanted && !over) {
    if (write_back) write_back_somewhere(street.data(), random);
    usleep(500);
  }
  usleep(static_cast<useconds_t>(random.below(5000)));
  CHECK_FALSE(over);  // nobody stopped by themselves
  street.server.freeze();
  street.cut();
  load.join();
}

void check_nothing_lost(StreetOnDisk& street) {
  REQUIRE(street.start());
  const Loss loss = street.loss();
  CHECK_MESSAGE(loss.words.empty(), loss.words);
  CHECK(loss.operations == 0);
  CHECK(loss.photos == 0);
  CHECK(loss.healing == "none");
  CHECK(loss.breaks == 0);
}

void say(const char* what, int cuts, const StreetOnDisk& street, const Loss& loss) {
  std::size_t photos = 0;
  for (const Pusher& person : street.people) photos += person.photos().size();
  std::printf(
      "FIGURES: %s: %d cuts, %zu operations and %zu photos acknowledged, %zu and %zu lost\n", what,
      cuts, street.received(), photos, loss.operations, loss.photos);
}

}  // namespace

TEST_SUITE("server/power_cut") {
  TEST_CASE("the plug is pulled again and again under load: nothing acknowledged is lost") {
    LoopDisk disk(64);
    if (!disk.mounted()) return;
    StreetOnDisk street(disk, 4);
    REQUIRE(street.start());
    const int cuts = power_cuts(6);
    for (int cut = 0; cut < cuts; ++cut) {
      CAPTURE(cut);
      cut_under_load(street, static_cast<std::uint64_t>(cut), cut % 2 == 1);
      check_nothing_lost(street);
      street.check_goes_on();
    }
    say("power cut under load", cuts, street, street.loss());
  }

  TEST_CASE("the same under eatmydata loses: this disk can tell") {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    std::puts("SKIPPED: eatmydata and a sanitizer both want to be loaded first");
    return;
#endif
    LoopDisk disk(64);
    if (!disk.mounted()) return;
    StreetOnDisk street(disk, 4);
    street.server.run_under({"eatmydata"});
    REQUIRE_MESSAGE(street.start(), "no server under eatmydata: is the package installed?");
    cut_under_load(street, 1, false);
    const Loss loss = street.loss();
    CHECK_MESSAGE(loss.operations > 0, "nothing was flushed and nothing lost: it can't tell");
    say("the same under eatmydata (has to lose)", 1, street, loss);
  }

  TEST_CASE(
      "it dies at exactly the N-th call that writes or flushes, and the plug is pulled then") {
    LoopDisk disk(64);
    if (!disk.mounted() || !can_inject_faults()) return;
    StreetOnDisk street(disk, 2);
    REQUIRE(street.start());
    const int cuts = power_cuts(12);
    for (int cut = 0; cut < cuts; ++cut) {
      const char* call = cut % 3 == 2 ? "pwrite64" : "fdatasync";
      const std::string fault =
          call + std::string(":signal=SIGKILL:when=") + std::to_string(1 + cut % 3 * 5 + cut / 3);
      CAPTURE(fault);
      {
        InjectedFaults faults(street.server.pid(), {fault});
        REQUIRE(faults.tied());
        auto said = Pusher::Said::received;
        for (std::size_t turn = 0; turn < 500 && said == Pusher::Said::received; ++turn) {
          Pusher& person = street.people[turn % 2];
          person.make(2);
          said = person.push();
        }
        CHECK(street.server.has_ended(2000));
      }
      street.cut();
      check_nothing_lost(street);
      street.check_goes_on();
    }
    say("dead at the N-th call, and cut", cuts, street, street.loss());
  }
}
