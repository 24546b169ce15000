#include "native/server/budget.h"

namespace gezhi {

std::optional<Budget::Held> Budget::take(const std::string& holder, std::uint64_t amount) {
  if (amount == 0) return Held();
  std::lock_guard lock(mutex_);
  const auto found = held_by_.find(holder);
  const std::uint64_t has = found == held_by_.end() ? 0 : found->second;
  if (amount > total_ - held_ || has > share_ || amount > share_ - has) return std::nullopt;
  held_ += amount;
  held_by_[holder] += amount;
  return Held(this, holder, amount);
}

void Budget::give_back(const std::string& holder, std::uint64_t amount) {
  std::lock_guard lock(mutex_);
  held_ -= amount;
  const auto found = held_by_.find(holder);
  found->second -= amount;
  if (found->second == 0) held_by_.erase(found);
}

}  // namespace gezhi
