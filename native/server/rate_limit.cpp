#include "native/server/rate_limit.h"

namespace gezhi {

namespace {
constexpr std::size_t kAddressesMax = 10000;
}

bool FailureLimit::allows(const std::string& address, Time now) {
  std::lock_guard lock(mutex_);
  const auto found = counts_.find(address);
  if (found == counts_.end()) return true;
  if (now - found->second.since >= window_) {
    counts_.erase(found);
    return true;
  }
  return found->second.failures < most_;
}

void FailureLimit::failed(const std::string& address, Time now) {
  std::lock_guard lock(mutex_);
  if (counts_.size() >= kAddressesMax) {
    std::erase_if(counts_, [&](const auto& entry) { return now - entry.second.since >= window_; });
    if (counts_.size() >= kAddressesMax) counts_.clear();  // bounded memory before exact counting
  }
  Count& count = counts_[address];
  if (count.failures == 0 || now - count.since >= window_) count = Count{now, 0};
  ++count.failures;
}

}  // namespace gezhi
