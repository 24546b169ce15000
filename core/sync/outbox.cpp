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
    head_.next_seq = std::max(head_.next_seq, head->next_seq);
    head_.next_order = std::max(head_.next_order, head->next_order);
    head_.clock_offset_ms = head->clock_offset_ms;
    head_.clock_known = head->clock_known;
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

void Outbox::take_problem(OpId id, PushProblem what) {
  if (OutboxItem* item = edit(id)) item->problem = what;
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
  return changed;
}

std::vector<OpId> Outbox::date_again() {
  std::vector<OpId> changed;
  for (const Place& place : unreceived_) {
    OutboxItem& item = items_.at(place);
    if (!item.waits_for_clock()) continue;
    item.op.clock_offset_ms = head_.clock_offset_ms;
    item.record.op = encode(item.op);
    item.record.unmeasured = false;
    item.dated_old = false;
    // Pushed only when storage has these bytes: after a crash it must be the same operation.
    item.stored = false;
    changed.push_back(place.second);
  }
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

std::vector<OpId> Outbox::next_push(ActorId actor) const {
  std::vector<OpId> ids;
  std::uint64_t bytes = 0;
  for (const Place& place : unreceived_) {
    const OutboxItem& item = items_.at(place);
    if (item.problem != PushProblem::none || !(item.op.actor == actor)) continue;
    // What comes later waits, so that the server sees the order in which things were done.
    if (!item.stored && !item.storage_failed) break;
    bytes += item.record.op.size() + item.record.sealed.size();
    if (!ids.empty() && (bytes > kPushBytesMax || ids.size() >= kPushOpsMax)) break;
    ids.push_back(place.second);
  }
  return ids;
}

PushItem Outbox::push_item(OpId id) const {
  const OutboxItem* item = find(id);
  GEZHI_CHECK(item != nullptr);
  return {item->record.op, item->record.sealed, item->record.was};
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
