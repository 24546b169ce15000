// The ledger of one street: gives operations their order and outcome, keeps the chain and the
// world. The server has one per street and the simulation has the same; it does no I/O: whoever
// owns it stores the entries that it gives before telling anybody.
//
// Threads: one at a time. Cost: admit is one decode, judge, fold and two hashes.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "core/cases/world.h"
#include "core/journal/entry.h"

namespace gezhi {

// What the server tells the device about one operation: it is in the journal, here, with this
// outcome. The same for every repetition of the operation.
struct Receipt {
  OpId op;
  ShardId shard;
  std::uint64_t seq = 0;
  TimeMs received_at;
  Outcome outcome;

  template <class V>
  void fields(V& v) {
    v(1, "op", op);
    v(2, "shard", shard);
    v(3, "seq", seq);
    v(4, "received_at", received_at);
    v(5, "outcome", outcome);
  }
};

class Ledger {
 public:
  explicit Ledger(ShardId shard) : world_(shard) {}

  // A new operation takes the next number. `op` must be read_op(op_bytes) and not yet known.
  // `grant.role` none records that the account does not hold what it acted as.
  Entry admit(const Op& op, Bytes op_bytes, const Grant& grant, TimeMs received_at);

  // The receipt of an operation that is in the journal already.
  std::optional<Receipt> find_receipt(OpId op) const;

  // Takes a stored entry back in, in order. Errors: `bad_entry` (gap, broken chain, an operation
  // twice) and, when `rejudge`, `bad_outcome` (the rules now say something else than recorded, by
  // the same version of them). An
  // emptied entry (erasure.h) is taken with the hash and the outcome it carries: what they were
  // computed from is gone.
  Result<Done> replay(const Entry& entry, bool rejudge);

  const World& world() const { return world_; }
  ShardId shard() const { return world_.shard(); }
  std::uint64_t seq() const { return seq_; }
  const Digest& hash() const { return hash_; }
  std::uint64_t op_count() const { return receipts_.size(); }

 private:
  World world_;
  std::uint64_t seq_ = 0;
  Digest hash_{};
  std::map<OpId, Receipt> receipts_;
  std::set<CaseId> emptied_;  // met in replay
};

// Judges any operation against a world; what is not understood is refused as such.
Outcome judge(const World& world, const Act& act, const Op& op, const Payload& payload);

// Folds any operation into a world, with the outcome it was given.
void fold(World& world, const Act& act, const Op& op, const Payload& payload,
          const Outcome& outcome);

// The entry's whole effect on a replica's world: read, then fold. Errors: bad_cbor, bad_op.
Result<Done> fold_entry(World& world, const Entry& entry);

// The cases an operation touches: its subject, and the other one of a merge.
std::vector<CaseId> touched_cases(const Op& op, const Payload& payload);

}  // namespace gezhi
