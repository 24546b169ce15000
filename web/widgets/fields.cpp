#include "web/widgets/fields.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include <imgui.h>
#include "core/base/names.h"
#include "core/base/person_number.h"
#include "core/base/utf8.h"
#include "web/platform/frame.h"
#include "web/widgets/cards.h"
#include "web/widgets/i18n.h"
#include "web/widgets/kit.h"
#include "web/widgets/layout.h"
#include "web/widgets/overlay.h"
#include "web/widgets/text.h"
#include "web/widgets/wrong_fields.h"

namespace gezhi::ui {
namespace {

constexpr float kPad = 14;

TextStyle small_style(Colour colour) {
  TextStyle style;
  style.size = kTextSmall;
  style.colour = colour;
  return style;
}

// The lines under a field: what is wrong, with an icon, or help.
void draw_below(std::string_view help, std::string_view error) {
  if (error.empty() && help.empty()) {
    space(kGap - kGapTiny);
    return;
  }
  const bool bad = !error.empty();
  const TextStyle style = small_style(bad ? theme().tone(Tone::danger).text : theme().text_soft);
  const std::string_view words = bad ? error : help;
  const float indent = bad ? 22 : 0;
  const Box box = take(text_height(words, width() - indent, style), kGap);
  if (bad) draw_icon(Icon::warning, box.x + 9, box.y + line_height(style) / 2, 18, style.colour);
  draw_text({box.x + indent, box.y, box.w - indent, box.h}, words, style);
  report(item_id(words), bad ? mirror::Role::alert : mirror::Role::text, words, box);
}

std::string bullets(std::string_view value) {
  std::string out;
  for (char c : value) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) out += "\xE2\x97\x8F";
  }
  return out;
}

void add_attribute(std::string& out, const char* name, std::string_view value) {
  if (value.empty()) return;
  out += out.empty() ? "" : ",";
  out += '"';
  out += name;
  out += "\":";
  mirror::append_json(out, value);
}

const char* type_of(const FieldOptions& options) {
  if (options.password) return "password";
  switch (options.picks) {
    case Picks::nothing: return "text";
    case Picks::day: return "date";
    case Picks::moment: return "datetime-local";
  }
  return "text";
}

// What is wrong with the text itself comes before what its screen says.
std::string error_of(std::string_view label, const std::string& value,
                     const FieldOptions& options) {
  const std::int32_t over = options.max_length > 0 ? utf16_length(value) - options.max_length : 0;
  if (over > 0)
    return tr("ui.field.too_long", std::to_string(options.max_length), std::to_string(over));
  if (!options.error.empty()) return std::string(std::string_view(options.error));
  const bool missing = options.required && value.empty() && form_tried();
  return missing ? tr("ui.field.missing", shown(label)) : std::string();
}

bool is_unread(const std::string& value, const FieldOptions& options) {
  return options.unread || (options.max_length > 0 && utf16_length(value) > options.max_length);
}

void warn_of_numbers(const std::string& value, const FieldOptions& options) {
  const std::string_view own = options.autocomplete;
  const bool words = options.for_all && !options.password && options.input_mode.empty() &&
                     options.icon != Icon::search && (own.empty() || own == "off");
  if (!words || options.picks != Picks::nothing) return;
  const PersonNumber found = person_number_in(value);
  if (found == PersonNumber::none) return;
  banner(Tone::warning, tr("ui.field.person_number." + std::string(name_of(found))));
}

std::string extra_of(std::string_view id, const FieldOptions& options, float left_pad) {
  std::string attributes;
  add_attribute(attributes, "autocomplete",
                options.autocomplete.empty() ? std::string_view("off")
                                             : std::string_view(options.autocomplete));
  add_attribute(attributes, "inputmode", options.input_mode);
  add_attribute(attributes, "placeholder", "");
  add_attribute(attributes, "name", id);
  char css[160];
  std::snprintf(css, sizeof css, "\"css\":{\"padding-left\":\"%dpx\",\"padding-right\":\"%dpx\"}",
                static_cast<int>(left_pad), static_cast<int>(kPad));
  std::string out = "{\"attr\":{" + attributes + "}," + css;
  if (options.lines == 1) out += std::string(",\"type\":\"") + type_of(options) + "\"";
  return out + "}";
}

void draw_value(const Box& box, std::string_view value, const FieldOptions& options) {
  TextStyle style;
  const bool empty = value.empty();
  if (empty) style.colour = theme().text_faint;
  if (!options.enabled) style.colour = theme().text_soft;
  const std::string dots = options.password && !empty ? bullets(value) : std::string();
  std::string moment(options.picks == Picks::moment ? value : std::string_view());
  std::replace(moment.begin(), moment.end(), 'T', ' ');
  const std::string_view words = empty              ? std::string_view(options.hint)
                                 : options.password ? std::string_view(dots)
                                 : !moment.empty()  ? std::string_view(moment)
                                                    : value;
  if (options.lines == 1) {
    draw_line(box, words, style);
    return;
  }
  style.max_lines = options.lines;
  draw_text({box.x, box.y + 12, box.w, box.h - 24}, words, style);
}

}  // namespace

void field_label(std::string_view label, bool required) {
  if (label.empty()) return;
  TextStyle style = small_style(theme().text_soft);
  style.weight = Weight::strong;
  const Box box = take(line_height(style), kGapTiny);
  draw_line(box, label, style);
  if (!required) return;
  const float x = box.x + std::min(text_width(label, style) + 4, box.w - 10);
  draw_line({x, box.y, 12, box.h}, "*", small_style(theme().tone(Tone::danger).text));
}

FieldEvents text_field(std::string_view id, std::string_view label, std::string& value,
                       const FieldOptions& options) {
  const Theme& t = theme();
  FieldEvents events;
  const Id key = item_id(id);
  events.changed = options.enabled && mirror::take_text(key, value);
  if (events.changed) platform::wake();  // what its screen makes of it shows in the next frame
  const std::string error = error_of(label, value, options);
  const bool unread = is_unread(value, options);
  events.submitted = mirror::take_submit(key) && !unread;
  field_label(label, options.required);
  const float height =
      options.lines == 1 ? kFieldHeight : 24 + 27 * static_cast<float>(options.lines);
  const Box box = take(height, kGapTiny);
  const bool editing = mirror::focused() == key;
  const bool bad = !error.empty();
  if (bad) mark_wrong(key, unread ? Wrong::typed : Wrong::missing);
  const float left = kPad + (options.icon == Icon::none ? 0.0f : 30.0f);
  if (in_sight(box)) {
    fill(box, options.enabled ? t.surface : t.sunken, kRadiusControl);
    const Colour edge = bad ? t.tone(Tone::danger).text : editing ? t.primary : t.line_strong;
    outline(box, edge, kRadiusControl, editing || bad ? 2.5f : 1.5f);
    if (options.icon != Icon::none) {
      draw_icon(options.icon, box.x + kPad + 10, box.y + box.h / 2, 22, t.text_soft);
    }
    // While the field is edited its own text shows; an empty one keeps its hint until then, but for a
    // picker, which shows where its parts go.
    if (!editing || (value.empty() && options.picks == Picks::nothing)) {
      draw_value({box.x + left, box.y, box.w - left - kPad, box.h}, value, options);
    }
  }
  mirror::Node node;
  node.key = key;
  node.role = options.lines == 1 ? mirror::Role::textbox : mirror::Role::textarea;
  node.name = label.empty() ? std::string_view(options.hint) : label;
  node.box = box;
  node.value = value;
  if (bad) node.flags |= mirror::kInvalid;
  if (!options.enabled) node.flags |= mirror::kDisabled;
  if (options.required) node.flags |= mirror::kRequired;
  node.extra = extra_of(id, options, left);
  mirror::add(node);
  draw_below(options.help, error);
  warn_of_numbers(value, options);
  return events;
}

FieldEvents text_area(std::string_view id, std::string_view label, std::string& value,
                      FieldOptions options) {
  if (options.lines < 2) options.lines = 4;
  return text_field(id, label, value, options);
}

std::string not_read_words(const Error& error, std::string_view typed) {
  const std::string key = "ui.read." + error.code;
  return tr(ui::has_text(key) ? key : "ui.read.other", utf8_prefix(typed, 20));
}

bool select(std::string_view label, std::span<const std::string> options, int& chosen,
            std::string_view hint, std::string_view error, Asked asked) {
  const Theme& t = theme();
  const bool required = asked != Asked::freely;
  if (asked != Asked::headed) field_label(shown(label), required);
  const Box box = take(kFieldHeight, kGapTiny);
  const Id id = item_id(label);
  const Press state = press(id, box);
  const bool any = chosen >= 0 && chosen < static_cast<int>(options.size());
  const std::string_view words =
      any ? std::string_view(options[static_cast<std::size_t>(chosen)]) : hint;
  fill(box, state.hovered ? t.sunken : t.surface, kRadiusControl);
  outline(box, error.empty() ? t.line_strong : t.tone(Tone::danger).text, kRadiusControl,
          error.empty() ? 1.5f : 2.5f);
  if (state.focused) focus_ring(box, kRadiusControl);
  TextStyle style;
  if (!any) style.colour = t.text_faint;
  draw_line({box.x + kPad, box.y, box.w - kPad - 40, box.h}, words, style);
  draw_icon(Icon::chevron_down, box.right() - 22, box.y + box.h / 2, 20, t.text_soft);
  const bool open = picker_open(id);
  if (!error.empty()) mark_wrong(id, Wrong::missing);
  report(id, mirror::Role::combobox, shown(label), box,
         mirror::kExpandable | (open ? mirror::kExpanded : 0u) |
             (required ? mirror::kRequired : 0u) | (error.empty() ? 0u : mirror::kInvalid),
         words);
  if (state.pressed) open_picker(id, shown(label), options, chosen);
  draw_below("", error);
  return take_picked(id, chosen);
}

}  // namespace gezhi::ui
