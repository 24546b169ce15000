// Calls into the kernel fail under the real server, once or for ever, alone and two at a time, and then
// the plug is pulled: whoever was told "received" finds it there; every answer is said in words, while the
// disk fails too; and when the disk is well again, the server goes on by itself.
//
// GEZHI_POWER_CUTS=N tries each fault at N different calls.
#include <doctest/doctest.h>
#include <sys/resource.h>

#include <cstdio>

#include "tests/native/server/injected_faults.h"
#include "tests/native/server/street_on_disk.h"

using namespace gezhi;

namespace {

constexpr int kEndMs = 2000;

struct Told {
  int exchanges = 0;
  int not_received = 0;  // held back, or an error in words
};

// Two people push while the disk fails. An end without words is right only when the server has ended.
Told push_into(StreetOnDisk& street, int turns) {
  Told told;
  for (int turn = 0; turn < turns; ++turn) {
    for (Pusher& person : street.people) {
      person.make(1);
      const auto said = person.push();
      ++told.exchanges;
      if (said != Pusher::Said::received) ++told.not_received;
      if (said == Pusher::Said::silent) CHECK(street.server.has_ended(kEndMs));
    }
    if (street.server.has_ended()) break;
  }
  return told;
}

void check_nothing_lost(StreetOnDisk& street) {
  REQUIRE(street.start());
  const Loss loss = street.loss();
  CHECK_MESSAGE(loss.words.empty(), loss.words);
  CHECK(loss.operations == 0);
  CHECK(loss.healing == "none");
  CHECK(loss.breaks == 0);
}

// The limits of a running process, put back with the object: real short writes, and no file to be had.
class ProcessLimit {
 public:
  ProcessLimit(pid_t process, __rlimit_resource what, rlim_t most)
      : process_(process), what_(what) {
    REQUIRE(prlimit(process_, what_, nullptr, &before_) == 0);
    const rlimit less{most, before_.rlim_max};
    REQUIRE(prlimit(process_, what_, &less, nullptr) == 0);
  }
  ~ProcessLimit() { prlimit(process_, what_, &before_, nullptr); }
  ProcessLimit(const ProcessLimit&) = delete;
  ProcessLimit& operator=(const ProcessLimit&) = delete;

 private:
  pid_t process_;
  __rlimit_resource what_;
  rlimit before_{};
};

struct Figures {
  int cuts = 0;
  int met = 0;
  int not_received = 0;
};

// The disk fails in this way, and the plug is pulled while it does.
void fail_and_cut(StreetOnDisk& street, const std::vector<std::string>& faults, Figures& figures) {
  CAPTURE(faults[0]);
  CAPTURE(faults.back());
  {
    InjectedFaults injected(street.server.pid(), faults);
    REQUIRE(injected.tied());
    figures.not_received += push_into(street, 6).not_received;
    street.server.kill();  // who traces it could still let a call through when it stood still
    street.cut();
    CHECK(injected.met() > 0);
    figures.met += injected.met();
  }
  ++figures.cuts;
  check_nothing_lost(street);
  street.check_goes_on();
}

// It fails, and is well again: everything gets through without a restart, and is there after a cut.
void fail_and_mend(StreetOnDisk& street, const std::vector<std::string>& faults, Figures& figures) {
  CAPTURE(faults[0]);
  CAPTURE(faults.back());
  {
    InjectedFaults injected(street.server.pid(), faults);
    REQUIRE(injected.tied());
    figures.not_received += push_into(street, 6).not_received;
    injected.end();
    CHECK(injected.met() > 0);
    figures.met += injected.met();
  }
  CHECK_FALSE(street.server.has_ended());
  street.settle();
  street.server.freeze();
  street.cut();
  ++figures.cuts;
  check_nothing_lost(street);
}

void say(const char* what, const Figures& figures, const StreetOnDisk& street) {
  std::printf(
      "FIGURES: %s: %d calls failed, %d exchanges not taken in and said so, %d cuts, %zu "
      "operations "
      "acknowledged, %zu lost\n",
      what, figures.met, figures.not_received, figures.cuts, street.received(),
      street.loss().operations);
}

std::string from(const char* fault, int first, const char* on) {
  return fault + std::string(":when=") + std::to_string(first) + on;
}

}  // namespace

TEST_SUITE("server/disk_fault") {
  TEST_CASE("flushing and writing fail, once or for ever, and the plug is pulled meanwhile") {
    LoopDisk disk(64);
    if (!disk.mounted() || !can_inject_faults()) return;
    StreetOnDisk street(disk, 2);
    REQUIRE(street.start());
    Figures figures;
    for (int n = 1; n <= power_cuts(3); ++n) {
      fail_and_cut(street, {from("fdatasync:error=EIO", n, "")}, figures);
      fail_and_cut(street, {from("fdatasync:error=EIO", n, "+")}, figures);
      fail_and_cut(street, {from("pwrite64:error=ENOSPC", 3 * n - 2, "+")}, figures);
      fail_and_cut(street, {from("pwrite64:error=EIO", 3 * n - 1, "")}, figures);
    }
    CHECK(figures.not_received > 0);
    say("calls that fail, and cut", figures, street);
  }

  TEST_CASE("a commit fails, and so does opening again: no handle, no reading, no flush") {
    LoopDisk disk(64);
    if (!disk.mounted() || !can_inject_faults()) return;
    StreetOnDisk street(disk, 2);
    REQUIRE(street.start());
    Figures figures;
    for (int n = 1; n <= power_cuts(2); ++n) {
      const std::string flush = from("fdatasync:error=EIO", n, "");
      fail_and_cut(street, {flush, from("openat:error=EMFILE", n, "+")}, figures);
      fail_and_cut(street, {flush, from("openat:error=EIO", n + 1, "..12")}, figures);
      fail_and_cut(street, {flush, from("pread64:error=EIO", 2 * n, "+")}, figures);
      fail_and_cut(street, {flush, from("ftruncate:error=EIO", 1, "+")}, figures);
    }
    say("pairs of failing calls, and cut", figures, street);
  }

  TEST_CASE("the disk is well again: it serves again by itself, and everything gets through") {
    LoopDisk disk(64);
    if (!disk.mounted() || !can_inject_faults()) return;
    StreetOnDisk street(disk, 2);
    REQUIRE(street.start());
    Figures figures;
    fail_and_mend(street, {"fdatasync:error=EIO:when=1"}, figures);
    fail_and_mend(street, {"fdatasync:error=EIO:when=2+"}, figures);
    fail_and_mend(street, {"pwrite64:error=ENOSPC:when=2+"}, figures);
    fail_and_mend(street, {"fdatasync:error=EIO:when=3", "openat:error=EMFILE:when=1+"}, figures);
    say("calls that fail, and are mended", figures, street);
  }

  TEST_CASE("no file may grow: writes end in the middle, and nobody is told what is not there") {
    LoopDisk disk(64);
    if (!disk.mounted()) return;
    StreetOnDisk street(disk, 2);
    REQUIRE(street.start());
    Figures figures;
    for (const rlim_t most : {rlim_t{100}, rlim_t{10000}, rlim_t{70001}}) {
      CAPTURE(most);
      {
        const ProcessLimit limit(street.server.pid(), RLIMIT_FSIZE, most);
        figures.not_received += push_into(street, 15).not_received;
        REQUIRE_FALSE(street.server.has_ended());
      }
      street.settle();
      street.server.freeze();
      street.cut();
      ++figures.cuts;
      check_nothing_lost(street);
    }
    CHECK(figures.not_received > 0);
    say("short writes", figures, street);
  }
}
