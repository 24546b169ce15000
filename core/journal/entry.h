// The entry: the server's envelope around an operation. Entries of a street are numbered from 1
// without gaps and chained: each hash covers the one before.
//
//   hash(n) = SHA-256( hash(n-1) ‖ CBOR(entry n without its hash) ),  hash(0) = 32 zero bytes
//
// Contacts are not in it (only their salted digest), so erasing them leaves the chain whole. An entry
// that was emptied (erasure.h) keeps the hash it had; what is left of it is covered by a later one.
#pragma once

#include "core/cases/refusal.h"
#include "core/journal/op.h"

namespace gezhi {

struct Entry {
  ShardId shard;
  std::uint64_t seq = 0;
  TimeMs received_at;
  Grant grant;               // what the server verified; role none = the account does not hold it
  bool late_report = false;  // G23
  Bytes op;
  Outcome outcome;
  Digest hash{};
  bool erased = false;      // what was said is gone
  std::uint32_t rules = 0;  // it was judged by (act.h); 0 = before they had versions

  template <class V>
  void fields(V& v) {
    v(1, "shard", shard);
    v(2, "seq", seq);
    v(3, "received_at", received_at);
    v(4, "grant", grant);
    v(5, "late_report", late_report);
    v(6, "op", op, kOpBytesMax);
    v(7, "outcome", outcome);
    v(8, "hash", hash);
    v(9, "erased", erased);
    v(10, "rules", rules);
  }
};

Digest chained_hash(const Digest& before, const Entry& entry);

Result<Entry> read_entry(ByteView bytes);

// What folding needs of an entry and its operation. The effective time is the device's, corrected
// by its measured offset, and never after the server received it.
Act act_of(const Entry& entry, const Op& op);

}  // namespace gezhi
