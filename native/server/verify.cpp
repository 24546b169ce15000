#include "native/server/verify.h"

#include <set>

#include "core/journal/ledger.h"

namespace gezhi {

namespace {

Error at(ShardId shard, std::uint64_t seq, const Error& error) {
  return {error.code, "street " + std::to_string(shard.value) + " entry " + std::to_string(seq) +
                          ": " + error.message};
}

class StreetCheck {
 public:
  StreetCheck(ShardId shard, std::set<OpId>& seen) : ledger_(shard), seen_(seen) {
    street_.shard = shard;
  }

  Result<Done> take(const StoredEntryView& stored) {
    const auto entry = read_entry(stored.bytes);
    if (!entry) return at(ledger_.shard(), stored.seq, entry.error());
    if (entry->seq != stored.seq) {
      return at(ledger_.shard(), stored.seq,
                {"bad_entry", "stored under another number than its own"});
    }
    if (auto replayed = ledger_.replay(*entry, true); !replayed) return replayed;
    const auto op = read_op(entry->op);
    if (!op) return at(ledger_.shard(), stored.seq, op.error());
    if (!(op->id == stored.op) || !(op->subject == stored.subject)) {
      return at(ledger_.shard(), stored.seq,
                {"bad_entry", "stored under another operation or case"});
    }
    if (!seen_.insert(op->id).second) {
      return at(ledger_.shard(), stored.seq, {"bad_entry", "operation is there twice"});
    }
    ++street_.entries;
    if (!entry->outcome.applied()) ++street_.refused;
    return Done{};
  }

  VerifiedStreet finished() {
    street_.cases = ledger_.world().own_cases().size();
    street_.chain = ledger_.hash();
    street_.world = ledger_.world().hash();
    return street_;
  }

 private:
  Ledger ledger_;
  std::set<OpId>& seen_;
  VerifiedStreet street_;
};

}  // namespace

Result<std::vector<VerifiedStreet>> verify_journal(JournalStore& store) {
  const auto shards = store.shards();
  if (!shards) return shards.error();
  std::vector<VerifiedStreet> streets;
  std::set<OpId> seen;
  for (const ShardId shard : *shards) {
    StreetCheck check(shard, seen);
    Result<Done> checked = Done{};
    auto read = store.read(shard, 0, UINT64_MAX, [&](const StoredEntryView& entry) {
      checked = check.take(entry);
      return checked.ok();
    });
    if (!read) return read.error();
    if (!checked) return checked.error();
    streets.push_back(check.finished());
  }
  return streets;
}

}  // namespace gezhi
