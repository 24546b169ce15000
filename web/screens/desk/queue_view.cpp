#include "web/screens/desk/queue_view.h"

#include <algorithm>
#include <map>

#include <imgui.h>
#include "core/cases/clocks.h"
#include "web/here.h"
#include "web/platform/session.h"
#include "web/screens/parts/case_parts.h"

namespace gezhi::screens {
namespace {

using ui::tr;

constexpr float kTabHeight = 66;
constexpr float kRowHeight = 104;
constexpr int kPhoneColumns = 5;

void draw_count(const Box& box, Queue queue, bool on) {
  const ui::Theme& t = ui::theme();
  const int late = overdue_in(queue);
  ui::TextStyle figure{.size = 22, .weight = ui::Weight::strong};
  figure.colour = late > 0 ? t.tone(ui::Tone::danger).text : on ? t.primary : t.text;
  const std::string count = std::to_string(count_in(queue));
  const float count_w = ui::text_width(count, figure);
  const float mark_w = late > 0 ? 21.0f : 0.0f;
  const float x = box.x + (box.w - count_w - mark_w) / 2;
  ui::draw_line({x, box.y + 7, count_w + 2, 28}, count, figure);
  if (late > 0) ui::draw_icon(ui::Icon::warning, x + count_w + 13, box.y + 20, 16, figure.colour);
  ui::draw_line({box.x + 2, box.y + 35, box.w - 4, 24}, queue_name(queue),
                {.size = ui::kTextSmall,
                 .weight = on ? ui::Weight::strong : ui::Weight::regular,
                 .colour = on ? t.primary : t.text_soft,
                 .align = ui::Align::centre});
}

std::string spoken(Queue queue) {
  const std::string count = std::to_string(count_in(queue));
  const int late = overdue_in(queue);
  if (late == 0) return queue_name(queue) + " " + count;
  return tr("ui.desk.queue_late", queue_name(queue), count, std::to_string(late));
}

bool tab(const Box& box, Queue queue, bool on) {
  const ui::Theme& t = ui::theme();
  const ui::Id id = ui::item_id("queue" + std::string(name_of(queue)));
  const ui::Press state = ui::press(id, box);
  const bool lit = state.hovered || state.held;
  ui::fill(box, on ? t.primary_soft : lit ? t.sunken : t.surface, ui::kRadiusControl);
  ui::outline(box, on ? t.primary : t.line, ui::kRadiusControl, on ? 2.0f : 1.0f);
  if (state.focused) ui::focus_ring(box, ui::kRadiusControl);
  draw_count(box, queue, on);
  ui::report(id, mirror::Role::tab, spoken(queue), box, on ? mirror::kSelected : 0U);
  return state.pressed;
}

void draw_icon_of(const Case& one, const Box& box) {
  const ui::ToneColours& colours = ui::theme().tone(nature_tone(one));
  const float x = box.x + 34;
  const float y = box.y + 34;
  ui::canvas()->AddCircleFilled({x, y}, 20, colours.fill);
  ui::draw_icon(nature_icon(one.nature), x, y, 22, colours.text);
}

// One chip, its left top at (x, y); its width.
float draw_chip(float x, float y, float most, const ui::Chip& chip) {
  const ui::ToneColours& colours = ui::theme().tone(chip.tone);
  const ui::TextStyle style{
      .size = ui::kTextSmall, .weight = ui::Weight::strong, .colour = colours.text};
  const float w = std::min(ui::text_width(chip.text, style) + 38, most);
  const Box box{x, y, w, 28};
  ui::fill(box, colours.fill, 14);
  const bool contrast = ui::theme().scheme == ui::Scheme::contrast;
  ui::outline(box, contrast ? colours.text : ui::faded(colours.text, 0.25f), 14,
              contrast ? 1.5f : 1);
  const ui::Icon icon = chip.icon == ui::Icon::none ? ui::tone_icon(chip.tone) : chip.icon;
  ui::draw_icon(icon, x + 16, y + 14, 16, colours.text);
  ui::draw_line({x + 28, y, w - 36, 28}, chip.text, style);
  return w;
}

float chip_width(const ui::Chip& chip) {
  return ui::text_width(chip.text, {.size = ui::kTextSmall, .weight = ui::Weight::strong}) + 38;
}

// State and clock; where both and the next step have no room, what is left of the clock: the queue
// tells the state.
ui::Chip chip_for(const Case& one, float room, float step_w) {
  ui::Chip chip = case_chip(one);
  const Clock* clock = next_clock(one);
  if (clock != nullptr && chip_width(chip) + step_w > room) chip.text = left_words(one, *clock);
  return chip;
}

// The place without what all cases of a street have in common.
std::string short_place(const Case& one, const World& world) {
  std::string text = app::open_place_text(world, one);
  for (const GridLevel level : {GridLevel::township, GridLevel::area}) {
    const GridNode* node = world.grids().find(world.grids().at_level(one.place.grid, level));
    if (node != nullptr && text.size() > node->name.size() && text.rfind(node->name, 0) == 0) {
      text.erase(0, node->name.size());
    }
  }
  return text;
}

void draw_words(const Case& one, const World& world, const Box& box, const std::string& step) {
  const ui::Theme& t = ui::theme();
  const float left = box.x + 64;
  const float room = box.right() - 14 - left;
  const ui::TextStyle soft{.size = ui::kTextSmall, .colour = t.text_soft};
  const ui::TextStyle next{
      .size = ui::kTextSmall, .weight = ui::Weight::strong, .colour = t.primary};
  ui::draw_line({left, box.y + 8, room, 28}, app::open_text(one),
                {.size = 17, .weight = ui::Weight::strong});
  const std::string doubt = place_doubt(one);
  const std::string where =
      doubt.empty() ? short_place(one, world) : doubt + " · " + short_place(one, world);
  const std::string when = app::time_text(one.reported.at);
  const float beside = room - ui::text_width(when, soft) - 10;
  // In large text a place of three characters says nothing: it has the line to itself then.
  const bool alone = beside < room / 2 && ui::text_width(where, soft) > beside;
  ui::TextStyle right = soft;
  right.align = ui::Align::right;
  if (!alone) ui::draw_line({left, box.y + 36, room, 24}, when, right);
  ui::TextStyle place = soft;
  if (!doubt.empty()) place.colour = t.tone(ui::Tone::warning).text;
  ui::draw_line({left, box.y + 36, alone ? room : beside, 24}, where, place);
  const float step_w = step.empty() ? 0 : ui::text_width(step, next) + 12;
  const float w = draw_chip(left, box.y + 65, room, chip_for(one, room, step_w));
  if (step_w > 0) ui::draw_line({left + w + 10, box.y + 65, room - w - 10, 28}, step, next);
}

bool queue_row(const Case& one, bool chosen) {
  const World* world = app::world_of(one);
  if (world == nullptr) return false;
  const ui::Theme& t = ui::theme();
  const Box box = ui::take(kRowHeight, ui::kGapSmall);
  ui::push_id(small_id(one));
  const ui::Id id = ui::item_id("row");
  const ui::Press state = ui::press(id, box);
  const ui::Chip chip = case_chip(one);
  const std::string step = next_step_text(one);
  mirror::Node item;
  item.key = ui::item_id("item");
  item.role = mirror::Role::list_item;
  item.box = box;
  const std::size_t node = mirror::begin(item);
  std::string name = word("nature", one.nature) + ", " + app::open_text(one) + ", " + chip.text +
                     ", " + app::open_place_text(*world, one) + ", " +
                     app::time_text(one.reported.at);
  if (const std::string doubt = place_doubt(one); !doubt.empty()) name += ", " + doubt;
  if (!step.empty()) name += ", " + step;
  ui::report(id, mirror::Role::button, name, box, chosen ? mirror::kCurrent : 0U);
  mirror::end(node);
  ui::pop_id();
  const bool lit = state.hovered || state.held;
  ui::fill(box,
           chosen ? t.primary_soft
           : lit  ? ui::mixed(t.surface, t.primary_soft, 0.6f)
                  : t.surface,
           ui::kRadiusControl);
  ui::outline(box, chosen ? t.primary : t.line, ui::kRadiusControl, chosen ? 2.0f : 1.0f);
  if (state.focused) ui::focus_ring(box, ui::kRadiusControl);
  draw_icon_of(one, box);
  draw_words(one, *world, box, step);
  keep_clock_moving(next_clock(one));
  return state.pressed;
}

}  // namespace

std::string queue_name(Queue queue) { return tr("ui.desk.queue_" + std::string(name_of(queue))); }

bool queue_tabs(Queue& queue) {
  const int count = static_cast<int>(names_of(Queue{}).size());
  const int columns = ui::phone() ? kPhoneColumns : count;
  const int rows = (count + columns - 1) / columns;
  const float gap = ui::phone() ? 6.0f : ui::kGapSmall;
  const Box all = ui::take(static_cast<float>(rows) * (kTabHeight + gap) - gap);
  const std::string name = tr("ui.desk.queues");
  mirror::Node node;
  node.key = ui::item_id("queues");
  node.role = mirror::Role::tablist;
  node.name = name;
  node.box = all;
  const std::size_t at = mirror::begin(node);
  const float w = (all.w - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  bool changed = false;
  for (int i = 0; i < count; ++i) {
    const auto one = static_cast<Queue>(i);
    const Box box{all.x + static_cast<float>(i % columns) * (w + gap),
                  all.y + static_cast<float>(i / columns) * (kTabHeight + gap), w, kTabHeight};
    if (!tab(box, one, one == queue)) continue;
    changed = one != queue;
    queue = one;
  }
  mirror::end(at);
  return changed;
}

namespace {

// When another one is chosen, by a key, on the map, by a link, its row comes into sight.
void reveal_chosen(const std::vector<const Case*>& cases, const SubjectKey& chosen) {
  static auto& shown = platform::of_session<std::map<ui::Id, SubjectKey>>();
  SubjectKey& before = shown[ui::item_id("chosen")];
  if (chosen == before) return;
  const auto found = std::find_if(cases.begin(), cases.end(),
                                  [&](const Case* one) { return subject_key(*one) == chosen; });
  if (found == cases.end()) return;
  before = chosen;
  Box row = ui::peek(kRowHeight);
  row.y += static_cast<float>(found - cases.begin()) * (kRowHeight + ui::kGapSmall);
  ui::reveal(row);
}

}  // namespace

SubjectKey queue_list(std::string_view name, const std::vector<const Case*>& cases,
                      const SubjectKey& chosen) {
  SubjectKey pressed;
  ui::list_begin(name);
  reveal_chosen(cases, chosen);
  ui::long_list(static_cast<int>(cases.size()), kRowHeight, ui::kGapSmall, [&](int i) {
    const Case& one = *cases[static_cast<std::size_t>(i)];
    if (queue_row(one, subject_key(one) == chosen)) pressed = subject_key(one);
  });
  ui::list_end();
  return pressed;
}

}  // namespace gezhi::screens
