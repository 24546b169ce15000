// While a restored server heals: what builds on what is not back yet waits for it, whatever else has been
// done to the case meanwhile, and in whatever order devices come.
#include <doctest/doctest.h>

#include "tests/core/sync/quarter.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

struct HealingQuarter : Quarter {
  // What is taken in from here on is lost with restore().
  void back_up() {
    bed.store().flush();
    bed.store().set_lazy(true);
  }
  void restore() {
    bed.store().crash();
    bed.store().set_lazy(false);
    pass();
    bed.set_epoch("epoch-2");
    bed.heal(now, now + 30 * kDayMs);
    bed.restart();
  }
  void pass() { now = now + kHourMs; }

  bool waits(const std::string& who) {
    pass();
    sync(who);
    const bool held = phone(who).device().outbox().unsent_count() > 0;
    if (held) CHECK(phone(who).device().session().held_back() == PushProblem::wait);
    return held;
  }
  bool applied(const std::string& who, OpId op) {
    const auto* item = phone(who).device().outbox().find(op);
    return phone(who).device().progress(op) == Progress::settled && item != nullptr &&
           item->record.receipt.outcome.applied();
  }

  // Two notes of somebody who has seen nothing of what is lost.
  void others_go_on(CaseId c) {
    for (int i = 0; i < 2; ++i) {
      sync("worker2");
      const OpId note = submit("worker2", c, AddNote{"店主称明日搬走", {}});
      sync("worker2");
      CHECK(applied("worker2", note));
    }
  }

  // The clerk asked, the worker answered; only the report is in the backup.
  CaseId asked_and_answered() {
    const CaseId c = street.new_case();
    submit("volunteer", c, Street::report());
    sync("volunteer");
    sync("worker2");
    back_up();
    sync("clerk");
    asked = submit("clerk", c, RequestVerification{});
    sync("clerk");
    sync("worker");
    answered = submit("worker", c, VerifyResult{Verified::exists, "后厨确有六个钢瓶", {}});
    sync("worker");
    return c;
  }
  void check_in_place(CaseId c) {
    CHECK(waits("worker"));
    CHECK_FALSE(waits("clerk"));
    CHECK(applied("clerk", asked));
    CHECK_FALSE(waits("worker"));
    CHECK(applied("worker", answered));
    CHECK(bed.world().find(c)->version == 5);
  }

  OpId asked, answered;
};

}  // namespace

TEST_SUITE("sync/healing") {
  TEST_CASE("regression 12: notes of others do not pass for what is still missing") {
    HealingQuarter h;
    const CaseId c = h.asked_and_answered();
    h.restore();
    h.others_go_on(c);
    h.check_in_place(c);
  }

  TEST_CASE("the same after a restart in the middle of it") {
    HealingQuarter h;
    const CaseId c = h.asked_and_answered();
    h.restore();
    h.others_go_on(c);
    h.bed.restart();
    CHECK(h.waits("worker"));
    CHECK_FALSE(h.waits("clerk"));
    h.bed.restart();  // it knows what was given back
    CHECK_FALSE(h.waits("worker"));
    CHECK(h.applied("worker", h.answered));
  }

  TEST_CASE("the same where nobody knows how far the street had come: by the times") {
    HealingQuarter h;
    const CaseId c = h.asked_and_answered();
    h.restore();
    h.bed.host().heal({h.now, h.now + kDayMs, {}, {}});
    h.others_go_on(c);
    h.check_in_place(c);
  }

  TEST_CASE("what was made before the loss and came after it was seen by nobody either") {
    HealingQuarter h;
    const CaseId c = h.asked_and_answered();
    for (const char* words : {"店主称明日搬走", "已约定明早再来"}) {  // without network
      h.submit("worker2", c, AddNote{words, {}});
    }
    h.restore();
    CHECK_FALSE(h.waits("worker2"));
    CHECK(h.bed.world().find(c)->version == 3);
    h.check_in_place(c);
  }

  TEST_CASE("what the street does since its clock was not stopped does not pass for it either") {
    HealingQuarter h;
    const TaskOrder lead = h.street.order(kEnforcement, true);
    const CaseId c = h.dispatched(lead);
    h.back_up();
    h.sync("enforcer");
    const OpId taken = h.submit("enforcer", c, SignTask{lead.id});
    h.sync("enforcer");
    h.sync("worker");
    const OpId note = h.submit("worker", c, AddNote{"店主称明日搬走", {}});
    h.sync("worker");
    h.restore();
    const std::uint64_t before = h.bed.world().find(c)->version;
    h.now = h.now + 10 * kDayMs;
    REQUIRE(h.bed.tick(h.now).ok());
    REQUIRE(h.bed.world().find(c)->version > before);
    CHECK(h.waits("worker"));
    CHECK_FALSE(h.waits("enforcer"));
    CHECK(h.applied("enforcer", taken));
    CHECK_FALSE(h.waits("worker"));
    CHECK(h.applied("worker", note));
  }

  TEST_CASE("what the street does again when its cause is back was seen: nobody waits for it") {
    for (const bool restarts : {false, true}) {
      HealingQuarter h;
      const TaskOrder lead = h.street.order(kEnforcement, true);
      const CaseId c = h.dispatched(lead);
      h.back_up();
      h.sync("enforcer");
      h.submit("enforcer", c, SignTask{lead.id});
      h.submit("enforcer", c, ArriveTask{lead.id, {}, 0, "店主在场"});
      h.submit("enforcer", c,
               SubmitTask{lead.id, ResultKind::resolved, "收回钢瓶四个,其余合法", {}});
      h.sync("enforcer");
      h.sync("leader");
      REQUIRE(h.bed.world().find(c)->state == CaseState::return_visit);
      const OpId visited = h.submit(
          "leader", c,
          VisitResult{
              true, ReworkReason::none, Satisfaction::satisfied, "已到场看过,确已整改", {}});
      h.sync("leader");
      h.bed.store().crash();
      h.bed.store().set_lazy(false);
      h.bed.set_epoch("epoch-2");
      h.bed.heal(h.now + 1, h.now + kDayMs);
      h.bed.restart();
      h.now = h.now + 1;  // before any clock has run out
      h.sync("leader");
      CHECK(h.phone("leader").device().outbox().unsent_count() == 1);
      h.sync("enforcer");
      if (restarts) h.bed.restart();
      h.now = h.now + SyncSession::kWaitMs;
      h.sync("leader");
      CHECK(h.applied("leader", visited));
    }
  }
}
