// What a number or a time that people enter can be at all, whatever the case: one place for every
// operation. Whether it fits the case is a guard's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/cases/ops.h"

namespace gezhi {

inline constexpr std::int64_t kSessionMinutesMax = 24 * 60;
inline constexpr std::int64_t kAttendedMax = 1000;         // people at one session
inline constexpr std::int64_t kThingCountMax = 1'000'000;  // pieces, bottles, machines, premises
inline constexpr std::int64_t kLimitAmountMax = 100'000;
inline constexpr std::int64_t kErrorMaxM = 20'100'000;  // of a position: half around the Earth
inline constexpr std::int64_t kWayMaxMs = 48 * kHourMs;
inline constexpr std::int64_t kWayMaxMm = 1'000'000'000;
inline constexpr TimeMs kEarliest{946'656'000'000};  // 2000-01-01 in China
inline constexpr TimeMs kLatest{4'102'416'000'000};  // 2100-01-01

// The most that a member of this name can be, in every operation; none when only its kind says so.
std::optional<std::int64_t> most_of(std::string_view member);

// Whether the field of a case holds so long a text.
bool holds(CaseField field, std::string_view value);

// The first member of the operation, or of what is in it, that no value of this kind can have; "" when
// all can. A time of none is none.
std::string impossible_member(const CaseOp& op);

}  // namespace gezhi
