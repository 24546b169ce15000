// What goes to the reporter of a case (core/cases/reporter_view.h): how it stands and what was decided, in the
// bytes themselves, and not the inner record.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/cases/told_by.h"
#include "tests/core/sync/quarter.h"
#include "tests/support/reporters_case.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

// Everything that the server would send this person from nothing.
Bytes all_bytes_for(Quarter& q, const std::string& who) {
  Bytes all;
  const Principal principal = principal_of(q.street.person(who));
  std::vector<ShardCursor> cursors;
  for (bool more = true; more;) {
    Request request;
    request.protocol = kProtocol;
    request.epoch = q.bed.host().epoch();
    request.scope = scope_digest(principal);
    request.cursors = cursors;
    const auto response = q.bed.exchange(request, principal, q.now);
    REQUIRE(response.ok());
    more = false;
    for (const ShardPage& page : response->pages) {
      cursors = {page.cursor};
      more = more || page.more;
      for (const PageItem& item : page.items) {
        all.insert(all.end(), item.entry.begin(), item.entry.end());
      }
    }
  }
  return all;
}

bool holds(const Bytes& all, std::string_view word) {
  return std::search(all.begin(), all.end(), word.begin(), word.end()) != all.end();
}

Photo picture(std::uint8_t number) {
  Photo photo;
  photo.digest[0] = number;
  photo.kind = PhotoKind::after;
  return photo;
}

// Reported by `reporter`, and closed by the others, whose every word is a token of its own.
CaseId closed_case(Quarter& q, const std::string& reporter) {
  TaskOrder order = q.street.order(kEnforcement, true);
  order.order = "INNER-order";
  const CaseId c = q.street.new_case();
  const auto act = [&](const std::string& who, const auto& payload) {
    q.submit(who, c, payload);
    q.sync(who);
    q.now = q.now + kMinuteMs;
  };
  act(reporter, Street::report(Nature::facility));
  q.sync("clerk");
  act("clerk", RequestVerification{"INNER-verify"});
  q.sync("worker2");
  act("worker2", VerifyResult{Verified::exists, "INNER-seen 井盖确已松动", {}});
  q.sync("clerk");
  act("clerk", AddNote{"INNER-note", {picture(71)}});
  FileCase filing = Street::filing(Nature::facility);
  filing.text = "INNER-filed";
  act("clerk", filing);
  q.sync("desk");
  act("desk", DispatchCase{{order}});
  q.sync("enforcer");
  act("enforcer", SignTask{order.id});
  act("enforcer", ArriveTask{order.id, {}, 0, "INNER-arrived"});
  act("enforcer",
      SubmitTask{order.id, ResultKind::resolved, "INNER-result 井盖已更换", {picture(72)}});
  q.sync("system");
  REQUIRE(q.bed.tick(q.now).ok());
  q.sync("worker2");
  VisitResult visit;
  visit.confirmed = true;
  visit.satisfaction = Satisfaction::satisfied;
  visit.text = "INNER-visit 井盖平稳";
  act("worker2", visit);
  q.sync("supervisor");
  act("supervisor", CloseCase{"OUTER-closed 井盖已更换并复核", "INNER-late"});
  q.sync(reporter);
  return c;
}

}  // namespace

TEST_SUITE("sync/reporter_view") {
  TEST_CASE("whoever is told how the report stands is told who answers for it, and no person") {
    for (const CaseState state : {CaseState::handling, CaseState::feedback})
      CHECK(told_by(state) == ToldBy::unit);
    for (const CaseState state :
         {CaseState::reported, CaseState::verifying, CaseState::filed, CaseState::dispatched,
          CaseState::suspended, CaseState::return_visit, CaseState::rework, CaseState::closed})
      CHECK(told_by(state) == ToldBy::desk);
  }

  TEST_CASE(
      "a volunteer hears how the report stands and how it ended, and nothing of the inner record") {
    Quarter q;
    const CaseId c = closed_case(q, "volunteer");
    const Bytes sent = all_bytes_for(q, "volunteer");
    CHECK_FALSE(holds(sent, "INNER-"));
    CHECK(holds(sent, "OUTER-closed"));
    const Case* held = q.phone("volunteer").find(c);
    REQUIRE(held != nullptr);
    for (const HistoryLine& line : held->history) {
      CHECK((line.actor.is_none() || line.actor == q.street.person("volunteer").actor));
      CHECK((line.actor.is_none() ? line.unit.is_none() : true));
    }
    CHECK(held->state == CaseState::closed);
    CHECK_FALSE(has_inner_record(*held));
    CHECK(encode(as_reporter_knows(*held)) == encode(as_reporter_knows(*q.bed.world().find(c))));
    // Each state that it went through, with who leads.
    std::vector<CaseState> told;
    UnitId lead;
    for (const HistoryLine& line : held->history) {
      if (line.kind != static_cast<std::uint32_t>(OpKind::tell_progress)) continue;
      CHECK(line.actor.is_none());
      const auto progress = decode<TellProgress>(line.payload);
      REQUIRE(progress);
      told.push_back(progress->state);
      if (!progress->unit.is_none()) lead = progress->unit;
    }
    CHECK(told == std::vector<CaseState>{CaseState::verifying, CaseState::dispatched,
                                         CaseState::handling, CaseState::feedback,
                                         CaseState::return_visit});
    CHECK(lead == kEnforcement);
    // Nor what it was found to be (G20).
    q.submit("clerk", c, RestrictCase{Restricted::sexual, "INNER-class"});
    q.sync("clerk");
    q.sync("volunteer");
    CHECK_FALSE(holds(all_bytes_for(q, "volunteer"), "INNER-"));
    CHECK(q.phone("volunteer").find(c)->restricted == Restricted::none);
    // The desk has all of it.
    CHECK(holds(all_bytes_for(q, "desk"), "INNER-result"));
  }

  TEST_CASE("of photos the reporter gets the own ones") {
    Quarter q;
    closed_case(q, "volunteer");
    const Principal reporter = principal_of(q.street.person("volunteer"));
    const Principal desk = principal_of(q.street.person("desk"));
    const Photo own = Street::photo(PhotoKind::near);
    for (const std::uint8_t inner : {std::uint8_t{71}, std::uint8_t{72}}) {
      CHECK_FALSE(q.bed.host().photo(picture(inner).digest, reporter).shown);
      CHECK(q.bed.host().photo(picture(inner).digest, desk).shown);
    }
    CHECK(q.bed.host().photo(own.digest, reporter).shown ==
          q.bed.host().photo(own.digest, desk).shown);
  }

  TEST_CASE("who gets to work on the own report has it whole from then on, and back again") {
    Quarter q;
    const CaseId c = q.street.new_case();
    // Reported outside the own grid by somebody of the other community.
    q.submit("workerB", c, Street::report(Nature::facility));
    q.sync("workerB");
    q.sync("clerk");
    q.submit("clerk", c, RequestVerification{"INNER-verify"});
    q.sync("clerk");
    q.sync("workerB");
    CHECK_FALSE(holds(all_bytes_for(q, "workerB"), "INNER-"));
    const auto place = [&](GridId grid) {
      PlaceCase op;
      op.place = Street::report(Nature::facility, grid).place;
      q.submit("clerk", c, op);
      q.sync("clerk");
      q.sync("workerB");
    };
    place(kGridB1);
    q.check_same("workerB", c);
    CHECK(holds(all_bytes_for(q, "workerB"), "INNER-verify"));
    place(kGridA1);
    const Case* held = q.phone("workerB").find(c);
    REQUIRE(held != nullptr);
    CHECK_FALSE(has_inner_record(*held));
    CHECK(held->state == CaseState::verifying);
    CHECK_FALSE(holds(all_bytes_for(q, "workerB"), "INNER-"));
  }

  TEST_CASE("nobody can make what only the street tells") {
    Quarter q;
    const CaseId c = closed_case(q, "volunteer");
    for (const char* who : {"volunteer", "clerk", "supervisor", "system"}) {
      CHECK(q.street.act(who, c, TellProgress{CaseState::voided, {}}).refusal ==
            Refusal::role_not_allowed);
    }
  }
}
