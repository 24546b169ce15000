// The calendar of a recurring supervision (S1-39): a day has one round that counts, further ones are
// kept as extra, a day without one is missed. Days are civil days of China (UTC+8) that begin at the
// minute the policy says, by the device's corrected time.
#pragma once

#include "core/cases/ops_task.h"
#include "core/cases/policy.h"

namespace gezhi {

CivilDay round_day_of(const Policy& policy, TimeMs at);

// How many rounds an order asks for. A daily supervision has one a day of its limit, when it names none, and
// one at least.
std::uint32_t rounds_asked(const TaskOrder& order);
// The same of a task, also of one that was ordered before this was asked.
std::uint32_t rounds_owed(const Task& task);

// Whether a round done then is the first of a day of this order. Whoever signed later cannot have
// done it.
bool is_round_of_its_day(const Policy& policy, const Task& task, TimeMs at);

// Days between the signing of a daily supervision and `now` that have gone by without a round while
// some were owed; the first kRoundsMax of them.
std::vector<CivilDay> missed_rounds(const Policy& policy, const Task& task, TimeMs now);

}  // namespace gezhi
