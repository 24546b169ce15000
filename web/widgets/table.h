// A data table for the desktop: fixed columns, a row is chosen by mouse, arrow keys or Enter.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "web/widgets/cards.h"

namespace gezhi::ui {

struct TableColumn {
  Words title;
  float weight = 1;
  bool right = false;  // figures stand at the right
};

// One row's cells, asked for only when in sight. A cell with a chip draws that instead of its text.
struct TableCell {
  Words text;
  Chip chip;
};

struct TableEvents {
  int selected = -1;  // the row that was chosen in this frame
  int opened = -1;    // Enter or a second press on the chosen row
};

// `cells_of(row)` gives as many cells as there are columns. `selected` is drawn and kept by the caller.
using CellsFn = std::vector<TableCell> (*)(int row, void* context);
TableEvents table(std::string_view name, std::span<const TableColumn> columns, int row_count,
                  int selected, CellsFn cells_of, void* context);

template <class Cells>
TableEvents table(std::string_view name, std::span<const TableColumn> columns, int row_count,
                  int selected, Cells cells) {
  return table(
      name, columns, row_count, selected,
      [](int row, void* context) { return (*static_cast<Cells*>(context))(row); }, &cells);
}

}  // namespace gezhi::ui
