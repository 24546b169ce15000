// When: chips for the usual choices, the exact time as text beside them.
#include <charconv>

#include "core/base/time.h"
#include "web/app/data.h"
#include "web/screens/forms/parts.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::tr;

constexpr std::int64_t kEndOfWork = 18 * kHourMs;

// What sort of time a member is: until when, an hour to meet, or what is past.
enum class Sort : std::uint8_t { deadline, meeting, past };

Sort sort_of(std::string_view name) {
  if (name == "planned" || name == "appointment") return Sort::meeting;
  if (name == "from" || name == "to" || name == "decided") return Sort::past;
  return Sort::deadline;
}

struct Choice {
  std::string words;
  TimeMs at;
};

TimeMs on_day(TimeMs now, std::int32_t days, std::int64_t time_of_day) {
  return start_of(CivilDay{civil_day_of(now).value + days}) + time_of_day;
}

std::vector<Choice> choices_for(Sort sort, TimeMs now) {
  std::vector<Choice> list;
  switch (sort) {
    case Sort::deadline:
      for (const std::int32_t days : {1, 3, 7, 15, 30}) {
        list.push_back({tr("ui.act.in_days", std::to_string(days)), on_day(now, days, kEndOfWork)});
      }
      break;
    case Sort::meeting:
      list.push_back({tr("ui.act.tomorrow_morning"), on_day(now, 1, 9 * kHourMs + 30 * kMinuteMs)});
      list.push_back(
          {tr("ui.act.tomorrow_afternoon"), on_day(now, 1, 14 * kHourMs + 30 * kMinuteMs)});
      list.push_back({tr("ui.act.after_tomorrow"), on_day(now, 2, 9 * kHourMs + 30 * kMinuteMs)});
      list.push_back({tr("ui.act.in_a_week"), on_day(now, 7, 9 * kHourMs + 30 * kMinuteMs)});
      break;
    case Sort::past:
      // To the minute, so that a choice stays the chosen one for a while.
      now = TimeMs{now.value - now.value % kMinuteMs};
      list.push_back({tr("ui.act.now"), now});
      list.push_back({tr("ui.act.hours_ago", "1"), now - kHourMs});
      list.push_back({tr("ui.act.hours_ago", "3"), now - 3 * kHourMs});
      list.push_back({tr("ui.act.a_day_ago"), now - kDayMs});
      break;
  }
  return list;
}

bool read_number(std::string_view text, std::int64_t& number) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

std::string& typed_time(FormScope& scope, std::string_view name, TimeMs value) {
  const std::string key = scope.path + "." + std::string(name);
  const auto known = scope.draft.known.find(key);
  if (known == scope.draft.known.end() || known->second != value.value) {
    scope.draft.known[key] = value.value;
    scope.draft.typed[key] = value.is_none() ? std::string() : to_minute_text(value);
  }
  return scope.draft.typed[key];
}

}  // namespace

TimeMs time_of_text(std::string_view text) {
  const auto day = parse_date(text.substr(0, 10));
  if (!day.ok()) return {};
  if (text.size() <= 10) return start_of(*day) + kEndOfWork;
  std::int64_t hours = 0;
  std::int64_t minutes = 0;
  const std::string_view clock = text.substr(10);
  const std::size_t colon = clock.find(':');
  const bool read = colon != std::string_view::npos && colon > 1 &&
                    read_number(clock.substr(1, colon - 1), hours) &&
                    read_number(clock.substr(colon + 1), minutes);
  if (!read || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return {};
  return start_of(*day) + hours * kHourMs + minutes * kMinuteMs;
}

void form_time(FormScope& scope, std::string_view name, TimeMs& value) {
  const std::vector<Choice> choices = choices_for(sort_of(name), app::now());
  std::vector<std::string> words;
  int chosen = -1;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    words.push_back(choices[i].words);
    if (choices[i].at == value) chosen = static_cast<int>(i);
  }
  const Nested nested(scope, name);
  if (ui::choice_chips(scope.label(name), words, chosen)) {
    value = choices[static_cast<std::size_t>(chosen)].at;
    if (scope.draft.missing == name) scope.draft.missing.clear();
  }
  std::string& text = typed_time(scope, name, value);
  ui::FieldOptions options;
  options.hint = tr("ui.act.time_hint");
  options.max_length = 16;
  options.error = scope.error(name);
  const bool wrong = !text.empty() && value.is_none();
  if (wrong) options.error = tr("ui.act.time_wrong");
  if (ui::text_field("time", tr("ui.act.exact_time", scope.label(name)), text, options)) {
    value = time_of_text(text);
    scope.draft.known[scope.path + "." + std::string(name)] = value.value;
  }
}

}  // namespace gezhi::screens
