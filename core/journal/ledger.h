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
#include "core/journal/device_chains.h"
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
  // `grant.role` none records that the account does not hold what it acted as. A clock that ran
  // backwards is not followed: an entry is never received before the one before it.
  // A signature must have been found good, by the key enrolled for its actor and device.
  Entry admit(const Op& op, Bytes op_bytes, const Grant& grant, TimeMs received_at,
              TimeMs sent_at = {}, const Signature& signature = {});

  // The receipt of an operation that is in the journal already.
  std::optional<Receipt> find_receipt(OpId op) const;

  // Whether the operation of this id that is in the journal came in as exactly these bytes.
  bool holds(OpId op, ByteView op_bytes) const;

  // Takes a stored entry back in, in order. Errors: `bad_entry` (gap, broken chain, an operation
  // twice) and, when `rejudge`, `bad_time` (received before the entry before it, or wrongly called
  // late), `bad_signature` (signed by a key that is not enrolled, or wrongly placed in its chain) and
  // `bad_outcome` (the rules say something else than recorded, of an older edition of the rules it is
  // only counted; a number that is not the next). An emptied entry (erasure.h) is not
  // judged: what it said is gone. All else of it is checked like any other's.
  Result<Done> replay(const Entry& entry, bool rejudge);

  const World& world() const { return world_; }
  const DeviceChains& chains() const { return chains_; }
  ShardId shard() const { return world_.shard(); }
  std::uint64_t seq() const { return seq_; }
  const Digest& hash() const { return hash_; }
  std::uint64_t op_count() const { return known_.size(); }
  // Entries met in a rejudging replay that an older edition decided otherwise than today's would.
  std::uint64_t decided_otherwise() const { return decided_otherwise_; }

 private:
  Result<Done> audit(const Entry& entry, const Op& op, const Payload& payload);
  bool is_late(const Entry& entry, const Op& op) const;
  std::string number_of(const Op& op, const Outcome& outcome, TimeMs received_at) const;
  void note_chain(const Entry& entry, const Op& op, const Payload& payload);

  World world_;
  TimeMs last_received_;
  std::uint64_t seq_ = 0;
  Digest hash_{};
  DeviceChains chains_;

  struct Known {
    Receipt receipt;
    Digest op{};  // of its bytes as they came in
  };
  std::map<OpId, Known> known_;
  std::set<CaseId> emptied_;  // met in replay
  std::uint64_t decided_otherwise_ = 0;
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
