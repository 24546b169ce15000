// The rules and the sync core without disk and network: operations admitted (decoded, judged, folded,
// chained), the same with the host's index and encoding around it, and cases delivered.
#include "core/sync/host.h"
#include "tests/bench/bench.h"
#include "tests/support/host_bed.h"

namespace gezhi::bench {
namespace {

using test::Street;

constexpr std::int64_t kCases = 3000;
constexpr std::int64_t kOpsPerCase = 4;

// Reports, verifications, filings of many cases, in the order of the journal.
const std::vector<Op>& operations() {
  static const std::vector<Op> all = [] {
    std::vector<Op> ops;
    Street street;
    const auto add = [&](const char* who, CaseId subject, const auto& payload) {
      Op op = street.make(who, subject);
      set_payload(op, payload);
      ops.push_back(std::move(op));
    };
    for (std::int64_t i = 0; i < kCases; ++i) {
      const CaseId one = street.new_case();
      ReportCase report = Street::report();
      report.source = Source::patrol;
      while (report.text.size() < 300) report.text += "面馆后厨有煤气瓶,味道很大。";
      add("supervisor", one, report);
      add("supervisor", one, RequestVerification{"请到现场核实"});
      add("worker", one, VerifyResult{Verified::exists, "后厨确有六个钢瓶,已拍照", {}});
      add("supervisor", one, Street::filing());
    }
    return ops;
  }();
  return all;
}

double apply_rate() {
  static const Street street;
  std::vector<Bytes> encoded;
  for (const Op& op : operations()) encoded.push_back(encode(op));
  Ledger ledger = street.ledger();
  return per_second(kCases * kOpsPerCase, [&] {
    for (const Bytes& bytes : encoded) {
      const auto op = read_op(bytes);
      const Entry entry = ledger.admit(*op, bytes, op->grant, op->claimed_at);
      if (!entry.outcome.applied()) check_failed("applied", __FILE__, __LINE__);
    }
    keep(ledger.seq());
  });
}

Principal everybody(const Street& street) {
  return {street.person("supervisor").actor,
          {street.person("supervisor").grant, street.person("worker").grant},
          true};
}

// The admitting half of a request, 20 operations each; the actor of all of them is one account.
double push_rate(test::HostBed& bed) {
  static const Street street;
  const Principal principal = everybody(street);
  std::vector<Bytes> requests;
  Request request;
  request.protocol = kProtocol;
  for (const Op& op : operations()) {
    Op own = op;
    own.actor = principal.actor;
    request.push.push_back({encode(own), {}});
    if (request.push.size() < 20) continue;
    requests.push_back(encode(request));
    request.push.clear();
  }
  return per_second(kCases * kOpsPerCase, [&] {
    for (const Bytes& bytes : requests) {
      const auto read = read_request(bytes);
      const Pushed pushed = bed.host().push(*read, principal, street.now());
      static_cast<void>(bed.store().append(pushed.entries));
      bed.host().committed(pushed.entries);
    }
    keep(bed.host().committed_seq(test::kStreet));
  });
}

// A desk fetches the street from nothing.
double pull_rate(test::HostBed& bed) {
  static const Street street;
  const Principal principal = everybody(street);
  return per_second(kCases, [&] {
    Request request;
    request.protocol = kProtocol;
    request.epoch = bed.host().epoch();
    request.scope = scope_digest(principal);
    JournalReader reader(bed.store());
    for (bool more = true; more;) {
      const PullPlan plan = bed.host().plan(request, principal);
      const auto bytes = answer(bed.host(), request, {}, plan, principal, reader, street.now());
      keep(bytes->size());
      more = !plan.shards.empty() && plan.shards[0].more;
      if (more) request.cursors = {plan.shards[0].cursor};
    }
  });
}

const Registration kRules("core", [] {
  print({"core.apply", median_of_3(apply_rate), "ops/s"});
  test::HostBed first;
  double push = push_rate(first);
  push = median_of_3([&] {
    test::HostBed bed;
    return push_rate(bed);
  });
  print({"core.sync.admit", push, "ops/s"});
  print({"core.sync.deliver", median_of_3([&] { return pull_rate(first); }), "cases/s"});
});

}  // namespace
}  // namespace gezhi::bench
