// The one place where the app's look is decided: colours by meaning, type scale, spacing, radii.
// Screens name meanings (ui::theme().danger), never numbers. Lengths are CSS pixels.
#pragma once

#include <cstdint>

namespace gezhi::ui {

using Colour = std::uint32_t;  // ImU32, IM_COL32 order

enum class Scheme : std::uint8_t { light, dark, contrast };

// A state is told by icon shape and words as well: Tone alone never carries meaning.
enum class Tone : std::uint8_t { neutral, info, success, warning, danger };

struct ToneColours {
  Colour fill;  // soft background
  Colour text;  // on fill and on surface, at least 4.5:1
};

struct Theme {
  Scheme scheme = Scheme::light;
  Colour page, surface, sunken, line, line_strong;
  Colour text, text_soft, text_faint;
  Colour primary, primary_hover, primary_soft, on_primary;
  Colour danger, on_danger;
  Colour focus, shadow, dim;
  Colour bar, on_bar;
  ToneColours tones[5];

  const ToneColours& tone(Tone t) const { return tones[static_cast<int>(t)]; }
};

// Type scale. Body is 18: built for a 60-year-old on a cheap phone.
constexpr float kTextSmall = 15;
constexpr float kTextBody = 18;
constexpr float kTextTitle = 20;
constexpr float kTextLarge = 24;
constexpr float kTextHuge = 30;
constexpr float kLineHeight = 1.5f;

// Spacing scale.
constexpr float kGapTiny = 4;
constexpr float kGapSmall = 8;
constexpr float kGap = 12;
constexpr float kGapWide = 16;
constexpr float kGapSection = 24;

constexpr float kTarget = 48;  // least height of what is touched
constexpr float kButtonHeight = 54;
constexpr float kFieldHeight = 54;
constexpr float kRadiusCard = 16;
constexpr float kRadiusControl = 12;

const Theme& theme();

// Chooses the scheme and tells the page (native scrollbars, text fields, browser bar).
void use_scheme(Scheme scheme);

// `alpha` 0..1 of a colour.
Colour faded(Colour colour, float alpha);
Colour mixed(Colour a, Colour b, float share_of_b);

}  // namespace gezhi::ui
