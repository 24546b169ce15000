#include "core/sync/session.h"

#include <algorithm>

namespace gezhi {

bool SyncSession::wanted(TimeMs now) const {
  if (more_ || last_exchange_.is_none() || now - last_exchange_ >= kPollMs) return true;
  return !outbox_.next_push(replica_.actor()).empty();
}

// An operation that may be dated wrongly waits for the answer that tells how far the clock is off;
// what comes after it waits as well, so that the server sees the order in which things were done.
std::vector<OpId> SyncSession::next_push() const {
  std::vector<OpId> push = outbox_.next_push(replica_.actor(), held_streets_);
  const auto first = std::find_if(push.begin(), push.end(),
                                  [this](OpId id) { return outbox_.find(id)->waits_for_clock(); });
  if (!clock_measured_) push.erase(first, push.end());
  return push;
}

std::optional<Bytes> SyncSession::next_request(TimeMs now) {
  if (request_ != 0) {
    if (now - sent_at_ < kTimeoutMs) return std::nullopt;
    failed(now);
  }
  if (now < not_before_ || !wanted(now)) return std::nullopt;
  Request request;
  request.protocol = kProtocol;
  request.number = ++number_;
  request.device = outbox_.head().device;
  request.epoch = replica_.epoch();
  request.scope = replica_.scope();
  request.cursors = replica_.cursors();
  request.mark = replica_.mark();
  request.key = outbox_.key();
  pushed_ = next_push();
  for (const OpId id : pushed_) request.push.push_back(outbox_.push_item(id));
  request_ = request.number;
  request.sent_at = sent_at_ = now;
  return encode(request);
}

void SyncSession::failed(TimeMs now) {
  if (request_ == 0) return;
  request_ = 0;
  const std::uint32_t doublings = std::min<std::uint32_t>(failures_, 10);
  const std::int64_t pause = std::min(kRetryMaxMs, kRetryMinMs << doublings);
  ++failures_;
  not_before_ = now + pause / 2 + prng_.between(0, pause / 2);
}

void SyncSession::wake(TimeMs now) {
  more_ = true;
  not_before_ = now;
}

void SyncSession::clock_moved(std::int64_t by_ms) {
  clock_measured_ = false;
  if (by_ms >= 0) return;
  for (TimeMs* noted : {&not_before_, &sent_at_, &last_exchange_}) {
    if (!noted->is_none()) *noted = *noted + by_ms;
  }
}

TimeMs SyncSession::wake_at(TimeMs now) const {
  if (request_ != 0) return sent_at_ + kTimeoutMs;
  const TimeMs next = wanted(now) ? now : last_exchange_ + kPollMs;
  return std::max(next, not_before_);
}

// A slow answer says little of the clock, but more than none: half its round trip is the error.
void SyncSession::measure_clock(TimeMs server_time, TimeMs now, Changes& changes) {
  const std::int64_t round_trip = now - sent_at_;
  if (round_trip < 0 || round_trip > (clock_measured_ ? 10 * kSecondMs : kTimeoutMs)) return;
  const std::int64_t offset = server_time - (sent_at_ + round_trip / 2);
  changes.clock = offset != clock_offset_ms() || !outbox_.head().clock_known;
  outbox_.set_clock_offset(offset);
  clock_measured_ = true;
  changes.worlds = replica_.settle_ended(server_time) || changes.worlds;
  for (const OpId id : outbox_.date_again()) changes.to_store.push_back(id);
  changes.outbox = changes.outbox || !changes.to_store.empty();
}

void SyncSession::take_receipts(const Response& response, Changes& changes) {
  changes.to_store = outbox_.offer_again(response.epoch);
  for (const Receipt& receipt : response.receipts) {
    if (outbox_.take_receipt(receipt, response.epoch)) changes.to_store.push_back(receipt.op);
  }
  changes.outbox = !changes.to_store.empty();
}

std::int64_t SyncSession::take_problems(const Response& response, Changes& changes) {
  std::int64_t wait_ms = 0;
  held_back_ = PushProblem::none;
  for (const OpId id : pushed_) {
    if (const OutboxItem* item = outbox_.find(id)) held_streets_.erase(item->op.shard);
  }
  for (const Problem& problem : response.problems) {
    if (problem.index >= pushed_.size()) continue;
    const OpId op = pushed_[static_cast<std::size_t>(problem.index)];
    if (is_passing(problem.what)) {
      if (const OutboxItem* item = outbox_.find(op)) held_streets_.insert(item->op.shard);
      wait_ms = std::max(wait_ms, problem.what == PushProblem::too_many ? kRoomMs : kWaitMs);
      held_back_ = problem.what;
    } else {
      if (outbox_.take_problem(op, problem.what)) changes.to_store.push_back(op);
      changes.outbox = true;
    }
  }
  return wait_ms;
}

void SyncSession::take_pages(Response& response, Changes& changes) {
  Segment segment;
  segment.version = Segment::kVersion;
  segment.actor = replica_.actor();
  segment.epoch = response.epoch;
  segment.scope = response.scope;
  segment.reset =
      response.reset || !(response.epoch == replica_.epoch()) || response.scope != replica_.scope();
  segment.pages = std::move(response.pages);
  segment.mark = std::move(response.mark);
  if (segment.mark.empty() && segment.epoch == replica_.epoch()) segment.mark = replica_.mark();
  for (const ShardPage& page : segment.pages) changes.more = changes.more || page.more;
  if (segment.pages.empty() && !segment.reset) return;
  replica_.take(segment);
  changes.worlds = true;
  changes.segment = std::move(segment);
}

Result<Changes> SyncSession::receive(ByteView bytes, TimeMs now) {
  auto response = read_response(bytes);
  if (!response) {
    failed(now);
    return response.error();
  }
  Changes changes;
  changes.update_app = response->update_app;
  const bool awaited = request_ != 0 && response->number == request_;
  // An answer from before a restore is no fact any more.
  if (!awaited && response->epoch != replica_.epoch()) return changes;
  take_receipts(*response, changes);
  if (awaited) {
    const std::int64_t wait_ms = take_problems(*response, changes);
    measure_clock(response->server_time, now, changes);
    take_pages(*response, changes);
    request_ = 0;
    failures_ = 0;
    not_before_ = changes.more ? now : now + wait_ms;
    last_exchange_ = now;
    more_ = changes.more;
  }
  if (changes.worlds || changes.outbox) {
    replica_.rebase(outbox_);
    changes.worlds = true;
  }
  return changes;
}

}  // namespace gezhi
