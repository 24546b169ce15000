#include "web/screens/parts/urgent.h"

#include "web/widgets/ui.h"

namespace gezhi::screens {

void urgent_numbers() {
  ui::row_begin({1, 1, 1}, ui::kGapSmall);
  ui::link_button(ui::tr("ui.urgent.police"), "tel:110", ui::Icon::phone);
  ui::next_cell();
  ui::link_button(ui::tr("ui.urgent.fire"), "tel:119", ui::Icon::fire);
  ui::next_cell();
  ui::link_button(ui::tr("ui.urgent.ambulance"), "tel:120", ui::Icon::phone);
  ui::row_end();
}

}  // namespace gezhi::screens
