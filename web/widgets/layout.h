// Where things go: a column of boxes from top to bottom, cut into rows, insets, cards and scrolling
// regions. Every widget takes its box from here; nothing else in the kit knows positions.
#pragma once

#include <initializer_list>
#include <string_view>

#include "web/platform/geometry.h"
#include "web/theme.h"

namespace gezhi::ui {

// Below 840 CSS px the app is a phone: one column, tab bar at the bottom, sheets from below.
bool phone();
bool desktop();

// The next box: full width of the column, `height` high, followed by `gap`.
Box take(float height, float gap = kGap);
// What the next take() would give, without taking.
Box peek(float height);
float width();  // of the column
bool at_top();  // nothing was taken from the column yet
void space(float height);

// Cells beside each other; weights share the width. next_cell() between them. The row is as high as
// its highest cell.   row_begin({1, 2}); ...; next_cell(); ...; row_end();
void row_begin(std::initializer_list<float> weights, float gap = kGap);
void next_cell();
void row_end();

// Narrows the column.
void inset_begin(float left, float right);
void inset_end();

// A column of its own anywhere (panes, dialogs, overlays). end gives the height it used.
void column_begin(const Box& box);
float column_end();

// A region with its own native scrolling; what it holds is a column. `padding` at the sides.
void scroll_begin(std::string_view id, const Box& box, float padding = 0,
                  std::string_view name = "");
void scroll_end();
void scroll_to_top(std::string_view id);
// Scrolls the region that is being drawn no further than needed for this box to be all in sight.
void reveal(const Box& box);

// Panes beside each other that fill the height that is left on a desktop page, each with its own
// scrolling; on a phone simply one after the other.
//   panes_begin({1, 2}); ...; next_pane(); ...; panes_end();
void panes_begin(std::initializer_list<float> weights);
void next_pane();
void panes_end();

// Of `row_count` rows each `step_px` apart from here on: those in sight, first and one past last.
void visible_rows(float step_px, int row_count, int* first_row, int* last_row);

// For lists of rows of one height: calls row(i) for those in sight, keeps the room of the others.
template <class Row>
void long_list(int count, float row_height, float gap, Row row) {
  const float step = row_height + gap;
  int first = 0;
  int last = count;
  visible_rows(step, count, &first, &last);
  space(static_cast<float>(first) * step);
  for (int i = first; i < last; ++i) row(i);
  space(static_cast<float>(count - last) * step);
}

// True if a box is at least partly in sight (worth drawing).
bool in_sight(const Box& box);

}  // namespace gezhi::ui
