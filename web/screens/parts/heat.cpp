#include "web/screens/parts/heat.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <imgui.h>
#include "core/cases/small_cells.h"
#include "core/grid/street.h"
#include "web/here.h"
#include "web/map/style.h"
#include "web/platform/session.h"
#include "web/widgets/kit.h"
#include "web/widgets/ui.h"

namespace gezhi::screens {
namespace {

using ui::tr;

constexpr double kUnitScale = 3;  // metres a pixel, up to which unit grids are told apart
constexpr double kVillageScale = 30;
constexpr std::size_t kRowsMax = 60;

GridLevel level_at(double metres_per_px) {
  if (metres_per_px <= kUnitScale) return GridLevel::unit;
  return metres_per_px <= kVillageScale ? GridLevel::village : GridLevel::township;
}

struct Key {
  std::uint64_t generation = 0;
  const District* district = nullptr;
  GridLevel level = GridLevel::none;
  ui::Scheme scheme = ui::Scheme::light;
  std::size_t cases = 0;
  friend bool operator==(const Key& a, const Key& b) {
    return a.generation == b.generation && a.district == b.district && a.level == b.level &&
           a.scheme == b.scheme && a.cases == b.cases;
  }
};

// The grids that are shown at each scale up to this one, each a part of the one around it; what lies in
// none of the map is a cell of its own.
struct Cells {
  std::vector<PartCell> cells;
  std::vector<GridId> grids;

  // Counts one case more; gives the number of the cell.
  std::size_t add(GridId grid, std::size_t whole) {
    const auto [at, made] = numbers_.emplace(std::pair(whole, grid), cells.size());
    if (made) {
      cells.push_back({0, whole});
      grids.push_back(grid);
    }
    ++cells[at->second].count;
    return at->second;
  }

 private:
  std::map<std::pair<std::size_t, GridId>, std::size_t> numbers_;
};

Cells count(const std::vector<const Case*>& cases, GridLevel level) {
  const GridTree& tree = app::district()->tree();
  Cells cells;
  for (const Case* one : cases) {
    const GridId grid = one->place.grid;
    if (tree.find(grid) == nullptr) {
      cells.add({}, kOfTotal);
      continue;
    }
    std::size_t whole = kOfTotal;
    for (const GridLevel at : {GridLevel::township, GridLevel::village, GridLevel::unit}) {
      const GridId around = tree.at_level(grid, at);
      whole = cells.add(around.is_none() ? grid : around, whole);
      if (at == level || around.is_none()) break;
    }
  }
  return cells;
}

// A row for each cell that nothing finer stands for: those of the scale, and those that hide their parts.
void add_rows(Heat& heat, const Cells& of) {
  const std::vector<Shown> shown = shown_cells(of.cells);
  std::vector<bool> has_parts(of.cells.size());
  for (const PartCell& cell : of.cells) {
    if (cell.part_of != kOfTotal) has_parts[cell.part_of] = true;
  }
  for (std::size_t i = 0; i < of.cells.size(); ++i) {
    const bool hidden = shown[i] == Shown::hidden;
    if (shown[i] == Shown::nothing || (has_parts[i] && !hidden)) continue;
    const Heat::Row row{of.grids[i], static_cast<int>(of.cells[i].count), hidden};
    if (row.grid.is_none())
      heat.elsewhere = row;
    else
      heat.rows.push_back(row);
  }
}

// Each class reaches up to as many times more than the one before: most grids have few cases.
void shade(Heat& heat) {
  const Heat::Row& first = heat.rows.front();
  const double times = first.hidden ? 1 : first.cases / static_cast<double>(kSmallCell);
  int before = kSmallCell - 1;
  for (int of = 0; of < Heat::kClasses; ++of) {
    const double share = static_cast<double>(of + 1) / Heat::kClasses;
    const int to = static_cast<int>(std::lround(kSmallCell * std::pow(times, share)));
    heat.classes[static_cast<std::size_t>(of)] = {before + 1, to};
    before = to;
  }
  for (const Heat::Row& row : heat.rows) {
    if (row.hidden) {
      heat.shades.push_back(
          {row.grid, ui::faded(app::map_style().heat[0], 0.4f), tr("ui.overview.hidden")});
      continue;
    }
    const auto of = std::find_if(heat.classes.begin(), heat.classes.end(),
                                 [&](const Heat::Class& one) { return row.cases <= one.most; });
    const auto at = static_cast<std::size_t>(of - heat.classes.begin());
    const ui::Colour colour = app::map_style().heat[at];
    heat.shades.push_back({row.grid, ui::faded(colour, 0.72f), std::to_string(row.cases)});
  }
}

std::string range_text(const Heat::Class& range) {
  const std::string from = std::to_string(range.least);
  return range.least == range.most ? from : from + "–" + std::to_string(range.most);
}

}  // namespace

const Heat& heat_of(const std::vector<const Case*>& cases, double metres_per_px) {
  static Heat& heat = platform::of_session<Heat>();
  static Key& of = platform::of_session<Key>();
  const Key now{app::generation(), app::district(), level_at(metres_per_px), ui::theme().scheme,
                cases.size()};
  if (of == now) return heat;
  of = now;
  heat = {};
  if (now.district == nullptr) return heat;
  add_rows(heat, count(cases, now.level));
  std::stable_sort(heat.rows.begin(), heat.rows.end(), [](const Heat::Row& a, const Heat::Row& b) {
    if (a.hidden || b.hidden) return !a.hidden && b.hidden;
    return a.cases > b.cases;
  });
  if (!heat.rows.empty()) shade(heat);
  return heat;
}

void heat_legend(const Heat& heat) {
  if (heat.rows.empty()) return;
  constexpr float kSwatchPx = 18;
  Box row = ui::take(26, ui::kGapTiny);
  const Box whole = row;
  ui::TextStyle style;
  style.size = ui::kTextSmall;
  std::string words = tr("ui.map.heat_legend");
  ui::draw_line(row, words, style);
  float x = row.x + ui::text_width(words, style) + 12;
  for (std::size_t of = 0; of < heat.classes.size(); ++of) {
    if (heat.classes[of].least > heat.classes[of].most) continue;  // nothing can lie in it
    const std::string range = range_text(heat.classes[of]);
    const float width = ui::text_width(range, style);
    if (x + kSwatchPx + 6 + width > row.right()) {
      row = ui::take(26, ui::kGapTiny);
      x = row.x;
    }
    const ImVec2 from(x, row.y + 4);
    const ImVec2 to(x + kSwatchPx, row.y + 4 + kSwatchPx);
    ui::canvas()->AddRectFilled(from, to, app::map_style().heat[of], 4);
    ui::canvas()->AddRect(from, to, ui::theme().line_strong, 4);
    ui::draw_line({to.x + 6, row.y, width + 2, row.h}, range, style);
    x = to.x + 6 + width + 14;
    words += " " + range;
  }
  ui::space(ui::kGapTiny);
  ui::report(ui::item_id("##legend"), mirror::Role::text, words,
             {whole.x, whole.y, whole.w, row.bottom() - whole.y});
}

GridId heat_list(const Heat& heat) {
  const District* district = app::district();
  GridId pressed;
  if (district == nullptr) return pressed;
  if (heat.elsewhere.cases > 0 && !heat.elsewhere.hidden)
    ui::small_text(tr("ui.map.heat_elsewhere", std::to_string(heat.elsewhere.cases)));
  if (!heat.rows.empty() && heat.rows.back().hidden) ui::small_text(tr("ui.overview.hidden_note"));
  ui::list_begin(tr("ui.map.layer_heat"));
  for (std::size_t i = 0; i < std::min(heat.rows.size(), kRowsMax); ++i) {
    const Heat::Row row = heat.rows[i];
    ui::push_id(static_cast<int>(i));
    const ui::Row line{.icon = ui::Icon::map,
                       .title = full_name(district->tree(), row.grid),
                       .trailing = row.hidden ? tr("ui.overview.hidden_words")
                                              : tr("ui.map.heat_count", std::to_string(row.cases))};
    if (ui::list_row(line)) pressed = row.grid;
    ui::pop_id();
  }
  ui::list_end();
  return pressed;
}

}  // namespace gezhi::screens
