#include "web/screens/policy/words.h"

#include <algorithm>

#include "core/base/fold.h"
#include "core/base/read.h"
#include "web/screens/parts/categories.h"
#include "web/widgets/i18n.h"

namespace gezhi::screens {
namespace {

using ui::tr;

std::string amount_words(const char* key, std::int64_t amount) {
  return tr(std::string("ui.policy.") + key, std::to_string(amount));
}

std::string clock_text(std::int32_t minutes) {
  const auto two = [](std::int32_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(minutes / 60) + ":" + two(minutes % 60);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

void join(std::string& text, std::string_view between, std::string_view part) {
  if (!text.empty()) text += between;
  text += part;
}

// The key of a sentence of the core: its letters, the rest as "_".
std::string slug(std::string_view sentence) {
  std::string key;
  for (const char c : sentence) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter)
      key += c;
    else if (!key.empty() && key.back() != '_')
      key += '_';
  }
  while (!key.empty() && key.back() == '_') key.pop_back();
  return "ui.policy.say." + key;
}

std::string what_words(std::string_view what) {
  constexpr std::string_view kRange = "not within ";
  if (what.rfind(kRange, 0) == 0) return tr("ui.policy.say.not_within", what.substr(kRange.size()));
  const std::string key = slug(what);
  return ui::has_text(key) ? tr(key) : std::string(what);
}

// A field's name where it is one, so that people need not know the file's words.
std::string place_words(std::string_view where) {
  std::string_view name = where;
  if (!name.empty() && name.front() == '/') name.remove_prefix(1);
  name = name.substr(0, name.find_first_of("/[.:"));
  const std::string key = "policy." + std::string(name);
  return ui::has_text(key) ? tr(key) + " (" + std::string(where) + ")" : std::string(where);
}

}  // namespace

std::string limit_words(const Limit& limit) {
  if (limit.amount == 0) return tr("ui.policy.no_limit");
  switch (limit.how) {
    case ClockClass::urgent:
      if (limit.amount % 3600 == 0) return amount_words("hours", limit.amount / 3600);
      if (limit.amount % 60 == 0) return amount_words("minutes", limit.amount / 60);
      return amount_words("seconds", limit.amount);
    case ClockClass::work_hour:
      if (limit.amount % 60 == 0) return amount_words("work_hours", limit.amount / 60);
      return amount_words("work_minutes", limit.amount);
    case ClockClass::work_day: return amount_words("work_days", limit.amount);
    case ClockClass::natural_day: return amount_words("natural_days", limit.amount);
  }
  return {};
}

std::string lines_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) join(text, "\n", line);
  return text;
}

std::string codes_words(const std::vector<std::string>& codes) {
  std::string text;
  for (const std::string& code : codes) join(text, tr("ui.policy.and"), code_text(code));
  return text;
}

std::string rule_title(const std::string& says, const std::string& id) {
  return says.empty() ? id : says;
}

std::vector<std::string> read_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    if (!line.empty()) lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string days_text(const std::vector<CivilDay>& days, std::string_view between) {
  std::string text;
  for (std::size_t i = 0; i < days.size();) {
    std::size_t last = i;
    while (last + 1 < days.size() && days[last + 1].value == days[last].value + 1) ++last;
    const std::string range = last > i ? ".." + to_date_text(days[last]) : std::string();
    join(text, between, to_date_text(days[i]) + range);
    i = last + 1;
  }
  return text;
}

Result<std::vector<CivilDay>> read_days(std::string_view text) {
  std::vector<CivilDay> days;
  for (const std::string& line : read_lines(text)) {
    const std::size_t dots = line.find("..");
    const auto first = read_day(std::string_view(line).substr(0, dots));
    const auto last =
        dots == std::string::npos ? first : read_day(std::string_view(line).substr(dots + 2));
    const bool fine = first && last && !(*last < *first) && last->value - first->value < 366;
    if (!fine) return Error{"bad_line", line};
    for (CivilDay day = *first; !(*last < day); ++day.value) days.push_back(day);
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

std::string periods_text(const std::vector<WorkPeriod>& periods, std::string_view between) {
  std::string text;
  for (const WorkPeriod& one : periods)
    join(text, between, clock_text(one.from) + "-" + clock_text(one.to));
  return text;
}

Result<std::vector<WorkPeriod>> read_periods(std::string_view text) {
  std::vector<WorkPeriod> periods;
  for (const std::string& line : read_lines(text)) {
    const std::string plain = folded(line);
    const std::size_t dash = plain.find('-');
    if (dash == std::string::npos) return Error{"bad_line", line};
    const auto from = read_clock(std::string_view(plain).substr(0, dash));
    const auto to = read_clock(std::string_view(plain).substr(dash + 1));
    if (!from || !to) return Error{"bad_line", line};
    periods.push_back({*from, *to});
  }
  return periods;
}

std::string problem_words(const std::string& message) {
  const std::size_t path = message.find(" at /");
  if (path != std::string::npos) {
    return tr("ui.policy.problem", place_words(std::string_view(message).substr(path + 4)),
              what_words(std::string_view(message).substr(0, path)));
  }
  const std::size_t colon = message.find(": ");
  if (colon == std::string::npos) return what_words(message);
  return tr("ui.policy.problem", place_words(std::string_view(message).substr(0, colon)),
            what_words(std::string_view(message).substr(colon + 2)));
}

}  // namespace gezhi::screens
