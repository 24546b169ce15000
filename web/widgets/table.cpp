#include "web/widgets/table.h"

#include <algorithm>

#include <imgui.h>
#include "web/widgets/kit.h"
#include "web/widgets/layout.h"
#include "web/widgets/text.h"

namespace gezhi::ui {
namespace {

constexpr float kRow = 52;
constexpr float kCellPad = 14;

std::vector<Box> cells_in(const Box& row, std::span<const TableColumn> columns) {
  float total = 0;
  for (const TableColumn& c : columns) total += c.weight;
  std::vector<Box> out;
  float x = row.x;
  for (const TableColumn& c : columns) {
    const float w = row.w * c.weight / total;
    out.push_back({x + kCellPad, row.y, w - 2 * kCellPad, row.h});
    x += w;
  }
  return out;
}

void draw_cell(const Box& box, const TableCell& cell, const TableColumn& column) {
  if (cell.chip.text.empty()) {
    TextStyle style;
    style.size = 16;
    if (column.right) style.align = Align::right;
    draw_line(box, cell.text, style);
    return;
  }
  const ToneColours& colours = theme().tone(cell.chip.tone);
  TextStyle style;
  style.size = kTextSmall;
  style.weight = Weight::strong;
  style.colour = colours.text;
  const float w = std::min(text_width(cell.chip.text, style) + 38, box.w + kCellPad);
  const Box face{box.x, box.y + (box.h - 28) / 2, w, 28};
  fill(face, colours.fill, 14);
  outline(face, theme().scheme == Scheme::contrast ? colours.text : faded(colours.text, 0.22f), 14);
  draw_icon(cell.chip.icon == Icon::none ? tone_icon(cell.chip.tone) : cell.chip.icon, face.x + 15,
            face.y + 14, 16, colours.text);
  draw_line({face.x + 27, face.y, face.w - 34, face.h}, cell.chip.text, style);
}

void draw_header(std::string_view, std::span<const TableColumn> columns) {
  const Box box = take(40, 0);
  const std::vector<Box> places = cells_in(box, columns);
  mirror::Node node;
  node.key = item_id("##header");
  node.role = mirror::Role::row;
  node.box = box;
  const std::size_t at = mirror::begin(node);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    TextStyle style;
    style.size = kTextSmall;
    style.weight = Weight::strong;
    style.colour = theme().text_soft;
    if (columns[i].right) style.align = Align::right;
    draw_line(places[i], columns[i].title, style);
    report(item_id(columns[i].title), mirror::Role::column_header, columns[i].title, places[i]);
  }
  mirror::end(at);
  line(box.x, box.bottom(), box.right(), box.bottom(), theme().line);
}

struct Look {
  bool selected = false;
  int index = 0;
};

Press draw_row(std::span<const TableColumn> columns, const Look& look,
               std::vector<TableCell> cells) {
  const Theme& t = theme();
  const Box box = take(kRow, 0);
  push_id(look.index);
  const Id id = item_id("row");
  const Press state = press(id, box);
  if (look.selected)
    fill(box, t.primary_soft);
  else if (state.hovered || state.held)
    fill(box, t.sunken);
  if (look.selected) fill({box.x, box.y, 4, box.h}, t.primary);
  line(box.x, box.bottom() - 0.5f, box.right(), box.bottom() - 0.5f, t.line);
  if (state.focused) focus_ring(box.inset(3), 4);
  mirror::Node node;
  node.key = id;
  node.role = mirror::Role::row;
  node.box = box;
  node.flags = mirror::kFocusable | mirror::kTakesArrows | (look.selected ? mirror::kSelected : 0u);
  const std::size_t at = mirror::begin(node);
  const std::vector<Box> places = cells_in(box, columns);
  cells.resize(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    draw_cell(places[i], cells[i], columns[i]);
    push_id(static_cast<int>(i));
    report(item_id("cell"), mirror::Role::cell,
           cells[i].chip.text.empty() ? cells[i].text : cells[i].chip.text, places[i]);
    pop_id();
  }
  mirror::end(at);
  pop_id();
  return state;
}

Id row_id(int index) {
  push_id(index);
  const Id id = item_id("row");
  pop_id();
  return id;
}

// Arrow keys move the focus with the choice.
void keys(int row_count, int selected, TableEvents& events) {
  if (row_count == 0 || selected < 0 || mirror::focused() != row_id(selected)) return;
  const int step = ImGui::IsKeyPressed(ImGuiKey_DownArrow) ? 1
                   : ImGui::IsKeyPressed(ImGuiKey_UpArrow) ? -1
                                                           : 0;
  const int to = std::clamp(selected + step, 0, row_count - 1);
  if (to == selected) return;
  events.selected = to;
  mirror::focus(row_id(to));
}

}  // namespace

TableEvents table(std::string_view name, std::span<const TableColumn> columns, int row_count,
                  int selected, CellsFn cells_of, void* context) {
  TableEvents events;
  mirror::Node node;
  node.key = item_id(name);
  node.role = mirror::Role::table;
  node.name = name;
  node.box = peek(0);
  const std::size_t at = mirror::begin(node);
  push_id(name);
  const Box all{node.box.x, node.box.y, node.box.w, 40 + kRow * static_cast<float>(row_count)};
  fill(all, theme().surface, kRadiusControl);
  draw_header(name, columns);
  keys(row_count, selected, events);
  long_list(row_count, kRow, 0, [&](int row) {
    const Press state = draw_row(columns, {row == selected, row}, cells_of(row, context));
    if (state.pressed && row == selected) events.opened = row;
    if (state.pressed && row != selected) events.selected = row;
  });
  outline(all, theme().line, kRadiusControl);
  pop_id();
  mirror::end(at, all);
  space(kGap);
  return events;
}

}  // namespace gezhi::ui
