#include "web/screens/overview.h"

#include <algorithm>
#include <array>

#include "core/cases/clocks.h"
#include "core/cases/holidays.h"
#include "core/cases/small_cells.h"
#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/desk/queues.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Tone;
using ui::tr;

constexpr std::size_t kOldestShown = 8;
constexpr std::int64_t kRecountMs = 15000;

struct Figures {
  std::uint64_t generation = 0;
  TimeMs at;
  int open = 0;
  int overdue = 0;
  int warning = 0;
  int today = 0;
  int closed = 0;
  int closed_in_time = 0;
  int away = 0;       // arrivals of all cases that were not at the place,
  int not_known = 0;  // and of which nobody knows
  std::array<int, names_of(CaseState{}).size()> by_state{};
  std::array<int, names_of(Nature{}).size()> by_nature{};  // open ones
  std::vector<std::pair<ShardId, int>> by_street;          // open ones
  std::vector<const Case*> oldest;
};

void count(Figures& f, const Case& one) {
  ++f.by_state[static_cast<std::size_t>(one.state)];
  if (civil_day_of(one.reported.at) == civil_day_of(f.at)) ++f.today;
  if (one.state == CaseState::closed) {
    ++f.closed;
    const bool late = std::any_of(one.clocks.begin(), one.clocks.end(), [](const Clock& clock) {
      return clock.late || clock.presence == Presence::away ||
             clock.presence == Presence::not_known;
    });
    f.closed_in_time += late ? 0 : 1;
  }
  for (const Task& task : one.tasks) {
    f.away += task.presence == Presence::away ? 1 : 0;
    f.not_known += task.presence == Presence::not_known ? 1 : 0;
  }
  if (!kOpenStates.has(one.state)) return;
  ++f.open;
  ++f.by_nature[static_cast<std::size_t>(one.nature)];
  const auto street = std::find_if(f.by_street.begin(), f.by_street.end(),
                                   [&](const auto& entry) { return entry.first == one.shard; });
  if (street != f.by_street.end())
    ++street->second;
  else
    f.by_street.emplace_back(one.shard, 1);
  f.oldest.push_back(&one);
  const Clock* clock = next_clock(one);
  const Urgency urgency = clock != nullptr ? urgency_of(*clock, f.at) : Urgency::none;
  f.overdue += urgency == Urgency::overdue ? 1 : 0;
  f.warning += urgency == Urgency::warning ? 1 : 0;
}

const Figures& figures() {
  static Figures& kept = platform::of_session<Figures>();
  const TimeMs now = app::now();
  const bool fresh = kept.generation == app::generation() && !kept.at.is_none() && kept.at <= now &&
                     now - kept.at < kRecountMs;
  if (fresh) return kept;
  kept = {};
  kept.generation = app::generation();
  kept.at = now;
  for (const Case* one : app::all_cases()) count(kept, *one);
  std::stable_sort(kept.oldest.begin(), kept.oldest.end(),
                   [](const Case* a, const Case* b) { return a->reported.at < b->reported.at; });
  if (kept.oldest.size() > kOldestShown) kept.oldest.resize(kOldestShown);
  return kept;
}

struct Bar {
  std::string name;
  int count = 0;
  Tone tone = Tone::info;
  bool hidden = false;  // too small to be shown, or would tell one that is
};

// The desk works through the list of these very cases, with their number on every tab.
bool sees_every_figure() { return app::main_work() == app::Work::desk; }

// The sum of these bars is known.
void hide_small(std::vector<Bar>& all) {
  if (sees_every_figure()) return;
  std::vector<std::int64_t> counts;
  for (const Bar& bar : all) counts.push_back(bar.count);
  const std::vector<bool> hides = hidden_cells(counts);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].hidden = hides[i];
  std::stable_partition(all.begin(), all.end(), [](const Bar& bar) { return !bar.hidden; });
}

// Counts as bars of one scale, name and figure written out.
void bars(std::string_view name, const std::vector<Bar>& all) {
  const ui::Theme& t = ui::theme();
  int most = 1;
  float name_w = 0;
  const ui::TextStyle words{.size = 16};
  for (const Bar& bar : all) {
    if (!bar.hidden) most = std::max(most, bar.count);
    name_w = std::max(name_w, ui::text_width(bar.name, words));
  }
  name_w = std::min(name_w + 14, ui::width() * 0.45f);
  ui::list_begin(name);
  for (const Bar& bar : all) {
    const float name_h = ui::text_height(bar.name, name_w - 8, words);
    const Box box = ui::take(std::max(30.0f, name_h), 4);
    ui::draw_text({box.x, box.y + (box.h - name_h) / 2, name_w - 8, name_h}, bar.name, words);
    const float room = box.w - name_w - 48;
    const int count = bar.hidden ? 0 : bar.count;
    const std::string figure = bar.hidden ? tr("ui.overview.hidden") : std::to_string(count);
    const float w = std::max(count > 0 ? 6.0f : 0.0f,
                             room * static_cast<float>(count) / static_cast<float>(most));
    const float middle = box.y + (box.h - 16) / 2;
    ui::fill({box.x + name_w, middle, room, 16}, t.sunken, 8);
    if (w > 0)
      ui::fill({box.x + name_w, middle, w, 16}, ui::faded(t.tone(bar.tone).text, 0.75f), 8);
    ui::draw_line({box.right() - 44, box.y, 44, box.h}, figure,
                  {.size = 16, .weight = ui::Weight::strong, .align = ui::Align::right});
    ui::report(ui::item_id(bar.name), mirror::Role::list_item,
               bar.name + " " + (bar.hidden ? tr("ui.overview.hidden_words") : figure), box);
  }
  ui::list_end();
  const bool any = std::any_of(all.begin(), all.end(), [](const Bar& bar) { return bar.hidden; });
  if (any) ui::small_text(tr("ui.overview.hidden_note"));
}

// Which of the figures above the bars are not shown; what is open and neither late nor nearly so is a part
// of what is open as well.
struct Headline {
  bool open = false;
  bool overdue = false;
  bool warning = false;
  bool today = false;
  bool any() const { return open || overdue || warning || today; }
};

Headline hidden_headline(const Figures& f) {
  if (sees_every_figure()) return {};
  const std::vector<bool> parts =
      hidden_cells({f.overdue, f.warning, f.open - f.overdue - f.warning});
  return {is_small(f.open), parts[0], parts[1], is_small(f.today)};
}

std::string figure_text(int count, bool hidden) {
  return hidden ? tr("ui.overview.hidden") : std::to_string(count);
}

void headline(const Figures& f) {
  const Headline hides = hidden_headline(f);
  const bool wide = ui::width() > 640;
  const Tone late = f.overdue > 0 ? Tone::danger : Tone::success;
  const Tone soon = f.warning > 0 ? Tone::warning : Tone::neutral;
  bool pressed = false;
  if (wide)
    ui::row_begin({1, 1, 1, 1});
  else
    ui::row_begin({1, 1});
  pressed = ui::figure(tr("ui.overview.open"), figure_text(f.open, hides.open)) || pressed;
  ui::next_cell();
  pressed =
      ui::figure(tr("ui.overview.overdue"), figure_text(f.overdue, hides.overdue), late) || pressed;
  if (!wide) {
    ui::row_end();
    ui::row_begin({1, 1});
  } else {
    ui::next_cell();
  }
  pressed =
      ui::figure(tr("ui.overview.warning"), figure_text(f.warning, hides.warning), soon) || pressed;
  ui::next_cell();
  pressed = ui::figure(tr("ui.overview.today"), figure_text(f.today, hides.today)) || pressed;
  ui::row_end();
  if (hides.any()) ui::small_text(tr("ui.overview.hidden_note"));
  if (pressed) app::open("/desk");
}

std::vector<Bar> bars_of(const Figures& f, CaseStates states) {
  std::vector<Bar> all;
  for (std::size_t s = 0; s < f.by_state.size(); ++s) {
    const auto state = static_cast<CaseState>(s);
    if (!states.has(state) || f.by_state[s] == 0) continue;
    const ui::Chip chip = state_chip(state);
    all.push_back({chip.text, f.by_state[s], chip.tone});
  }
  hide_small(all);
  return all;
}

// How many are open stands above: what is hidden among them must not follow from it.
void state_bars(const Figures& f) {
  std::vector<Bar> all = bars_of(f, kOpenStates);
  for (const Bar& bar : bars_of(f, kFinalStates)) all.push_back(bar);
  ui::heading(tr("ui.overview.by_state"), 3);
  bars(tr("ui.overview.by_state"), all);
}

// Not where the bar of what is closed says nothing: the others of its kind would follow.
void closed_words(const Figures& f) {
  if (f.closed == 0) return;
  const std::vector<bool> hides = hidden_cells({f.closed_in_time, f.closed - f.closed_in_time});
  const std::vector<Bar> bars = bars_of(f, kFinalStates);
  const bool silent = std::any_of(bars.begin(), bars.end(), [](const Bar& bar) {
    return bar.hidden && bar.name == state_chip(CaseState::closed).text;
  });
  if (!sees_every_figure() && (hides[0] || hides[1] || silent)) return;
  ui::small_text(
      tr("ui.overview.closed_in_time", std::to_string(f.closed), std::to_string(f.closed_in_time)));
}

void presence_words(const Figures& f) {
  if (f.away + f.not_known == 0) return;
  const bool all = sees_every_figure();
  ui::small_text(tr("ui.overview.presence", figure_text(f.away, !all && is_small(f.away)),
                    figure_text(f.not_known, !all && is_small(f.not_known))));
}

void nature_bars(const Figures& f) {
  std::vector<Bar> all;
  for (std::size_t n = 0; n < f.by_nature.size(); ++n) {
    if (f.by_nature[n] > 0)
      all.push_back({word("nature", static_cast<Nature>(n)), f.by_nature[n], Tone::info});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Bar& a, const Bar& b) { return a.count > b.count; });
  hide_small(all);
  ui::heading(tr("ui.overview.by_nature"), 3);
  bars(tr("ui.overview.by_nature"), all);
}

void street_bars(const Figures& f) {
  if (f.by_street.size() < 2) return;
  std::vector<Bar> all;
  for (const auto& [shard, open] : f.by_street)
    all.push_back({app::street_name(shard), open, Tone::info});
  hide_small(all);
  ui::heading(tr("ui.overview.by_street"), 3);
  bars(tr("ui.overview.by_street"), all);
}

void oldest_list(const Figures& f) {
  ui::heading(tr("ui.overview.oldest"), 3);
  if (f.oldest.empty()) ui::small_text(tr("ui.overview.none_open"));
  ui::list_begin(tr("ui.overview.oldest"));
  for (const Case* one : f.oldest) {
    if (case_row(*one, app::duration_text(app::now() - one->reported.at))) {
      app::open("/desk/" + app::path_of(*one));
    }
  }
  ui::list_end();
}

// Three months before a street's list of holidays ends, and from then on.
void holidays_end() {
  for (const ShardId street : app::streets()) {
    const World* world = app::street_world(street);
    if (world == nullptr || !holidays_end_soon(world->policy(), civil_day_of(app::now()))) continue;
    const auto until = holidays_known_until(world->policy());
    ui::banner(Tone::warning, until ? tr("ui.policy.holidays_end", to_date_text(*until))
                                    : tr("ui.policy.holidays_none"));
    return;
  }
}

// The same of the lists of official codes in the district's pack.
void codes_end() {
  const District* district = app::district();
  if (district == nullptr || !codes_end_soon(district->history(), civil_day_of(app::now()))) return;
  ui::banner(Tone::warning,
             tr("ui.overview.codes_end", to_date_text(*codes_known_until(district->history()))));
}

}  // namespace

void overview_panel() {
  const Figures& f = figures();
  holidays_end();
  codes_end();
  headline(f);
  ui::card_begin();
  state_bars(f);
  ui::card_end();
  ui::card_begin();
  nature_bars(f);
  ui::card_end();
}

void draw_overview() {
  const Figures& f = figures();
  page_begin(tr("ui.overview.title"), {.max_width = 1120});
  holidays_end();
  codes_end();
  headline(f);
  if (ui::desktop()) ui::row_begin({1, 1}, ui::kGapWide);
  ui::card_begin();
  state_bars(f);
  ui::card_end();
  if (ui::desktop()) ui::next_cell();
  ui::card_begin();
  nature_bars(f);
  ui::card_end();
  if (f.by_street.size() > 1) {
    ui::card_begin();
    street_bars(f);
    ui::card_end();
  }
  if (ui::desktop()) ui::row_end();
  closed_words(f);
  presence_words(f);
  oldest_list(f);
  ui::small_text(tr("ui.overview.note"));
  page_end();
}

}  // namespace gezhi::screens
