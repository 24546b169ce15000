// How far the list of holidays reaches. The State Council publishes one list a year, in November, so a
// street's list ends with a year; a day beyond it is neither working day nor holiday, it is *not known*.
//
// A due time that needs such a day is still computed, by the one rule that needs no list (Monday to
// Friday count), so that every replica and every replay comes to the same time. It is *provisional*: the
// screens and the check of the rules say so. A longer list sets later due times, never those given.
#pragma once

#include <optional>

#include "core/cases/case.h"
#include "core/cases/policy.h"

namespace gezhi {

enum class DayKind : std::uint8_t { working, off, not_known };

// Whether the year's list is there as a whole: New Year, the Spring Festival, 1 May, 1 October, and no fewer
// days than the statutory ones (13; State Council decree 795 of 2024). A day or two of it list nothing.
bool lists_year(const Policy& policy, std::int32_t year);

// The last day of the last year that is listed, counted on from the first without a gap. None: no year is.
std::optional<CivilDay> holidays_known_until(const Policy& policy);

// The first day off that no list stands behind: of a year that is not listed as a whole, or lies behind a
// gap. The first days of the year after the last list belong to that one. None: all are in order.
std::optional<CivilDay> stray_holiday(const Policy& policy);

DayKind day_kind(const Policy& policy, CivilDay day);

// Whether a time counted in working hours or days rests on days that are not known.
bool is_provisional(const Policy& policy, ClockClass how, TimeMs due);
bool is_provisional(const Policy& policy, const Clock& clock);

// From three months before the end of the list on: time to ask for the next one.
bool holidays_end_soon(const Policy& policy, CivilDay today);

}  // namespace gezhi
