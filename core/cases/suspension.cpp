#include "core/cases/suspension.h"

#include <algorithm>

#include "core/cases/op_kinds.h"

namespace gezhi {
namespace {

constexpr std::int32_t kTimesUnsaid = 3;  // of a policy that does not say
constexpr std::int32_t kSpans = 2;        // so often the longest single one

}  // namespace

SuspensionLeft suspension_left(const Policy& policy, const Case& subject) {
  const std::int32_t days =
      policy.suspend_days_total != 0 ? policy.suspend_days_total : kSpans * policy.suspend_days_max;
  const std::int32_t times =
      policy.suspend_times_max != 0 ? policy.suspend_times_max : kTimesUnsaid;
  SuspensionLeft left{times, days * kDayMs};
  TimeMs since;
  for (const HistoryLine& line : subject.history) {
    const bool stands = line.state == CaseState::suspended;
    if (stands && since.is_none()) {
      since = line.when.received;
      --left.times;
    } else if (!stands && !since.is_none()) {
      left.ms -= line.when.received - since;
      since = {};
    }
  }
  return {std::max(left.times, 0), std::max(left.ms, std::int64_t{0})};
}

}  // namespace gezhi
