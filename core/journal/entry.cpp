#include "core/journal/entry.h"

namespace gezhi {

Digest op_digest(const Entry& entry) { return entry.erased ? entry.was : sha256(entry.op); }

Digest entry_digest(const Entry& entry) {
  const Digest op = op_digest(entry);
  Entry bare = entry;
  bare.hash = {};
  bare.erased = false;
  bare.was = {};
  bare.op.assign(op.begin(), op.end());
  return sha256(encode(bare));
}

Digest chained_hash(const Digest& before, const Entry& entry) {
  Sha256 hash;
  hash.update(before);
  hash.update(entry_digest(entry));
  return hash.finish();
}

Result<Entry> read_entry(ByteView bytes) {
  auto entry = decode<Entry>(bytes);
  if (!entry) return entry.error();
  if (entry->seq == 0 || entry->shard.is_none())
    return Error{"bad_entry", "entry without a number"};
  if (entry->erased == (entry->was == Digest{}))
    return Error{"bad_entry", "an emptied entry, and no other, says what it was"};
  return entry;
}

Act act_of(const Entry& entry, const Op& op) {
  Act act;
  act.op = op.id;
  act.subject = op.subject;
  act.actor = op.actor;
  act.grant = entry.grant;
  act.when.received = entry.received_at;
  TimeMs corrected = op.claimed_at + op.clock_offset_ms;
  if (!entry.sent_at.is_none()) {
    const TimeMs by_server = op.claimed_at + (entry.received_at - entry.sent_at);
    if (by_server - corrected > kOffsetDoubtMs) corrected = by_server;
  }
  act.when.at = corrected < entry.received_at ? corrected : entry.received_at;
  act.late_report = entry.late_report;
  act.seq = entry.seq;
  act.rules = entry.rules;
  return act;
}

}  // namespace gezhi
