// When: chips for the usual choices, the exact time by the device's own picker beside them.
#include <algorithm>

#include "core/base/read.h"
#include "core/base/time.h"
#include "web/here.h"
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

// What stands in the field: of the value, or what was typed and not understood.
std::string& typed_time(FormScope& scope, std::string_view name, TimeMs value) {
  const std::string key = scope.path + "." + std::string(name);
  const auto known = scope.draft.known.find(key);
  if (known == scope.draft.known.end() || known->second != value.value) {
    std::string text = value.is_none() ? std::string() : to_minute_text(value);
    std::replace(text.begin(), text.end(), ' ', 'T');  // as the browser's picker has it
    scope.draft.known[key] = value.value;
    scope.draft.typed[key] = std::move(text);
  }
  return scope.draft.typed[key];
}

// A deadline on a day is the end of its working time; other times need their hour.
Result<TimeMs> read_time(const std::string& text, Sort sort) {
  return sort == Sort::deadline
             ? read_moment(text, static_cast<std::int32_t>(kEndOfWork / kMinuteMs))
             : read_moment(text);
}

}  // namespace

void form_time(FormScope& scope, std::string_view name, TimeMs& value, bool stated) {
  const Sort sort = sort_of(name);
  const std::vector<Choice> choices = choices_for(sort, app::now());
  std::vector<std::string> words;
  int chosen = -1;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    words.push_back(choices[i].words);
    if (choices[i].at == value) chosen = static_cast<int>(i);
  }
  const Nested nested(scope, name);
  const auto asked = stated ? ui::Asked::required : ui::Asked::freely;
  if (ui::choice_chips(scope.label(name), words, chosen, asked)) {
    value = choices[static_cast<std::size_t>(chosen)].at;
    scope.given(name);
  }
  std::string& text = typed_time(scope, name, value);
  ui::FieldOptions options;
  options.hint = tr("ui.act.time_hint");
  options.max_length = 40;
  options.picks = ui::Picks::moment;
  const auto before = read_time(text, sort);
  const bool nothing = !before && before.error().code == "empty";
  options.unread = !before && !nothing;
  if (options.unread) options.error = scope.unread(name, before.error(), text);
  options.required = stated;
  if (nothing && stated) scope.draft.unstated.emplace_back(name);
  if (nothing) options.error = scope.error(name);
  if (!ui::text_field("time", tr("ui.act.exact_time", scope.label(name)), text, options)) return;
  const auto now = read_time(text, sort);
  value = now ? *now : TimeMs{};
  scope.draft.known[scope.path + "." + std::string(name)] = value.value;
  if (now) scope.given(name);
}

}  // namespace gezhi::screens
