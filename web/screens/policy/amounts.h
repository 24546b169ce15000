// The numbers of the rules as they are typed. A bare number counts in the field's own unit; another
// unit beside it is converted where that is exact ("2小时" is 7200 of 签收时限, which counts in seconds)
// and refused as `wrong_unit` otherwise. Never is one unit read as the one beside it.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/result.h"
#include "core/cases/vocabulary.h"

namespace gezhi::screens {

enum class Counts : std::uint8_t {
  bare,  // nothing that has a unit
  seconds,
  work_minutes,
  day_minute,  // after midnight; a time of day ("6:00") is one too
  hours,
  work_days,
  days,
  metres,
  percent,
  times,
  characters,
  fen
};

// What a number of the policy counts, by its name.
Counts counts_of(std::string_view member);
Counts counts_of(ClockClass how);

// Errors: those of read_count(); `wrong_unit` also where a conversion leaves a rest, `too_large` above
// `most`.
Result<std::int64_t> read_amount(std::string_view text, Counts what, std::int64_t most);

}  // namespace gezhi::screens
