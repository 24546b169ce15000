#include "web/theme.h"

#include <cstdio>
#include <string>

#include "web/platform/frame.h"
#include "web/platform/mirror.h"

namespace gezhi::ui {
namespace {

// 0xRRGGBB as the byte order that ImGui wants.
constexpr Colour rgb(std::uint32_t hex, std::uint32_t alpha = 255) {
  return (alpha << 24) | ((hex & 0xFF) << 16) | (hex & 0xFF00) | (hex >> 16);
}

Theme light_theme() {
  Theme t{};
  t.scheme = Scheme::light;
  t.page = rgb(0xF3F5F8);
  t.surface = rgb(0xFFFFFF);
  t.sunken = rgb(0xEBEFF4);
  t.line = rgb(0xDCE2E9);
  t.line_strong = rgb(0x8594A3);
  t.text = rgb(0x14202B);
  t.text_soft = rgb(0x4B5A68);
  t.text_faint = rgb(0x66737F);
  t.primary = rgb(0x14599C);
  t.primary_hover = rgb(0x0F4A85);
  t.primary_soft = rgb(0xE1EDF9);
  t.on_primary = rgb(0xFFFFFF);
  t.danger = rgb(0xB3261E);
  t.on_danger = rgb(0xFFFFFF);
  t.focus = rgb(0xE07A00);
  t.shadow = rgb(0x1B2B3A);
  t.dim = rgb(0x0B1218, 120);
  t.bar = rgb(0xFFFFFF);
  t.on_bar = t.text;
  t.tones[0] = {rgb(0xE9EDF1), rgb(0x44525F)};
  t.tones[1] = {rgb(0xE1EDF9), rgb(0x14538F)};
  t.tones[2] = {rgb(0xDFF2E6), rgb(0x17663C)};
  t.tones[3] = {rgb(0xFCEFD5), rgb(0x7F4B00)};
  t.tones[4] = {rgb(0xFBE4E1), rgb(0x9E2019)};
  return t;
}

Theme dark_theme() {
  Theme t{};
  t.scheme = Scheme::dark;
  t.page = rgb(0x0E1318);
  t.surface = rgb(0x192027);
  t.sunken = rgb(0x232C35);
  t.line = rgb(0x2F3A45);
  t.line_strong = rgb(0x758594);
  t.text = rgb(0xE9EEF3);
  t.text_soft = rgb(0xAAB7C3);
  t.text_faint = rgb(0x93A1AE);
  t.primary = rgb(0x77B5F2);
  t.primary_hover = rgb(0x92C5F7);
  t.primary_soft = rgb(0x173350);
  t.on_primary = rgb(0x062038);
  t.danger = rgb(0xFF8F85);
  t.on_danger = rgb(0x3B0905);
  t.focus = rgb(0xFFB347);
  t.shadow = rgb(0x000000);
  t.dim = rgb(0x000000, 160);
  t.bar = rgb(0x192027);
  t.on_bar = t.text;
  t.tones[0] = {rgb(0x2A343E), rgb(0xC3CDD6)};
  t.tones[1] = {rgb(0x173350), rgb(0x9CCBF8)};
  t.tones[2] = {rgb(0x14351F), rgb(0x86D6A5)};
  t.tones[3] = {rgb(0x3C2D0D), rgb(0xF2C478)};
  t.tones[4] = {rgb(0x46201C), rgb(0xFFAFA7)};
  return t;
}

Theme contrast_theme() {
  Theme t{};
  t.scheme = Scheme::contrast;
  t.page = t.surface = t.bar = rgb(0x000000);
  t.sunken = rgb(0x1C1C1C);
  t.line = t.line_strong = rgb(0xFFFFFF);
  t.text = t.text_soft = t.text_faint = t.on_bar = rgb(0xFFFFFF);
  t.primary = rgb(0xFFD60A);
  t.primary_hover = rgb(0xFFE770);
  t.primary_soft = rgb(0x332B00);
  t.on_primary = rgb(0x000000);
  t.danger = rgb(0xFF9B94);
  t.on_danger = rgb(0x000000);
  t.focus = rgb(0x00E5FF);
  t.shadow = rgb(0x000000, 0);
  t.dim = rgb(0x000000, 210);
  t.tones[0] = {rgb(0x1C1C1C), rgb(0xFFFFFF)};
  t.tones[1] = {rgb(0x00243F), rgb(0x9FD4FF)};
  t.tones[2] = {rgb(0x002E12), rgb(0x8CFFB4)};
  t.tones[3] = {rgb(0x332B00), rgb(0xFFE45C)};
  t.tones[4] = {rgb(0x3D0000), rgb(0xFFB3AD)};
  return t;
}

Theme current = light_theme();  // of the device: the looks

std::string css(Colour c) {
  char text[16];
  std::snprintf(text, sizeof text, "#%02x%02x%02x", c & 0xFF, (c >> 8) & 0xFF, (c >> 16) & 0xFF);
  return text;
}

}  // namespace

const Theme& theme() { return current; }

void use_scheme(Scheme scheme) {
  switch (scheme) {
    case Scheme::light: current = light_theme(); break;
    case Scheme::dark: current = dark_theme(); break;
    case Scheme::contrast: current = contrast_theme(); break;
  }
  mirror::page_style("--page", css(current.page));
  mirror::page_style("--bar", css(current.bar));
  mirror::page_style("--text", css(current.text));
  mirror::page_style("--scrollbar", css(current.line_strong));
  mirror::page_style("--selection", css(current.primary));
  mirror::page_style("color-scheme", scheme == Scheme::light ? "light" : "dark");
  platform::wake();
}

Colour faded(Colour colour, float alpha) {
  const float a = static_cast<float>(colour >> 24) * alpha;
  return (colour & 0x00FFFFFF) | (static_cast<Colour>(a) << 24);
}

Colour mixed(Colour a, Colour b, float share) {
  Colour out = 0;
  for (int shift = 0; shift < 32; shift += 8) {
    const float x = static_cast<float>((a >> shift) & 0xFF);
    const float y = static_cast<float>((b >> shift) & 0xFF);
    out |= static_cast<Colour>(x + (y - x) * share) << shift;
  }
  return out;
}

}  // namespace gezhi::ui
