// Two people of one grid work on the same case without network; whoever's operations arrive first,
// in whatever pieces, everybody ends with the same case, nothing is lost and every refusal has its
// reason.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/op_gen.h"
#include "tests/support/phone.h"
#include "tests/support/reporters_case.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

// Two who meet on one case, and what it is.
struct Team {
  const char* first;
  const char* second;
  UnitId unit;
  Nature nature = Nature::other;
};
constexpr std::array<Team, 5> kTeams = {{
    {"worker", "worker2", kGridUnitA, Nature::help},
    {"officer", "mediator", kMediation, Nature::dispute},
    {"officer", "detective", kPoliceRoom, Nature::dispute},
    {"enforcer", "leader", kEnforcement, Nature::hazard},
    {"clerk", "desk", kEnforcement, Nature::noise},
}};

struct Pair {
  Pair(std::uint64_t seed, const Team& team)
      : prng(seed), choices(prng.next()), gen(choices, {0, 20, 10}) {
    for (const char* who : {team.first, team.second, "supervisor"}) {
      phones.push_back(std::make_unique<Phone>(street.person(who), prng.next()));
      phones.back()->start(now);
      phones.back()->sync(bed, now);
    }
    subject = street.new_case();
    ReportCase report = Street::report(team.nature);
    report.source = Source::patrol;
    report.place.beat = kBeat;
    act(*phones[0], subject, report);  // who takes a report does not file it
    sync_all();
    act(desk(), subject, Street::filing(team.nature));
    const TaskOrder lead = street.order(team.unit, true);
    act(desk(), subject, DispatchCase{{lead}});
    sync_all();
  }

  Phone& desk() { return *phones[2]; }

  template <class T>
  void act(Phone& phone, CaseId id, const T& payload) {
    REQUIRE(phone.submit(id, payload, now).outcome.applied());
    phone.settle();
  }

  void sync_all() {
    for (int round = 0; round < 2; ++round) {
      for (auto& phone : phones) phone->sync(bed, now);
    }
  }

  // What this person does to the case, alone with the own device.
  void work_offline(Phone& phone) {
    for (int step = 0; step < 8; ++step) {
      now = now + kMinuteMs;
      const Case* one = phone.find(subject);
      const World* world = phone.replica().world(kStreet);
      if (one == nullptr) return;
      const auto made = gen.next(*world, {one}, phone.person(), now);
      if (!made || !(made->subject == subject)) continue;
      phone.device().submit_anyway(kStreet, subject, phone.person().grant, made->op, now);
      phone.settle();
      ++count;
    }
  }

  // One exchange; its answer is sometimes lost.
  void exchange(Phone& phone) {
    phone.device().wake(now);
    const auto request = phone.device().next_request(now);
    if (!request) return;
    const auto answer = bed.exchange(*request, phone.principal(), now);
    REQUIRE(answer.ok());
    if (prng.chance(1, 3)) {
      phone.device().failed(now);
      now = now + kMinuteMs;
    } else {
      REQUIRE(phone.device().receive(*answer, now).ok());
    }
    phone.settle();
  }

  Prng prng;
  Choices choices;
  OpGen gen;
  HostBed bed;
  Street street;
  TimeMs now = street.now();
  std::vector<std::unique_ptr<Phone>> phones;
  CaseId subject;
  std::uint64_t count = 0;
};

// What all pairs together did.
struct Sum {
  std::uint64_t refused = 0;
  std::uint64_t conflicts = 0;
  SetOf<OpKind> applied;
  std::size_t kinds() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < names_of(OpKind{}).size(); ++i) {
      count += applied.has(static_cast<OpKind>(i)) ? 1u : 0u;
    }
    return count;
  }
};

void work_apart(Pair& pair) {
  for (int round = 0; round < 4; ++round) {
    pair.work_offline(*pair.phones[pair.prng.below(2)]);
    if (pair.prng.chance(1, 2)) pair.exchange(*pair.phones[pair.prng.below(2)]);
  }
  for (int round = 0; round < 2; ++round) {
    pair.now = pair.now + kHourMs;
    pair.sync_all();
  }
}

bool may_see(Pair& pair, const Phone& phone, const Case& one) {
  const auto scope = scope_of(phone.principal(), kStreet);
  const auto channels = channels_of(pair.bed.world(), one);
  return scope->whole_street ||
         std::any_of(channels.begin(), channels.end(),
                     [&](const Channel channel) { return scope->sees(channel); });
}

// Whoever may still see the case has it to the bit, whoever may not has it no longer.
void check_same(Pair& pair, const Case& truth) {
  for (const auto& phone : pair.phones) {
    const Case* held = phone->find(pair.subject);
    CHECK((held != nullptr) == may_see(pair, *phone, truth));
    const bool told =
        is_only_reported(*scope_of(phone->principal(), kStreet), pair.bed.world(), truth);
    if (held != nullptr && told)
      CHECK(encode(as_reporter_knows(*held)) == encode(as_reporter_knows(truth)));
    if (held != nullptr && !told) CHECK(encode(*held) == encode(truth));
    CHECK(phone->device().outbox().unsent_count() == 0);
  }
}

// Nothing lost: each has its entry, the refused ones too; the steward may have added.
void check_complete(Pair& pair, std::uint64_t before) {
  CHECK(pair.bed.host().committed_seq(kStreet) - before >= pair.count);
}

// No guard was broken: every entry is judged once more from the start (restart), and what stands
// at the end is what the guards promise.
void check_guarded(Pair& pair, const Case& truth) {
  const Digest hash = pair.bed.world().hash();
  pair.bed.restart();
  CHECK(pair.bed.world().hash() == hash);
  std::size_t leads = 0;
  for (const Task& task : truth.tasks) {
    leads += task.lead && kLiveTaskStates.has(task.state) ? 1u : 0u;
  }
  CHECK(leads <= 1);
  for (const Thing& thing : truth.things) CHECK(thing.settled() <= thing.most);
  for (const Conflict& one : truth.conflicts) {
    CHECK_FALSE(one.yours.empty());
    CHECK_FALSE(one.theirs == one.yours);
  }
}

void add(Sum& sum, const Case& truth) {
  sum.conflicts += truth.conflicts.size();
  sum.refused += truth.refused.size();
  for (const HistoryLine& line : truth.history) sum.applied.add(static_cast<OpKind>(line.kind));
}

}  // namespace

TEST_SUITE("sync/interleaving") {
  TEST_CASE("property: two offline workers on one case, in any order, give one world everywhere") {
    Sum sum;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
      CAPTURE(seed);
      Pair pair(seed, kTeams[seed % kTeams.size()]);
      const std::uint64_t before = pair.bed.host().committed_seq(kStreet);
      work_apart(pair);
      const Case* truth = pair.bed.world().find(pair.subject);
      REQUIRE(truth != nullptr);
      const Case kept = *truth;
      check_same(pair, kept);
      check_complete(pair, before);
      check_guarded(pair, kept);
      add(sum, kept);
    }
    CHECK(sum.refused > 100);
    CHECK(sum.conflicts > 10);
    CHECK(sum.kinds() > 45);
  }
}
