// The server's time when the machine's clock is set, runs wild, or was wrong at the start.
#include "native/server/server_clock.h"

#include <doctest/doctest.h>

#include <spdlog/spdlog.h>

#include <future>

#include "native/cli/data_folder.h"
#include "native/cli/writing_time.h"
#include "native/server/clock_note.h"
#include "native/server/now.h"
#include "native/server/sync_service.h"
#include "native/store/blob_files.h"
#include "tests/support/street.h"
#include "tests/support/temp_folder.h"

using namespace gezhi;

namespace {

constexpr TimeMs kStart{1795312800000};

struct Machine {
  TimeMs wall = kStart;
  std::int64_t counted = 1000;
  ServerClock clock{{[this] { return wall; }, [this] { return counted; }}};

  void pass(std::int64_t ms) {
    wall = wall + ms;
    counted += ms;
  }
};

}  // namespace

TEST_SUITE("server/clock") {
  TEST_CASE("it goes with the machine's clock, and never back") {
    Machine m;
    m.clock.begin(kStart - kHourMs, kStart - kMinuteMs);
    CHECK(m.clock.now() == kStart);
    m.pass(kMinuteMs);
    CHECK(m.clock.now() == kStart + kMinuteMs);
    m.wall = m.wall - 30 * kSecondMs;  // set a little back: it waits
    CHECK(m.clock.now() == kStart + kMinuteMs);
    CHECK_FALSE(m.clock.is_doubted());
    m.pass(kMinuteMs);
    CHECK(m.clock.now() == kStart + kMinuteMs + 30 * kSecondMs);
  }

  TEST_CASE("a jump, ahead or back, is doubted: the time goes on by the counter") {
    for (const std::int64_t jump : {400 * kDayMs, 6 * kMinuteMs, -6 * kMinuteMs, -400 * kDayMs}) {
      Machine m;
      m.clock.begin({}, {});
      m.pass(kMinuteMs);
      m.wall = m.wall + jump;
      CHECK(m.clock.is_doubted());
      m.pass(15 * kSecondMs);
      CHECK(m.clock.now() == kStart + kMinuteMs + 15 * kSecondMs);
      CHECK(m.clock.ahead_ms() == jump);
      m.wall = m.wall - jump;  // set right again
      CHECK_FALSE(m.clock.is_doubted());
      CHECK(m.clock.now() == kStart + kMinuteMs + 15 * kSecondMs);
    }
  }

  TEST_CASE("a clock that creeps away is doubted in the end") {
    Machine m;
    m.clock.begin({}, {});
    for (int minute = 0; minute < 20; ++minute) {
      m.pass(kMinuteMs);
      m.wall = m.wall + 20 * kSecondMs;
    }
    CHECK(m.clock.is_doubted());
    CHECK(m.clock.now() - kStart <= 20 * kMinuteMs + ServerClock::kJumpMs + kMinuteMs);
  }

  TEST_CASE("what a person confirms is gone by") {
    Machine m;
    m.clock.begin({}, {});
    m.wall = m.wall + 90 * kDayMs;
    REQUIRE(m.clock.is_doubted());
    m.clock.confirm();
    CHECK_FALSE(m.clock.is_doubted());
    CHECK(m.clock.now() == m.wall);
  }

  TEST_CASE("at the start it is not behind the journal, nor far ahead of what was noted") {
    Machine behind;
    behind.clock.begin(kStart + kDayMs, {});
    CHECK(behind.clock.is_doubted());
    CHECK(behind.clock.now() == kStart + kDayMs);
    behind.pass(kSecondMs);
    CHECK(behind.clock.now() == kStart + kDayMs + kSecondMs);

    Machine ahead;
    ahead.clock.begin(kStart - 500 * kDayMs, kStart - 400 * kDayMs);
    CHECK(ahead.clock.is_doubted());
    CHECK(ahead.clock.now() == kStart - 400 * kDayMs);

    Machine weekend;
    weekend.clock.begin(kStart - 3 * kDayMs, kStart - 62 * kHourMs);
    CHECK_FALSE(weekend.clock.is_doubted());

    Machine fresh;  // nothing is known, and nothing there that could be due
    fresh.clock.begin({}, {});
    CHECK_FALSE(fresh.clock.is_doubted());
    CHECK(fresh.clock.now() == kStart);
  }

  TEST_CASE("regression 12: a journal alone, its noted time lost, is enough to doubt by") {
    Machine ahead;
    ahead.clock.begin(kStart - 365 * kDayMs, {});
    CHECK(ahead.clock.is_doubted());
    CHECK(ahead.clock.now() == kStart - 365 * kDayMs);
    ahead.clock.confirm();
    CHECK(ahead.clock.now() == kStart);

    Machine moved;  // and served again within days
    moved.clock.begin(kStart - ServerClock::kStandstillMs, {});
    CHECK_FALSE(moved.clock.is_doubted());
  }

  TEST_CASE("what a backup says of its time is the machine's, where that can be right") {
    CHECK(believed_time(kStart, {}, {}) == kStart);
    CHECK(believed_time(kStart, kStart - kDayMs, kStart - kHourMs) == kStart);
    CHECK(believed_time(kStart, kStart - 400 * kDayMs, kStart - 365 * kDayMs) ==
          kStart - 365 * kDayMs);
    CHECK(believed_time(kStart, kStart + kDayMs, kStart - kDayMs) == kStart + kDayMs);
  }

  TEST_CASE("destroying waits for days of running since the moment by which it was due") {
    NotedClock clock;
    CHECK(destroy_by(clock).is_none());
    TimeMs now = kStart;
    for (std::int64_t ran = 0; ran < kDestroyAfterRunningMs; ran += kMinuteMs) {
      note_running(clock, kMinuteMs, now);
      CHECK(destroy_by(clock).is_none());
      now = now + kMinuteMs;
    }
    note_running(clock, kMinuteMs, now);
    CHECK(destroy_by(clock) == kStart);
    CHECK(clock.samples.size() < 60);
    // Standing still is not running, however late it is.
    note_running(clock, 0, now + 90 * kDayMs);
    CHECK(destroy_by(clock) == kStart);
    // A clock that was ahead for an hour left a sample that is not believed when it is back.
    NotedClock wild;
    note_running(wild, kMinuteMs, kStart + 400 * kDayMs);
    note_running(wild, kDestroyAfterRunningMs, kStart);
    CHECK(destroy_by(wild).is_none());
  }

  TEST_CASE("a confirmation is for now: of another hour, or read once, it says nothing") {
    TempFolder folder;
    CHECK_FALSE(take_clock_note(folder.path(), kStart));
    REQUIRE(leave_clock_note(folder.path(), kStart).ok());
    CHECK(take_clock_note(folder.path(), kStart + kMinuteMs));
    CHECK_FALSE(take_clock_note(folder.path(), kStart + kMinuteMs));
    REQUIRE(leave_clock_note(folder.path(), kStart).ok());
    CHECK_FALSE(take_clock_note(folder.path(), kStart + kHourMs));
  }
}

namespace {

// A street with a case that is being handled, and a service over it that goes by the machine given.
struct Served {
  Served() {
    spdlog::set_level(spdlog::level::off);
    test::Street street;
    const CaseId subject = street.new_case();
    REQUIRE(street.act("volunteer", subject, test::Street::report()).applied());
    REQUIRE(street.act("clerk", subject, RequestVerification{}).applied());
    REQUIRE(street.act("worker", subject, VerifyResult{Verified::exists, "后厨确有六个钢瓶", {}})
                .applied());
    REQUIRE(street.act("clerk", subject, test::Street::filing()).applied());
    REQUIRE(street.act("desk", subject, DispatchCase{{street.order(test::kFire, true)}}).applied());
    std::vector<StoredEntry> entries;
    for (const Entry& entry : street.entries()) {
      const auto op = read_op(entry.op);
      REQUIRE(op.ok());
      entries.push_back({entry.shard, entry.seq, op->subject, op->id, encode(entry)});
    }
    store = std::move(*make_data_folder(data));
    REQUIRE(store->append(entries).ok());
    start = street.now();
  }
  ~Served() { spdlog::set_level(spdlog::level::warn); }

  void serve(Machine& machine) {
    service.reset();
    SyncService::Setup setup;
    setup.data = data;
    setup.clock = &machine.clock;
    service = std::make_unique<SyncService>(*store, blobs, std::move(setup));
    REQUIRE(service->load().ok());
    service->start();
  }

  // A turn of the service, and another one: what a turn has stored is published after its answers.
  std::uint64_t turn() {
    ask();
    ask();
    return service->health().seqs.at(test::kStreet);
  }
  void ask() {
    Request request;
    request.protocol = kProtocol;
    std::promise<void> answered;
    service->submit(request, {ActorId{1}, {}}, {}, [&](const SyncService::Answer& answer) {
      CHECK(answer.ok());
      answered.set_value();
    });
    answered.get_future().wait();
  }

  TempFolder folder;
  std::string data = folder.path() + "/data";
  BlobFiles blobs{data + "/blobs", 1 << 20};
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<SyncService> service;
  TimeMs start;
};

}  // namespace

TEST_SUITE("server/clock") {
  TEST_CASE("a jump escalates nothing until a person has confirmed it") {
    Served served;
    Machine m;
    m.wall = served.start;
    served.serve(m);
    const std::uint64_t before = served.turn();
    m.wall = m.wall + 30 * kDayMs;
    CHECK(served.turn() == before);
    CHECK(served.service->health().clock_doubted);
    REQUIRE(leave_clock_note(served.data, now_ms()).ok());
    served.turn();  // it reads the note …
    CHECK(served.turn() > before);
    CHECK_FALSE(served.service->health().clock_doubted);
  }

  TEST_CASE(
      "a healing goes on for as long as it had left, when a confirmed clock leaps over that") {
    Served served;
    REQUIRE(served.store->begin_healing({HealCause::restored, {}, {}, {}}).ok());
    Machine m;
    m.wall = served.start;
    served.serve(m);
    served.turn();
    CHECK(served.service->health().healing.until - served.start <= SyncService::kHealMs);
    m.wall = m.wall + 30 * kDayMs;
    served.turn();
    REQUIRE(served.service->health().clock_doubted);
    REQUIRE(leave_clock_note(served.data, now_ms()).ok());
    served.turn();
    const std::int64_t left_ms = served.service->health().healing.until - m.wall;
    CHECK(left_ms > SyncService::kHealMs - kMinuteMs);
    CHECK(left_ms <= SyncService::kHealMs);
    CHECK(served.store->healing()->until - m.wall == left_ms);
  }

  TEST_CASE("time that passes escalates by itself") {
    Served served;
    Machine m;
    m.wall = served.start;
    served.serve(m);
    const std::uint64_t before = served.turn();
    m.pass(30 * kDayMs);
    CHECK(served.turn() > before);
  }

  TEST_CASE("regression 11: a server that ran for a moment only has noted when that was") {
    Served served;
    Machine first;
    first.wall = served.start;
    served.serve(first);
    const std::uint64_t before = served.turn();
    Machine second;
    second.wall = served.start + 400 * kDayMs;
    served.serve(second);
    CHECK(served.service->health().clock_doubted);
    CHECK(served.turn() == before);
    CHECK(second.clock.now() < served.start + kMinuteMs);
  }

  TEST_CASE(
      "the server's time is never before an account that was opened while the clock was ahead") {
    Served served;
    const std::int64_t ahead = 10 * kMinuteMs;
    Account account;
    account.login = account.label = "new";
    account.opened_at = served.start + ahead;
    account.grants = {{Role::volunteer, {}, {}, test::kStreet}};
    const ActorId newest = *served.store->add_account(account);
    Machine opened;
    opened.wall = served.start;
    served.serve(opened);
    CHECK(opened.clock.now() >= served.start + ahead);
    // Closed while it was further ahead: what comes after that is later.
    REQUIRE(served.store->close_account(newest, served.start + 2 * ahead).ok());
    Machine closing;
    closing.wall = served.start;
    served.serve(closing);
    CHECK(closing.clock.now() >= served.start + 2 * ahead);
  }

  TEST_CASE("a command writes nothing of before the last change of an account") {
    Served served;
    const TimeMs now = now_ms();
    REQUIRE(served.store->set_clock({now, 0, {}}).ok());
    Account account;
    account.login = account.label = "new";
    account.grants = {{Role::volunteer, {}, {}, test::kStreet}};
    account.opened_at = now + 2 * kMinuteMs;
    REQUIRE(served.store->add_account(account).ok());
    const auto at = writing_time(*served.store, served.data);
    REQUIRE(at.ok());
    CHECK(*at >= account.opened_at);
  }

  TEST_CASE("no command writes by a clock that a server would doubt, until it was confirmed") {
    Served served;
    const TimeMs now = now_ms();
    REQUIRE(served.store->set_clock({now, 0, {}}).ok());
    const auto at = writing_time(*served.store, served.data);
    REQUIRE(at.ok());
    CHECK(*at - now < kMinuteMs);
    for (const std::int64_t off : {-400 * kDayMs, 400 * kDayMs}) {
      REQUIRE(served.store->set_clock({now + off, 0, {}}).ok());
      CHECK(writing_time(*served.store, served.data).error().code == "clock_doubted");
      REQUIRE(leave_clock_note(served.data, now_ms()).ok());
      for (int i = 0; i < 2; ++i) CHECK(writing_time(*served.store, served.data).ok());
      CHECK(take_clock_note(served.data, now_ms()));
    }
  }
}
