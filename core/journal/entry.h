// The entry: the server's envelope around an operation. Entries of a street are numbered from 1
// without gaps and chained: each hash covers the one before.
//
//   hash(n) = SHA-256( hash(n-1) ‖ H(entry n) ),  hash(0) = 32 zero bytes
//   H(entry) = SHA-256( CBOR of the entry without `hash`, `erased` and `was`, its operation's bytes
//              replaced by their SHA-256 )
//
// Contacts are not in it (only their salted digest), so erasing them leaves the chain whole. An entry
// that was emptied (erasure.h) keeps in `was` the SHA-256 of the operation that it held, so its own
// H, and with it every link, is computed again for ever: its number, times, grant and outcome are still
// what they were. The 32 bytes of H can be leaves of a tree.
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
  std::uint32_t rules = 0;  // the edition that judged it (kRules); 0: before there were any
  Digest was{};             // of an emptied one: SHA-256 of the operation's bytes as they were
  Signature signature;      // none: made by the street or on the server (signature.h)
  DeviceLink link = DeviceLink::none;  // how it stands in the chain of its key
  TimeMs sent_at;                      // the device's clock when it sent it; none: it did not say

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
    v(11, "was", was);
    v(12, "signature", signature);
    v(13, "link", link);
    v(20, "sent_at", sent_at);
  }
};

// SHA-256 of the operation's bytes as they came in, emptied since or not.
Digest op_digest(const Entry& entry);

Digest entry_digest(const Entry& entry);  // H
Digest chained_hash(const Digest& before, const Entry& entry);

Result<Entry> read_entry(ByteView bytes);

// How far the server's own measuring (received less sent) may be from the offset that the device says to
// have measured: an upload takes time, and one that is longer counts.
inline constexpr std::int64_t kOffsetDoubtMs = 2 * kMinuteMs;

// What folding needs of an entry and its operation. The effective time is the device's, corrected by its
// measured offset, or by the server's where that makes it later by more than kOffsetDoubtMs: a
// clock that was set back to be in time. Never after the server received it.
Act act_of(const Entry& entry, const Op& op);

}  // namespace gezhi
