// Text on the canvas: measuring, breaking into lines (Chinese breaks at every character, but no line
// begins with 。，） or ends with 「（), drawing, and the text widgets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "web/platform/geometry.h"
#include "web/theme.h"

struct ImDrawList;

namespace gezhi::ui {

enum class Weight : std::uint8_t { regular, strong };
enum class Align : std::uint8_t { left, centre, right };

struct TextStyle {
  float size = kTextBody;
  Weight weight = Weight::regular;
  Colour colour = 0;  // 0: the theme's text
  int max_lines = 0;  // 0: as many as it takes; else the last line ends in …
  Align align = Align::left;
};

float text_width(std::string_view text, const TextStyle& style = {});
float line_height(const TextStyle& style);
float text_height(std::string_view text, float width, const TextStyle& style = {});
std::vector<std::string> break_lines(std::string_view text, float width,
                                     const TextStyle& style = {});

// Draws into the box from its top, wrapped to its width; gives the height used. Not reported to the
// mirror: for widgets that report themselves.
float draw_text(const Box& box, std::string_view text, const TextStyle& style = {});
// One line with its pen at this place, moved to the device pixel there: glyphs are sharp on whole ones
// only, and ImGui itself knows whole layout pixels.
void draw_glyphs(ImDrawList* list, float x, float y, std::string_view text, const TextStyle& style);
// One line, centred in the height of the box.
void draw_line(const Box& box, std::string_view text, const TextStyle& style = {});

// --- widgets ---
// `required`: of a choice below it that must be made.
void heading(std::string_view text, int level = 2, bool required = false);
void paragraph(std::string_view text, Tone tone = Tone::neutral);
void small_text(std::string_view text);  // soft, for explanations
void text(std::string_view text, const TextStyle& style);

}  // namespace gezhi::ui
