#include "native/server/try_limit.h"

#include <algorithm>

namespace gezhi {

std::optional<std::chrono::seconds> TryLimit::take(const std::string& key, Time now) {
  std::lock_guard lock(mutex_);
  auto found = counts_.find(key);
  if (found == counts_.end()) {
    make_room(now);
    found = counts_.emplace(key, Count{now, 0}).first;
  }
  Count& count = found->second;
  if (now - count.since >= window_) count = Count{now, 0};
  if (count.tries >= most_) return left_of(count, now);
  ++count.tries;
  return std::nullopt;
}

std::optional<std::chrono::seconds> TryLimit::wait(const std::string& key, Time now) {
  std::lock_guard lock(mutex_);
  const auto found = counts_.find(key);
  const bool goes_on =
      found == counts_.end() || now - found->second.since >= window_ || found->second.tries < most_;
  if (goes_on) return std::nullopt;
  return left_of(found->second, now);
}

std::chrono::seconds TryLimit::left_of(const Count& count, Time now) const {
  const auto left = std::chrono::ceil<std::chrono::seconds>(count.since + window_ - now);
  return std::max(left, std::chrono::seconds(1));
}

void TryLimit::give_back(const std::string& key) {
  std::lock_guard lock(mutex_);
  const auto found = counts_.find(key);
  if (found == counts_.end()) return;
  if (found->second.tries > 0) --found->second.tries;
  if (found->second.tries == 0) counts_.erase(found);
}

// Bounded memory: at the bound, the one that began first goes, never all (who fills the list with
// names must not free his own).
void TryLimit::make_room(Time now) {
  if (counts_.size() < keys_max_) return;
  std::erase_if(counts_, [&](const auto& entry) { return now - entry.second.since >= window_; });
  if (counts_.size() < keys_max_) return;
  counts_.erase(std::min_element(counts_.begin(), counts_.end(), [](const auto& a, const auto& b) {
    return a.second.since < b.second.since;
  }));
}

}  // namespace gezhi
