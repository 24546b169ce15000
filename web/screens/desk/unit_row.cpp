#include "web/screens/desk/unit_row.h"

#include <algorithm>

namespace gezhi::screens {
namespace {

constexpr float kPad = 14;
constexpr float kBadge = 34;

void draw_digit(float x, float y, const UnitRow& row) {
  const ui::Theme& t = ui::theme();
  const Box box{x, y, kBadge, kBadge};
  ui::fill(box, row.chosen ? t.primary : t.sunken, 9);
  if (t.scheme == ui::Scheme::contrast) ui::outline(box, t.line, 9);
  if (row.digit == 0) {
    const ui::Icon icon = row.enabled ? ui::Icon::people : ui::Icon::close;
    ui::draw_icon(icon, x + kBadge / 2, y + kBadge / 2, 20,
                  row.chosen ? t.on_primary : t.text_soft);
    return;
  }
  ui::draw_line(box, std::to_string(row.digit),
                {.size = 18,
                 .weight = ui::Weight::strong,
                 .colour = row.chosen ? t.on_primary : t.text_soft,
                 .align = ui::Align::centre});
}

}  // namespace

bool unit_row(const UnitRow& row) {
  const ui::Theme& t = ui::theme();
  const float left = kPad + kBadge + 12;
  const float right = row.chosen ? 44.0f : 14.0f;
  ui::TextStyle name{.weight = ui::Weight::strong, .colour = row.enabled ? t.text : t.text_soft};
  ui::TextStyle reason{.size = ui::kTextSmall, .colour = t.text_soft};
  const std::string title = row.best ? row.name + " · " + ui::tr("ui.desk.best") : row.name;
  const float room = ui::width() - left - right;
  const float name_h = ui::text_height(title, room, name);
  const float reason_h = ui::text_height(row.reason, room, reason);
  const Box box = ui::take(std::max(60.0f, name_h + reason_h + 16), ui::kGapSmall);
  const ui::Id id = ui::item_id("unit");
  const ui::Press state = ui::press(id, box, row.enabled);
  const bool lit = state.hovered || state.held;
  ui::fill(box,
           row.chosen ? t.primary_soft
           : lit      ? ui::mixed(t.surface, t.primary_soft, 0.6f)
                      : t.surface,
           ui::kRadiusControl);
  ui::outline(box, row.chosen ? t.primary : t.line, ui::kRadiusControl, row.chosen ? 2.0f : 1.0f);
  if (state.focused) ui::focus_ring(box, ui::kRadiusControl);
  draw_digit(box.x + kPad, box.y + (box.h - kBadge) / 2, row);
  const float top = box.y + (box.h - name_h - reason_h) / 2;
  ui::draw_text({box.x + left, top, room, name_h}, title, name);
  ui::draw_text({box.x + left, top + name_h, room, reason_h}, row.reason, reason);
  if (row.chosen)
    ui::draw_icon(ui::Icon::check_circle, box.right() - 24, box.y + box.h / 2, 24, t.primary);
  ui::report(id, mirror::Role::radio, title + ", " + row.reason, box,
             (row.chosen ? mirror::kChecked : 0u) | (row.enabled ? 0u : mirror::kDisabled));
  return state.pressed;
}

UnitGroup unit_group_begin(std::string_view name) {
  mirror::Node node;
  node.key = ui::item_id(name);
  node.role = mirror::Role::radio_group;
  node.name = name;
  node.box = ui::peek(0);
  return {mirror::begin(node), node.box};
}

void unit_group_end(const UnitGroup& group) {
  const Box& start = group.start;
  mirror::end(group.node, {start.x, start.y, start.w, ui::peek(0).y - start.y});
}

}  // namespace gezhi::screens
