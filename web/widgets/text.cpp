#include "web/widgets/text.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>
#include <imgui_internal.h>
#include "web/platform/frame.h"
#include "web/platform/glyphs.h"
#include "web/widgets/kit.h"
#include "web/widgets/layout.h"

namespace gezhi::ui {
namespace {

ImFont* font_of(const TextStyle& style) {
  return style.weight == Weight::strong ? platform::strong_font() : platform::regular_font();
}

float advance(ImFont* font, float size, unsigned c) {
  ImFontBaked* baked = font->GetFontBaked(size);
  return baked->GetCharAdvance(c) * (size / baked->Size);
}

bool is_wide(unsigned c) {
  return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7FF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
         (c >= 0xFF00 && c <= 0xFFEF) || c >= 0x20000;
}

// 避头尾: what may not begin a line, and what may not end one.
bool not_first(unsigned c) {
  switch (c) {
    case 0x3001:
    case 0x3002:
    case 0xFF0C:
    case 0xFF0E:
    case 0xFF1A:
    case 0xFF1B:
    case 0xFF01:
    case 0xFF1F:
    case 0xFF09:
    case 0x300B:
    case 0x300D:
    case 0x300F:
    case 0x3011:
    case 0x201D:
    case 0x2019:
    case 0x2026:
    case 0x00B7:
    case ',':
    case '.':
    case ';':
    case ':':
    case '!':
    case '?':
    case ')':
    case ']':
    case '%': return true;
    default: return false;
  }
}

bool not_last(unsigned c) {
  switch (c) {
    case 0xFF08:
    case 0x300A:
    case 0x300C:
    case 0x300E:
    case 0x3010:
    case 0x201C:
    case 0x2018:
    case '(':
    case '[': return true;
    default: return false;
  }
}

struct Char {
  unsigned code = 0;
  int bytes = 0;
};

Char read(const char* at, const char* end) {
  Char c;
  c.bytes = std::max(1, ImTextCharFromUtf8(&c.code, at, end));
  return c;
}

// The longest beginning of [at, end) that fits and may be followed by a line break.
const char* break_line(const char* at, const char* end, float room, ImFont* font, float size) {
  const char* allowed = nullptr;  // the last place where a break is fine
  float used = 0;
  unsigned before = 0;
  for (const char* s = at; s < end;) {
    const Char c = read(s, end);
    if (c.code == '\n') return s;
    const bool gap =
        s > at && ((before == ' ' && c.code != ' ') || is_wide(c.code) || is_wide(before));
    if (gap && !not_first(c.code) && !not_last(before)) allowed = s;
    used += advance(font, size, c.code);
    if (used > room && c.code != ' ') {
      if (allowed != nullptr) return allowed;
      return s > at ? s : s + c.bytes;
    }
    before = c.code;
    s += c.bytes;
  }
  return end;
}

float width_of(const char* at, const char* end, ImFont* font, float size) {
  float used = 0;
  while (at < end) {
    const Char c = read(at, end);
    used += advance(font, size, c.code);
    at += c.bytes;
  }
  return used;
}

std::string shorten(std::string_view line, float room, ImFont* font, float size) {
  const float dots = advance(font, size, 0x2026);
  float used = 0;
  const char* end = line.data() + line.size();
  const char* s = line.data();
  while (s < end) {
    const Char c = read(s, end);
    used += advance(font, size, c.code);
    if (used + dots > room) break;
    s += c.bytes;
  }
  return std::string(line.data(), s) + "\xE2\x80\xA6";
}

Colour colour_of(const TextStyle& style) { return style.colour != 0 ? style.colour : theme().text; }

}  // namespace

float line_height(const TextStyle& style) { return std::round(style.size * kLineHeight); }

float text_width(std::string_view text, const TextStyle& style) {
  return width_of(text.data(), text.data() + text.size(), font_of(style), style.size);
}

std::vector<std::string> break_lines(std::string_view text, float width, const TextStyle& style) {
  std::vector<std::string> lines;
  ImFont* font = font_of(style);
  const char* s = text.data();
  const char* end = s + text.size();
  while (s < end) {
    const char* stop = break_line(s, end, width, font, style.size);
    if (style.max_lines > 0 && static_cast<int>(lines.size()) + 1 == style.max_lines &&
        stop < end) {
      lines.push_back(shorten({s, static_cast<std::size_t>(end - s)}, width, font, style.size));
      return lines;
    }
    const char* trimmed = stop;
    while (trimmed > s && trimmed[-1] == ' ') --trimmed;
    lines.emplace_back(s, trimmed);
    s = stop;
    if (s < end && *s == '\n')
      ++s;
    else
      while (s < end && *s == ' ') ++s;
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

float text_height(std::string_view text, float width, const TextStyle& style) {
  return line_height(style) * static_cast<float>(break_lines(text, width, style).size());
}

float draw_text(const Box& box, std::string_view text, const TextStyle& style) {
  const float step = line_height(style);
  float y = box.y;
  for (const std::string& part : break_lines(text, box.w, style)) {
    draw_line({box.x, y, box.w, step}, part, style);
    y += step;
  }
  return y - box.y;
}

void draw_glyphs(ImDrawList* list, float x, float y, std::string_view text,
                 const TextStyle& style) {
  const float ratio = platform::screen().ratio;
  const auto on_pixel = [ratio](float at) { return std::floor(at * ratio + 0.01f) / ratio; };
  const ImVec2 pen(on_pixel(x), on_pixel(y));
  const ImVec2 whole(std::floor(pen.x), std::floor(pen.y));
  const int before = list->VtxBuffer.Size;
  list->AddText(font_of(style), style.size, whole, colour_of(style), text.data(),
                text.data() + text.size());
  for (int i = before; i < list->VtxBuffer.Size; ++i) {
    list->VtxBuffer[i].pos.x += pen.x - whole.x;
    list->VtxBuffer[i].pos.y += pen.y - whole.y;
  }
}

void draw_line(const Box& box, std::string_view text, const TextStyle& style) {
  if (text.empty() || !in_sight(box)) return;
  ImFont* font = font_of(style);
  std::string cut;
  float used = text_width(text, style);
  if (used > box.w + 0.5f) {
    cut = shorten(text, box.w, font, style.size);
    text = cut;
    used = text_width(text, style);
  }
  float x = box.x;
  if (style.align == Align::centre) x += (box.w - used) * 0.5f;
  if (style.align == Align::right) x += box.w - used;
  const float y = box.y + (box.h - style.size) * 0.5f;
  draw_glyphs(canvas(), x, y, text, style);
}

void text(std::string_view words, const TextStyle& style) {
  const Box box = take(text_height(words, width(), style), kGapSmall);
  draw_text(box, words, style);
  report(item_id(words), mirror::Role::text, words, box);
}

void heading(std::string_view words, int level, bool required) {
  TextStyle style;
  style.weight = Weight::strong;
  style.size = level <= 1 ? kTextLarge : level == 2 ? kTextTitle : kTextBody;
  if (!at_top()) space(kGap);
  const Box box = take(text_height(words, width(), style), kGapSmall);
  draw_text(box, words, style);
  if (required) {
    const float x = box.x + std::min(text_width(words, style) + 6, box.w - 12);
    style.colour = theme().tone(Tone::danger).text;
    draw_line({x, box.y, 14, line_height(style)}, "*", style);
  }
  const mirror::Role role = level <= 1   ? mirror::Role::h1
                            : level == 2 ? mirror::Role::h2
                                         : mirror::Role::h3;
  report(item_id(words), role, words, box);
}

void paragraph(std::string_view words, Tone tone) {
  TextStyle style;
  if (tone != Tone::neutral) style.colour = theme().tone(tone).text;
  text(words, style);
}

void small_text(std::string_view words) {
  TextStyle style;
  style.size = kTextSmall;
  style.colour = theme().text_soft;
  text(words, style);
}

}  // namespace gezhi::ui
