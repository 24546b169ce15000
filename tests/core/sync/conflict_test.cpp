// Two people write one field of a case without network: nothing is lost, both see base, theirs and
// yours, and one of them settles it.
#include <doctest/doctest.h>

#include "tests/support/phone.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

struct Two {
  explicit Two(const std::string& one = "worker", const std::string& other = "worker2")
      : first(street.person(one), 1), second(street.person(other), 2) {
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

  // What a desk's form sends: where it shall lie, and what stood there when it was opened.
  Outcome place(Phone& phone, std::int32_t lon, GridId grid) {
    const Place base = phone.find(subject)->place;
    PlaceCase op;
    op.place = base;
    op.place.point.lon = lon;
    op.place.grid = grid;
    op.base = base;
    return phone.submit(subject, op, now).outcome;
  }

  HostBed bed;
  Street street;
  TimeMs now = street.now();
  Phone first;
  Phone second;
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
    CHECK(truth.refused.back().refusal == static_cast<std::uint32_t>(Refusal::conflict_unknown));
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

  TEST_CASE(
      "two desks place a case at once: the later stands, both see it, one of them settles it") {
    Two two("clerk", "supervisor");
    const Place base = two.first.find(two.subject)->place;
    REQUIRE(two.place(two.first, 1201520000, kGridA2).applied());
    REQUIRE(two.place(two.second, 1201530000, kGridB1).applied());
    two.sync();
    for (Phone* phone : {&two.first, &two.second}) {
      const Case& seen = *phone->find(two.subject);
      CHECK(seen.place.grid == kGridB1);
      REQUIRE(seen.conflicts.size() == 1);
      const Conflict& conflict = seen.conflicts[0];
      CHECK(conflict.field == CaseField::place);
      CHECK(conflict.theirs_by == two.first.person().actor);
      CHECK(conflict.yours_by == two.second.person().actor);
      REQUIRE(conflict.base_place.has_value());
      CHECK(encode(*conflict.base_place) == encode(base));
      CHECK(conflict.their_place->grid == kGridA2);
      CHECK(conflict.your_place->grid == kGridB1);
    }
    const Conflict conflict = two.first.find(two.subject)->conflicts[0];
    const SettleConflict theirs{conflict.op, {}, conflict.their_place};
    REQUIRE(two.first.submit(two.subject, theirs, two.now).outcome.applied());
    two.sync();
    CHECK(two.second.find(two.subject)->conflicts[0].settled);
    CHECK(two.second.find(two.subject)->place.grid == kGridA2);
    CHECK(two.second.submit(two.subject, theirs, two.now).outcome.refusal ==
          Refusal::conflict_unknown);
  }

  TEST_CASE("a place set after having seen the other's, or the same place twice, is no conflict") {
    Two two("clerk", "supervisor");
    REQUIRE(two.place(two.first, 1201520000, kGridA2).applied());
    REQUIRE(two.place(two.second, 1201520000, kGridA2).applied());
    two.sync();
    REQUIRE(two.place(two.second, 1201530000, kGridB1).applied());
    two.sync();
    CHECK(two.first.find(two.subject)->conflicts.empty());
    CHECK(two.first.find(two.subject)->place.grid == kGridB1);
  }

  TEST_CASE("setting the place does not write over an address that another wrote meanwhile") {
    for (const bool place_first : {true, false}) {
      Two two("clerk", "supervisor");
      Phone& writer = two.first;
      const auto write = [&] {
        const std::string seen = writer.find(two.subject)->place.address;
        const EditField edit{CaseField::address, seen, "甲路5号"};
        REQUIRE(writer.submit(two.subject, edit, two.now).outcome.applied());
      };
      if (!place_first) write();
      REQUIRE(two.place(two.second, 1201530000, kGridB1).applied());
      if (place_first) two.second.sync(two.bed, two.now);
      if (place_first) write();
      two.sync();
      const Case& truth = *two.bed.world().find(two.subject);
      CHECK(truth.place.grid == kGridB1);
      CHECK(truth.place.address == "甲路5号");
      CHECK(truth.conflicts.empty());
    }
  }

  TEST_CASE("an address that both wrote, one with the place, is a conflict of the address") {
    Two two("clerk", "supervisor");
    const Place base = two.second.find(two.subject)->place;
    const EditField edit{CaseField::address, base.address, "甲路5号"};
    REQUIRE(two.first.submit(two.subject, edit, two.now).outcome.applied());
    two.first.sync(two.bed, two.now);
    PlaceCase op;
    op.place = base;
    op.place.address = "甲路7号";
    op.base = base;
    REQUIRE(two.second.submit(two.subject, op, two.now).outcome.applied());
    two.sync();
    const Case& truth = *two.bed.world().find(two.subject);
    CHECK(truth.place.address == "甲路7号");
    REQUIRE(truth.conflicts.size() == 1);
    CHECK(truth.conflicts[0].field == CaseField::address);
    CHECK(truth.conflicts[0].theirs == "甲路5号");
    CHECK(truth.conflicts[0].yours == "甲路7号");
  }
}
