#include "core/sync/push_allowance.h"

namespace gezhi {

bool PushAllowance::take(ActorId who, bool given_back, TimeMs now) {
  if (of(given_back).take(who, 1, now) != 0) return false;
  taken_.push_back({who, given_back, now});
  return true;
}

void PushAllowance::undo() {
  for (const Taken& one : taken_) of(one.given_back).give_back(one.who, 1, one.at);
  taken_.clear();
}

}  // namespace gezhi
