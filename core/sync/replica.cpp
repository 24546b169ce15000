#include "core/sync/replica.h"

#include <algorithm>

#include "core/cases/fold.h"
#include "core/sync/pull.h"

namespace gezhi {
namespace {

bool has_entry(const Case& one, std::uint64_t seq) { return one.last_seq() >= seq; }

// How an operation of this device looks before the server has ordered it: everything about it comes
// from the operation itself, so that making the layer again gives the same.
Act pending_act(const Op& op) {
  Act act;
  act.op = op.id;
  act.subject = op.subject;
  act.actor = op.actor;
  act.grant = op.grant;
  act.when.at = op.claimed_at + op.clock_offset_ms;
  act.when.received = act.when.at;
  return act;
}

}  // namespace

Replica::Street& Replica::open(ShardId shard) {
  auto& street = streets_[shard];
  if (!street) {
    street = std::make_unique<Street>(shard);
    street->cursor.shard = shard;
  }
  return *street;
}

void Replica::use_policy(Street& street, std::uint64_t seq) {
  auto at = street.policies.upper_bound(seq);
  if (at == street.policies.begin()) return;
  --at;
  if (at->first == street.policy_at) return;
  street.base.set_policy(at->second);
  street.policy_at = at->first;
}

Result<Done> Replica::take_entry(Street& street, ByteView bytes) {
  const auto entry = read_entry(bytes);
  if (!entry) return entry.error();
  if (!(entry->shard == street.base.shard())) return Error{"bad_entry", "entry of another street"};
  const auto op = read_op(entry->op);
  if (!op) return op.error();
  const Payload payload = read_payload(*op);
  const Act act = act_of(*entry, *op);
  const Case* held = street.base.find(op->subject);
  use_policy(street, entry->seq);
  if (held != nullptr && has_entry(*held, entry->seq)) {
    const auto* one = std::get_if<CaseOp>(&payload);
    if (one != nullptr && entry->outcome.applied()) note_other_side(street.base, op->subject, *one);
    return Done{};
  }
  fold(street.base, act, *op, payload, entry->outcome);
  const auto* own = std::get_if<ShardOp>(&payload);
  const auto* set = own != nullptr ? std::get_if<SetPolicy>(own) : nullptr;
  if (set != nullptr && entry->outcome.applied()) {
    street.policies[entry->seq] = set->policy;
    street.policy_at = entry->seq;
  }
  return Done{};
}

void Replica::take_page(const ShardPage& page) {
  Street& street = open(page.shard);
  put_back(street);  // what comes may be about it
  street.top.clear_own_cases();
  for (const PageItem& item : page.items) {
    if (item.entry.empty()) {
      street.base.remove(item.removed);
    } else if (const auto taken = take_entry(street, item.entry); !taken) {
      if (set_aside_.size() == kSetAsideMax) continue;
      const auto entry = read_entry(item.entry);
      set_aside_.push_back({page.shard, entry ? entry->seq : 0, taken.error().code});
    }
  }
  use_policy(street, UINT64_MAX);
  street.cursor = page.cursor;
  street.head = std::max(street.head, page.head);
}

void Replica::take(const Segment& segment) {
  if (segment.reset) {
    streets_.clear();
    set_aside_.clear();
  }
  if (segment.epoch != epoch_) mark_.clear();
  if (!segment.mark.empty()) mark_ = segment.mark;
  epoch_ = segment.epoch;
  scope_ = segment.scope;
  for (const ShardPage& page : segment.pages) take_page(page);
}

bool Replica::is_settled(const OutboxItem& item) const {
  const auto at = streets_.find(item.op.shard);
  if (at == streets_.end()) return false;
  const Street& street = *at->second;
  const std::uint64_t seq = item.record.receipt.seq;
  const bool follows = street.cursor.phase == Phase::tail;
  if (item.record.received() && follows && street.cursor.at >= seq) return true;
  const Case* one = street.base.find(item.op.subject);
  if (one == nullptr) return false;
  const auto is_ours = [&](const HistoryLine& line) { return line.op == item.op.id; };
  // Newest last: an operation of ours is near the end.
  return std::any_of(one->history.rbegin(), one->history.rend(), is_ours) ||
         std::any_of(one->refused.rbegin(), one->refused.rend(), is_ours);
}

Outcome Replica::judge_here(const Op& op) const {
  const World* top = world(op.shard);
  if (top == nullptr) return refused(Refusal::not_ready);
  return judge(*top, pending_act(op), op, read_payload(op));
}

Outcome Replica::add_pending(const OutboxItem& item) {
  Street& street = open(item.op.shard);
  Act act = pending_act(item.op);
  const Payload payload = read_payload(item.op);
  Outcome outcome;
  if (item.record.received()) {
    act.when.received = item.record.receipt.received_at;
    act.seq = item.record.receipt.seq;
    outcome = item.record.receipt.outcome;
  } else {
    outcome = judge(street.top, act, item.op, payload);
    // It was fine when it was made; that the street has yet to be fetched (again) does not hide it.
    if (outcome.refusal == Refusal::not_ready) outcome = {};
  }
  if (std::holds_alternative<CaseOp>(payload)) fold(street.top, act, item.op, payload, outcome);
  return outcome;
}

void Replica::rebase(const Outbox& outbox) {
  for (auto& [shard, street] : streets_) street->top.clear_own_cases();
  for (const OutboxItem* item : outbox.in_order()) {
    if (!(item->op.actor == actor_) || is_settled(*item)) continue;
    static_cast<void>(add_pending(*item));
  }
}

// Longer ago than devices keep it, if it is then.
bool Replica::is_over(const Street& street, const Case& subject, TimeMs now) {
  if (!kFinalStates.has(subject.state) || subject.history.empty()) return false;
  const Case* parent = street.base.find(subject.parent);
  if (parent != nullptr && !kFinalStates.has(parent->state)) return false;
  const Retention retention = retention_of(street.base.policy());
  const std::int64_t days = days_kept(retention, subject.restricted != Restricted::none);
  return days != 0 && now - subject.history.back().when.received > days * kDayMs;
}

void Replica::drop_ended(TimeMs now) {
  TimeMs known;  // so late it is at least
  for (const auto& [shard, street] : streets_) {
    for (const auto& [id, one] : street->base.own_cases()) {
      if (!one.history.empty()) known = std::max(known, one.history.back().when.received);
    }
  }
  for (auto& [shard, street] : streets_) {
    std::vector<CaseId> old;
    for (const auto& [id, one] : street->base.own_cases()) {
      if (is_over(*street, one, std::max(now, known))) old.push_back(id);
    }
    for (const CaseId id : old) {
      const Case& one = *street->base.find(id);
      if (!is_over(*street, one, known)) street->ended.push_back(one);
    }
    for (const CaseId id : old) street->base.remove(id);
  }
}

void Replica::put_back(Street& street) {
  for (Case& one : street.ended) {
    if (street.base.find(one.id) == nullptr) street.base.add(one.id) = std::move(one);
  }
  street.ended.clear();
}

bool Replica::settle_ended(TimeMs server_now) {
  bool back = false;
  for (const auto& each : streets_) {
    Street& street = *each.second;
    std::erase_if(street.ended, [&](const Case& one) { return is_over(street, one, server_now); });
    back = back || !street.ended.empty();
    put_back(street);
  }
  return back;
}

bool Replica::keeps(ShardId shard, CaseId id) const {
  const auto at = streets_.find(shard);
  if (at == streets_.end()) return false;
  const std::vector<Case>& ended = at->second->ended;
  return at->second->base.find(id) != nullptr ||
         std::any_of(ended.begin(), ended.end(), [&](const Case& one) { return one.id == id; });
}

const World* Replica::world(ShardId shard) const {
  const auto at = streets_.find(shard);
  return at == streets_.end() ? nullptr : &at->second->top;
}

const World* Replica::confirmed(ShardId shard) const {
  const auto at = streets_.find(shard);
  return at == streets_.end() ? nullptr : &at->second->base;
}

const Case* Replica::find_case(const SubjectKey& key) const {
  const World* top = world(key.shard);
  return top != nullptr ? top->find(key.id) : nullptr;
}

std::vector<ShardId> Replica::streets() const {
  std::vector<ShardId> ids;
  for (const auto& [shard, street] : streets_) ids.push_back(shard);
  return ids;
}

std::vector<const Case*> Replica::cases(ShardId shard) const {
  std::vector<const Case*> list;
  const auto at = streets_.find(shard);
  if (at == streets_.end()) return list;
  const auto& below = at->second->base.own_cases();
  const auto& above = at->second->top.own_cases();
  auto low = below.begin();
  auto high = above.begin();
  while (low != below.end() || high != above.end()) {
    if (high == above.end() || (low != below.end() && low->first < high->first)) {
      list.push_back(&(low++)->second);
    } else {
      if (low != below.end() && low->first == high->first) ++low;
      list.push_back(&(high++)->second);
    }
  }
  return list;
}

std::vector<ShardCursor> Replica::cursors() const {
  std::vector<ShardCursor> list;
  for (const auto& [shard, street] : streets_) {
    if (street->cursor.phase != Phase::none) list.push_back(street->cursor);
  }
  return list;
}

std::uint64_t Replica::head(ShardId shard) const {
  const auto at = streets_.find(shard);
  return at == streets_.end() ? 0 : at->second->head;
}

}  // namespace gezhi
