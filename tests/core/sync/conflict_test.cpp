// Two people write one field of a case without network: nothing is lost, both see base, theirs and
// yours, and one of them settles it.
#include <doctest/doctest.h>

#include "tests/support/phone.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

struct Two {
  Two() {
    for (Phone* phone : {&first, &second}) {
      phone->start(now);
      phone->sync(bed, now);
    }
    ReportCase report = Street::report(Nature::help);
    report.text = "三楼老人需要帮助";
    subject = street.new_case();
    REQUIRE(first.submit(subject, report, now).outcome.applied());
    sync();
  }

  void sync() {
    for (int round = 0; round < 2; ++round) {
      first.settle();
      second.settle();
      first.sync(bed, now);
      second.sync(bed, now);
    }
    now = now + kMinuteMs;
  }

  Outcome edit(Phone& phone, const std::string& value) {
    const Case& seen = *phone.find(subject);
    return phone.submit(subject, EditField{CaseField::text, seen.text, value}, now).outcome;
  }

  HostBed bed;
  Street street;
  TimeMs now = street.now();
  Phone first{street.person("worker"), 1};
  Phone second{street.person("worker2"), 2};
  CaseId subject;
};

}  // namespace

TEST_SUITE("sync/conflict") {
  TEST_CASE("base, theirs and yours are kept, both authors see them, one of them settles it") {
    Two two;
    REQUIRE(two.edit(two.first, "三楼独居老人需要送饭").applied());
    REQUIRE(two.edit(two.second, "四楼老人需要就医").applied());
    two.sync();
    for (Phone* phone : {&two.first, &two.second}) {
      const Case& seen = *phone->find(two.subject);
      REQUIRE(seen.conflicts.size() == 1);
      const Conflict& conflict = seen.conflicts[0];
      CHECK(conflict.base == "三楼老人需要帮助");
      CHECK(conflict.theirs == "三楼独居老人需要送饭");
      CHECK(conflict.yours == "四楼老人需要就医");
      CHECK(conflict.theirs_by == two.first.person().actor);
      CHECK(conflict.yours_by == two.second.person().actor);
      CHECK_FALSE(conflict.settled);
      CHECK(seen.text == "四楼老人需要就医");
    }
    const OpId id = two.first.find(two.subject)->conflicts[0].op;
    const SettleConflict both{id, "三楼、四楼老人分别需要送饭和就医"};
    REQUIRE(two.first.submit(two.subject, both, two.now).outcome.applied());
    two.sync();
    for (Phone* phone : {&two.first, &two.second}) {
      CHECK(phone->find(two.subject)->conflicts[0].settled);
      CHECK(phone->find(two.subject)->text == both.value);
    }
    CHECK(two.second.submit(two.subject, both, two.now).outcome.refusal ==
          Refusal::conflict_unknown);
  }

  TEST_CASE("both settle it offline: the first in the journal stands, the other learns why not") {
    Two two;
    REQUIRE(two.edit(two.first, "甲的写法在这里").applied());
    REQUIRE(two.edit(two.second, "乙的写法在这里").applied());
    two.sync();
    const OpId id = two.first.find(two.subject)->conflicts[0].op;
    REQUIRE(two.first.submit(two.subject, SettleConflict{id, "甲定"}, two.now).outcome.applied());
    REQUIRE(two.second.submit(two.subject, SettleConflict{id, "乙定"}, two.now).outcome.applied());
    two.sync();
    const Case& truth = *two.bed.world().find(two.subject);
    CHECK(truth.text == "甲定");
    CHECK(truth.history.back().refusal == static_cast<std::uint32_t>(Refusal::conflict_unknown));
    CHECK(encode(*two.second.find(two.subject)) == encode(truth));
  }

  TEST_CASE("the same words twice, or what the other had seen, is no conflict") {
    Two two;
    REQUIRE(two.edit(two.first, "三楼独居老人需要送饭").applied());
    REQUIRE(two.edit(two.second, "三楼独居老人需要送饭").applied());
    two.sync();
    REQUIRE(two.edit(two.second, "三楼独居老人需要送饭和就医").applied());
    two.sync();
    CHECK(two.first.find(two.subject)->conflicts.empty());
    CHECK(two.first.find(two.subject)->text == "三楼独居老人需要送饭和就医");
  }
}
