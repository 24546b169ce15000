// The server's side of sync: what is taken in, how often, and who gets what.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/journal/erasure.h"
#include "tests/support/host_bed.h"

using namespace gezhi;
using namespace gezhi::test;

namespace {

// People of the Street talking to a HostBed directly, with cursors kept by name.
class Town {
 public:
  HostBed bed;
  Street street;  // for people, ids and payloads only

  template <class T>
  Response act(const std::string& who, CaseId subject, const T& payload) {
    Op op = street.make(who, subject);
    set_payload(op, payload);
    return push(who, {op});
  }

  Response push(const std::string& who, const std::vector<Op>& ops) {
    Request request;
    request.protocol = kProtocol;
    for (const Op& op : ops) request.push.push_back({encode(op), {}});
    return exchange(who, request);
  }

  Response exchange(const std::string& who, const Request& request) {
    auto response = bed.exchange(request, principal_of(street.person(who)), street.now());
    REQUIRE(response.ok());
    return *response;
  }

  // Pulls until there is no more; gives the items of every page.
  std::vector<PageItem> pull(const std::string& who, std::uint64_t bytes_max = 0) {
    std::vector<PageItem> items;
    for (bool more = true; more;) {
      Request request;
      request.protocol = kProtocol;
      request.epoch = bed.host().epoch();
      request.scope = scope_digest(principal_of(street.person(who)));
      request.bytes_max = bytes_max;
      if (cursors.contains(who)) request.cursors.push_back(cursors[who]);
      const Response response = exchange(who, request);
      more = false;
      for (const ShardPage& page : response.pages) {
        cursors[who] = page.cursor;
        more = page.more;
        items.insert(items.end(), page.items.begin(), page.items.end());
      }
    }
    return items;
  }

  // Reported, verified, filed: visible to the grid, the reporter, the desk.
  CaseId filed(GridId grid = kGridA1) {
    const CaseId c = street.new_case();
    const std::string worker = grid == kGridB1 ? "workerB" : "worker";
    CHECK(act("volunteer", c, Street::report(Nature::hazard, grid)).receipts[0].outcome.applied());
    CHECK(act("clerk", c, RequestVerification{}).receipts[0].outcome.applied());
    CHECK(act(worker, c, VerifyResult{Verified::exists, "后厨确有六个钢瓶", {}})
              .receipts[0]
              .outcome.applied());
    CHECK(act("clerk", c, Street::filing()).receipts[0].outcome.applied());
    return c;
  }

  std::map<std::string, ShardCursor> cursors;
};

std::vector<OpKind> kinds_of(const std::vector<PageItem>& items, CaseId subject) {
  std::vector<OpKind> kinds;
  for (const PageItem& item : items) {
    if (item.entry.empty()) continue;
    const auto op = read_op(read_entry(item.entry)->op);
    if (op->subject == subject) kinds.push_back(static_cast<OpKind>(op->kind));
  }
  return kinds;
}

bool removes(const std::vector<PageItem>& items, CaseId subject) {
  return std::any_of(items.begin(), items.end(),
                     [&](const PageItem& item) { return item.removed == subject; });
}

const std::vector<OpKind> kFiledHistory = {OpKind::report_case, OpKind::request_verification,
                                           OpKind::verify_result, OpKind::file_case};

}  // namespace

TEST_SUITE("sync/host") {
  TEST_CASE("a repeated operation gets the same receipt and is not taken in again") {
    Town town;
    Op op = town.street.make("volunteer", town.street.new_case());
    set_payload(op, Street::report());
    const Response first = town.push("volunteer", {op});
    const Response second = town.push("volunteer", {op, op});
    REQUIRE(first.receipts.size() == 1);
    REQUIRE(second.receipts.size() == 2);
    CHECK(encode(second.receipts[0]) == encode(first.receipts[0]));
    CHECK(encode(second.receipts[1]) == encode(first.receipts[0]));
    CHECK(town.bed.host().committed_seq(kStreet) == first.receipts[0].seq);
  }

  TEST_CASE("another operation of a known id gets no receipt, and its author hears of it") {
    Town town;
    const CaseId c = town.street.new_case();
    Op op = town.street.make("volunteer", c);
    set_payload(op, Street::report());
    REQUIRE(town.push("volunteer", {op}).receipts.size() == 1);
    const std::uint64_t before = town.bed.host().committed_seq(kStreet);
    const auto problem = [&](const std::string& who, const Op& pushed) {
      const Response response = town.push(who, {pushed});
      CHECK(response.receipts.empty());
      return response.problems.empty() ? PushProblem::none : response.problems[0].what;
    };
    Op other = op;
    ReportCase said = Street::report();
    said.text = "不是这样";
    set_payload(other, said);
    CHECK(problem("volunteer", other) == PushProblem::id_taken);
    Op note = town.street.make("worker", c);
    note.id = op.id;
    set_payload(note, AddNote{"占位", {}});
    CHECK(problem("worker", note) == PushProblem::id_taken);
    CHECK(problem("worker", op) == PushProblem::other_actor);  // no receipt of what is not theirs
    CHECK(town.bed.host().committed_seq(kStreet) == before);
    town.bed.restart();
    CHECK(problem("volunteer", other) == PushProblem::id_taken);
    CHECK(town.push("volunteer", {op}).receipts.size() == 1);
  }

  TEST_CASE("an operation that was emptied since is known by what it was") {
    Street street;
    Op op = street.make("worker", street.new_case());
    set_payload(op, Street::report());
    REQUIRE(street.admit(op).applied());
    Host host("epoch-1");
    for (const Entry& entry : street.entries()) {
      const Bytes stored = encode(entry);
      const bool last = entry.seq == street.entries().size();
      REQUIRE(host.replay(kStreet, last ? *emptied(stored) : stored).ok());
    }
    Request request;
    request.protocol = kProtocol;
    request.push = {{encode(op), {}}};
    Principal worker = principal_of(street.person("worker"));
    worker.local = true;  // this is not about signatures
    CHECK(host.push(request, worker, street.now()).receipts.size() == 1);
    op.salt.assign(16, 1);
    request.push = {{encode(op), {}}};
    const Pushed again = host.push(request, worker, street.now());
    REQUIRE(again.problems.size() == 1);
    CHECK(again.problems[0].what == PushProblem::id_taken);
  }

  TEST_CASE("an id is a street's: what another street holds under it is another operation") {
    Town town;
    const ShardId far{330105002};
    town.bed.host().open_street(far);
    Op op = town.street.make("volunteer", town.street.new_case());
    set_payload(op, Street::report());
    Op there = op;
    there.shard = far;
    for (const Op& one : {there, op}) {
      const Response response = town.push("volunteer", {one});
      REQUIRE(response.receipts.size() == 1);
      CHECK(response.receipts[0].shard == one.shard);
    }
  }

  TEST_CASE("a clock that ran backwards is not followed") {
    Town town;
    const CaseId c = town.filed();
    const TimeMs before = town.street.now();
    town.street.set_now(before - kHourMs);
    const Response response = town.act("clerk", c, AddNote{"钟慢了", {}});
    REQUIRE(response.receipts.size() == 1);
    CHECK(response.receipts[0].received_at == before);
    town.bed.restart();  // judges everything again
  }

  TEST_CASE(
      "what is not the account's role is kept as refused, what is somebody else's is not taken") {
    Town town;
    const CaseId c = town.street.new_case();
    Op claimed = town.street.make("volunteer", c);
    claimed.grant.role = Role::duty_supervisor;
    set_payload(claimed, Street::report());
    const Response kept = town.push("volunteer", {claimed});
    REQUIRE(kept.receipts.size() == 1);
    CHECK(kept.receipts[0].outcome.refusal == Refusal::role_not_held);
    Op foreign = town.street.make("volunteer2", c);
    set_payload(foreign, Street::report());
    const Response not_taken = town.push("volunteer", {foreign});
    CHECK(not_taken.receipts.empty());
    REQUIRE(not_taken.problems.size() == 1);
    CHECK(not_taken.problems[0].what == PushProblem::other_actor);
  }

  TEST_CASE(
      "an unreadable operation, another district's street and a wrong seal are named, one by one") {
    Town town;
    Request request;
    request.protocol = kProtocol;
    Op elsewhere = town.street.make("volunteer", town.street.new_case());
    elsewhere.shard = ShardId{110101001};
    set_payload(elsewhere, Street::report());
    Op sealed = town.street.make("volunteer", town.street.new_case());
    sealed.sealed[0] = 1;
    set_payload(sealed, Street::report());
    Op fine = town.street.make("volunteer", town.street.new_case());
    SealedFields fields;
    fields.salt.assign(16, 7);
    fields.phone = "0571-0000";
    fine.sealed = sha256(encode(fields));
    set_payload(fine, Street::report());
    request.push = {{Bytes{0xFF}, {}},
                    {encode(elsewhere), {}},
                    {encode(sealed), {}},
                    {encode(fine), encode(fields)}};
    const Response response = town.exchange("volunteer", request);
    REQUIRE(response.problems.size() == 3);
    CHECK(response.problems[0].what == PushProblem::unreadable);
    CHECK(response.problems[1].what == PushProblem::unknown_street);
    CHECK(response.problems[2].what == PushProblem::sealed_wrong);
    REQUIRE(response.receipts.size() == 1);
    CHECK(response.receipts[0].op == fine.id);
  }

  TEST_CASE("what is refused leaves no contact behind: nobody replaces the reporter's telephone") {
    Town town;
    const CaseId c = town.filed();
    SealedFields fields;
    fields.salt.assign(16, 7);
    fields.phone = "0571-0000";
    const auto kept = [&](const char* who, const CaseOp& said) {
      Op op = town.street.make(who, c);
      set_payload(op, said);
      op.sealed = sha256(encode(fields));
      Request request;
      request.protocol = kProtocol;
      request.push = {{encode(op), encode(fields)}};
      Principal person = principal_of(town.street.person(who));
      person.local = true;  // this is not about signatures
      const Pushed pushed = town.bed.host().push(request, person, town.street.now());
      town.bed.host().committed(pushed.entries);
      if (!pushed.problems.empty()) {
        CHECK(pushed.problems[0].what == PushProblem::sealed_wrong);
        CHECK(pushed.entries.empty());
        return false;
      }
      REQUIRE(pushed.receipts.size() == 1);
      CHECK(pushed.sealed.empty() != pushed.receipts[0].outcome.applied());
      return pushed.receipts[0].outcome.applied();
    };
    CHECK_FALSE(kept("volunteer", AddNote{"", {}}));  // refused
    CHECK_FALSE(kept("volunteer2", AddNote{"电话换了", {}}));
    // Who may write a note of the case, and whose other operations apply, replaces no contact either.
    CHECK_FALSE(kept("worker", AddNote{"电话换了", {}}));
    CHECK_FALSE(kept("volunteer", CloseCase{"自行办结", ""}));
    CHECK_FALSE(kept("desk", RestrictCase{Restricted::minor, "报告人补充说明", {}}));
    CHECK(kept("volunteer", AddNote{"电话换了", {}}));
    CHECK(kept("clerk", AddNote{"电话换了", {}}));
  }

  TEST_CASE("who sees a case: reporter, grid of the place, desk and auditor; not the next grid") {
    Town town;
    const CaseId c = town.filed();
    for (const char* who :
         {"worker", "worker2", "leader", "station", "clerk", "supervisor", "auditor"}) {
      INFO(who);
      CHECK(kinds_of(town.pull(who), c) == kFiledHistory);
    }
    CHECK(kinds_of(town.pull("volunteer"), c) ==
          std::vector<OpKind>{OpKind::report_case, OpKind::tell_progress, OpKind::file_case});
    for (const char* who : {"volunteer2", "workerB", "enforcer", "mediator", "admin", "officer"}) {
      INFO(who);
      const auto items = town.pull(who);
      CHECK(kinds_of(items, c).empty());
      CHECK(items.size() == 3);  // policy, grids, units
    }
  }

  TEST_CASE("a unit gets the whole history with its task and a removal when the task is gone") {
    Town town;
    const CaseId c = town.filed();
    CHECK(kinds_of(town.pull("enforcer"), c).empty());
    const TaskOrder lead = town.street.order(kEnforcement, true);
    town.act("desk", c, DispatchCase{{lead}});
    CHECK(kinds_of(town.pull("enforcer"), c).size() == 5);
    town.act("clerk", c, AddNote{"店主电话打不通", {}});
    CHECK(kinds_of(town.pull("enforcer"), c) == std::vector<OpKind>{OpKind::add_note});
    town.act("enforcer", c, RefuseTask{lead.id, ReturnReason::not_our_duty, "属燃气公司职责"});
    const auto gone = town.pull("enforcer");
    CHECK(kinds_of(gone, c).empty());
    CHECK(removes(gone, c));
    const TaskOrder again = town.street.order(kEnforcement, true);
    town.act("desk", c, DispatchCase{{again}});
    CHECK(kinds_of(town.pull("enforcer"), c).size() == 8);
  }

  TEST_CASE("the author hears of a refusal also on a case out of sight") {
    Town town;
    const CaseId c = town.filed();
    town.pull("workerB");
    const Response response = town.act("workerB", c, AddNote{"路过看到", {}});
    CHECK(response.receipts[0].outcome.refusal == Refusal::case_unknown);
    CHECK(kinds_of(town.pull("workerB"), c) == std::vector<OpKind>{OpKind::add_note});
    CHECK(kinds_of(town.pull("worker2"), c) == kFiledHistory);  // a stranger's words reach nobody
  }

  TEST_CASE("newest open cases come first, then the ended ones") {
    Town town;
    const CaseId first = town.filed();
    const CaseId ended = town.filed();
    const CaseId last = town.filed();
    town.act("clerk", ended, TransferCase{TransferTo::hotline_12345, "12345-77", "属供水公司"});
    std::vector<CaseId> order;
    for (const PageItem& item : town.pull("worker")) {
      const CaseId c = read_op(read_entry(item.entry)->op)->subject;
      if (!c.is_nil() && (order.empty() || !(order.back() == c))) order.push_back(c);
    }
    CHECK(order == std::vector<CaseId>{last, first, ended});
  }

  TEST_CASE("who sees a case sees the report that is merged into it, with its history") {
    Town town;
    const CaseId parent = town.filed(kGridB1);
    const CaseId child = town.filed(kGridA1);
    CHECK(kinds_of(town.pull("workerB"), child).empty());
    const Response merged = town.act("desk", child, MergeCase{parent, "同一处气瓶"});
    REQUIRE(merged.receipts[0].outcome.applied());
    const auto items = town.pull("workerB");
    CHECK(kinds_of(items, child).size() >= kFiledHistory.size() + 1);
    CHECK(kinds_of(items, child)[1] == OpKind::report_case);  // after the entry of its own case
  }

  TEST_CASE("property: the smallest pages give the same items as one page") {
    Town town;
    std::vector<CaseId> cases;
    for (int i = 0; i < 8; ++i) cases.push_back(town.filed(i % 2 == 0 ? kGridA1 : kGridB1));
    town.pull("enforcer", kPullBytesMin);
    town.pull("auditor", kPullBytesMin);
    std::vector<PageItem> small;
    for (const CaseId c : cases) {
      const TaskOrder lead = town.street.order(kEnforcement, true);
      town.act("desk", c, DispatchCase{{lead}});
      town.act("enforcer", c, RefuseTask{lead.id, ReturnReason::not_our_duty, "不属本队职责"});
    }
    const auto cursor = town.cursors["enforcer"];
    const auto in_small = town.pull("enforcer", kPullBytesMin);
    town.cursors["enforcer"] = cursor;
    const auto in_one = town.pull("enforcer", kPullBytesMax);
    const auto digest = [](const std::vector<PageItem>& items) {
      ShardPage page;
      page.items = items;
      return sha256(encode(page));
    };
    CHECK(in_small.size() == in_one.size());
    CHECK(digest(in_small) == digest(in_one));
  }

  TEST_CASE("a first sync looks at each case twice, in whatever pages, and gives each entry once") {
    Town town;
    constexpr std::size_t kCases = 300;
    for (std::size_t i = 0; i < kCases; ++i) {
      Op op = town.street.make("volunteer", town.street.new_case());
      set_payload(op, Street::report(Nature::hazard, kGridB1));
      town.push("volunteer", {op});
    }
    const Host& host = town.bed.host();
    const auto principal = principal_of(town.street.person("volunteer"));
    const std::uint64_t entries = host.committed_seq(kStreet);
    for (const std::uint64_t page : {kPullBytesMin, kPullBytesMax}) {
      Request request;
      request.protocol = kProtocol;
      request.epoch = host.epoch();
      request.scope = scope_digest(principal);
      request.bytes_max = page;
      std::uint64_t work = 0, given = 0, requests = 0;
      for (bool more = true; more; ++requests) {
        const PullPlan plan = host.plan(request, principal);
        REQUIRE(plan.shards.size() == 1);
        request.cursors = {plan.shards[0].cursor};
        work += plan.work;
        given += plan.shards[0].items.size();
        more = plan.shards[0].more;
      }
      CHECK(given >= kCases);
      CHECK(given <= entries);
      CHECK(work <= 2 * kCases + given + 2 * requests);
    }
  }

  TEST_CASE("who sees little of a large street gets it in requests that look at so much each") {
    Town town;
    const CaseId own = town.filed();
    std::vector<Op> others;
    for (std::uint64_t i = 0; i < kLooksMax + kLooksMax / 2; ++i) {
      others.push_back(town.street.make("volunteer", town.street.new_case()));
      set_payload(others.back(), Street::report(Nature::hazard, kGridB1));
    }
    const auto push_all = [&] {
      constexpr std::size_t kAtOnce = 100;
      for (std::size_t at = 0; at < others.size(); at += kAtOnce) {
        const auto from = others.begin() + static_cast<std::ptrdiff_t>(at);
        town.push("volunteer", {from, from + kAtOnce});
      }
    };
    push_all();
    const auto ask = [&](const std::string& who) {
      Request request;
      request.protocol = kProtocol;
      request.epoch = town.bed.host().epoch();
      request.scope = scope_digest(principal_of(town.street.person(who)));
      if (town.cursors.contains(who)) request.cursors.push_back(town.cursors[who]);
      const Response response = town.exchange(who, request);
      REQUIRE(response.pages.size() == 1);
      town.cursors[who] = response.pages[0].cursor;
      return response.pages[0];
    };
    const ShardPage first = ask("worker");  // the newest come first, and none of these is its
    CHECK(first.more);
    CHECK(kinds_of(first.items, own).empty());
    const ShardPage second = ask("worker");
    CHECK(kinds_of(second.items, own) == kFiledHistory);
    CHECK(kinds_of(town.pull("worker"), own).empty());  // and not again
    // The same of what came later.
    for (Op& op : others) {
      op = town.street.make("volunteer", op.subject);
      set_payload(op, AddNote{"还在", {}});
    }
    push_all();
    const CaseId later = town.filed();
    CHECK(ask("worker").items.empty());
    CHECK(kinds_of(town.pull("worker"), later) == kFiledHistory);
  }

  TEST_CASE("a cursor from another life or another scope begins anew") {
    Town town;
    town.filed();
    town.pull("worker");
    Request request;
    request.protocol = kProtocol;
    request.epoch = "another";
    request.scope = scope_digest(principal_of(town.street.person("worker")));
    request.cursors.push_back(town.cursors["worker"]);
    CHECK(town.exchange("worker", request).reset);
    request.epoch = town.bed.host().epoch();
    CHECK_FALSE(town.exchange("worker", request).reset);
    request.scope[0] ^= 1;
    CHECK(town.exchange("worker", request).reset);
    request.scope[0] ^= 1;
    request.cursors[0].at += 1;  // beyond what this server has: it lost something
    CHECK(town.exchange("worker", request).reset);
  }

  TEST_CASE("ended cases are left out of a first delivery after the policy's days") {
    Town town;
    const CaseId c = town.filed();
    town.act("clerk", c, TransferCase{TransferTo::hotline_12345, "12345-77", "属供水公司"});
    town.street.pass(std::int64_t{default_policy().closed_days_on_device + 1} * kDayMs);
    const CaseId fresh = town.filed();
    const auto items = town.pull("worker");
    CHECK(kinds_of(items, c).empty());
    CHECK(kinds_of(items, fresh) == kFiledHistory);
    town.act("clerk", c, AddNote{"供水公司来电询问", {}});
    CHECK(kinds_of(town.pull("worker"), c).size() == 6);  // a sign of life brings the whole case
  }

  TEST_CASE("a restricted case reaches the community officer and the desk, no grid worker (G20)") {
    Town town;
    const CaseId c = town.street.new_case();
    ReportCase report = Street::report(Nature::welfare);
    report.source = Source::walk_in;
    report.restricted = Restricted::minor;
    report.place.beat = kBeat;
    CHECK(town.act("clerk", c, report).receipts[0].outcome.applied());
    CHECK(kinds_of(town.pull("worker"), c).empty());
    CHECK(kinds_of(town.pull("leader"), c).empty());
    CHECK(kinds_of(town.pull("station"), c).empty());
    CHECK(kinds_of(town.pull("officer"), c).size() == 1);
    CHECK(kinds_of(town.pull("supervisor"), c).size() == 1);
    CHECK(kinds_of(town.pull("enforcer"), c).empty());
  }

  TEST_CASE("restricting a case later removes it from the devices that may not have it any more") {
    Town town;
    const CaseId c = town.filed();
    CHECK(kinds_of(town.pull("worker"), c).size() == 4);
    CHECK(kinds_of(town.pull("volunteer"), c).size() == 3);
    CHECK(town.act("clerk", c, RestrictCase{Restricted::minor, "涉及未成年人"})
              .receipts[0]
              .outcome.applied());
    const auto removed = [&](const std::string& who) {
      const std::vector<PageItem> items = town.pull(who);
      return std::any_of(items.begin(), items.end(),
                         [&](const PageItem& item) { return item.removed == c; });
    };
    CHECK(removed("worker"));
    CHECK(removed("leader") == false);  // has never had it
    CHECK_FALSE(removed("volunteer"));  // reported it
    CHECK_FALSE(removed("clerk"));
    CHECK(town.act("worker", c, AddNote{"再去看看", {}}).receipts[0].outcome.refusal ==
          Refusal::restricted_class);
  }

  TEST_CASE(
      "what the dispatcher restricts leaves the grid's devices, what the officer lowers returns") {
    Town town;
    const CaseId c = town.filed();
    PlaceCase in_beat;
    in_beat.place = town.bed.world().find(c)->place;
    in_beat.text = "警格核定";
    in_beat.place.beat = kBeat;
    CHECK(town.act("desk", c, in_beat).receipts[0].outcome.applied());
    town.pull("worker");
    const auto applies = [&](const std::string& who, Restricted to) {
      const RestrictCase op{to, "核对后决定"};
      CHECK(town.act(who, c, op).receipts[0].outcome.applied());
    };
    applies("desk", Restricted::welfare);
    CHECK(removes(town.pull("worker"), c));
    applies("officer", Restricted::none);
    CHECK(kinds_of(town.pull("worker"), c).size() == 7);
  }

  TEST_CASE("a report merged into a restricted case is as restricted as it") {
    Town town;
    const CaseId parent = town.filed();
    const CaseId child = town.filed();
    town.act("clerk", parent, RestrictCase{Restricted::sexual, "涉及隐私"});
    CHECK(kinds_of(town.pull("worker"), child).size() == 4);
    CHECK(town.act("supervisor", child, MergeCase{parent, "同一处同一事"})
              .receipts[0]
              .outcome.applied());
    const std::vector<PageItem> items = town.pull("worker");
    CHECK(std::any_of(items.begin(), items.end(),
                      [&](const PageItem& item) { return item.removed == child; }));
  }

  TEST_CASE("what a whole outside the known grids is restricted to, its parts follow") {
    Town town;
    const CaseId whole = town.street.new_case();
    const CaseId part = town.street.new_case();
    ReportCase nowhere = Street::report();
    nowhere.place.grid = {};
    nowhere.place.outside_known_grids = true;
    const auto applies = [&](const std::string& who, CaseId id, const auto& op) {
      const auto receipt = town.act(who, id, op).receipts[0];
      INFO(who, " ", std::string(name_of(receipt.outcome.refusal)), " ", receipt.outcome.detail);
      CHECK(receipt.outcome.applied());
    };
    applies("officer", whole, nowhere);  // who reported it sees it, without any grid
    applies("volunteer", part, Street::report());
    applies("desk", part, MergeCase{whole, "同一处同一事"});
    CHECK_FALSE(kinds_of(town.pull("worker"), part).empty());
    applies("desk", whole, RestrictCase{Restricted::welfare, "当事人需要照护"});
    CHECK(removes(town.pull("worker"), part));
    applies("officer", whole, RestrictCase{Restricted::none, "核对后决定"});
    CHECK_FALSE(kinds_of(town.pull("worker"), part).empty());
  }

  TEST_CASE("a closed restricted case is given to a new device for a shorter time than others") {
    Town town;
    const CaseId plain = town.filed();
    const CaseId minor = town.filed();
    town.act("clerk", minor, RestrictCase{Restricted::minor, "涉及未成年人"});
    for (const CaseId c : {plain, minor}) {
      town.act("clerk", c, RecordCall{TransferTo::police_110, CallResult::joint, "民警已知"});
      town.act("clerk", c, AskVoid{"测试上报"});
      CHECK(town.act("supervisor", c, VoidCase{"测试上报"}).receipts[0].outcome.applied());
    }
    town.street.pass(std::int64_t{default_policy().restricted_days_on_device + 1} * kDayMs);
    town.filed();  // the journal goes on
    const std::vector<PageItem> items = town.pull("supervisor2");
    CHECK_FALSE(kinds_of(items, plain).empty());
    CHECK(kinds_of(items, minor).empty());
  }

  TEST_CASE(
      "a case that was taken up again is open to a new device, however long it had been over") {
    Town town;
    const CaseId c = town.street.new_case();
    CHECK(town.act("volunteer", c, Street::report()).receipts[0].outcome.applied());
    town.act("clerk", c, RequestVerification{});
    town.act("worker", c, VerifyResult{Verified::not_exists, "到场未见钢瓶,邻居也说没有", {}});
    CHECK(town.act("clerk", c, RejectCase{"经核实不存在"}).receipts[0].outcome.applied());
    town.street.pass(std::int64_t{default_policy().closed_days_on_device + 5} * kDayMs);
    CHECK(town.act("volunteer", c, AppealCase{"晚上才开火,请晚上来看", {}})
              .receipts[0]
              .outcome.applied());
    CHECK(kinds_of(town.pull("desk"), c).size() == 5);
  }

  TEST_CASE("the steward opens the visit once, and not again after a restart") {
    Town town;
    const CaseId c = town.filed();
    const TaskOrder lead = town.street.order(kEnforcement, true);
    town.act("desk", c, DispatchCase{{lead}});
    town.act("enforcer", c, SignTask{lead.id});
    town.act("enforcer", c, ArriveTask{lead.id, {}, 0, "店主在场"});
    town.act("enforcer", c, SubmitTask{lead.id, ResultKind::resolved, "收回钢瓶四个,其余合法", {}});
    CHECK(town.bed.world().find(c)->state == CaseState::return_visit);
    const std::uint64_t seq = town.bed.host().committed_seq(kStreet);
    town.bed.restart();
    REQUIRE(town.bed.tick(town.street.now()).ok());
    CHECK(town.bed.host().committed_seq(kStreet) == seq);
  }

  TEST_CASE("a suspended case comes back on its date") {
    Town town;
    const CaseId c = town.filed();
    const TaskOrder lead = town.street.order(kEnforcement, true);
    town.act("desk", c, DispatchCase{{lead}});
    town.act("enforcer", c, SignTask{lead.id});
    const TimeMs until = town.street.now() + 3 * kDayMs;
    town.act("enforcer", c, AskSuspend{lead.id, "等待房东返回", until, {}, "房东函1号"});
    town.act("supervisor", c, SuspendCase{until, "同意挂账"});
    REQUIRE(town.bed.world().find(c)->state == CaseState::suspended);
    CHECK(town.bed.host().steward_wake() == until);
    town.bed.restart();
    REQUIRE(town.bed.tick(until - 1).ok());
    CHECK(town.bed.world().find(c)->state == CaseState::suspended);
    REQUIRE(town.bed.tick(until).ok());
    CHECK(town.bed.world().find(c)->state == CaseState::handling);
  }
}
