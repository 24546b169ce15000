// Choosing what already exists: a unit, a case, a task, one of the case's own numbered things.
#include <algorithm>

#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/forms/enum_words.h"
#include "web/screens/forms/parts.h"
#include "web/screens/parts/case_parts.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

constexpr std::int64_t kNearMm = 500 * 1000;
constexpr std::size_t kNearShown = 5;

// Units with what the desk would see in them: those that suit first.
struct UnitList {
  std::uint64_t generation = UINT64_MAX;
  SubjectKey subject;
  ui::Language language = ui::Language::zh;
  std::vector<UnitId> units;
  std::vector<std::string> words;
  std::vector<std::string> reasons;
  app::Candidates ranked;
};

const UnitList& unit_list(const FormScope& scope, bool leads) {
  static auto& lists = platform::of_session<std::array<UnitList, 2>>();
  UnitList& kept = lists[leads ? 1 : 0];
  const bool fresh = kept.generation == app::generation() &&
                     kept.subject == subject_key(scope.one) && kept.language == ui::language();
  if (fresh) return kept;
  kept = {app::generation(),
          subject_key(scope.one),
          ui::language(),
          {},
          {},
          {},
          app::candidates(scope.world, scope.one, leads)};
  for (const RankedUnit& one : kept.ranked.ranking) {
    kept.units.push_back(one.unit);
    kept.words.push_back(app::unit_name(scope.world, one.unit));
    kept.reasons.push_back(app::words().reason(scope.world, kept.ranked, one.unit));
  }
  for (const auto& [id, unit] : scope.world.units()) {
    if (std::find(kept.units.begin(), kept.units.end(), id) != kept.units.end()) continue;
    kept.units.push_back(id);
    kept.words.push_back(unit.name);
    kept.reasons.emplace_back();
  }
  return kept;
}

int index_of(const UnitList& list, UnitId unit) {
  const auto found = std::find(list.units.begin(), list.units.end(), unit);
  return found == list.units.end() ? -1 : static_cast<int>(found - list.units.begin());
}

// Asked in every frame: looked for when something has changed.
const std::vector<const Case*>& other_cases(const FormScope& scope, const std::string& typed) {
  struct Kept {
    std::uint64_t generation = UINT64_MAX;
    SubjectKey subject;
    ui::Language language = ui::Language::zh;
    std::string typed;
    std::vector<const Case*> list;
  };
  static Kept& kept = platform::of_session<Kept>();
  const SubjectKey subject = subject_key(scope.one);
  const bool fresh = kept.generation == app::generation() && kept.subject == subject &&
                     kept.language == ui::language() && kept.typed == typed;
  if (fresh) return kept.list;
  kept = {app::generation(), subject, ui::language(), typed, {}};
  std::vector<const Case*>& list = kept.list;
  const TextMatcher words(typed);
  for (const Case* one : app::all_cases()) {
    if (one->id == scope.one.id || !(one->shard == scope.one.shard)) continue;
    const bool near = distance_mm(one->place.point, scope.one.place.point) <= kNearMm;
    if (words.empty() ? near : app::is_found_by(words, *one)) list.push_back(one);
  }
  std::stable_sort(list.begin(), list.end(), [&](const Case* a, const Case* b) {
    const PointE7 here = scope.one.place.point;
    return distance_mm(a->place.point, here) < distance_mm(b->place.point, here);
  });
  if (list.size() > kNearShown) list.resize(kNearShown);
  return list;
}

}  // namespace

void form_unit(FormScope& scope, std::string_view name, UnitId& value, bool leads) {
  const UnitList& list = unit_list(scope, leads);
  int chosen = index_of(list, value);
  const Nested nested(scope, name);
  if (ui::select(scope.label(name), list.words, chosen, tr("ui.act.choose_unit"), scope.error(name),
                 scope.asked(name))) {
    value = list.units[static_cast<std::size_t>(chosen)];
    scope.given(name);
  }
  const int now = index_of(list, value);
  if (now >= 0 && !list.reasons[static_cast<std::size_t>(now)].empty()) {
    ui::small_text(list.reasons[static_cast<std::size_t>(now)]);
  }
}

void form_units(FormScope& scope, std::string_view name, std::vector<UnitId>& value) {
  const Nested nested(scope, name);
  const UnitList& list = unit_list(scope, false);
  int gone = -1;
  for (std::size_t i = 0; i < value.size(); ++i) {
    ui::push_id(static_cast<int>(i));
    const std::string unit = app::unit_name(scope.world, value[i]);
    ui::row_begin({9, 1});
    ui::space(12);
    ui::paragraph(unit);
    ui::next_cell();
    if (ui::icon_button(tr("ui.act.remove", unit), Icon::close)) gone = static_cast<int>(i);
    ui::row_end();
    ui::pop_id();
  }
  if (gone >= 0) value.erase(value.begin() + gone);
  std::vector<UnitId> units;
  std::vector<std::string> words;
  for (std::size_t i = 0; i < list.units.size(); ++i) {
    if (std::find(value.begin(), value.end(), list.units[i]) != value.end()) continue;
    units.push_back(list.units[i]);
    words.push_back(list.words[i]);
  }
  int added = -1;
  ui::select(scope.label(name), words, added, tr("ui.act.add_unit"), scope.error(name),
             value.empty() ? scope.asked(name) : ui::Asked::freely);
  if (added < 0) return;
  value.push_back(units[static_cast<std::size_t>(added)]);
  scope.given(name);
}

void form_case(FormScope& scope, std::string_view name, CaseId& value) {
  const Nested nested(scope, name);
  ui::heading(scope.label(name), 3);
  std::string& words = scope.draft.typed[scope.path];
  ui::text_field("words", "", words,
                 {.hint = tr("ui.act.find_case"), .icon = Icon::search, .max_length = 40});
  const std::vector<const Case*>& found = other_cases(scope, words);
  if (found.empty())
    ui::small_text(tr(words.empty() ? "ui.act.no_near_case" : "ui.desk.nothing_found"));
  ui::list_begin(scope.label(name));
  for (const Case* one : found) {
    const std::int64_t away = distance_mm(one->place.point, scope.one.place.point);
    ui::Row row = case_row_of(*one, app::length_text(away));
    row.selected = one->id == value;
    row.chevron = false;
    ui::push_id(small_id(*one));
    if (ui::list_row(row)) value = one->id;
    ui::pop_id();
  }
  ui::list_end();
  if (value.is_nil()) ui::field_error(scope.error(name));
}

void form_one_of(FormScope& scope, std::string_view name, const std::vector<Numbered>& all,
                 std::uint32_t& value) {
  std::vector<std::string> words;
  int chosen = -1;
  for (std::size_t i = 0; i < all.size(); ++i) {
    words.push_back(all[i].words);
    if (all[i].number == value) chosen = static_cast<int>(i);
  }
  if (all.empty()) return ui::paragraph(tr("ui.act.nothing_to_choose", scope.label(name)));
  if (form_choice(scope, name, words, chosen)) value = all[static_cast<std::size_t>(chosen)].number;
  if (scope.must_choose(name) && chosen < 0) scope.draft.unstated.emplace_back(name);
}

void form_party(FormScope& scope, std::string_view name, std::string& value) {
  std::vector<std::string> roles;
  int chosen = -1;
  if (scope.one.mediate) {
    for (const Party& party : scope.one.mediate->parties) {
      if (party.role == value) chosen = static_cast<int>(roles.size());
      roles.push_back(party.role);
    }
  }
  if (roles.empty()) return form_text(scope, name, value, 120);
  if (form_choice(scope, name, roles, chosen)) value = roles[static_cast<std::size_t>(chosen)];
  if (chosen < 0) scope.draft.unstated.emplace_back(name);
}

void form_task(FormScope& scope, std::string_view name, TaskId& value) {
  std::vector<std::string> words = {tr("ui.act.whole_case")};
  int chosen = value.is_nil() ? 0 : -1;
  for (std::size_t i = 0; i < scope.one.tasks.size(); ++i) {
    const Task& task = scope.one.tasks[i];
    words.push_back(app::unit_name(scope.world, task.unit) + " · " +
                    word("task_state", task.state));
    if (task.id == value) chosen = static_cast<int>(i) + 1;
  }
  if (!form_choice(scope, name, words, chosen)) return;
  value = chosen == 0 ? TaskId{} : scope.one.tasks[static_cast<std::size_t>(chosen - 1)].id;
}

void form_order(FormScope& scope, TaskOrder& order, OrderOptions options) {
  form_unit(scope, "unit", order.unit, order.lead);
  if (options.kind) {
    const std::vector<std::string> kinds = words_from("task_kind", TaskKind::onsite);
    const bool said = !scope.must_choose("kind") || scope.is_chosen("kind");
    int chosen = said ? static_cast<int>(order.kind) : -1;
    if (ui::select(scope.label("kind"), kinds, chosen, tr("ui.act.choose"), scope.error("kind"),
                   scope.asked("kind"))) {
      order.kind = static_cast<TaskKind>(chosen);
      scope.chosen("kind");
      scope.given("kind");
    }
    if (chosen < 0) scope.draft.unstated.emplace_back("kind");
  }
  form_text(scope, "order", order.order, kTextMax);
  form_limit(scope, "limit", order.limit);
  if (order.kind == TaskKind::supervision) {
    std::int64_t rounds = order.rounds;
    form_number(scope, "rounds", rounds, {.units = {"次 轮 遍"}, .most = 1000});
    order.rounds = static_cast<std::uint32_t>(rounds);
  }
  if (options.mandatory) form_flag(scope, "mandatory", order.mandatory);
  const UnitList& list = unit_list(scope, order.lead);
  const int at = index_of(list, order.unit);
  order.why = at < 0 ? std::string() : list.reasons[static_cast<std::size_t>(at)];
  order.choice = list.ranked.choice(order.unit);
}

}  // namespace gezhi::screens
