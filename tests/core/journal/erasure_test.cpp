// Emptied entries come to the same world as whole ones once the case is erased, whatever was said.
#include "core/journal/erasure.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/cases/restricted.h"
#include "tests/support/op_gen.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

CaseId voided(Street& street, Restricted restricted) {
  const CaseId id = street.new_case();
  ReportCase report = Street::report(Nature::welfare);
  report.source = Source::visit;
  report.restricted = restricted;
  REQUIRE(street.act("officer", id, report).applied());
  const RecordCall told{TransferTo::police_110, CallResult::joint, "民警已知"};
  REQUIRE(street.act("clerk", id, told).applied());
  REQUIRE(street.act("clerk", id, AskVoid{"重复登记"}).applied());
  REQUIRE(street.act("supervisor", id, VoidCase{"确认作废"}).applied());
  return id;
}

}  // namespace

TEST_SUITE("journal/erasure") {
  TEST_CASE("an emptied entry keeps who, when and what came of it, and none of the words") {
    Street street;
    const CaseId id = street.new_case();
    ReportCase report = Street::report();
    report.place.address = "长征桥路";
    report.photos = {{Digest{1}, PhotoKind::before, 9, 1, 1}};
    report.category = {"LOCAL-SG", "1.0", "hazard.gas"};
    REQUIRE(street.act("worker", id, report).applied());
    const Entry whole = street.entries().back();
    const Entry left = *read_entry(*emptied(encode(whole)));
    CHECK(left.erased);
    CHECK(left.hash == whole.hash);
    CHECK(left.received_at == whole.received_at);
    CHECK(read_op(left.op)->actor == read_op(whole.op)->actor);
    const auto said = *std::get<CaseOp>(read_payload(*read_op(left.op))).get<ReportCase>();
    CHECK(said.text.empty());
    CHECK(said.place.address.empty());
    CHECK(said.place.point.is_none());
    CHECK(said.place.grid == report.place.grid);
    CHECK(said.photos.empty());
    CHECK(said.category.code == "hazard.gas");
    CHECK(*emptied(encode(left)) == encode(left));
  }

  TEST_CASE(
      "a record of an erasure that was refused is no record: it is emptied as anything else") {
    Street street;
    const CaseId id = street.new_case();
    REQUIRE(street.act("worker", id, Street::report()).applied());
    const EraseCase record{1, Digest{9}};
    REQUIRE_FALSE(street.act("worker", id, record).applied());
    const Entry left = *read_entry(*emptied(encode(street.entries().back())));
    CHECK(left.erased);
    Entry applied = street.entries().back();
    applied.outcome = {};
    CHECK(*emptied(encode(applied)) == encode(applied));
  }

  TEST_CASE("the link of an emptied entry is computed like any other's") {
    Street street;
    Op op = street.make("worker", street.new_case());
    op.salt.assign(16, 7);
    set_payload(op, Street::report());
    const Digest before = street.ledger().hash();
    REQUIRE(street.admit(op).applied());
    const Entry whole = street.entries().back();
    const Entry left = *read_entry(*emptied(encode(whole)));
    CHECK(read_op(left.op)->salt.empty());
    CHECK(op_digest(left) == sha256(whole.op));
    CHECK(entry_digest(left) == entry_digest(whole));
    CHECK(chained_hash(before, left) == whole.hash);
    const auto differs = [&](void (*change)(Entry&)) {
      Entry forged = left;
      change(forged);
      return chained_hash(before, forged) != whole.hash;
    };
    CHECK(differs([](Entry& one) { one.was[0] ^= 1; }));
    CHECK(differs([](Entry& one) { one.received_at = one.received_at - 1; }));
    CHECK(differs([](Entry& one) { one.grant.role = Role::supervision_squad; }));
    CHECK(differs([](Entry& one) { one.outcome = refused(Refusal::case_unknown); }));
    CHECK(differs([](Entry& one) { one.late_report = !one.late_report; }));
    CHECK(differs([](Entry& one) { one.rules += 1; }));
    CHECK_FALSE(differs([](Entry& one) { one.op = {}; }));  // what is left the record covers
    // A ledger computes it too, and believes no emptied entry.
    Ledger again{kStreet};
    const auto& entries = street.entries();
    for (std::size_t i = 0; i + 1 < entries.size(); ++i)
      REQUIRE(again.replay(entries[i], false).ok());
    Entry forged = left;
    forged.received_at = left.received_at - 1;
    const auto refused_it = again.replay(forged, false);
    REQUIRE_FALSE(refused_it.ok());
    CHECK(refused_it.error().message.ends_with("chain broken"));
    CHECK(again.replay(left, false).ok());
    Entry said_whole = left;
    said_whole.erased = false;
    CHECK_FALSE(read_entry(encode(said_whole)).ok());
    Entry said_emptied = whole;
    said_emptied.erased = true;
    CHECK_FALSE(read_entry(encode(said_emptied)).ok());
  }

  TEST_CASE("its time runs from when the last of the matter ended, and not at all by policy 0") {
    Street street;
    const CaseId plain = voided(street, Restricted::none);
    const CaseId minor = voided(street, Restricted::minor);
    CHECK(erase_due(street.world(), street.at(plain)).is_none());
    CHECK(erase_due(street.world(), street.at(minor)) == street.now() + 365 * kDayMs);
    Policy policy = default_policy();
    policy.version = 9;
    policy.restricted_retention_days = 0;
    REQUIRE(street.act("system", {}, SetPolicy{policy}).applied());
    CHECK(erase_due(street.world(), street.at(minor)).is_none());
  }

  TEST_CASE("a contact's time runs from when its case ended, restricted or not") {
    Street street;
    const CaseId open = street.new_case();
    REQUIRE(street.act("volunteer", open, Street::report()).applied());
    const CaseId plain = voided(street, Restricted::none);
    const CaseId minor = voided(street, Restricted::minor);
    const TimeMs due = street.now() + 90 * kDayMs;
    street.pass(kDayMs);
    CHECK(contact_due(street.world(), street.at(open)).is_none());
    CHECK(contact_due(street.world(), street.at(plain)) == due);
    CHECK(contact_due(street.world(), street.at(minor)) == due);
    Policy policy = default_policy();
    policy.version = 9;
    policy.contact_retention_days = 0;
    REQUIRE(street.act("system", {}, SetPolicy{policy}).applied());
    CHECK(contact_due(street.world(), street.at(plain)).is_none());
  }

  TEST_CASE("what its line is, as far as it is here; what is erased waits for nobody") {
    Street street;
    const CaseId minor = voided(street, Restricted::minor);
    const TimeMs due = street.now() + 365 * kDayMs;
    Case alone = street.at(minor);
    alone.parent = street.new_case();  // held elsewhere
    CHECK(line_of(street.world(), alone).size() == 1);
    CHECK(erase_due(street.world(), alone) == due);
    street.pass(365 * kDayMs);
    REQUIRE(street.act("system", minor, EraseCase{3, {}}).applied());
    CHECK(erase_due(street.world(), street.at(minor)).is_none());
    Case child = street.at(voided(street, Restricted::none));
    child.parent = minor;
    CHECK(erase_due(street.world(), child) == street.now() + 365 * kDayMs);
    // Something said offline before the erasure and sent after it: to be erased at once.
    Case late = street.at(minor);
    late.refused.push_back({});
    CHECK(erase_due(street.world(), late) == late.erased);
  }

  TEST_CASE("a line is two steps up at most, whatever a broken world holds") {
    Street street;
    World world = street.world();
    const CaseId ids[] = {street.new_case(), street.new_case(), street.new_case()};
    for (int i = 0; i < 3; ++i) world.add(ids[i]).parent = ids[(i + 1) % 3];
    const auto line = line_of(world, *world.find(ids[0]));
    REQUIRE(line.size() == 3);
    CHECK(line[2]->id == ids[2]);
  }

  TEST_CASE("only the street erases, and only when it is time") {
    Street street;
    const CaseId minor = voided(street, Restricted::minor);
    const EraseCase record{3, {}};
    CHECK(street.act("supervisor", minor, record).refusal == Refusal::role_not_allowed);
    CHECK(street.act("system", minor, record).refusal == Refusal::time_not_allowed);
    street.pass(365 * kDayMs);
    CHECK(street.act("system", minor, record).applied());
    CHECK(street.at(minor).erased == street.now());
    CHECK(street.act("system", minor, record).refusal == Refusal::time_not_allowed);
  }

  TEST_CASE("property: whole or emptied, the journal comes to the same world after the erasure") {
    std::size_t erased = 0;
    std::size_t worked_on = 0;  // histories beyond report and rejection
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      CAPTURE(seed);
      Street street;
      Choices choices(seed);
      OpGen gen(choices, {});
      const char* const people[] = {"officer",     "clerk",    "desk",     "supervisor",
                                    "supervisor2", "mediator", "enforcer", "detective",
                                    "chief",       "system"};
      for (int step = 0; step < 1500; ++step) {
        std::vector<const Case*> cases;
        for (const auto& [id, one] : street.world().own_cases()) cases.push_back(&one);
        const std::string who = people[choices.below(std::size(people))];
        const auto made = gen.next(street.world(), cases, street.person(who), street.now());
        street.pass(kMinuteMs);
        if (!made) continue;
        made->op.visit([&](const auto& one) { street.act(who, made->subject, one); });
        if (step % 5 == 0 && street.world().find(made->subject) != nullptr) {
          street.act("desk", made->subject, RestrictCase{Restricted::minor, "涉及未成年人"});
          // Without the police none of these could end (G21).
          const RecordCall told{TransferTo::police_110, CallResult::joint, "民警已知"};
          street.act("clerk", made->subject, told);
        }
      }
      street.pass(400 * kDayMs);
      std::vector<CaseId> due;
      for (const auto& [id, one] : street.world().own_cases()) {
        if (erase_due(street.world(), one).is_none()) continue;
        due.push_back(id);
        worked_on += one.history.size() > 12 ? 1U : 0U;
      }
      for (const CaseId id : due) CHECK(street.act("system", id, EraseCase{1, {}}).applied());
      Ledger again(kStreet);
      for (const Entry& entry : street.entries()) {
        const CaseId subject = read_op(entry.op)->subject;
        const bool gone = std::find(due.begin(), due.end(), subject) != due.end();
        const Bytes bytes = gone ? *emptied(encode(entry)) : encode(entry);
        const auto replayed = again.replay(*read_entry(bytes), true);
        REQUIRE_MESSAGE(replayed.ok(), (replayed.ok() ? "" : replayed.error().message));
      }
      CHECK(again.world().hash() == street.world().hash());
      erased += due.size();
    }
    CHECK(erased > 20);
    CHECK(worked_on > 10);
  }
}
