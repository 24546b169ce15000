// Two people of one grid work on the same case without network; whoever's operations arrive first,
// in whatever pieces, everybody ends with the same case, nothing is lost and every refusal has its
// reason.
#include <doctest/doctest.h>

#include "tests/support/op_gen.h"
#include "tests/support/phone.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

struct Pair {
  explicit Pair(std::uint64_t seed) : prng(seed), choices(prng.next()), gen(choices, {0, 20, 10}) {
    for (const char* who : {"worker", "worker2", "supervisor"}) {
      phones.push_back(std::make_unique<Phone>(street.person(who), prng.next()));
      phones.back()->start(now);
      phones.back()->sync(bed, now);
    }
    subject = street.new_case();
    ReportCase report = Street::report(Nature::help);
    report.source = Source::patrol;
    act(desk(), subject, report);
    act(desk(), subject, RequestVerification{"请到现场核实"});
    sync_all();
    act(*phones[0], subject, VerifyResult{Verified::exists, "老人独居,确需帮助", {}});
    sync_all();
    act(desk(), subject, Street::filing(Nature::help));
    const TaskOrder lead = street.order(kGridUnitA, true);
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
    for (int step = 0; step < 6; ++step) {
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

}  // namespace

TEST_SUITE("sync/interleaving") {
  TEST_CASE("property: two offline workers on one case, in any order, give one world everywhere") {
    std::uint64_t refused_in_all = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      CAPTURE(seed);
      Pair pair(seed);
      const std::uint64_t before = pair.bed.host().committed_seq(kStreet);
      for (int round = 0; round < 3; ++round) {
        pair.work_offline(*pair.phones[pair.prng.below(2)]);
        if (pair.prng.chance(1, 2)) pair.exchange(*pair.phones[pair.prng.below(2)]);
      }
      pair.now = pair.now + kHourMs;
      pair.sync_all();
      pair.now = pair.now + kHourMs;
      pair.sync_all();
      const Case* truth = pair.bed.world().find(pair.subject);
      REQUIRE(truth != nullptr);
      for (const auto& phone : pair.phones) {
        REQUIRE(phone->find(pair.subject) != nullptr);
        CHECK(encode(*phone->find(pair.subject)) == encode(*truth));
        CHECK(phone->device().outbox().unsent_count() == 0);
      }
      // Nothing lost: each is on the timeline, the refused ones too; the steward may have added.
      const std::uint64_t entries = pair.bed.host().committed_seq(kStreet) - before;
      CHECK(entries >= pair.count);
      CHECK(truth->history.size() >= pair.count);
      for (const HistoryLine& line : truth->history) refused_in_all += line.refusal != 0 ? 1u : 0u;
      const Digest hash = pair.bed.world().hash();
      pair.bed.restart();
      CHECK(pair.bed.world().hash() == hash);
    }
    CHECK(refused_in_all > 0);
  }
}
