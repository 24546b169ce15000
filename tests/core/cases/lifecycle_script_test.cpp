// Plays the scripts line by line and checks that nothing of THE TABLE and of the tables of the tracks
// was left out.
#include <doctest/doctest.h>

#include "core/cases/judge.h"
#include "tests/core/cases/script_player.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

constexpr std::array<const char*, 5> kScripts = {"lifecycle", "concern", "after", "tracks", "late"};

void replays_cold(const Street& street) {
  Ledger again(kStreet);
  for (const Entry& entry : street.entries()) {
    const auto replayed = again.replay(entry, true);
    REQUIRE_MESSAGE(replayed.ok(), (replayed.ok() ? "" : replayed.error().message));
  }
  CHECK(again.world().hash() == street.world().hash());
}

Coverage play_all() {
  Coverage coverage;
  for (const char* name : kScripts) {
    CAPTURE(name);
    ScriptPlayer player(coverage);
    player.play_file(std::string(GEZHI_SOURCE_DIR "/tests/core/cases/") + name + ".script");
    replays_cold(player.street());
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
  TEST_CASE("the scripts of the tables play as written and leave no row, step or guard out") {
    const Coverage coverage = play_all();
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
    // What judging gives of itself, too; bad_policy and bad_grid are of the street, not of a case.
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
