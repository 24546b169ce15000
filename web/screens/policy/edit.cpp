#include "web/screens/policy/edit.h"

#include <limits>
#include <string>
#include <vector>

#include "web/platform/session.h"
#include "web/screens/forms/enum_words.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/parts/categories.h"
#include "web/screens/policy/amounts.h"
#include "web/screens/policy/groups.h"
#include "web/screens/policy/words.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

struct At {
  PolicyDraft& draft;
  std::string path;
  std::string label;
};

void edit_value(const At& at, bool& value) {
  if (ui::toggle(at.label, value)) at.draft.changed = true;
}

std::string_view member_of(const At& at) {
  return std::string_view(at.path).substr(at.path.rfind('/') + 1);
}

void edit_value(const At& at, std::string& value) {
  ui::FieldOptions options{.max_length = 200};
  if (member_of(at) == "code" && !value.empty()) options.help = code_text(value);
  if (ui::text_field(at.path, at.label, value, options)) at.draft.changed = true;
}

template <class T, class Read>
void take_typed(const At& at, T& value, const std::string& text, Read read) {
  Result<T> got = read(text);
  if (got) {
    value = std::move(*got);
    at.draft.problems.erase(at.path);
  } else {
    const Error& error = got.error();
    at.draft.problems[at.path] = error.code == "bad_line" ? tr("ui.policy.bad_line", error.message)
                                                          : ui::not_read_words(error, text);
  }
}

// A field whose text is read into a value; what can't be read stays typed, with the reason.
template <class T, class Read>
void edit_text(const At& at, T& value, std::string shown, Read read, ui::FieldOptions options) {
  const auto kept = at.draft.typed.find(at.path);
  const bool typed = kept != at.draft.typed.end();
  std::string text = typed ? kept->second : std::move(shown);
  // In every frame: what a limit's number means hangs on how it is counted, the words on the language.
  if (typed) take_typed(at, value, text, read);
  const auto problem = at.draft.problems.find(at.path);
  if (problem != at.draft.problems.end()) options.error = problem->second;
  if (!ui::text_field(at.path, at.label, text, options)) return;
  at.draft.typed[at.path] = text;
  at.draft.changed = true;
  take_typed(at, value, text, read);
}

template <std::integral T>
auto read_as(Counts what) {
  return [what](const std::string& text) -> Result<T> {
    const auto number = read_amount(text, what, std::numeric_limits<T>::max());
    if (!number) return number.error();
    return static_cast<T>(*number);
  };
}

template <std::integral T>
void edit_value(const At& at, T& value) {
  edit_text(at, value, std::to_string(value), read_as<T>(counts_of(member_of(at))),
            {.autocomplete = "off", .input_mode = "numeric", .max_length = 40});
}

template <NamedEnum E>
void edit_value(const At& at, E& value) {
  const std::vector<std::string> words = words_from(text_prefix(value), static_cast<E>(0));
  int chosen = static_cast<int>(value);
  if (!ui::select(at.label, words, chosen)) return;
  value = static_cast<E>(chosen);
  at.draft.changed = true;
}

template <NamedEnum E>
void edit_value(const At& at, SetOf<E>& set) {
  const std::vector<std::string> words = words_from(text_prefix(E{}), static_cast<E>(0));
  std::vector<bool> chosen;
  for (std::size_t i = 0; i < words.size(); ++i) chosen.push_back(set.has(static_cast<E>(i)));
  ui::small_text(at.label);
  if (!ui::multi_chips(at.label, words, chosen)) return;
  set = {};
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i]) set.add(static_cast<E>(i));
  }
  at.draft.changed = true;
}

void edit_value(const At& at, Limit& limit) {
  ui::row_begin({1, 1});
  edit_text(at, limit.amount, std::to_string(limit.amount),
            read_as<std::int32_t>(counts_of(limit.how)),
            {.help = limit_words(limit), .input_mode = "numeric", .max_length = 40});
  ui::next_cell();
  const At how{at.draft, at.path + "/how", tr("ui.policy.counted") + "##" + at.path};
  edit_value(how, limit.how);
  ui::row_end();
}

void edit_value(const At& at, std::vector<std::string>& list) {
  const auto read = [](const std::string& text) {
    return Result<std::vector<std::string>>(read_lines(text));
  };
  std::string help = tr("ui.policy.one_a_line");
  if (holds_codes(member_of(at)) && !list.empty())
    help = tr("ui.policy.part", help, codes_words(list));
  edit_text(at, list, lines_of(list), read, {.help = help, .lines = 4});
}

// One row of a list of days: from a day, to another where it is more than one. Both empty: begun.
struct DayRow {
  std::string from;
  std::string to;

  bool empty() const { return from.empty() && to.empty(); }
  std::string line() const { return to.empty() || to == from ? from : from + ".." + to; }
};

std::vector<DayRow> day_rows(std::string_view text) {
  std::vector<DayRow> rows;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string line(text.substr(0, end));
    const std::size_t dots = line.find("..");
    DayRow row{line.substr(0, dots), {}};
    if (dots != std::string::npos) row.to = line.substr(dots + 2);
    rows.push_back(std::move(row));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return rows;
}

// What is wrong with a row, in words; nothing of one that is only begun.
std::string row_problem(const DayRow& row) {
  if (row.empty() || read_days(row.line())) return {};
  return tr("ui.policy.bad_line", row.line());
}

// True: changed. `gone`: it shall go.
bool edit_day_row(DayRow& row, bool& gone) {
  bool changed = false;
  ui::row_begin({5, 5, 1}, ui::kGapSmall);
  if (ui::text_field("from", tr("ui.policy.day_from"), row.from,
                     {.error = row_problem(row), .picks = ui::Picks::day}))
    changed = true;
  ui::next_cell();
  if (ui::text_field("to", tr("ui.policy.day_to"), row.to, {.picks = ui::Picks::day}))
    changed = true;
  ui::next_cell();
  ui::space(26);
  gone = ui::icon_button(tr("ui.policy.remove_days", row.line()), Icon::close);
  ui::row_end();
  return changed;
}

// By the device's own pickers; the text of the whole (JSON) is for pasting.
void edit_value(const At& at, std::vector<CivilDay>& days) {
  ui::heading(at.label, 3);
  ui::small_text(tr("ui.policy.days_help"));
  ui::push_id(at.path);
  const auto kept = at.draft.typed.find(at.path);
  std::vector<DayRow> rows =
      day_rows(kept != at.draft.typed.end() ? kept->second : days_text(days, "\n"));
  bool changed = false;
  std::vector<DayRow> left;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    bool gone = false;
    ui::push_id(static_cast<int>(i));
    changed = edit_day_row(rows[i], gone) || changed;
    ui::pop_id();
    if (!gone) left.push_back(rows[i]);
    changed = changed || gone;
  }
  ui::pop_id();
  if (ui::text_button(tr("ui.policy.add", at.label), {.icon = Icon::plus})) {
    left.emplace_back();
    changed = true;
  }
  if (!changed) return;
  std::string text, read;
  for (const DayRow& row : left) {
    text += row.line() + "\n";
    if (!row.empty()) read += row.line() + "\n";
  }
  at.draft.typed[at.path] = text;
  at.draft.changed = true;
  auto got = read_days(read);
  if (got) {
    days = std::move(*got);
    at.draft.problems.erase(at.path);
  } else {
    at.draft.problems[at.path] = tr("ui.policy.bad_line", got.error().message);
  }
}

void edit_value(const At& at, std::vector<WorkPeriod>& periods) {
  edit_text(at, periods, periods_text(periods, "\n"), read_periods,
            {.help = tr("ui.policy.periods_help"), .lines = 2});
}

void edit_value(const At&, GridId&) {}  // by its number, in the text of the whole

template <class T>
void edit_members(const At& at, T& value);

std::string title_of(const NatureLimit& one) { return word("nature", one.nature); }
std::string title_of(const TriageRule& one) { return rule_title(one.why, one.id); }
std::string title_of(const RestrictRule& one) { return rule_title(one.why, one.id); }
std::string title_of(const JointTemplate& one) { return rule_title(one.name, one.id); }
std::string title_of(const TemplateOrder& one) { return word("unit_kind", one.unit_kind); }
std::string title_of(const LadderRule& one) { return word("rung", one.rung); }

// One item of a list, folded until it is pressed. True: it shall go.
template <class T>
bool edit_item(const At& at, T& item) {
  bool gone = false;
  const bool open = at.draft.open.count(at.path) > 0;
  const std::string title = title_of(item);
  if (ui::secondary_button((title.empty() ? tr("ui.policy.unnamed") : title) + "##" + at.path,
                           {.icon = open ? Icon::chevron_up : Icon::chevron_down})) {
    if (open)
      at.draft.open.erase(at.path);
    else
      at.draft.open.insert(at.path);
  }
  if (!open) return false;
  ui::card_begin();
  ui::push_id(at.path);  // every item has the same members
  edit_members(at, item);
  ui::pop_id();
  gone = ui::text_button(tr("ui.policy.remove") + "##" + at.path, {.icon = Icon::close});
  ui::card_end();
  return gone;
}

template <class T>
void edit_value(const At& at, std::vector<T>& list) {
  ui::heading(at.label, 3);
  std::size_t gone = list.size();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const At item{at.draft, at.path + "/" + std::to_string(i), {}};
    if (edit_item(item, list[i])) gone = i;
  }
  if (gone < list.size()) {
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(gone));
    at.draft.drop_item(at.path, gone);
    at.draft.changed = true;
  }
  if (!ui::text_button(tr("ui.policy.add", at.label), {.icon = Icon::plus})) return;
  at.draft.open.insert(at.path + "/" + std::to_string(list.size()));
  list.emplace_back();
  at.draft.changed = true;
}

struct MemberEditor {
  const At& at;
  template <class T>
  void operator()(std::uint32_t, const char* name, T& value, std::uint64_t = 0) {
    const std::string key = "policy.item." + std::string(name);
    edit_value(At{at.draft, at.path + "/" + name, tr(key)}, value);
  }
};

template <class T>
void edit_members(const At& at, T& value) {
  MemberEditor editor{at};
  value.fields(editor);
}

struct GroupEditor {
  PolicyDraft& draft;
  PolicyGroup group;
  template <class T>
  void operator()(std::uint32_t, const char* name, T& value, std::uint64_t = 0) {
    if (group_of(name) != group || std::string_view(name) == "version") return;
    edit_value(At{draft, name, tr("policy." + std::string(name))}, value);
  }
};

}  // namespace

void policy_edit(PolicyDraft& draft) {
  static int& group = platform::of_session(static_cast<int>(PolicyGroup::limits));
  std::vector<std::string> names = words_from("ui.policy.group", PolicyGroup::general);
  names.pop_back();  // `other` holds fields that this app does not know by name
  ui::choice_chips(tr("ui.policy.which_group"), names, group);
  ui::card_begin();
  ui::push_id(group);
  GroupEditor editor{draft, static_cast<PolicyGroup>(group)};
  draft.policy.fields(editor);
  ui::pop_id();
  ui::card_end();
}

}  // namespace gezhi::screens
