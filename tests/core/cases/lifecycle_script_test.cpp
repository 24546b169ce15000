// Plays the scripts line by line and checks that nothing of THE TABLE and of the tables of the tracks
// was left out.
#include <doctest/doctest.h>

#include "core/cases/judge.h"
#include "core/sync/host.h"
#include "tests/core/cases/script_player.h"
#include "tests/support/host_bed.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

constexpr std::array<const char*, 8> kScripts = {"lifecycle", "concern", "after",      "tracks",
                                                 "late",      "limits",  "ways_round", "bounds"};

void replays_cold(const Street& street) {
  Ledger again(kStreet);
  for (const Entry& entry : street.entries()) {
    const auto replayed = again.replay(entry, true);
    REQUIRE_MESSAGE(replayed.ok(), (replayed.ok() ? "" : replayed.error().message));
  }
  CHECK(again.world().hash() == street.world().hash());
}

// Every operation once more when it had been taken in, and all of them once more a year later.
void repeats_change_nothing(const Street& street) {
  Host host("epoch");
  const auto hand_in = [&](const Entry& entry, TimeMs now) {
    const auto op = read_op(entry.op);
    REQUIRE(op.ok());
    Request request;
    request.push.push_back({entry.op, {}});
    const Pushed pushed = host.push(request, principal_of({op->actor, entry.grant}), now);
    CHECK(pushed.entries.empty());
    REQUIRE(pushed.receipts.size() == 1);
    CHECK(pushed.receipts[0].seq == entry.seq);
    CHECK(pushed.receipts[0].outcome.refusal == entry.outcome.refusal);
  };
  for (const Entry& entry : street.entries()) {
    REQUIRE(host.replay(entry.shard, encode(entry)).ok());
    hand_in(entry, entry.received_at);
  }
  for (const Entry& entry : street.entries()) hand_in(entry, street.now() + 400 * kDayMs);
  const Ledger& ledger = *host.ledger(kStreet);
  CHECK(ledger.hash() == street.ledger().hash());
  CHECK(ledger.world().hash() == street.world().hash());
}

template <class Check>
Coverage play_all(Check check) {
  Coverage coverage;
  for (const char* name : kScripts) {
    CAPTURE(name);
    ScriptPlayer player(coverage);
    player.play_file(std::string(GEZHI_SOURCE_DIR "/tests/core/cases/") + name + ".script");
    check(player.street());
  }
  return coverage;
}

template <class State, std::size_t N>
void all_taken(const Coverage& coverage, const TrackStep<State> (&steps)[N]) {
  for (const TrackStep<State>& step : steps) {
    CAPTURE(name_of(step.act));
    CAPTURE(name_of(step.when));
    CHECK(coverage.track_steps.count(&step) == 1);
  }
}

}  // namespace

TEST_SUITE("cases/lifecycle") {
  TEST_CASE("whatever is handed in again, at once or a year later, gets its first answer only") {
    play_all(repeats_change_nothing);
  }
  TEST_CASE("the scripts of the tables play as written and leave no row, step or guard out") {
    const Coverage coverage = play_all(replays_cold);
    for (const Move& move : lifecycle::kMoves) {
      CAPTURE(move.id);
      CAPTURE(name_of(move.act));
      CAPTURE(name_of(move.when));
      CHECK(coverage.moves.count(&move) == 1);
    }
    for (const TaskStep& step : kTaskSteps) {
      CAPTURE(name_of(step.act));
      CHECK(coverage.task_steps.count(step.act) == 1);
    }
    all_taken(coverage, lifecycle::kRectifySteps);
    all_taken(coverage, lifecycle::kMediateSteps);
    all_taken(coverage, lifecycle::kInvestigateSteps);
    for (const Move& move : lifecycle::kMoves) {
      for (std::size_t i = 0; i < names_of(Refusal{}).size(); ++i) {
        const auto guard = static_cast<Refusal>(i);
        if (!move.guards.has(guard)) continue;
        CAPTURE(name_of(guard));
        CHECK(coverage.refusals.count(guard) == 1);
      }
    }
    // What judging gives of itself, too; bad_policy, bad_grid, bad_unit are of the street, not of a case.
    for (const Refusal own :
         {Refusal::role_not_held, Refusal::case_exists, Refusal::case_unknown,
          Refusal::role_not_allowed, Refusal::wrong_state, Refusal::not_your_task,
          Refusal::wrong_task_state, Refusal::field_missing, Refusal::restricted_class,
          Refusal::wrong_track_state}) {
      CAPTURE(name_of(own));
      CHECK(coverage.refusals.count(own) == 1);
    }
  }
}
