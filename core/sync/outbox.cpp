#include "core/sync/outbox.h"

#include <algorithm>

namespace gezhi {

std::string Outbox::name_of(OpId id) { return "op-" + to_text(id.value); }

OutboxItem* Outbox::edit(OpId id) {
  const auto at = items_.find(id);
  return at == items_.end() ? nullptr : &at->second;
}

const OutboxItem* Outbox::find(OpId id) const { return const_cast<Outbox*>(this)->edit(id); }

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
  items_[item.op.id] = std::move(item);
}

const OutboxItem& Outbox::add(Op op, Bytes sealed) {
  for (const auto& [id, item] : items_) {
    if (item.op.device == head_.device) {
      head_.next_seq = std::max(head_.next_seq, item.op.device_seq + 1);
    }
  }
  head_.next_seq = std::max<std::uint64_t>(head_.next_seq, 1);
  op.device = head_.device;
  op.device_seq = head_.next_seq++;
  OutboxItem item;
  item.record.order = head_.next_order++;
  item.record.op = encode(op);
  item.record.sealed = std::move(sealed);
  item.op = std::move(op);
  GEZHI_CHECK(!items_.contains(item.op.id));
  return items_[item.op.id] = std::move(item);
}

void Outbox::set_stored(OpId id, bool ok) {
  if (OutboxItem* item = edit(id)) {
    item->stored = ok;
    item->storage_failed = !ok;
  }
}

bool Outbox::take_receipt(const Receipt& receipt, const std::string& epoch) {
  OutboxItem* item = edit(receipt.op);
  if (item == nullptr || item->record.epoch == epoch) return false;
  item->record.epoch = epoch;
  item->record.receipt = receipt;
  item->problem = PushProblem::none;
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
  for (auto& [id, item] : items_) {
    if (!item.record.received() || item.record.epoch == epoch) continue;
    item.record.epoch.clear();
    item.record.receipt = {};
    changed.push_back(id);
  }
  return changed;
}

std::vector<OpId> Outbox::drop_old(TimeMs now) {
  std::vector<OpId> dropped;
  for (const auto& [id, item] : items_) {
    const OutboxRecord& record = item.record;
    const bool seen = record.receipt.outcome.applied() || record.put_aside;
    if (record.received() && seen && now - record.receipt.received_at > kKeepMs) {
      dropped.push_back(id);
    }
  }
  for (const OpId id : dropped) {
    const OutboxItem& item = items_[id];
    if (item.op.device == head_.device) {
      head_.next_seq = std::max(head_.next_seq, item.op.device_seq + 1);
    }
    items_.erase(id);
  }
  return dropped;
}

std::vector<const OutboxItem*> Outbox::in_order() const {
  std::vector<const OutboxItem*> list;
  for (const auto& [id, item] : items_) list.push_back(&item);
  std::stable_sort(list.begin(), list.end(), [](const OutboxItem* a, const OutboxItem* b) {
    return a->record.order < b->record.order;
  });
  return list;
}

std::vector<OpId> Outbox::next_push(ActorId actor) const {
  std::vector<OpId> ids;
  std::uint64_t bytes = 0;
  for (const OutboxItem* item : in_order()) {
    if (item->record.received() || item->problem != PushProblem::none) continue;
    if (!(item->op.actor == actor)) continue;
    // What comes later waits, so that the server sees the order in which things were done.
    if (!item->stored && !item->storage_failed) break;
    bytes += item->record.op.size() + item->record.sealed.size();
    if (!ids.empty() && (bytes > kPushBytesMax || ids.size() >= kPushOpsMax)) break;
    ids.push_back(item->op.id);
  }
  return ids;
}

PushItem Outbox::push_item(OpId id) const {
  const OutboxItem* item = find(id);
  GEZHI_CHECK(item != nullptr);
  return {item->record.op, item->record.sealed};
}

std::uint32_t Outbox::unsent_count() const {
  std::uint32_t count = 0;
  for (const auto& [id, item] : items_) {
    if (!item.record.received()) ++count;
  }
  return count;
}

TimeMs Outbox::oldest_unsent() const {
  TimeMs oldest;
  for (const auto& [id, item] : items_) {
    if (item.record.received()) continue;
    if (oldest.is_none() || item.op.claimed_at < oldest) oldest = item.op.claimed_at;
  }
  return oldest;
}

}  // namespace gezhi
