#include "web/widgets/layout.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <imgui.h>
#include <imgui_internal.h>
#include "web/platform/frame.h"
#include "web/platform/mirror.h"
#include "web/widgets/kit.h"

namespace gezhi::ui {
namespace {

struct Column {
  float x = 0;
  float y = 0;
  float w = 0;
  float top = 0;
  float last_gap = 0;
};

struct Row {
  std::vector<Box> cells;
  std::size_t at = 0;
  float bottom = 0;
};

struct Scroll {
  Box box;
  ImGuiID id = 0;
  std::size_t node = 0;
  float offset = 0;
};

struct Panes {
  std::vector<Box> boxes;
  std::size_t at = 0;
};

std::vector<Column> columns;  // of the device: while a frame is drawn
std::vector<Row> rows;        // of the device: while a frame is drawn
std::vector<Scroll> scrolls;  // of the device: while a frame is drawn
std::vector<Panes> panes;     // of the device: while a frame is drawn

Column& column() { return columns.back(); }

std::vector<Box> share_out(std::initializer_list<float> weights, float gap, const Box& box) {
  float total = 0;
  for (float w : weights) total += w;
  const float room = box.w - gap * static_cast<float>(weights.size() - 1);
  std::vector<Box> cells;
  float x = box.x;
  for (float w : weights) {
    const float cell = std::max(0.0f, std::floor(room * w / total));
    cells.push_back({x, box.y, cell, box.h});
    x += cell + gap;
  }
  cells.back().w = box.right() - cells.back().x;
  return cells;
}

}  // namespace

bool phone() { return platform::screen().width < 840; }
bool desktop() { return !phone(); }

Box take(float height, float gap) {
  Column& c = column();
  const Box box{c.x, c.y, c.w, height};
  c.y += height + gap;
  c.last_gap = gap;
  return box;
}

Box peek(float height) { return {column().x, column().y, column().w, height}; }
float width() { return column().w; }
bool at_top() { return column().y <= column().top + kGapWide; }

void space(float height) {
  column().y += height;
  if (height > 0) column().last_gap = 0;
}

void row_begin(std::initializer_list<float> weights, float gap) {
  Row row;
  row.cells = share_out(weights, gap, peek(0));
  row.bottom = column().y;
  rows.push_back(row);
  column_begin(rows.back().cells[0]);
}

void next_cell() {
  Row& row = rows.back();
  row.bottom = std::max(row.bottom, row.cells[0].y + column_end());
  row.at = std::min(row.at + 1, row.cells.size() - 1);
  column_begin(row.cells[row.at]);
}

void row_end() {
  Row row = rows.back();
  row.bottom = std::max(row.bottom, row.cells[0].y + column_end());
  rows.pop_back();
  take(row.bottom - column().y);
}

void inset_begin(float left, float right) {
  const Column& c = column();
  columns.push_back({c.x + left, c.y, c.w - left - right, c.y, 0});
}

void inset_end() {
  const float y = column().y;
  const float gap = column().last_gap;
  columns.pop_back();
  column().y = y;
  column().last_gap = gap;
}

void column_begin(const Box& box) { columns.push_back({box.x, box.y, box.w, box.y, 0}); }

float column_end() {
  const Column c = column();
  columns.pop_back();
  return std::max(0.0f, c.y - c.last_gap - c.top);
}

void scroll_begin(std::string_view id, const Box& box, float padding, std::string_view name) {
  Scroll s;
  s.box = box;
  s.id = item_id(id);
  s.offset = mirror::scroll_of(s.id);
  mirror::Node node;
  node.key = s.id;
  node.role = name.empty() ? mirror::Role::group : mirror::Role::region;
  node.name = name;
  node.box = box;
  node.flags = mirror::kScroll;
  node.content_height = 0;
  s.node = mirror::begin(node);
  scrolls.push_back(s);
  ImGui::PushClipRect(ImVec2(box.x, box.y), ImVec2(box.right(), box.bottom()), true);
  column_begin({box.x + padding, box.y - s.offset, box.w - 2 * padding, 0});
}

void scroll_end() {
  const Scroll s = scrolls.back();
  scrolls.pop_back();
  const float used = column_end() + 1;
  ImGui::PopClipRect();
  mirror::end(s.node, s.box, std::max(used, s.box.h));
}

void scroll_to_top(std::string_view id) { mirror::scroll_to(item_id(id), 0); }

void reveal(const Box& box) {
  if (scrolls.empty()) return;
  const Scroll& s = scrolls.back();
  const float above = s.box.y + kGapSmall - box.y;
  const float below = box.bottom() + kGapSmall - s.box.bottom();
  if (above > 0)
    mirror::scroll_to(s.id, std::max(0.0f, s.offset - above));
  else if (below > 0)
    mirror::scroll_to(s.id, s.offset + below);
}

void panes_begin(std::initializer_list<float> weights) {
  Panes p;
  if (desktop()) {
    const Box room = room_left();
    p.boxes = share_out(weights, kGapWide, room);
  }
  panes.push_back(p);
  if (desktop()) scroll_begin("pane0", panes.back().boxes[0]);
}

void next_pane() {
  Panes& p = panes.back();
  p.at += 1;
  if (p.boxes.empty()) return;
  scroll_end();
  const char id[] = {'p', 'a', 'n', 'e', static_cast<char>('0' + p.at), 0};
  scroll_begin(id, p.boxes[std::min(p.at, p.boxes.size() - 1)]);
}

void panes_end() {
  const bool any = !panes.back().boxes.empty();
  const float height = any ? panes.back().boxes[0].h : 0;
  panes.pop_back();
  if (!any) return;
  scroll_end();
  take(height, 0);
}

void visible_rows(float step_px, int row_count, int* first_row, int* last_row) {
  const ImRect clip = ImGui::GetCurrentWindow()->ClipRect;
  const float top = column().y;
  const float margin = 300;  // rows beyond the edge, so that keyboard and reader find the next one
  const int first = static_cast<int>(std::floor((clip.Min.y - margin - top) / step_px));
  const int last = static_cast<int>(std::ceil((clip.Max.y + margin - top) / step_px));
  *first_row = std::clamp(first, 0, row_count);
  *last_row = std::clamp(last, *first_row, row_count);
}

bool in_sight(const Box& box) {
  return ImGui::GetCurrentWindow()->ClipRect.Overlaps(
      ImRect(box.x, box.y, box.right(), box.bottom()));
}

}  // namespace gezhi::ui
