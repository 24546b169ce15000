#include "web/screens/desk.h"

#include <algorithm>

#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/desk/actions.h"
#include "web/screens/desk/alarms.h"
#include "web/screens/desk/detail.h"
#include "web/screens/desk/form.h"
#include "web/screens/desk/points.h"
#include "web/screens/desk/queue_view.h"
#include "web/screens/desk/shortcuts.h"
#include "web/screens/overview.h"
#include "web/screens/parts/acting.h"
#include "web/screens/parts/case_parts.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using ui::Icon;
using ui::tr;

struct Board {
  Queue queue = Queue::intake;
  bool begun = false;
  std::string words;
  bool searching = false;
  bool shortcuts = false;
  bool alarms = false;
  app::MapView view;
  SubjectKey looked_at;
};

Board& board() {
  static Board& one = platform::of_session<Board>();
  return one;
}

constexpr float kListShare = 0.30f;
constexpr float kDetailShare = 0.37f;
constexpr float kNarrowest = 380;
constexpr std::size_t kAlarmsShown = 4;

std::string route_of(const SubjectKey& ref) { return "/desk/" + app::path_of(ref); }

// The first time: the first queue that holds something.
void begin_with_work(Board& b) {
  if (b.begun || app::all_cases().empty()) return;
  b.begun = true;
  for (std::size_t q = 0; q < names_of(Queue{}).size(); ++q) {
    b.queue = static_cast<Queue>(q);
    if (count_in(b.queue) > 0) return;
  }
}

// What was chosen is a copy.
std::vector<const Case*>::const_iterator find_in(const std::vector<const Case*>& cases,
                                                 const Case* chosen) {
  return std::find_if(cases.begin(), cases.end(), [&](const Case* one) {
    return chosen != nullptr && subject_key(*one) == subject_key(*chosen);
  });
}

void step_in_list(const std::vector<const Case*>& cases, const Case* chosen, int step) {
  if (cases.empty()) return;
  const auto found = find_in(cases, chosen);
  auto index = static_cast<int>(found - cases.begin());
  if (found == cases.end()) index = step > 0 ? -1 : 0;
  const int to = std::clamp(index + step, 0, static_cast<int>(cases.size()) - 1);
  app::replace(route_of(subject_key(*cases[static_cast<std::size_t>(to)])));
}

void take_keys(Board& b, const std::vector<const Case*>& cases, const Case* chosen) {
  if (ui::dialog_is_open()) return;
  const DeskKeys keys = desk_keys();
  if (keys.help) b.shortcuts = true;
  if (keys.search) b.searching = true;
  if (keys.queue) b.queue = keys.to_queue;
  if (keys.step != 0)
    step_in_list(cases, chosen, keys.step);
  else if (chosen != nullptr && !keys.help)
    action_keys(*chosen);
}

void draw_empty_queue(const Board& b) {
  const bool search = !b.words.empty();
  ui::empty_state(search ? Icon::search : Icon::check_circle,
                  tr(search ? "ui.desk.nothing_found" : "ui.desk.queue_empty"),
                  tr(search ? "ui.desk.nothing_found_help" : "ui.desk.queue_empty_help"));
}

SubjectKey draw_list(Board& b, const std::vector<const Case*>& cases, const SubjectKey& chosen) {
  if (cases.empty()) {
    draw_empty_queue(b);
    return {};
  }
  return queue_list(queue_name(b.queue), cases, chosen);
}

void draw_search(Board& b) {
  if (b.searching) mirror::focus(ui::item_id("search"));
  b.searching = false;
  ui::text_field("search", "", b.words,
                 {.hint = tr("ui.desk.search"), .icon = Icon::search, .max_length = 40});
}

void draw_left(Board& b, const std::vector<const Case*>& cases, const SubjectKey& chosen,
               const Box& box) {
  ui::column_begin(box);
  draw_search(b);
  const Box room = ui::peek(0);
  ui::column_end();
  ui::scroll_begin("list" + std::string(name_of(b.queue)),
                   {box.x, room.y, box.w, box.bottom() - room.y}, 2, queue_name(b.queue));
  ui::space(2);
  const SubjectKey pressed = draw_list(b, cases, chosen);
  if (!pressed.id.is_nil()) app::replace(route_of(pressed));
  ui::scroll_end();
}

void draw_middle(Board& b, const std::vector<const Case*>& cases, const Case* chosen,
                 const Box& box) {
  const SubjectKey id = chosen != nullptr ? subject_key(*chosen) : SubjectKey{};
  if (chosen != nullptr && !(b.looked_at == id)) look_at(b.view, *chosen);
  b.looked_at = id;
  std::vector<const Case*> shown = cases;
  if (chosen != nullptr && find_in(cases, chosen) == cases.end()) {
    shown.push_back(app::find_case(id));
  }
  app::MapOptions options;
  options.height = box.h;
  if (chosen != nullptr) options.highlight = chosen->place.grid;
  ui::column_begin(box);
  app::MapView whole;  // until there is something to show: the next frame looks at it afresh
  app::MapView& view = shown.empty() ? whole : b.view;
  const app::MapResult result =
      app::map_panel(tr("ui.map.title"), view, points_of(shown, id), options);
  ui::column_end();
  if (result.chosen < 0) return;
  const SubjectKey pressed = subject_key(*shown[static_cast<std::size_t>(result.chosen)]);
  b.looked_at = pressed;  // it is in sight already
  app::replace(route_of(pressed));
}

void draw_right(const Case* chosen, const Box& box) {
  if (chosen != nullptr) return desk_detail(*chosen, box);
  ui::scroll_begin("overview", box, 4, tr("ui.overview.title"));
  ui::space(4);
  if (!alarms().empty()) {
    ui::heading(tr("ui.alarm.title"));
    const SubjectKey pressed = alarm_list(kAlarmsShown);
    if (!pressed.id.is_nil()) app::open(route_of(pressed));
  }
  overview_panel();
  ui::scroll_end();
}

std::string alarm_words() { return tr("ui.alarm.button", std::to_string(alarms().size())); }

void draw_board(Board& b, const Case* chosen) {
  const ui::PageAction actions[] = {{Icon::bell, alarm_words()},
                                    {Icon::info, tr("ui.desk.shortcuts")}};
  const ui::PageEvents events =
      page_begin(tr("ui.desk.title"),
                 {.actions = actions, .max_width = 0, .scroll = false, .known_by = "desk"});
  if (events.action == 0) b.alarms = true;
  if (events.action == 1) b.shortcuts = true;
  const std::vector<const Case*>& cases = cases_in(b.queue, b.words);
  take_keys(b, cases, chosen);
  queue_tabs(b.queue);
  const Box room = ui::room_left();
  const float gap = ui::kGapWide;
  const float left = std::max(kNarrowest, room.w * kListShare);
  const float right = std::max(kNarrowest, room.w * kDetailShare);
  const float middle = room.w - left - right - 2 * gap;
  const bool wide = middle >= 200;
  draw_left(b, cases, chosen != nullptr ? subject_key(*chosen) : SubjectKey{},
            {room.x, room.y, left, room.h});
  if (wide) draw_middle(b, cases, chosen, {room.x + left + gap, room.y, middle, room.h});
  const float x = wide ? room.x + left + middle + 2 * gap : room.x + left + gap;
  draw_right(chosen, {x, room.y, room.right() - x, room.h});
  ui::take(room.h, 0);
  page_end();
}

void draw_phone_list(Board& b) {
  const ui::PageAction actions[] = {{Icon::bell, alarm_words()}};
  if (page_begin(tr("ui.desk.title"), {.actions = actions}).action == 0) b.alarms = true;
  queue_tabs(b.queue);
  draw_search(b);
  const std::vector<const Case*>& cases = cases_in(b.queue, b.words);
  const SubjectKey pressed = draw_list(b, cases, {});
  if (!pressed.id.is_nil()) app::open(route_of(pressed));
  page_end();
}

void draw_phone_case(const Case& one) {
  const float foot = action_bar_height(one);
  page_begin(app::number_text(one),
             {.back = true, .footer = foot, .known_by = route_of(subject_key(one))}, "/desk");
  desk_detail_parts(one, false);
  if (foot > 0) {
    ui::page_footer_begin();
    ui::space(-12);  // the bar keeps its own distance
    action_bar(one);
    ui::page_footer_end();
  }
  page_end();
}

// Other screens send here with ?case=.
void take_query() {
  const auto& query = app::address().query;
  const auto found = query.find("case");
  if (found != query.end()) app::replace("/desk/" + found->second);
}

}  // namespace

void draw_desk() {
  Board& b = board();
  begin_with_work(b);
  take_query();
  const Case* chosen = addressed_case();
  if (ui::desktop())
    draw_board(b, chosen);
  else if (chosen != nullptr)
    draw_phone_case(*chosen);
  else
    draw_phone_list(b);
  draw_all_actions();
  draw_form();
  draw_shortcuts(b.shortcuts);
  const SubjectKey alarmed = draw_alarms(b.alarms);
  if (!alarmed.id.is_nil()) app::open(route_of(alarmed));
}

}  // namespace gezhi::screens
