// Who of a unit is there at what hour: its weekly rota (值班表) on the policy's calendar. Hours of
// working days only are not worked on a statutory holiday, and are worked on a 调休 day of the weekend;
// hours that hold on a weekend day too are a rota of every week and know no holidays.
//
// Units: China Standard Time. Cost: is_on_duty O(hours), next_on_duty linear in the days until then.
// Source: S2-37.
#pragma once

#include "core/cases/policy.h"

namespace gezhi {

bool is_on_duty(const Policy& policy, const Unit& unit, TimeMs at);

// `at` when somebody is there then, else the next moment from which; none = nobody within
// kDutyDaysMax days.
inline constexpr std::int32_t kDutyDaysMax = 60;
TimeMs next_on_duty(const Policy& policy, const Unit& unit, TimeMs at);

}  // namespace gezhi
