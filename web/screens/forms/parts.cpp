#include "web/screens/forms/parts.h"

#include <algorithm>

#include "core/cases/wording.h"
#include "web/here.h"
#include "web/screens/forms/begin.h"
#include "web/screens/parts/edit_field_dialog.h"
#include "web/screens/parts/photo_field.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::Tone;
using ui::tr;

constexpr std::size_t kChipsMax = 9;
constexpr std::size_t kChipWords = 36;  // bytes of one chip

// What a number was typed as; follows the value when something else sets it.
std::string& typed_of(FormScope& scope, std::string_view name, std::int64_t value,
                      const std::string& written) {
  const std::string key = scope.path + "." + std::string(name);
  const auto known = scope.draft.known.find(key);
  if (known == scope.draft.known.end() || known->second != value) {
    scope.draft.known[key] = value;
    scope.draft.typed[key] = value == 0 ? std::string() : written;
  }
  return scope.draft.typed[key];
}

void keep_known(FormScope& scope, std::string_view name, std::int64_t value) {
  scope.draft.known[scope.path + "." + std::string(name)] = value;
}

std::string yuan_text(std::int64_t fen) {
  const std::int64_t rest = fen % 100;
  const std::string tail = rest == 0 ? "" : (rest < 10 ? ".0" : ".") + std::to_string(rest);
  return std::to_string(fen / 100) + tail;
}

Result<std::int64_t> read_number(const std::string& text, const NumberOptions& number) {
  if (number.fen) return read_fen(text, number.most);
  return number.minutes ? read_minutes(text, number.most)
                        : read_count(text, number.units, number.most);
}

// A suggestion becomes a statement by a press, never by itself.
void must_be_said(FormScope& scope, std::string_view name, std::string& value) {
  const std::string suggested = suggested_text(scope, name);
  const std::string label = tr("ui.act.take_text", suggested) + "##take_" + std::string(name);
  if (!suggested.empty() && ui::text_button(label, {.icon = Icon::check})) {
    value = suggested;
    scope.given(name);
  } else {
    scope.draft.unstated.emplace_back(name);
  }
}

}  // namespace

void say_not_offered(const FormScope& scope, const std::vector<NotOffered>& all) {
  std::vector<ui::Pair> pairs;
  for (const NotOffered& one : all)
    pairs.push_back({one.words, app::refusal_text(scope.world, one.outcome)});
  if (!pairs.empty()) ui::key_values(pairs);
}

void form_text(FormScope& scope, std::string_view name, std::string& value, std::uint64_t limit) {
  ui::FieldOptions options;
  const bool must_say = scope.must_say(name);
  options.error = value.empty() ? scope.error(name) : scope.refusal(name);
  options.required = scope.needs(name) || must_say;
  options.max_length = static_cast<int>(limit / 3);
  const auto* edit = scope.draft.op.get<EditField>();
  if (edit != nullptr && name == "value") options.max_length = characters_of(edit->field);
  const std::string hint =
      "ui.act.hint." + std::string(name_of(scope.kind())) + "." + std::string(name);
  if (ui::has_text(hint)) options.hint = tr(hint);
  if (limit >= kLongText) options.lines = 3;
  if (ui::text_field(name, scope.label(name), value, options)) scope.given(name);
  if (must_say && !is_said(value)) must_be_said(scope, name, value);
}

void form_flag(FormScope& scope, std::string_view name, bool& value) {
  ui::checkbox(scope.label(name), value);
}

bool form_choice(FormScope& scope, std::string_view name, const std::vector<std::string>& words,
                 int& chosen) {
  const bool few = words.size() <= kChipsMax &&
                   std::all_of(words.begin(), words.end(),
                               [](const std::string& one) { return one.size() <= kChipWords; });
  const std::string error = scope.error(name);
  bool changed = false;
  if (few) {
    changed = ui::choice_chips(scope.label(name), words, chosen, scope.asked(name));
    ui::field_error(error);
  } else {
    changed =
        ui::select(scope.label(name), words, chosen, tr("ui.act.choose"), error, scope.asked(name));
  }
  if (changed) scope.given(name);
  return changed;
}

void form_answer(FormScope& scope, std::string_view name, bool& value) {
  const std::string kind(name_of(scope.kind()));
  const std::string key = scope.path + "." + std::string(name);
  const auto found = scope.draft.answers.find(key);
  int chosen = found == scope.draft.answers.end() ? -1 : 1 - found->second;
  const std::vector<std::string> words = {tr("ui.act.yes." + kind), tr("ui.act.no." + kind)};
  if (form_choice(scope, name, words, chosen)) {
    value = chosen == 0;
    scope.draft.answers[key] = value ? 1 : 0;
  }
}

void form_number(FormScope& scope, std::string_view name, std::int64_t& value,
                 const NumberOptions& number) {
  const std::string written = number.fen ? yuan_text(value) : std::to_string(value);
  std::string& text = typed_of(scope, name, value, written);
  const auto before = read_number(text, number);
  const bool nothing = !before && before.error().code == "empty";
  ui::FieldOptions options;
  options.required = number.stated || scope.needs(name);
  options.help = number.help;
  options.input_mode = number.fen ? "decimal" : number.minutes ? "text" : "numeric";
  options.max_length = 40;
  options.unread = !before && !nothing;
  if (options.unread) options.error = scope.unread(name, before.error(), text);
  if (nothing && number.stated) scope.draft.unstated.emplace_back(name);
  if (nothing) options.error = scope.error(name);
  if (!ui::text_field(name, scope.label(name), text, options)) return;
  const auto now = read_number(text, number);
  value = now ? *now : 0;
  keep_known(scope, name, value);
  if (now) scope.given(name);
}

void form_photos(FormScope& scope, std::string_view name, std::vector<Photo>& value) {
  ui::heading(scope.label(name), 3);
  photo_field(scope.label(name), value, PhotoKind::other);
}

void form_limit(FormScope& scope, std::string_view name, Limit& value) {
  constexpr Limit kLimits[] = {{ClockClass::urgent, 0},    {ClockClass::urgent, 1800},
                               {ClockClass::urgent, 7200}, {ClockClass::work_day, 1},
                               {ClockClass::work_day, 3},  {ClockClass::natural_day, 7}};
  constexpr const char* kNames[] = {"none",    "half_hour",  "two_hours",
                                    "one_day", "three_days", "week"};
  std::vector<std::string> words;
  int chosen = -1;
  for (std::size_t i = 0; i < std::size(kLimits); ++i) {
    words.push_back(tr(std::string("ui.act.limit.") + kNames[i]));
    if (kLimits[i].how == value.how && kLimits[i].amount == value.amount)
      chosen = static_cast<int>(i);
  }
  if (form_choice(scope, name, words, chosen)) value = kLimits[static_cast<std::size_t>(chosen)];
}

void form_texts_list(FormScope& scope, std::string_view name, std::vector<std::string>& value,
                     std::uint64_t most) {
  if (value.empty()) value.emplace_back();
  const Nested nested(scope, name);
  int gone = -1;
  for (std::size_t i = 0; i < value.size(); ++i) {
    ui::push_id(static_cast<int>(i));
    const std::string label = value.size() == 1
                                  ? scope.label(name)
                                  : tr("ui.act.nth", scope.label(name), std::to_string(i + 1));
    ui::FieldOptions options;
    options.required = scope.needs(name) && i == 0;
    if (i == 0 && value[i].empty()) options.error = scope.error(name);
    options.max_length = 300;
    const std::string hint =
        "ui.act.hint." + std::string(name_of(scope.kind())) + "." + std::string(name);
    if (ui::has_text(hint)) options.hint = tr(hint);
    const bool removes = value.size() > 1;
    if (removes) ui::row_begin({9, 1});
    if (ui::text_field("text", label, value[i], options)) scope.given(name);
    if (removes) {
      ui::next_cell();
      ui::space(26);
      if (ui::icon_button(tr("ui.act.remove", label), Icon::close)) gone = static_cast<int>(i);
      ui::row_end();
    }
    ui::pop_id();
  }
  if (gone >= 0) value.erase(value.begin() + gone);
  if (value.size() < most &&
      ui::text_button(tr("ui.act.add", scope.label(name)), {.icon = Icon::plus}))
    value.emplace_back();
}

}  // namespace gezhi::screens
