#include "web/platform/glyphs.h"

#include <cmath>

#include <imgui.h>
#include <imgui_internal.h>

extern "C" {
void gezhi_font_metrics(float px, int weight, float* out);
void gezhi_glyph_draw(unsigned codepoint, float px, int weight, float* out);
void gezhi_glyph_pixels(unsigned char* out);
}

namespace gezhi::platform {
namespace {

ImFont* regular = nullptr;  // of the device: fonts
ImFont* strong = nullptr;   // of the device: fonts

int weight_of(const ImFontConfig* source) { return static_cast<int>(source->FontLoaderFlags); }

bool accept_source(ImFontAtlas*, ImFontConfig*) { return true; }
bool contains_glyph(ImFontAtlas*, ImFontConfig*, ImWchar codepoint) { return codepoint >= 0x20; }

bool init_baked(ImFontAtlas*, ImFontConfig* source, ImFontBaked* baked, void*) {
  float metrics[2];
  gezhi_font_metrics(baked->Size * baked->RasterizerDensity, weight_of(source), metrics);
  // The em box is the line: ImGui centres text by Size, so the baseline is placed inside it.
  const float total = (metrics[0] + metrics[1]) / baked->RasterizerDensity;
  const float ascent = metrics[0] / baked->RasterizerDensity - (total - baked->Size) * 0.5f;
  baked->Ascent = std::round(ascent * baked->RasterizerDensity) / baked->RasterizerDensity;
  baked->Descent = baked->Ascent - baked->Size;
  return true;
}

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* source, ImFontBaked* baked, void*,
                ImWchar codepoint, ImFontGlyph* out, float* out_advance) {
  const float density = baked->RasterizerDensity;
  float m[6];
  gezhi_glyph_draw(codepoint, baked->Size * density, weight_of(source), m);
  // Advances are whole device pixels, so that every glyph of a line stays crisp.
  const float advance = std::round(m[0]) / density;
  if (out_advance != nullptr) {
    *out_advance = advance;
    return true;
  }
  out->Codepoint = codepoint;
  out->AdvanceX = advance;
  const int w = static_cast<int>(m[3]);
  const int h = static_cast<int>(m[4]);
  if (w <= 0 || h <= 0) return true;
  const ImFontAtlasRectId pack_id = ImFontAtlasPackAddRect(atlas, w, h);
  if (pack_id == ImFontAtlasRectId_Invalid) return false;
  ImTextureRect* rect = ImFontAtlasPackGetRect(atlas, pack_id);
  ImVector<unsigned char> pixels;
  pixels.resize(w * h * 4);
  gezhi_glyph_pixels(pixels.Data);
  const bool coloured = m[5] != 0;
  if (!coloured) {
    for (int i = 0; i < w * h; ++i) pixels[i] = pixels[i * 4 + 3];
  }
  out->X0 = m[1] / density;
  out->Y0 = m[2] / density + baked->Ascent;
  out->X1 = out->X0 + static_cast<float>(w) / density;
  out->Y1 = out->Y0 + static_cast<float>(h) / density;
  out->Visible = true;
  out->Colored = coloured;
  out->PackId = pack_id;
  ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, source, out, rect, pixels.Data,
                                     coloured ? ImTextureFormat_RGBA32 : ImTextureFormat_Alpha8,
                                     coloured ? w * 4 : w);
  return true;
}

const ImFontLoader* browser_loader() {
  static ImFontLoader loader;  // of the device: fonts
  loader.Name = "browser";
  loader.FontSrcInit = accept_source;
  loader.FontSrcContainsGlyph = contains_glyph;
  loader.FontBakedInit = init_baked;
  loader.FontBakedLoadGlyph = load_glyph;
  return &loader;
}

ImFont* add_font(const char* name, unsigned weight) {
  static char no_data[1] = {0};
  ImFontConfig config;
  config.FontData = no_data;
  config.FontDataSize = 1;
  config.FontDataOwnedByAtlas = false;
  config.FontLoader = browser_loader();
  config.FontLoaderFlags = weight;
  config.SizePixels = 18.0f;
  ImFormatString(config.Name, sizeof config.Name, "%s", name);
  return ImGui::GetIO().Fonts->AddFont(&config);
}

}  // namespace

void load_fonts() {
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  atlas->SetFontLoader(browser_loader());
  atlas->TexGlyphPadding = 1;
  regular = add_font("regular", 400);
  strong = add_font("strong", 600);
}

// ImGui tells the density to the font it writes with itself, and that is the regular one only.
void set_font_density(float density) {
  regular->CurrentRasterizerDensity = density;
  strong->CurrentRasterizerDensity = density;
}

ImFont* regular_font() { return regular; }
ImFont* strong_font() { return strong; }

}  // namespace gezhi::platform
