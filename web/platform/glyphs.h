// Two fonts, regular and strong, whose glyphs the browser draws on demand with its own fonts: every
// character the device can show, nothing to download.
#pragma once

struct ImFont;

namespace gezhi::platform {

void load_fonts();

// How many device pixels a layout pixel has: glyphs of both fonts are drawn for it.
void set_font_density(float density);

ImFont* regular_font();
ImFont* strong_font();

}  // namespace gezhi::platform
