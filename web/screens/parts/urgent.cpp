#include "web/screens/parts/urgent.h"

#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

constexpr float kFourAbreast = 420;

}  // namespace

void urgent_numbers() {
  const bool wide = ui::width() >= kFourAbreast;
  if (wide)
    ui::row_begin({1, 1, 1, 1}, ui::kGapSmall);
  else
    ui::row_begin({1, 1}, ui::kGapSmall);
  ui::link_button(ui::tr("ui.urgent.police"), "tel:110", ui::Icon::phone);
  ui::next_cell();
  ui::link_button(ui::tr("ui.urgent.fire"), "tel:119", ui::Icon::fire);
  if (wide) {
    ui::next_cell();
  } else {
    ui::row_end();
    ui::row_begin({1, 1}, ui::kGapSmall);
  }
  ui::link_button(ui::tr("ui.urgent.ambulance"), "tel:120", ui::Icon::phone);
  ui::next_cell();
  ui::link_button(ui::tr("ui.urgent.hotline"), "tel:12345", ui::Icon::talk);
  ui::row_end();
}

}  // namespace gezhi::screens
