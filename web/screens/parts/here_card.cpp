#include "web/screens/parts/here_card.h"

#include <string>

#include "core/grid/street.h"
#include "web/here.h"
#include "web/screens/parts/case_parts.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::tr;

std::string grid_words(const District& district, const LayerPlace& at) {
  if (at.grid.is_none()) return tr("ui.here.no_grid");
  std::string words = full_name(district.tree(), at.grid);
  for (std::uint32_t i = 0; i < at.neighbour_count && i < 2; ++i) {
    const GridNeighbour& other = at.neighbours[i];
    words += "\n" + tr("ui.here.border", full_name(district.tree(), other.grid),
                       app::length_text(other.distance_mm));
  }
  return words;
}

}  // namespace

bool here_card(PointE7 point) {
  const District* district = app::district();
  if (district == nullptr) return false;
  const Located located = district->locator().locate(point);
  ui::card_begin();
  ui::text(district->describe(point), {.weight = ui::Weight::strong});
  if (located.outside()) {
    ui::paragraph(tr("ui.here.outside"));
  } else {
    for (const GridLayer layer : {GridLayer::governance, GridLayer::police, GridLayer::community}) {
      ui::key_values({{word("grid_layer", layer), grid_words(*district, located.in(layer))}});
    }
  }
  if (const auto me = app::my_position()) {
    ui::small_text(tr("ui.map.away", app::length_text(distance_mm(*me, point))));
  }
  const bool closed = ui::text_button(tr("ui.map.clear_place"), {.icon = ui::Icon::close});
  ui::card_end();
  return closed;
}

}  // namespace gezhi::screens
