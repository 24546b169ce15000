// An exhaustive walk of the tables together: the main state and the three tracks as one machine, every
// combination that rows can reach. What the static_asserts say of each table alone is said here of all
// of them at once: no combination without a way on, no way round a separation.
#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <set>

#include "core/cases/guards.h"
#include "core/cases/judge.h"
#include "core/cases/track_steps.h"
#include "tests/support/street.h"

using namespace gezhi;

namespace {

// Where a case is, as far as the tables know.
struct Spot {
  CaseState state = CaseState::draft;
  RectifyState rectify = RectifyState::none;
  MediateState mediate = MediateState::none;
  InvestigateState investigate = InvestigateState::none;
  auto operator<=>(const Spot&) const = default;

  bool tracks_final() const {
    return kRectifyFinal.has(rectify) && kMediateFinal.has(mediate) &&
           kInvestigateFinal.has(investigate);
  }
};

using Spots = std::set<Spot>;
// Which rows a walk may take.
using Allowed = bool (*)(const Move&);

bool every_row(const Move&) { return true; }

template <class State, std::size_t N>
void each_step(const TrackStep<State> (&steps)[N], OpKind act, State from, State& to,
               const std::function<void()>& visit) {
  for (const TrackStep<State>& step : steps) {
    if (step.act != act || !step.from.has(from)) continue;
    to = step.stays ? from : step.to;
    visit();
  }
}

// The spots one row leads to. A conclusion of the investigation names its outcome itself.
std::vector<Spot> after(const Spot& spot, const Move& move) {
  std::vector<Spot> list;
  Spot next = spot;
  if (!move.stays) next.state = move.to;
  const auto add = [&] { list.push_back(next); };
  using namespace lifecycle;
  if (has_act(kRectifySteps, move.act)) {
    each_step(kRectifySteps, move.act, spot.rectify, next.rectify, add);
  } else if (has_act(kMediateSteps, move.act)) {
    each_step(kMediateSteps, move.act, spot.mediate, next.mediate, add);
  } else if (move.act == OpKind::conclude_investigation) {
    if (!find_step(kInvestigateSteps, move.act, spot.investigate, When::always)) return {};
    for (const InvestigateState end : {I::mediation_closed, I::penalty, I::no_case}) {
      next.investigate = end;
      add();
    }
  } else if (has_act(kInvestigateSteps, move.act)) {
    each_step(kInvestigateSteps, move.act, spot.investigate, next.investigate, add);
  } else {
    add();
  }
  return list;
}

std::vector<Spot> ways_on(const Spot& spot, Allowed allowed) {
  std::vector<Spot> list;
  for (const Move& move : lifecycle::kMoves) {
    if (!allowed(move) || !move.from.has(spot.state)) continue;
    if (move.guards.has(Refusal::tracks_open) && !spot.tracks_final()) continue;
    for (const Spot& next : after(spot, move)) {
      if (next != spot) list.push_back(next);
    }
  }
  return list;
}

Spots reached_from(const Spot& start, Allowed allowed) {
  Spots seen{start};
  std::deque<Spot> open{start};
  while (!open.empty()) {
    const Spot spot = open.front();
    open.pop_front();
    for (const Spot& next : ways_on(spot, allowed)) {
      if (seen.insert(next).second) open.push_back(next);
    }
  }
  return seen;
}

// Of these spots, those from which a way leads to one that fits.
template <class Fits>
Spots can_reach(const Spots& all, Fits fits) {
  std::map<Spot, std::vector<Spot>> before;
  Spots good;
  std::deque<Spot> open;
  for (const Spot& spot : all) {
    for (const Spot& next : ways_on(spot, every_row)) before[next].push_back(spot);
    if (fits(spot) && good.insert(spot).second) open.push_back(spot);
  }
  while (!open.empty()) {
    for (const Spot& earlier : before[open.front()]) {
      if (good.insert(earlier).second) open.push_back(earlier);
    }
    open.pop_front();
  }
  return good;
}

std::string text_of(const Spot& spot) {
  return std::string(name_of(spot.state)) + " " + std::string(name_of(spot.rectify)) + " " +
         std::string(name_of(spot.mediate)) + " " + std::string(name_of(spot.investigate));
}

bool has_closed(const Spots& spots) {
  return std::any_of(spots.begin(), spots.end(),
                     [](const Spot& spot) { return spot.state == CaseState::closed; });
}

bool no_closing(const Move& move) { return move.act != OpKind::close_case; }
bool no_result(const Move& move) { return move.act != OpKind::submit_task; }
bool no_visit(const Move& move) { return move.act != OpKind::open_visit; }
bool no_order(const Move& move) {
  return move.act != OpKind::dispatch_case && move.act != OpKind::recur_case;
}
bool no_spot(const Move& move) { return move.act != OpKind::settle_on_spot; }

}  // namespace

TEST_SUITE("cases/table_walk") {
  TEST_CASE("from every combination of states a case can be closed with its tracks at an end") {
    const Spots all = reached_from({}, every_row);
    CHECK(all.size() > 500);
    const Spots ends = can_reach(all, [](const Spot& spot) {
      return spot.state == CaseState::closed && spot.tracks_final();
    });
    // Merged and void are over; everything else can still be closed in order, what others gave back too.
    const CaseStates over(CaseState::merged, CaseState::voided);
    for (const Spot& spot : all) {
      if (over.has(spot.state)) continue;
      CAPTURE(text_of(spot));
      CHECK(ends.contains(spot));
    }
  }

  TEST_CASE("no case is closed, transferred or merged while a track runs") {
    for (const Spot& spot : reached_from({}, every_row)) {
      const CaseStates settled(CaseState::feedback, CaseState::return_visit, CaseState::closed,
                               CaseState::transferred, CaseState::merged);
      CAPTURE(text_of(spot));
      if (settled.has(spot.state)) CHECK(spot.tracks_final());
    }
  }

  TEST_CASE(
      "the only ways to a closed case go through an order, its result, a visit and a closing") {
    const Spot filed{CaseState::filed, {}, {}, {}};
    CHECK(has_closed(reached_from(filed, every_row)));
    CHECK_FALSE(has_closed(reached_from(filed, no_order)));
    CHECK_FALSE(has_closed(reached_from(filed, no_result)));
    CHECK_FALSE(has_closed(reached_from(filed, no_visit)));
    CHECK_FALSE(has_closed(reached_from(filed, no_closing)));
    // What is settled on the spot is the one exception; it is sampled instead (S3-20a).
    CHECK(has_closed(reached_from({}, every_row)));
    const auto neither = [](const Move& move) { return no_spot(move) && no_closing(move); };
    CHECK_FALSE(has_closed(reached_from({}, neither)));
  }

  TEST_CASE(
      "every open state has a role on duty that moves it on, and nobody is admin or auditor") {
    for (const Move& move : lifecycle::kMoves) {
      CHECK_FALSE(move.roles.empty());
      CHECK((move.roles & Roles(Role::admin, Role::auditor, Role::none)).empty());
    }
    for (std::size_t i = 0; i < names_of(CaseState{}).size(); ++i) {
      const auto state = static_cast<CaseState>(i);
      if (!kOpenStates.has(state)) continue;
      CAPTURE(name_of(state));
      CHECK(std::any_of(
          std::begin(lifecycle::kMoves), std::end(lifecycle::kMoves), [&](const Move& move) {
            return move.from.has(state) && !move.stays && move.to != CaseState::voided;
          }));
    }
  }

  TEST_CASE("whoever handled, in a task or beside it, neither visits nor closes nor samples") {
    test::Street street;
    const ActorId actor{500};
    for (std::size_t i = 0; i < names_of(OpKind{}).size(); ++i) {
      const auto kind = static_cast<OpKind>(i);
      if (!lifecycle::kHandlingActs.has(kind)) continue;
      Case one;
      HistoryLine line;
      line.actor = actor;
      line.kind = static_cast<std::uint32_t>(kind);
      one.history.push_back(line);
      Act act;
      act.actor = actor;
      CAPTURE(name_of(kind));
      for (const Refusal guard :
           {Refusal::visitor_is_handler, Refusal::closer_is_handler, Refusal::sampler_is_handler}) {
        CHECK(check_guard(guard, street.world(), act, &one, {}).refusal == guard);
      }
      one.refused = std::exchange(one.history, {});
      CHECK(check_guard(Refusal::visitor_is_handler, street.world(), act, &one, {}).applied());
    }
  }

  TEST_CASE("who visited does not close, whoever visited after") {
    test::Street street;
    Case one;
    one.visits.resize(2);
    one.visits[0].visitor = ActorId{500};
    one.visits[1].visitor = ActorId{501};
    Act act;
    act.actor = ActorId{500};
    CHECK_FALSE(check_guard(Refusal::closer_is_handler, street.world(), act, &one, {}).applied());
    act.actor = ActorId{502};
    CHECK(check_guard(Refusal::closer_is_handler, street.world(), act, &one, {}).applied());
  }
}
