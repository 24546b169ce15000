#include "web/map/style.h"

namespace gezhi::app {
namespace {

constexpr ui::Colour rgb(std::uint32_t hex) {
  return 0xFF000000U | ((hex & 0xFF) << 16) | (hex & 0xFF00) | (hex >> 16);
}

constexpr MapStyle kLight{
    .land = rgb(0xF7F5F0),
    .outside = rgb(0xE9E9E6),
    .water = rgb(0xB9DCEF),
    .green = rgb(0xD3E8CB),
    .built = rgb(0xECE8E0),
    .road = rgb(0xFFFFFF),
    .road_main = rgb(0xFFE9B8),
    .road_main_thin = rgb(0xE5B95B),
    .road_edge = rgb(0xC9C3B6),
    .path = rgb(0xC2B8A6),
    .border = rgb(0xA79BC4),
    .border_main = rgb(0x6D5BA6),
    .beat = rgb(0x2B7F8C),
    .text = rgb(0x2B3640),
    .text_soft = rgb(0x5B6670),
    .text_grid = rgb(0x55438F),
    .halo = rgb(0xFCFBF8),
    .route = rgb(0x1A66C9),
    .route_edge = rgb(0xFFFFFF),
    .me = rgb(0x1A66C9),
    .heat = {rgb(0xFFF0B3), rgb(0xFED06A), rgb(0xF89B3A), rgb(0xD95F0E), rgb(0x993404)},
};

constexpr MapStyle kDark{
    .land = rgb(0x1D242B),
    .outside = rgb(0x161B20),
    .water = rgb(0x1D3C52),
    .green = rgb(0x20362A),
    .built = rgb(0x242C34),
    .road = rgb(0x3E4954),
    .road_main = rgb(0x6A5E42),
    .road_main_thin = rgb(0x8B7A4E),
    .road_edge = rgb(0x12171C),
    .path = rgb(0x47525C),
    .border = rgb(0x6D648C),
    .border_main = rgb(0x9D8FD6),
    .beat = rgb(0x5FB3BF),
    .text = rgb(0xDCE4EB),
    .text_soft = rgb(0xA3AFBA),
    .text_grid = rgb(0xC3B8EE),
    .halo = rgb(0x14191E),
    .route = rgb(0x6FB4FF),
    .route_edge = rgb(0x0B1A2A),
    .me = rgb(0x6FB4FF),
    .heat = {rgb(0x3D2F14), rgb(0x66491A), rgb(0x96681F), rgb(0xCB8D2D), rgb(0xFFC766)},
};

constexpr MapStyle kContrast{
    .land = rgb(0x000000),
    .outside = rgb(0x000000),
    .water = rgb(0x003A5C),
    .green = rgb(0x0B2E12),
    .built = rgb(0x141414),
    .road = rgb(0xB8B8B8),
    .road_main = rgb(0xFFFFFF),
    .road_main_thin = rgb(0xFFFFFF),
    .road_edge = rgb(0x000000),
    .path = rgb(0x8A8A8A),
    .border = rgb(0xB9A7FF),
    .border_main = rgb(0xD9CFFF),
    .beat = rgb(0x5CE1E6),
    .text = rgb(0xFFFFFF),
    .text_soft = rgb(0xFFFFFF),
    .text_grid = rgb(0xE3DBFF),
    .halo = rgb(0x000000),
    .route = rgb(0xFFD60A),
    .route_edge = rgb(0x000000),
    .me = rgb(0xFFD60A),
    .heat = {rgb(0x332600), rgb(0x665000), rgb(0x998000), rgb(0xCCB000), rgb(0xFFE640)},
};

}  // namespace

const MapStyle& map_style() {
  switch (ui::theme().scheme) {
    case ui::Scheme::light: return kLight;
    case ui::Scheme::dark: return kDark;
    case ui::Scheme::contrast: return kContrast;
  }
  return kLight;
}

}  // namespace gezhi::app
