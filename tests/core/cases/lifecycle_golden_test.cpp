// The tables as Markdown, so that a change of process is reviewed as a diff.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/cases/track_steps.h"

using namespace gezhi;

namespace {

template <class E>
std::string list(const SetOf<E>& set) {
  std::string out;
  for (std::size_t i = 0; i < names_of(E{}).size(); ++i) {
    const auto one = static_cast<E>(i);
    if (set.has(one)) out += (out.empty() ? "" : ", ") + std::string(name_of(one));
  }
  return out;
}

template <class State, std::size_t N>
std::string track_table(const char* name, const TrackStep<State> (&steps)[N]) {
  std::string text =
      std::string("\n| ") + name + " operation | from | when | to |\n|---|---|---|---|\n";
  for (const TrackStep<State>& step : steps) {
    text += "| " + std::string(name_of(step.act)) + " | " + list(step.from) + " | " +
            std::string(name_of(step.when)) + " | " +
            (step.stays ? "(stays)" : std::string(name_of(step.to))) + " |\n";
  }
  return text;
}

}  // namespace

TEST_SUITE("cases/lifecycle") {
  TEST_CASE("golden: the tables as Markdown") {
    std::string text =
        "# The life of a case\n\nPrinted from core/cases/lifecycle.h by the test that compares "
        "it.\n\n";
    text +=
        "| id | from | operation | when | to | roles | guards |\n|---|---|---|---|---|---|---|\n";
    for (const Move& move : lifecycle::kMoves) {
      text += "| " + std::string(move.id) + " | " + list(move.from) + " | " +
              std::string(name_of(move.act)) + " | " + std::string(name_of(move.when)) + " | " +
              (move.stays ? "(stays)" : std::string(name_of(move.to))) + " | " + list(move.roles) +
              " | " + list(move.guards) + " |\n";
    }
    text += "\n| task operation | from | to | own unit only |\n|---|---|---|---|\n";
    for (const TaskStep& step : kTaskSteps) {
      text += "| " + std::string(name_of(step.act)) + " | " + list(step.from) + " | " +
              (step.stays ? "(stays)" : std::string(name_of(step.to))) + " | " +
              (step.own_unit ? "yes" : "no") + " |\n";
    }
    text += "\n## Tracks\n" + track_table("RECTIFY", lifecycle::kRectifySteps) +
            track_table("MEDIATE", lifecycle::kMediateSteps) +
            track_table("INVESTIGATE", lifecycle::kInvestigateSteps);
    const char* path = GEZHI_SOURCE_DIR "/tests/golden/lifecycle.md";
    if (std::getenv("GEZHI_WRITE_GOLDEN") != nullptr) std::ofstream(path) << text;
    std::ifstream golden(path);
    std::stringstream expected;
    expected << golden.rdbuf();
    CHECK(text == expected.str());
  }
}
