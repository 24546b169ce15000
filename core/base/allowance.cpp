#include "core/base/allowance.h"

#include <algorithm>

#include "core/base/check.h"

namespace gezhi {
namespace {

constexpr std::uint64_t kShares = static_cast<std::uint64_t>(kHourMs);
constexpr std::uint64_t kMostCounted = std::uint64_t{1} << 40;  // its shares fit in 64 bits

}  // namespace

Allowance::Allowance(const Rate& rate) : rate_(rate) {
  GEZHI_CHECK(rate.is_none() || (rate.per_hour > 0 && rate.burst <= kMostCounted));
}

void Allowance::forget_full(TimeMs now) {
  while (!by_full_at_.empty() && by_full_at_.begin()->first <= now.value) {
    buckets_.erase(by_full_at_.begin()->second);
    by_full_at_.erase(by_full_at_.begin());
  }
}

std::uint64_t Allowance::owed_by(ActorId who, TimeMs now) const {
  const auto found = buckets_.find(who);
  if (found == buckets_.end()) return 0;
  const Bucket& bucket = found->second;
  if (now <= bucket.at) return bucket.owed;
  // It is not full yet, so this is less than what was owed.
  return bucket.owed - static_cast<std::uint64_t>(now - bucket.at) * rate_.per_hour;
}

std::int64_t Allowance::wait_for(std::uint64_t shares) const {
  return static_cast<std::int64_t>((shares + rate_.per_hour - 1) / rate_.per_hour);
}

void Allowance::set_owed(ActorId who, std::uint64_t owed, TimeMs now) {
  const auto [at, is_new] = buckets_.try_emplace(who);
  if (!is_new) by_full_at_.erase({at->second.full_at.value, who});
  at->second = {owed, now, now + wait_for(owed)};
  by_full_at_.insert({at->second.full_at.value, who});
}

std::int64_t Allowance::take(ActorId who, std::uint64_t amount, TimeMs now) {
  if (rate_.is_none()) return 0;
  forget_full(now);
  const std::uint64_t most = rate_.burst * kShares;
  const std::uint64_t owed = owed_by(who, now) + std::min(amount, rate_.burst) * kShares;
  if (owed > most) return wait_for(owed - most);
  if (owed > 0) set_owed(who, owed, now);
  return 0;
}

void Allowance::charge(ActorId who, std::uint64_t amount, TimeMs now) {
  if (rate_.is_none()) return;
  forget_full(now);
  const std::uint64_t most = rate_.burst * kShares;
  const std::uint64_t owed = owed_by(who, now) + std::min(amount, rate_.burst) * kShares;
  if (owed > 0) set_owed(who, std::min(owed, 2 * most), now);
}

void Allowance::give_back(ActorId who, std::uint64_t amount, TimeMs now) {
  const std::uint64_t owed = owed_by(who, now);
  if (owed == 0) return;
  set_owed(who, owed - std::min(owed, std::min(amount, rate_.burst) * kShares), now);
}

}  // namespace gezhi
