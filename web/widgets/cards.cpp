#include "web/widgets/cards.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>
#include "web/widgets/buttons.h"
#include "web/widgets/kit.h"
#include "web/widgets/layout.h"
#include "web/widgets/text.h"

namespace gezhi::ui {
namespace {

using mirror::Role;

struct Card {
  Box start;
  ImDrawListSplitter splitter;
  Id id = 0;
  std::string name;
};

std::vector<Card*> cards;  // of the device: while a frame is drawn

constexpr float kPad = 16;

void open_card(std::string_view name, bool pressable) {
  Card* card = new Card;
  card->start = peek(0);
  card->id = pressable ? item_id(name) : 0;
  card->name = shown(name);
  card->splitter.Split(canvas(), 2);
  card->splitter.SetCurrentChannel(canvas(), 1);
  cards.push_back(card);
  column_begin({card->start.x + kPad, card->start.y + kPad, card->start.w - 2 * kPad, 0});
}

bool close_card() {
  Card* card = cards.back();
  cards.pop_back();
  const float used = column_end();
  Box box = card->start;
  box.h = used + 2 * kPad;
  card->splitter.SetCurrentChannel(canvas(), 0);
  Press state;
  if (card->id != 0) state = press(card->id, box);
  const Theme& t = theme();
  if (in_sight(box)) {
    if (t.scheme == Scheme::light) soft_shadow(box, kRadiusCard);
    fill(box, state.held || state.hovered ? mixed(t.surface, t.primary_soft, 0.6f) : t.surface,
         kRadiusCard);
    if (t.scheme != Scheme::light) outline(box, t.line, kRadiusCard);
    if (state.focused) focus_ring(box, kRadiusCard);
  }
  if (card->id != 0) report(card->id, Role::button, card->name, box);
  card->splitter.Merge(canvas());
  take(box.h, kGapWide);
  delete card;
  return state.pressed;
}

TextStyle strong(float size, Colour colour) {
  TextStyle style;
  style.size = size;
  style.weight = Weight::strong;
  style.colour = colour;
  return style;
}

TextStyle soft(int lines = 0) {
  TextStyle style;
  style.size = kTextSmall;
  style.colour = theme().text_soft;
  style.max_lines = lines;
  return style;
}

float chip_width(const Chip& chip) { return text_width(chip.text, strong(kTextSmall, 0)) + 40; }

constexpr float kChipHeight = 30;
constexpr float kChipSides = 38;  // icon and padding beside the words

// Words that have no room in one line take more: a clock that is cut off says nothing.
float chip_height(const Chip& chip, float most) {
  if (chip_width(chip) <= most) return kChipHeight;
  return text_height(chip.text, most - kChipSides, strong(kTextSmall, 0)) + 8;
}

// Draws one chip with its left top at (x, y), chip_height() high.
Box draw_status(float x, float y, float most, const Chip& chip) {
  const ToneColours& colours = theme().tone(chip.tone);
  const Box box{x, y, std::min(chip_width(chip), most), chip_height(chip, most)};
  fill(box, colours.fill, 15);
  outline(box, theme().scheme == Scheme::contrast ? colours.text : faded(colours.text, 0.22f), 15);
  draw_icon(chip.icon == Icon::none ? tone_icon(chip.tone) : chip.icon, box.x + 17, box.y + 15, 17,
            colours.text);
  const TextStyle style = strong(kTextSmall, colours.text);
  if (box.h > kChipHeight) {
    draw_text({box.x + 29, box.y + 4, box.w - kChipSides, box.h - 8}, chip.text, style);
  } else {
    draw_line({box.x + 29, box.y, box.w - kChipSides, box.h}, chip.text, style);
  }
  return box;
}

struct RowMeasure {
  float left = 0;   // where text begins
  float right = 0;  // room kept at the right
  float title = 0;
  int title_lines = 2;
  float trailing = 0;  // of a line of its own: beside the title it would leave that no room
  float subtitle = 0;
  float note = 0;
  float chip = 0;
  float height = 0;
};

constexpr int kTitleLetters = 7;  // that a line of the title must have room for beside what trails

RowMeasure measure(const Row& row) {
  RowMeasure m;
  m.left = row.icon == Icon::none ? kPad : kPad + 52;
  m.right = row.chevron ? 34.0f : kPad;
  const float room = width() - m.left - m.right;
  const float trailing = row.trailing.empty() ? 0 : text_width(row.trailing, soft()) + 10;
  TextStyle title = strong(kTextBody, 0);
  if (trailing > 0 && room - trailing < kTitleLetters * text_width("字", title)) {
    m.trailing = line_height(soft(1));
    m.title_lines = 3;
  } else {
    m.right += trailing;
  }
  title.max_lines = m.title_lines;
  m.title = text_height(row.title, width() - m.left - m.right, title);
  m.subtitle = row.subtitle.empty() ? 0 : text_height(row.subtitle, room, soft(2));
  m.note = row.note.empty() ? 0 : text_height(row.note, room, soft(2));
  m.chip = row.chip.text.empty() ? 0 : chip_height(row.chip, room) + 6;
  m.height = std::max(64.0f, 24 + m.title + m.trailing + m.subtitle + m.note + m.chip);
  return m;
}

void draw_row_text(const Box& box, const Row& row, const RowMeasure& m) {
  const Theme& t = theme();
  const float left = box.x + m.left;
  const float room = box.w - m.left - (row.chevron ? 34.0f : kPad);
  float y = box.y + (box.h - m.title - m.trailing - m.subtitle - m.note - m.chip) / 2;
  TextStyle title = strong(kTextBody, t.text);
  title.max_lines = m.title_lines;
  draw_text({left, y, box.w - m.left - m.right, m.title}, row.title, title);
  if (!row.trailing.empty() && m.trailing == 0) {
    TextStyle small = soft(1);
    small.align = Align::right;
    draw_line({left, y, room, line_height(title)}, row.trailing, small);
  }
  y += m.title;
  if (m.trailing > 0) draw_line({left, y, room, m.trailing}, row.trailing, soft(1));
  y += m.trailing;
  if (m.subtitle > 0) draw_text({left, y, room, m.subtitle}, row.subtitle, soft(2));
  y += m.subtitle;
  if (m.note > 0) draw_text({left, y, room, m.note}, row.note, soft(2));
  y += m.note;
  if (m.chip > 0) draw_status(left, y + 6, room, row.chip);
}

void draw_row_sides(const Box& box, const Row& row) {
  const Theme& t = theme();
  if (row.icon != Icon::none) {
    const ToneColours& colours = t.tone(row.icon_tone);
    const float cx = box.x + kPad + 20;
    const float cy = box.y + std::min(box.h / 2, 44.0f);
    canvas()->AddCircleFilled({cx, cy}, 20, colours.fill);
    if (row.selected) canvas()->AddCircle({cx, cy}, 20, faded(colours.text, 0.3f), 0, 1);
    draw_icon(row.icon, cx, cy, 22, colours.text);
  }
  if (row.unread) canvas()->AddCircleFilled({box.x + 8, box.y + 18}, 5, t.primary);
  if (row.chevron)
    draw_icon(Icon::chevron_right, box.right() - 20, box.y + box.h / 2, 18, t.text_faint);
}

std::string spoken(const Row& row) {
  std::string name(shown(row.title));
  for (const Words* part : {&row.chip.text, &row.subtitle, &row.note, &row.trailing}) {
    if (!part->empty()) name += ", " + *part;
  }
  return name;
}

std::vector<std::size_t> lists;  // of the device: while a frame is drawn
std::vector<Box> list_starts;    // of the device: while a frame is drawn

}  // namespace

void card_begin() { open_card("", false); }
void card_end() { close_card(); }
void pressable_card_begin(std::string_view name) { open_card(name, true); }
bool pressable_card_end() { return close_card(); }

Icon tone_icon(Tone tone) {
  switch (tone) {
    case Tone::neutral: return Icon::dot;
    case Tone::info: return Icon::info;
    case Tone::success: return Icon::check_circle;
    case Tone::warning: return Icon::warning;
    case Tone::danger: return Icon::danger;
  }
  return Icon::dot;
}

void chips(std::span<const Chip> list) {
  Box at;
  float x = 0;
  for (const Chip& chip : list) {
    const float w = chip_width(chip);
    if (x == 0 || x + w > at.w) {
      at = take(chip_height(chip, width()), kGapSmall);
      x = 0;
    }
    const Box box = draw_status(at.x + x, at.y, at.w, chip);
    report(item_id(chip.text), Role::text, chip.text, box);
    x += w + kGapSmall;
  }
}

void chips(std::initializer_list<Chip> list) {
  chips(std::span<const Chip>(list.begin(), list.size()));
}

void list_begin(std::string_view name) {
  mirror::Node node;
  node.key = item_id(name);
  node.role = Role::list;
  node.name = name;
  node.box = peek(0);
  list_starts.push_back(node.box);
  lists.push_back(mirror::begin(node));
}

void list_end() {
  const Box start = list_starts.back();
  mirror::end(lists.back(), {start.x, start.y, start.w, peek(0).y - start.y});
  list_starts.pop_back();
  lists.pop_back();
}

float list_row_height(const Row& row) { return measure(row).height; }

bool list_row(const Row& row) {
  const Theme& t = theme();
  const RowMeasure m = measure(row);
  const Box box = take(m.height, kGapSmall);
  const Id id = item_id(row.title);
  const std::string name = spoken(row);
  mirror::Node item;
  item.key = id + 1;
  item.role = Role::list_item;
  item.box = box;
  const std::size_t node = mirror::begin(item);
  const Press state = press(id, box);
  report(id, Role::button, name, box, row.selected ? mirror::kCurrent : 0u);
  mirror::end(node);
  if (!in_sight(box)) return state.pressed;
  const Colour face = row.selected                  ? mixed(t.surface, t.primary_soft, 0.55f)
                      : state.held || state.hovered ? mixed(t.surface, t.primary_soft, 0.6f)
                                                    : t.surface;
  fill(box, face, kRadiusCard);
  outline(box, row.selected ? t.primary : t.line, kRadiusCard, row.selected ? 2.0f : 1.0f);
  if (state.focused) focus_ring(box, kRadiusCard);
  draw_row_sides(box, row);
  draw_row_text(box, row, m);
  return state.pressed;
}

bool banner(Tone tone, std::string_view words, std::string_view action) {
  const ToneColours& colours = theme().tone(tone);
  TextStyle style;
  style.colour = colours.text;
  const TextStyle act = strong(kTextBody, colours.text);
  const float action_w = action.empty() ? 0 : text_width(action, act) + 28;
  const bool below = action_w > 0 && width() - 60 - action_w < 240;
  const float room = width() - 62 - (below ? 0 : action_w);
  const float text = text_height(words, room, style);
  const Box box = take(std::max(text + 26, below ? 0 : kTarget + 4) + (below ? kTarget : 0), kGap);
  fill(box, colours.fill, kRadiusControl);
  outline(box, faded(colours.text, 0.35f), kRadiusControl);
  const float text_area = below ? box.h - kTarget : box.h;
  draw_icon(tone_icon(tone), box.x + 25, box.y + 13 + line_height(style) / 2, 24, colours.text);
  draw_text({box.x + 48, box.y + (text_area - text) / 2, room, text}, words, style);
  const bool urgent = tone == Tone::danger || tone == Tone::warning;
  report(item_id(words), urgent ? Role::alert : Role::status, words, box, mirror::kLive);
  if (action_w == 0) return false;
  const Box button{below ? box.x + 36 : box.right() - action_w - 4,
                   below ? box.bottom() - kTarget - 4 : box.y + (box.h - kTarget) / 2, action_w,
                   kTarget};
  const Id id = item_id(action);
  const Press state = press(id, button);
  if (state.hovered || state.held) fill(button, faded(colours.text, 0.12f), kRadiusControl);
  if (state.focused) focus_ring(button, kRadiusControl);
  draw_line({button.x + 14, button.y, button.w - 26, button.h}, shown(action), act);
  report(id, Role::button, shown(action), button);
  return state.pressed;
}

void key_values(std::span<const Pair> pairs) {
  const float name_w = std::min(width() * 0.36f, 180.0f);
  for (const Pair& pair : pairs) {
    TextStyle name = soft();
    name.size = kTextBody - 1;
    TextStyle value;
    const float h = std::max(text_height(pair.name, name_w - 12, name),
                             text_height(pair.value, width() - name_w, value));
    const Box box = take(h, kGapSmall);
    draw_text({box.x, box.y, name_w - 12, h}, pair.name, name);
    draw_text({box.x + name_w, box.y, box.w - name_w, h}, pair.value, value);
    report(item_id(pair.name), Role::text, std::string(pair.name) + ": " + std::string(pair.value),
           box);
  }
}

void key_values(std::initializer_list<Pair> pairs) {
  key_values(std::span<const Pair>(pairs.begin(), pairs.size()));
}

void timeline(std::string_view name, std::span<const TimelineStep> steps) {
  const Theme& t = theme();
  list_begin(name);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const TimelineStep& step = steps[i];
    const float room = width() - 44;
    const TextStyle title = strong(kTextBody, step.pending ? t.text_soft : t.text);
    const float title_h = text_height(step.title, room, title);
    const float detail_h = step.detail.empty() ? 0 : text_height(step.detail, room, soft());
    const float when_h = step.when.empty() ? 0 : line_height(soft());
    const Box box = take(title_h + detail_h + when_h, i + 1 < steps.size() ? kGapWide : kGap);
    const ToneColours& colours = t.tone(step.tone);
    const float cx = box.x + 16;
    const float cy = box.y + line_height(title) / 2;
    if (i + 1 < steps.size())
      line(cx, cy + 17, cx, box.bottom() + kGapWide + line_height(title) / 2 - 17, t.line, 2);
    if (step.pending)
      canvas()->AddCircle({cx, cy}, 13, t.line_strong, 0, 2);
    else
      canvas()->AddCircleFilled({cx, cy}, 15, colours.fill);
    draw_icon(step.icon, cx, cy, 17, step.pending ? t.text_faint : colours.text);
    draw_text({box.x + 44, box.y, room, title_h}, step.title, title);
    if (detail_h > 0) draw_text({box.x + 44, box.y + title_h, room, detail_h}, step.detail, soft());
    if (when_h > 0)
      draw_line({box.x + 44, box.y + title_h + detail_h, room, when_h}, step.when, soft(1));
    std::string words = step.title;
    for (const Words* part : {&step.detail, &step.when}) {
      if (!part->empty()) words += ", " + *part;
    }
    report(item_id(words), Role::list_item, words, box);
  }
  list_end();
}

void empty_state(Icon icon, std::string_view title, std::string_view words) {
  const Theme& t = theme();
  space(kGapSection);
  const Box box = take(96, kGap);
  canvas()->AddCircleFilled({box.x + box.w / 2, box.y + 48}, 44, t.sunken);
  draw_icon(icon, box.x + box.w / 2, box.y + 48, 40, t.text_soft);
  TextStyle head = strong(kTextTitle, t.text);
  head.align = Align::centre;
  text(title, head);
  TextStyle body;
  body.colour = t.text_soft;
  body.align = Align::centre;
  text(words, body);
  space(kGapSection);
}

void progress(std::string_view label, float share) {
  const Theme& t = theme();
  const Box words = take(line_height(soft()), kGapTiny);
  draw_line(words, label, soft());
  const Box track = take(10);
  fill(track, t.sunken, 5);
  if (t.scheme == Scheme::contrast) outline(track, t.line, 5);
  const float part = share < 0 ? 0.35f : std::clamp(share, 0.0f, 1.0f);
  if (part > 0) fill({track.x, track.y, std::max(10.0f, track.w * part), track.h}, t.primary, 5);
  const std::string percent =
      share < 0 ? "" : std::to_string(static_cast<int>(std::round(part * 100)));
  if (!percent.empty()) {
    TextStyle right = soft();
    right.align = Align::right;
    draw_line(words, percent + "%", right);
  }
  report(item_id(label), Role::progress, label,
         {words.x, words.y, words.w, track.bottom() - words.y}, 0, percent);
}

void divider() {
  const Box box = take(1);
  line(box.x, box.y, box.right(), box.y, theme().line);
}

bool figure(std::string_view name, std::string_view value, Tone tone, bool selected) {
  const Theme& t = theme();
  const ToneColours& colours = t.tone(tone);
  const Box box = take(92);
  const Id id = item_id(name);
  const Press state = press(id, box);
  fill(box,
       selected                      ? t.primary_soft
       : state.hovered || state.held ? mixed(t.surface, t.primary_soft, 0.6f)
                                     : t.surface,
       kRadiusCard);
  outline(box, selected ? t.primary : t.line, kRadiusCard, selected ? 2.0f : 1.0f);
  if (state.focused) focus_ring(box, kRadiusCard);
  const Colour ink = tone == Tone::neutral ? t.text : colours.text;
  draw_line({box.x + kPad, box.y + 12, box.w - 2 * kPad - 24, 38}, value, strong(kTextHuge, ink));
  if (tone != Tone::neutral) draw_icon(tone_icon(tone), box.right() - 26, box.y + 30, 22, ink);
  draw_line({box.x + kPad, box.y + 54, box.w - 2 * kPad, 26}, shown(name), soft(1));
  report(id, Role::button, std::string(shown(name)) + " " + std::string(value), box,
         mirror::kPressable | (selected ? mirror::kSelected : 0u));
  return state.pressed;
}

}  // namespace gezhi::ui
