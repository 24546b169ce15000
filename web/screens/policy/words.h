// The values of a street's rules as text that an official reads and writes, and back again:
// "3 个工作日", "08:00-12:00", "2026-10-01..2026-10-07", one thing a line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/cases/policy.h"

namespace gezhi::screens {

std::string limit_words(const Limit& limit);

// One a line. Errors: `bad_line` with the line that is not understood.
std::string lines_of(const std::vector<std::string>& lines);
std::vector<std::string> read_lines(std::string_view text);

// Whether a list of texts holds codes of categories: of a field of the policy or of a rule.
constexpr bool holds_codes(std::string_view member) {
  return member == "police_codes" || member == "codes";
}
// In words, never as the codes themselves.
std::string codes_words(const std::vector<std::string>& codes);
// A rule by what it says to people: its reason or name; its id where it has none.
std::string rule_title(const std::string& says, const std::string& id);

// Days that follow each other as one range.
std::string days_text(const std::vector<CivilDay>& days, std::string_view between);
Result<std::vector<CivilDay>> read_days(std::string_view text);

std::string periods_text(const std::vector<WorkPeriod>& periods, std::string_view between);
Result<std::vector<WorkPeriod>> read_periods(std::string_view text);

// What is wrong with rules, in the person's language: the core says "expected a date at /holidays/3"
// or "ladder[1].percent: must be more than the one before".
std::string problem_words(const std::string& message);

}  // namespace gezhi::screens
