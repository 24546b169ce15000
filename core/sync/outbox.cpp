#include "core/sync/outbox.h"

#include <algorithm>

namespace gezhi {

std::string Outbox::name_of(OpId id) { return "op-" + to_text(id.value); }

OutboxItem* Outbox::edit(OpId id) {
  const auto at = places_.find(id);
  return at == places_.end() ? nullptr : &items_.at(at->second);
}

const OutboxItem* Outbox::find(OpId id) const { return const_cast<Outbox*>(this)->edit(id); }

const OutboxItem& Outbox::keep(OutboxItem item) {
  const Place place{item.record.order, item.op.id};
  places_[place.second] = place;
  if (!item.record.received()) unreceived_.insert(place);
  return items_[place] = std::move(item);
}

// The next number of this device lies above all that were ever used.
void Outbox::count_seq(const Op& op) {
  if (op.device == head_.device) head_.next_seq = std::max(head_.next_seq, op.device_seq + 1);
}

void Outbox::restore(const std::string& name, ByteView bytes) {
  if (name == kHeadName) {
    const auto head = decode<OutboxHead>(bytes);
    if (!head) {
      ++unreadable_;
      return;
    }
    head_.device = head->device;
    head_read_ = true;
    head_.next_seq = std::max(head_.next_seq, head->next_seq);
    head_.next_order = std::max(head_.next_order, head->next_order);
    head_.clock_offset_ms = head->clock_offset_ms;
    head_.clock_known = head->clock_known;
    head_.chains = head->chains;
    for (const auto& [place, item] : items_) count_seq(item.op);
    return;
  }
  auto record = decode<OutboxRecord>(bytes);
  if (!record) {
    ++unreadable_;
    return;
  }
  auto op = read_op(record->op);
  if (!op) {
    ++unreadable_;
    return;
  }
  head_.next_order = std::max(head_.next_order, record->order + 1);
  OutboxItem item;
  item.record = std::move(*record);
  item.op = std::move(*op);
  item.stored = true;
  // When the head was lost the device is still who signed these.
  if (!head_read_ && newest_order_ <= item.record.order) {
    newest_order_ = item.record.order;
    head_.device = item.op.device;
  }
  count_seq(item.op);
  if (edit(item.op.id) == nullptr) keep(std::move(item));
}

const OutboxItem& Outbox::add(Op op, Bytes sealed, bool clock_measured) {
  head_.next_seq = std::max<std::uint64_t>(head_.next_seq, 1);
  op.device = head_.device;
  op.device_seq = head_.next_seq++;
  OutboxItem item;
  item.record.order = head_.next_order++;
  item.record.op = encode(op);
  item.record.sealed = std::move(sealed);
  item.record.unmeasured = !clock_measured && !head_.clock_known;
  item.dated_old = !clock_measured;
  item.op = std::move(op);
  GEZHI_CHECK(edit(item.op.id) == nullptr);
  return keep(std::move(item));
}

std::uint64_t Outbox::begin_write(OpId id) {
  OutboxItem* item = edit(id);
  return item != nullptr ? ++item->writes : 0;
}

void Outbox::end_write(OpId id, std::uint64_t write, bool ok) {
  OutboxItem* item = edit(id);
  if (item == nullptr || item->writes != write) return;
  item->stored = ok;
  item->storage_failed = !ok;
}

bool Outbox::take_receipt(const Receipt& receipt, const std::string& epoch) {
  OutboxItem* item = edit(receipt.op);
  if (item == nullptr || !(item->op.shard == receipt.shard)) return false;
  if (item->record.epoch == epoch) return false;
  item->record.epoch = epoch;
  item->record.receipt = receipt;
  item->problem = PushProblem::none;
  unreceived_.erase(places_[receipt.op]);
  return true;
}

bool Outbox::put_aside(OpId id) {
  OutboxItem* item = edit(id);
  if (item == nullptr || !item->record.received() || item->record.put_aside) return false;
  item->record.put_aside = true;
  return true;
}

bool Outbox::take_problem(OpId id, PushProblem what) {
  OutboxItem* item = edit(id);
  if (item == nullptr) return false;
  item->problem = what;
  // Its place in the chain is kept: what is made after it names it.
  if (what == PushProblem::not_signed) item->record.signed_by = key_digest_;
  if (what != PushProblem::signature_wrong) return false;
  item->record.signature = {};  // once more, when asked again
  return true;
}

// --- signing ------------------------------------------------------------------------------------

void Outbox::use_key(const PublicKey& key) {
  key_ = key;
  key_digest_ = sha256(key.bytes);
  unsign_loose();  // it died between signing one and those that follow it, or the key is another
}

bool Outbox::is_signed(const OutboxItem& item) const {
  return !item.record.signature.is_none() && item.record.signed_by == key_digest_;
}

// In the chain of the key that signs now. What could not be signed, or not rightly, and is to be signed
// later has its place all the same: else it would name the same one as what was made after it.
bool Outbox::has_place(const OutboxItem& item) const {
  return item.record.signed_by == key_digest_;
}

// Of the account and street of the item, by the key that signs now.
const ChainEnd* Outbox::chain_of(const OutboxItem& item) const {
  for (const ChainEnd& end : head_.chains) {
    const bool same = end.actor == item.op.actor && end.shard == item.op.shard;
    if (same && end.signed_by == key_digest_ && end.order < item.record.order) return &end;
  }
  return nullptr;
}

// What has the place before it in the chain of the same account and street; none: nothing that is known here.
std::optional<Digest> Outbox::last_before(const Place& place, const OutboxItem& item) const {
  const ChainEnd* end = chain_of(item);
  for (auto at = items_.lower_bound(place); at != items_.begin();) {
    --at;
    const OutboxItem& one = at->second;
    if (end != nullptr && one.record.order < end->order) break;
    const bool same = one.op.actor == item.op.actor && one.op.shard == item.op.shard;
    if (same && has_place(one)) return sha256(one.record.op);
  }
  if (end == nullptr) return std::nullopt;
  return end->op;
}

// An operation names the one before it: where one is to be signed anew, so are those that follow it. Of one
// before which nothing is known any more, what it names may have been dropped.
void Outbox::unsign_loose() {
  if (key_.is_none()) return;
  std::set<std::pair<ActorId, ShardId>> loose;
  for (const Place& place : unreceived_) {
    OutboxItem& item = items_.at(place);
    if (item.problem != PushProblem::none) continue;
    const std::pair chain(item.op.actor, item.op.shard);
    const auto before = last_before(place, item);
    const bool fits = is_signed(item) && (!before || item.record.signature.prev == *before);
    if (fits && !loose.contains(chain)) continue;
    item.record.signature = {};
    loose.insert(chain);
  }
}

std::optional<Outbox::ToSign> Outbox::next_to_sign(ActorId actor) const {
  if (key_.is_none()) return std::nullopt;
  for (const Place& place : unreceived_) {
    const OutboxItem& item = items_.at(place);
    if (!(item.op.actor == actor) || is_signed(item) || item.problem != PushProblem::none) continue;
    return ToSign{place.second, sha256(item.record.op),
                  last_before(place, item).value_or(Digest{})};
  }
  return std::nullopt;
}

bool Outbox::set_signature(const ToSign& signed_one, Bytes signature) {
  OutboxItem* item = edit(signed_one.id);
  if (item == nullptr || item->record.received()) return false;
  if (sha256(item->record.op) != signed_one.op) return false;  // dated anew meanwhile
  const auto before = last_before(places_.at(signed_one.id), *item);
  if (before.value_or(Digest{}) != signed_one.prev) return false;
  item->record.signature = {key_.algorithm, signed_one.prev, std::move(signature)};
  item->record.signed_by = key_digest_;
  return true;
}

// Only the end of each chain is needed, and of the key that signs now.
void Outbox::note_chain(const OutboxItem& item) {
  if (item.record.signature.is_none()) return;
  const ChainEnd end{item.op.actor, item.op.shard, item.record.signed_by, sha256(item.record.op),
                     item.record.order};
  for (ChainEnd& one : head_.chains) {
    if (!(one.actor == end.actor) || !(one.shard == end.shard)) continue;
    if (one.order < end.order) one = end;
    return;
  }
  head_.chains.push_back(end);
}

std::vector<OpId> Outbox::freeze() {
  std::vector<OpId> changed;
  for (const Place& place : unreceived_) {
    OutboxItem& item = items_.at(place);
    if (!item.waits_for_clock()) continue;
    item.record.unmeasured = false;
    item.dated_old = false;
    changed.push_back(place.second);
  }
  return changed;
}

std::vector<OpId> Outbox::offer_again(const std::string& epoch) {
  std::vector<OpId> changed;
  for (auto& [place, item] : items_) {
    if (!item.record.received() || item.record.epoch == epoch) continue;
    item.record.epoch.clear();
    item.record.was = item.record.receipt.seq;
    item.record.receipt = {};
    unreceived_.insert(place);
    changed.push_back(place.second);
  }
  // The signatures go with them as they are; only what a lost key signed is signed anew.
  if (!changed.empty()) unsign_loose();
  return changed;
}

std::vector<OpId> Outbox::date_again() {
  std::vector<OpId> changed;
  for (const Place& place : unreceived_) {
    OutboxItem& item = items_.at(place);
    if (!item.waits_for_clock()) continue;
    item.record.signature = {};
    item.op.clock_offset_ms = head_.clock_offset_ms;
    item.record.op = encode(item.op);
    item.record.unmeasured = false;
    item.dated_old = false;
    // Pushed only when storage has these bytes: after a crash it must be the same operation.
    item.stored = false;
    changed.push_back(place.second);
  }
  if (!changed.empty()) unsign_loose();
  return changed;
}

std::vector<OpId> Outbox::drop_old() {
  TimeMs newest;
  for (const auto& [place, item] : items_) {
    newest = std::max(newest, item.record.receipt.received_at);
  }
  std::vector<OpId> dropped;
  for (auto at = items_.begin(); at != items_.end();) {
    const OutboxRecord& record = at->second.record;
    const bool seen = record.receipt.outcome.applied() || record.put_aside;
    if (record.received() && seen && newest - record.receipt.received_at > kKeepMs) {
      note_chain(at->second);
      dropped.push_back(at->first.second);
      places_.erase(at->first.second);
      at = items_.erase(at);
    } else {
      ++at;
    }
  }
  return dropped;
}

std::vector<const OutboxItem*> Outbox::in_order() const {
  std::vector<const OutboxItem*> list;
  list.reserve(items_.size());
  for (const auto& [place, item] : items_) list.push_back(&item);
  return list;
}

std::vector<OpId> Outbox::next_push(ActorId actor, const std::set<ShardId>& last) const {
  std::vector<OpId> ids;
  std::uint64_t bytes = 0;
  for (const bool of_last : {false, true}) {
    for (const Place& place : unreceived_) {
      const OutboxItem& item = items_.at(place);
      if (item.problem != PushProblem::none || !(item.op.actor == actor)) continue;
      if (last.contains(item.op.shard) != of_last) continue;
      // What comes later waits, so that the server sees the order in which things were done.
      if (!item.stored && !item.storage_failed) break;
      if (!key_.is_none() && !is_signed(item)) break;
      bytes += item.record.op.size() + item.record.sealed.size();
      if (!ids.empty() && (bytes > kPushBytesMax || ids.size() >= kPushOpsMax)) return ids;
      ids.push_back(place.second);
    }
  }
  return ids;
}

PushItem Outbox::push_item(OpId id) const {
  const OutboxItem* item = find(id);
  GEZHI_CHECK(item != nullptr);
  return {item->record.op, item->record.sealed, item->record.was, item->record.signature};
}

std::uint32_t Outbox::unsent_count() const {
  return static_cast<std::uint32_t>(unreceived_.size());
}

TimeMs Outbox::oldest_unsent() const {
  TimeMs oldest;
  for (const Place& place : unreceived_) {
    const Op& op = items_.at(place).op;
    const TimeMs made = op.claimed_at + op.clock_offset_ms;
    if (oldest.is_none() || made < oldest) oldest = made;
  }
  return oldest;
}

}  // namespace gezhi
