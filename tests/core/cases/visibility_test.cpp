// Who may see may act, and only that: every role with every operation on every kind of case that is not
// theirs, answered as if there were no such case.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/cases/judge.h"
#include "core/cases/restricted.h"
#include "core/cases/visibility.h"
#include "tests/support/specimen.h"
#include "tests/support/street.h"
#include "tests/support/wire_structs.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

constexpr const char* kPeople[] = {
    "volunteer", "volunteer2", "worker",      "worker2",   "workerB", "leader",   "leaderB",
    "station",   "officer",    "detective",   "auxiliary", "clerk",   "desk",     "supervisor",
    "mediator",  "chief",      "enforcer",    "fireman",   "gasman",  "marketer", "labourer",
    "squad",     "director",   "coordinator", "admin",     "auditor"};

// Cases of several people, places and units; some restricted, some merged.
struct Town {
  Town() {
    plain = reported("volunteer", kGridA1, kBeat);
    file(plain);
    done("desk", plain,
         DispatchCase{{street.order(kEnforcement, true), street.order(kGas, false)}});
    elsewhere = reported("volunteer2", kGridB1);
    minor = reported("volunteer2", kGridA1);
    file(minor);
    done("desk", minor, RestrictCase{Restricted::minor, "涉及未成年人"});
    done("desk", minor, DispatchCase{{street.order(kFire, true)}});
    whole = reported("volunteer2", kGridA2, kBeat);
    part = reported("volunteer", kGridA2);
    done("desk", part, MergeCase{whole, "同一事项"});
  }

  CaseId reported(const char* who, GridId grid, GridId beat = {}) {
    const CaseId id = street.new_case();
    ReportCase report = Street::report(Nature::hazard, grid);
    report.place.beat = beat;
    done(who, id, report);
    return id;
  }
  void file(CaseId id) {
    done("clerk", id, RequestVerification{});
    done("worker", id, VerifyResult{Verified::exists, "后厨确有六个钢瓶", {}});
    done("clerk", id, Street::filing());
  }
  template <class T>
  void done(const char* who, CaseId id, const T& payload) {
    const Outcome outcome = street.act(who, id, payload);
    CAPTURE(name_of(outcome.refusal));
    REQUIRE(outcome.applied());
  }
  std::vector<CaseId> all() const { return {plain, elsewhere, minor, whole, part}; }
  const Case& at(CaseId id) const { return *street.world().find(id); }
  Sight sight(const char* who, CaseId id) const {
    const Person person = street.person(who);
    return sight_of(street.world(), person.actor, person.grant, at(id));
  }

  Street street;
  CaseId plain, elsewhere, minor, whole, part;
};

Act act_of(const Street& street, const Person& person, CaseId subject) {
  Act act;
  act.actor = person.actor;
  act.grant = person.grant;
  act.subject = subject;
  act.when = {street.now(), street.now()};
  return act;
}

}  // namespace

TEST_SUITE("cases/visibility") {
  TEST_CASE("role x operation x case: what is not theirs to see is as if it were not there") {
    Town town;
    const CaseId nowhere = town.street.new_case();
    std::size_t cells = 0;
    for (const char* who : kPeople) {
      const Person person = town.street.person(who);
      for (const CaseId id : town.all()) {
        const Sight sight = town.sight(who, id);
        if (sight == Sight::full) continue;
        for_each_op([&](auto named) {
          using T = typename decltype(named)::Type;
          if constexpr (std::is_constructible_v<CaseOp, T>) {
            const CaseOp op(Specimen::of<T>());
            if (makes_case(T::kKind)) return;
            const Attempt attempt{T::kKind, task_of(op), &op};
            const World& world = town.street.world();
            const Outcome here = judge(world, act_of(town.street, person, id), attempt);
            const Outcome there = judge(world, act_of(town.street, person, nowhere), attempt);
            CAPTURE(who);
            CAPTURE(named.name);
            CHECK_FALSE(here.applied());
            const bool hidden = here.refusal == there.refusal && here.detail == there.detail;
            const bool guarded =
                sight == Sight::guarded && here.refusal == Refusal::restricted_class;
            CHECK((hidden || guarded));
            ++cells;
          }
        });
        for (const Permission& one : permitted(town.street.world(), person.actor, {person.grant},
                                               id, {town.street.now(), town.street.now()})) {
          CHECK_FALSE(one.outcome.applied());
        }
      }
    }
    CHECK(cells > 3000);
  }

  TEST_CASE("the other case that is named must be seen too") {
    Town town;
    const auto refusal = [&](const char* who, CaseId id, CaseId other) {
      return town.street.act(who, id, RelateCases{other, Relation::same_place, "同一处"}).refusal;
    };
    // The officer sees what is in the own beat.
    CHECK(refusal("officer", town.plain, town.elsewhere) == Refusal::relation_unfit);
    CHECK(refusal("officer", town.plain, town.minor) == Refusal::relation_unfit);
    CHECK(refusal("officer", town.plain, town.whole) == Refusal::none);
    CHECK(refusal("supervisor", town.plain, town.elsewhere) == Refusal::none);
  }

  TEST_CASE("who sees what") {
    Town town;
    CHECK(town.sight("volunteer", town.plain) == Sight::full);
    CHECK(town.sight("volunteer2", town.plain) == Sight::none);
    CHECK(town.sight("worker", town.plain) == Sight::full);
    CHECK(town.sight("workerB", town.plain) == Sight::none);
    CHECK(town.sight("enforcer", town.plain) == Sight::full);
    CHECK(town.sight("enforcer", town.elsewhere) == Sight::none);
    CHECK(town.sight("worker", town.minor) == Sight::guarded);
    CHECK(town.sight("workerB", town.minor) == Sight::none);
    CHECK(town.sight("fireman", town.minor) == Sight::full);
    CHECK(town.sight("gasman", town.minor) == Sight::none);
    CHECK(town.sight("admin", town.plain) == Sight::none);
    // Reports that were merged stay apart: the reporter of the whole does not see who else reported.
    CHECK(town.sight("volunteer2", town.part) == Sight::none);
    CHECK(town.sight("volunteer", town.whole) == Sight::none);
    CHECK(town.sight("volunteer", town.part) == Sight::full);
    CHECK(town.sight("worker2", town.part) == town.sight("worker2", town.whole));
    // A grant of another street shows nothing here.
    Person person = town.street.person("supervisor");
    person.grant.shard = ShardId{330105002};
    CHECK(sight_of(town.street.world(), person.actor, person.grant, town.at(town.plain)) ==
          Sight::none);
  }

  TEST_CASE("a unit finishes what it began by its own authority, also when its order is gone") {
    Town town;
    const TaskOrder fire = town.street.order(kFire, false);
    town.done("desk", town.plain, DispatchCase{{fire}});
    Notice notice;
    notice.number = "整1";
    notice.addressee = "房东";
    notice.findings = {"泡沫夹心板隔断"};
    notice.items = {"拆除"};
    notice.basis = "消防法";
    notice.authority = "消防所";
    notice.due = town.street.now() + 3 * kDayMs;
    town.done("fireman", town.plain, IssueNotice{notice});
    town.done("desk", town.plain, CancelTask{fire.id, "改派其他单位"});
    CHECK(town.sight("fireman", town.plain) == Sight::full);
    town.done("fireman", town.plain, WithdrawNotice{"核查后无需整改"});
  }

  TEST_CASE("what is restricted is not related to what is not: both would be told") {
    Town town;
    for (const auto& [one, other] : {std::pair{town.minor, town.plain}, {town.plain, town.minor}}) {
      const RelateCases op{other, Relation::same_place, "同一处"};
      CHECK(town.street.act("supervisor", one, op).refusal == Refusal::relation_unfit);
    }
  }

  TEST_CASE(
      "a map of all cases points at no door of a restricted case, nor of what belongs to one") {
    Town town;
    const CaseId child = town.reported("volunteer", kGridA2);
    town.done("desk", child, MergeCase{town.minor, "同一事项"});
    GridTree tree;
    for (const GridNode& node : street_grids()) REQUIRE(tree.add(node).ok());
    GridShapes shapes;
    REQUIRE(shapes
                .add(kCommunityA, {{{1200000000, 300000000},
                                    {1200100000, 300000000},
                                    {1200100000, 300100000},
                                    {1200000000, 300100000}}})
                .ok());
    const PointE7 middle = shapes.label_point(0);
    const auto shown = [&](CaseId id) {
      return shown_point(town.street.world(), town.at(id), tree, shapes);
    };
    CHECK(shown(town.plain) == town.at(town.plain).place.point);
    CHECK_FALSE(shown(town.plain).is_none());
    CHECK_FALSE(middle == town.at(town.minor).place.point);
    CHECK(shown(town.minor) == middle);
    CHECK(shown(child) == middle);
    // Nothing of it rather than its door where the map does not know the community.
    CHECK(shown_point(town.street.world(), town.at(town.minor), tree, {}).is_none());
  }

  TEST_CASE("what was refused takes no room from the case, and the last of it is kept") {
    Town town;
    const std::size_t lines = town.at(town.plain).history.size();
    for (std::uint64_t i = 0; i < kRefusedMax + 20; ++i) {
      town.street.pass(1000);
      CHECK_FALSE(town.street.act("clerk", town.plain, CloseCase{"自行办结", ""}).applied());
      CHECK_FALSE(town.street.act("workerB", town.plain, AddNote{"路过", {}}).applied());
    }
    const Case& one = town.at(town.plain);
    CHECK(one.history.size() == lines);
    CHECK(one.refused.size() == kRefusedMax);
    CHECK(one.last_seq() == one.refused.back().seq);
    const auto timeline = one.timeline();
    CHECK(timeline.size() == lines + kRefusedMax);
    CHECK(std::is_sorted(timeline.begin(), timeline.end(),
                         [](auto* a, auto* b) { return a->seq < b->seq; }));
    CHECK(town.street.act("desk", town.plain, AddNote{"继续办理", {}}).applied());
  }
}
