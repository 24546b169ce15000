#include "native/server/verify.h"

#include <map>
#include <set>

#include "core/cases/ranking.h"
#include "core/journal/ledger.h"
#include "core/journal/sampling.h"
#include "native/server/load_host.h"

namespace gezhi {

namespace {

// What the entries of a case amount to so far, for the record of an erasure.
struct CaseEntries {
  std::uint64_t whole = 0;  // records of erasures apart
  std::uint64_t emptied = 0;
  Sha256 left;
};

class StreetCheck {
 public:
  StreetCheck(ShardId shard, const SamplingSecret& server, std::set<OpId>& seen)
      : ledger_(shard), secret_(secret_of_street(server, shard)), seen_(seen) {
    street_.shard = shard;
  }

  Result<Done> take(const StoredEntryView& stored);
  Result<VerifiedStreet> finished();

 private:
  // Before the entry is replayed: a ticket is judged by the percentage that stood then.
  Result<Done> check(const StoredEntryView& stored, const Entry& entry, const Op& op);
  Result<Done> check_case(const StoredEntryView& stored, const Entry& entry, const Op& op);
  Result<Done> check_ticket(const Op& op, const Digest& ticket);
  Result<Done> check_record(const Op& op, const EraseCase& record);
  void rank_orders(const Op& op, const CaseOp& made);

  Ledger ledger_;
  SamplingSecret secret_;
  std::set<OpId>& seen_;
  std::map<CaseId, CaseEntries> cases_;
  std::set<CaseId> unrecorded_;  // with an emptied entry since the last record
  VerifiedStreet street_;
};

Error at(ShardId shard, std::uint64_t seq, const Error& error) {
  return {error.code, "street " + std::to_string(shard.value) + " entry " + std::to_string(seq) +
                          ": " + error.message};
}

std::string name_of_case(CaseId id) { return "case " + to_text(id.value); }

Result<Done> StreetCheck::take(const StoredEntryView& stored) {
  const auto entry = read_entry(stored.bytes);
  if (!entry) return at(ledger_.shard(), stored.seq, entry.error());
  const auto op = read_op(entry->op);
  if (!op) return at(ledger_.shard(), stored.seq, op.error());
  if (auto checked = check(stored, *entry, *op); !checked) {
    return at(ledger_.shard(), stored.seq, checked.error());
  }
  if (auto replayed = ledger_.replay(*entry, true); !replayed) return replayed;
  ++street_.entries;
  if (!entry->outcome.applied()) {
    ++street_.refused;
  } else if (entry->grant.role != Role::system && op->kind < names_of(OpKind{}).size()) {
    ++street_.done_by_people[static_cast<OpKind>(op->kind)];
  }
  return Done{};
}

Result<Done> StreetCheck::check(const StoredEntryView& stored, const Entry& entry, const Op& op) {
  if (entry.seq != stored.seq) {
    return Error{"bad_entry", "stored under another number than its own"};
  }
  if (!(op.id == stored.op) || !(op.subject == stored.subject)) {
    return Error{"bad_entry", "stored under another operation or case"};
  }
  if (!seen_.insert(op.id).second) return Error{"bad_entry", "operation is there twice"};
  return op.subject.is_nil() ? Done{} : check_case(stored, entry, op);
}

Result<Done> StreetCheck::check_case(const StoredEntryView& stored, const Entry& entry,
                                     const Op& op) {
  const Payload payload = read_payload(op);
  const auto* one = std::get_if<CaseOp>(&payload);
  if (one != nullptr && entry.outcome.applied()) {
    if (const auto* record = std::get_if<EraseCase>(one)) return check_record(op, *record);
    if (!entry.erased) rank_orders(op, *one);
    if (const auto* drawn = std::get_if<DrawSample>(one)) {
      if (auto checked = check_ticket(op, drawn->ticket); !checked) return checked;
    }
  }
  CaseEntries& of = cases_[op.subject];
  if (!entry.erased) {
    ++of.whole;
    return Done{};
  }
  ++of.emptied;
  of.left.update(stored.bytes);
  unrecorded_.insert(op.subject);
  return Done{};
}

Result<Done> StreetCheck::check_ticket(const Op& op, const Digest& ticket) {
  const std::string where = name_of_case(op.subject) + ": ";
  if (secret_.is_none()) {
    return Error{"bad_ticket", where + "drawn for sampling, but the store has no secret"};
  }
  if (ticket != sample_ticket(secret_, op.subject)) {
    return Error{"bad_ticket", where + "drawn with a ticket that is not the street's"};
  }
  const World& world = ledger_.world();
  const Case* one = world.find(op.subject);
  if (one != nullptr && !is_drawn(ticket, sample_percent(world.policy(), *one))) {
    return Error{"bad_ticket", where + "drawn although its ticket is above the percentage"};
  }
  ++street_.samples;
  return Done{};
}

std::vector<TaskOrder> orders_in(const CaseOp& made) {
  if (const auto* dispatch = std::get_if<DispatchCase>(&made)) return dispatch->tasks;
  if (const auto* whistle = std::get_if<BlowWhistle>(&made)) return whistle->tasks;
  if (const auto* redo = std::get_if<RedoCase>(&made)) return {redo->task};
  if (const auto* again = std::get_if<OrderReinspection>(&made)) return {again->order};
  return {};
}

void StreetCheck::rank_orders(const Op& op, const CaseOp& made) {
  const World& world = ledger_.world();
  const Case* subject = world.find(op.subject);
  if (subject == nullptr) return;
  for (const TaskOrder& order : orders_in(made)) {
    if (order.choice.place == 0) continue;
    const auto ranking = rank_again(world, *subject, order);
    const UnitChoice again = choice_of(ranking, order.unit, order.choice.at);
    ++street_.ranked;
    if (again.place != order.choice.place) ++street_.ranked_elsewhere;
  }
}

Result<Done> StreetCheck::check_record(const Op& op, const EraseCase& record) {
  const CaseEntries& of = cases_[op.subject];
  Sha256 left = of.left;
  if (of.whole > 0) {
    return Error{"bad_erasure", name_of_case(op.subject) + " is said to be erased and is not"};
  }
  if (of.emptied != record.entries || left.finish() != record.left) {
    return Error{"bad_erasure", name_of_case(op.subject) + ": what is left was changed"};
  }
  unrecorded_.erase(op.subject);
  return Done{};
}

Result<VerifiedStreet> StreetCheck::finished() {
  if (!unrecorded_.empty()) {
    return Error{"bad_erasure", "street " + std::to_string(ledger_.shard().value) + ": " +
                                    name_of_case(*unrecorded_.begin()) +
                                    " has emptied entries that no record covers"};
  }
  for (const auto& [id, one] : ledger_.world().own_cases()) {
    if (!one.erased.is_none()) ++street_.erased;
  }
  street_.cases = ledger_.world().own_cases().size();
  street_.decided_otherwise = ledger_.decided_otherwise();
  street_.chain = ledger_.hash();
  street_.world = ledger_.world().hash();
  return street_;
}

}  // namespace

Result<std::vector<VerifiedStreet>> verify_journal(ServerStore& store) {
  const auto shards = store.shards();
  if (!shards) return shards.error();
  const auto secret = sampling_secret_of(store);
  if (!secret) return secret.error();
  std::vector<VerifiedStreet> streets;
  std::set<OpId> seen;
  for (const ShardId shard : *shards) {
    StreetCheck check(shard, *secret, seen);
    Result<Done> checked = Done{};
    auto read = store.read(shard, 0, UINT64_MAX, [&](const StoredEntryView& entry) {
      checked = check.take(entry);
      return checked.ok();
    });
    if (!read) return read.error();
    if (!checked) return checked.error();
    const auto street = check.finished();
    if (!street) return street.error();
    streets.push_back(*street);
  }
  return streets;
}

}  // namespace gezhi
